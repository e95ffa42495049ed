"""The way from the start page into the office's window and back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from jbgs_desktop.errors import DraftHeldError, JbgsError, RegisterDamagedError
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.message_boxes import BoxAnswer, choose, inform

if TYPE_CHECKING:
    from jbgs_desktop.drafts.keys.key_holders import UserSecret
    from jbgs_desktop.office.register.register import Register
    from jbgs_desktop.ui.office.office_view import OfficeView


class OfficeLauncher(QObject):
    """Opens the register in the background and shows the office's view in ``stack``."""

    def __init__(
        self, window: QWidget, gate: KeyGate, stack: QStackedWidget, calls: Sequence[Call]
    ) -> None:
        super().__init__(window)
        self._window, self._gate, self._stack, self.calls = window, gate, stack, calls
        self._start = stack.currentWidget()
        self.view: OfficeView | None = None
        self._is_opening = False

    def open(self) -> None:
        """Show the office's view once there is a key for its register."""
        self._gate.require(self._open)

    def close(self) -> None:
        """Back to the start page; the register is closed."""
        view, self.view = self.view, None
        if view is None:
            return
        view.close_register()
        self._stack.setCurrentWidget(self._start)
        self._stack.removeWidget(view)
        view.deleteLater()
        self._enable_actions(True)

    def _open(self) -> None:
        secret = self._gate.keys.secret
        if self._is_opening or self.view is not None or secret is None:
            return
        self._begin(secret, lambda: _opened(secret))

    def _begin(self, secret: "UserSecret", work: "Callable[[], Register | JbgsError]") -> None:
        self._is_opening = True

        def shown(opened: "Register | JbgsError") -> None:
            if isinstance(opened, RegisterDamagedError):
                self._offer_copy(secret, opened)
            elif isinstance(opened, DraftHeldError):
                self._offer_reading(secret, opened)
            elif not isinstance(opened, JbgsError):
                self._show(opened)

        run_in_background(self, work, shown, self._fail)

    def _offer_reading(self, secret: "UserSecret", held: DraftHeldError) -> None:
        self._is_opening = False
        ways: list[BoxAnswer] = [
            ("只读打开", lambda: self._begin(secret, lambda: _opened(secret, read_only=True)))
        ]
        question = str(held)
        if held.may_be_taken:
            question += "如果确定那台电脑已经关机，可以在这里接着用。"
            ways.append(
                ("接着用", lambda: self._begin(secret, lambda: _opened(secret, take_over=True)))
            )
        choose(self._window, question, *ways)

    def _offer_copy(self, secret: "UserSecret", damage: RegisterDamagedError) -> None:
        self._is_opening = False
        if not damage.can_restore:
            inform(self._window, str(damage))
            return
        choose(self._window, str(damage), ("放回备份", lambda: self._restore(secret)))

    def _restore(self, secret: "UserSecret") -> None:
        self._is_opening = True
        run_in_background(self, lambda: _restored(secret), self._show, self._fail)

    def _show(self, register: "Register") -> None:
        # Imported here, so that the first paint does not wait for it.
        from jbgs_desktop.ui.office.office_view import OfficeView

        self._is_opening = False
        view = OfficeView(register, self.calls)
        view.left.connect(self.close)
        self.view = view
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        self._enable_actions(False)

    def _enable_actions(self, on: bool) -> None:
        """The window's own shortcuts, of which the office has some in another sense."""
        for action in self._window.actions():
            action.setEnabled(on)

    def _fail(self, sentence: str) -> None:
        self._is_opening = False
        inform(self._window, sentence)


def _opened(
    secret: "UserSecret", *, read_only: bool = False, take_over: bool = False
) -> "Register | JbgsError":
    """The register, or why it cannot be opened where there is something to choose."""
    from jbgs_desktop.office.register.register import Register

    try:
        return Register.open([secret], read_only=read_only, take_over=take_over)
    except (RegisterDamagedError, DraftHeldError) as problem:
        return problem


def _restored(secret: "UserSecret") -> "Register":
    from jbgs_desktop.office.register.register import Register

    Register.restore([secret])
    return Register.open([secret])
