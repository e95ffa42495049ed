"""Chinese input through fcitx 4, which has no interface that Qt's wheel knows.

The keys of the field with the focus go to fcitx over the session bus before the field sees them,
and what fcitx makes of them comes back as the events that Qt's own plug-ins send. The calls are
those of fcitx's ``org.fcitx.Fcitx.InputContext1``.
"""

from collections import deque
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageFlag, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from jbgs_desktop.ui.shell.input_method import is_on_session_bus

_NAME = "org.freedesktop.portal.Fcitx"
_PLACE = "/org/freedesktop/portal/inputmethod"
_CONTEXT = "org.fcitx.Fcitx.InputContext1"
# Preedit, formatted preedit, and the field ends its composition by itself when it is left.
_ABLE = 1 << 1 | 1 << 4 | 1 << 5
_PATIENCE = 2.0  # seconds for an answer; without one the key is the field's


def reach_fcitx4(app: QApplication) -> bool:
    """Let ``app`` be typed into through fcitx 4; False where it does not run."""
    if not is_on_session_bus(_NAME):
        return False
    try:
        return not Fcitx4(app).is_lost
    except Exception:  # no bus, no answer, another answer: then there is no Chinese input
        return False


class Fcitx4(QObject):
    """The connection between the field with the focus and fcitx. Raises what jeepney raises.

    While fcitx :attr:`is_lost` the keys are the field's alone; the next field looks for it again.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._field: QWidget | None = None
        self._signals: deque[Any] = deque()
        self._bus: DBusConnection = open_dbus_connection("SESSION")
        rule = MatchRule(type="signal", interface=_CONTEXT)
        Proxy(message_bus, self._bus, timeout=_PATIENCE).AddMatch(rule)
        self._bus.filter(rule, queue=self._signals)
        self.is_lost = True
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), kind, self)
        self._notifier.activated.connect(self._on_news)
        self._join()
        app.focusChanged.connect(self._on_focus)

    def _join(self) -> None:
        there = DBusAddress(_PLACE, _NAME, "org.fcitx.Fcitx.InputMethod1")
        facts = [("program", "jbgs-desktop")]
        call = new_method_call(there, "CreateInputContext", "a(ss)", (facts,))
        reply = self._bus.send_and_get_reply(call, timeout=_PATIENCE)
        self.is_lost = reply.header.message_type is MessageType.error
        if not self.is_lost:
            self._context = DBusAddress(reply.body[0], _NAME, _CONTEXT)
            self._send("SetCapability", "t", _ABLE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        field = self._field
        if field is None or watched is not field or not isinstance(event, QKeyEvent):
            return False
        return not self.is_lost and not _is_closed(field) and self._takes(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether fcitx keeps this key."""
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        self._send_place()
        keys = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers())
        is_release = event.type() == QEvent.Type.KeyRelease
        body = (*keys, is_release, event.timestamp() & 0xFFFFFFFF)
        call = new_method_call(self._context, "ProcessKeyEvent", "uuubu", body)
        try:
            reply = self._bus.send_and_get_reply(call, timeout=_PATIENCE)
        except TimeoutError:
            reply = None
        except OSError:
            self._give_up()
            return False
        if reply is None or reply.header.message_type is MessageType.error:
            self.is_lost = True  # it has ended, perhaps to start again
            self._end_composition()
            return False
        self._obey()
        return bool(reply.body[0])

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and isValid(self._field):  # its page may have been closed
            self._field.removeEventFilter(self)
        if self._field is not None:
            self._send("Reset")
        takes_text = now is not None and now.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._field = now if takes_text else None
        if self._field is None:
            self._send("FocusOut")
            return
        self._field.installEventFilter(self)
        if self.is_lost:
            self._join_again()
        self._send("FocusIn")
        self._send_place()

    def _send_place(self) -> None:
        """Where on the screen the cursor is, below which the candidates are shown."""
        if self._field is None:
            return
        place = self._field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        corner = self._field.mapToGlobal(place.topLeft())
        scale = self._field.devicePixelRatioF()
        numbers = (corner.x(), corner.y(), place.width(), place.height())
        self._send("SetCursorRect", "iiii", *(round(number * scale) for number in numbers))

    def _send(self, method: str, signature: str = "", *body: object) -> None:
        if self.is_lost:  # perhaps there never was anyone to tell
            return
        call = new_method_call(self._context, method, signature or None, body)
        call.header.flags |= MessageFlag.no_reply_expected
        try:
            self._bus.send(call)
        except OSError:
            self._give_up()

    def _on_news(self) -> None:
        try:
            while True:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:
            self._obey()
        except OSError:
            self._give_up()

    def _obey(self) -> None:
        """Bring to the field what fcitx has said."""
        while self._signals:
            message = self._signals.popleft()
            fields, body = message.header.fields, message.body
            what = fields[HeaderFields.member]
            if self._field is None or self.is_lost:
                continue
            if fields[HeaderFields.path] != self._context.object_path:
                continue
            if what == "CommitString":
                event = QInputMethodEvent()
                event.setCommitString(body[0])
                QApplication.sendEvent(self._field, event)
            elif what == "UpdateFormattedPreedit":
                QApplication.sendEvent(self._field, _preedit(*body))

    def _join_again(self) -> None:
        try:
            self._join()
        except TimeoutError:
            return  # the next field asks again
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        """The bus has ended: the keys are the field's alone."""
        if not self._notifier.isEnabled():
            return
        self._notifier.setEnabled(False)
        self._app.focusChanged.disconnect(self._on_focus)
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
            self._end_composition()
            self._field = None

    def _end_composition(self) -> None:
        if self._field is not None:
            QApplication.sendEvent(self._field, QInputMethodEvent())


def _is_closed(field: QWidget) -> bool:
    """Whether ``field`` takes a password or the like, which no input method may see."""
    hints = field.inputMethodQuery(Qt.InputMethodQuery.ImHints)
    return bool(Qt.InputMethodHint(hints) & Qt.InputMethodHint.ImhHiddenText)


def _preedit(parts: list[tuple[str, int]], cursor: int) -> QInputMethodEvent:
    """What is being composed, underlined; fcitx counts ``cursor`` in bytes of UTF-8."""
    text = "".join(part for part, _ in parts)
    before = text.encode()[: max(cursor, 0)].decode(errors="ignore")
    look = QTextCharFormat()
    look.setFontUnderline(True)
    kind = QInputMethodEvent.AttributeType
    length = len(text.encode("utf-16-le")) // 2
    at = len(before.encode("utf-16-le")) // 2
    attributes = [
        QInputMethodEvent.Attribute(kind.TextFormat, 0, length, look),
        QInputMethodEvent.Attribute(kind.Cursor, at, 1, None),
    ]
    return QInputMethodEvent(text, attributes)
