"""The bars of a workspace: over everything, over a locked draft, below a page, and at the foot."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.calls.region import Region
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.book_preview import version_words
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.outline import PageEntry
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import (
    ShrinkingLabel,
    ems,
    label,
    named,
    set_state,
    show_if,
)

_EDGE, _GAP = 16, 10  # px
_NAME, _LEAST = 16, 3  # em of the unit's name that stay when buttons fold, and when all have


class TopBar(QFrame):
    """Whose application it is; a signal for each button: checking, looking at it, handing it in.

    Where the bar is too narrow, the last buttons fold away; all of them are under 更多 too.
    """

    check_wanted = Signal()
    preview_wanted = Signal()
    export_wanted = Signal()
    print_wanted = Signal()
    bundle_wanted = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("top")
        self._unit = named(ShrinkingLabel("plain"), "top-unit")
        self._subject = label("", "muted", wrap=False)
        # A long subject gives way to the buttons.
        self._subject.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._check = QPushButton("检查")
        self._folding: list[QPushButton] = []
        self._more = named(QPushButton("更多"), "more")
        self._more.setMenu(menu)
        self._more.setToolTip("全部命令，按 F10 也可以打开。")
        QShortcut(QKeySequence("F10"), self, self._more.showMenu)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 7, _EDGE, 7)
        row.setSpacing(_GAP)
        row.addWidget(self._unit)
        row.addWidget(self._subject, 1)
        row.addWidget(self._more)
        self._check.clicked.connect(lambda: self.check_wanted.emit())
        row.addWidget(self._check)
        for title, signal in (
            ("预览", self.preview_wanted),
            ("导出", self.export_wanted),
            ("打印", self.print_wanted),
            ("打包报送", self.bundle_wanted),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            row.addWidget(button)
            self._folding.append(button)

    def minimumSizeHint(self) -> QSize:
        """What is left when all has folded that folds."""
        return QSize(self._kept_width(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _kept_width(self, name: float) -> int:
        """What is needed without the buttons that fold, with ``name`` em of the unit's name."""
        unit = min(self._unit.sizeHint().width(), ems(self, name))
        buttons = (each.sizeHint().width() for each in (self._more, self._check))
        return 2 * _EDGE + unit + sum(buttons) + 3 * _GAP

    def _fold(self) -> None:
        room = self.width() - self._kept_width(_NAME)
        for button in self._folding:
            room -= _GAP + button.sizeHint().width()
            show_if(button, room >= 0)

    def show_subject(self, unit: str, parts: list[str], errors: int) -> None:
        self._unit.setText(unit or "（未填单位名称）")
        self._subject.setText(" · ".join(parts))
        self._subject.setToolTip(self._subject.text())
        self._check.setText(f"检查（{errors} 处错误）" if errors else "检查")
        self._fold()
        self._check.setToolTip("全部页面的错误、提醒和说明，按 F5 也可以打开。")


class LockBar(NoticeBar):
    """Says over every page that the draft is finalised, with the way to reopen it."""

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> bool:
        """Show what the record says; whether the draft is locked."""
        context, problem = self._context, self._context.problem
        if problem:
            self.notify(Severity.ERROR, problem, stays=True)
            return True
        record = context.record
        if record.current is None:
            self.hide()
            return False
        words = f"已定稿（{version_words(record)}），要修改请先退回修改。"
        action = None if context.draft.is_read_only else context.reopen_wanted.emit
        self.notify(DONE, words, "退回修改…", action, stays=True)
        return True


class PageFeet(QFrame):
    """The line below a page with the ways to its neighbours; ``stepped`` carries -1 or 1."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page-feet")
        self.back, self.next = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 8, 28, 12)
        row.addStretch(1)
        for button, by in ((self.back, -1), (self.next, 1)):
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
            row.addWidget(button)

    def show_neighbours(self, before: PageEntry | None, after: PageEntry | None) -> None:
        """Name the pages before and after; there may be none."""
        for button, entry, text in ((self.back, before, "‹ {}"), (self.next, after, "{} ›")):
            show_if(button, entry is not None)
            button.setText(text.format(entry.title if entry else ""))

    def come_after(self, page: QWidget) -> None:
        """After the last field of ``page`` the Tab key comes to the way to the next page."""
        fields = [field for field in _reached_by_tab(page) if page.isAncestorOf(field)]
        if fields:
            QWidget.setTabOrder(fields[-1], self.next)
            QWidget.setTabOrder(self.next, self.back)


def _reached_by_tab(start: QWidget) -> Iterator[QWidget]:
    """What the Tab key reaches, once around from ``start``."""
    follower = start.nextInFocusChain()
    while follower is not None and follower is not start:
        if follower.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield follower
        follower = follower.nextInFocusChain()


class StatusBar(QFrame):
    """Saved at, place of the draft, and until when it must be handed in."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self._saved, self._deadline = (label("", "muted", wrap=False) for _ in "12")
        self._place = ShrinkingLabel("muted")
        self._saved.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self._saved)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self._deadline)

    def show_saved(self, moment: datetime | None) -> None:
        """When it was last saved; None while the last change is not on disk."""
        self._saved.show()
        self._saved.setText(f"已保存 {moment:%H:%M:%S}" if moment else "尚未保存")

    def show_place(self, draft: SealedDraft) -> None:
        if draft.is_read_only:
            self._place.setText(f"只读，已加密，文件是 {draft.place}")
        else:
            self._place.setText(f"已加密，保存在 {draft.place}")

    def show_deadline(self, region: Region | None) -> None:
        now = datetime.now().astimezone()
        deadlines = region.next_deadlines if region else ()
        next_one = next((d for d in deadlines if not d.passed(now)), next(iter(deadlines), None))
        if next_one is not None:
            late = next_one.passed(now)
            self._deadline.setText(
                f"{next_one.what}截止 {next_one.printed}{'（已过）' if late else ''}"
            )
            set_state(self._deadline, "late" if late else "")
