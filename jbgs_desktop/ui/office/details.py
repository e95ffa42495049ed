"""The chosen bundle: what was found in it, its paper, and what can be done with it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QBrush, QColor, QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.finding_sentences import office_sentence
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry, state_words
from jbgs_desktop.office.register.parts import Problem
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.entry_menu import EntryMenu
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.paper_box import PaperBox
from jbgs_desktop.ui.widgets.findings_page import FindingList
from jbgs_desktop.ui.widgets.screen_room import scrolling
from jbgs_desktop.ui.widgets.signs import colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import ems, label, named
from jbgs_desktop.ui.widgets.theme import current_tokens

_LEAST = 60  # px


class Details(QWidget):
    """``return_wanted``, ``preview_wanted`` and ``reprint_wanted`` carry the entry's number."""

    return_wanted = Signal(int)
    preview_wanted = Signal(int)
    reprint_wanted = Signal(int)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._entry: RegisterEntry | None = None
        self._title = named(label("", "plain", wrap=False), "section-title")
        # A long name gives way to the buttons.
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._facts = label("", "muted")
        self._findings = _Findings()
        self.paper = PaperBox(context)
        self._preview = self._button("看申报材料(&V)", self._on_preview)
        self._return = self._button("退回(&T)…", self._on_return)
        self._menu = EntryMenu(self, context, self.reprint_wanted.emit)
        self._more = named(QPushButton("处理(&M)"), "more")
        self._more.setMenu(self._menu)
        self._remarks = QLineEdit()
        self._remarks.setAccessibleName("备注")
        self._remarks.editingFinished.connect(self._on_remarks)
        self._lay_out()
        self.show_entry(None)

    def show_entry(self, entry: RegisterEntry | None) -> None:
        """Show ``entry`` as it is now; what is being typed about it stays."""
        is_same = bool(entry and self._entry and entry.number == self._entry.number)
        if not is_same:
            self._on_remarks()
        self._entry = entry
        state = self._context.register.state(entry) if entry else None
        self._title.setText(
            f"{entry.unit or '读不出单位'}　{state_words(entry, state)}" if entry and state else ""
        )
        facts = "\n".join(_facts(entry, self._context.register)) if entry else ""
        self._facts.setText(facts)
        self._facts.setToolTip(facts)  # on a small screen the last lines may have no room
        remarks = entry.remarks if entry else ""
        if remarks != self._remarks.text() and not (is_same and self._remarks.isModified()):
            self._remarks.setText(remarks)
        self._remarks.setEnabled(bool(entry and not entry.removed))
        is_there = bool(entry and entry.folder and self._folder(entry).is_dir())
        self._menu.show_entry(entry, self._on_open if is_there else None)
        self._more.setEnabled(entry is not None)
        self._findings.show_problems(
            entry.reason if entry else "",
            entry.found if entry else (),
            is_by_hand=bool(entry and entry.is_by_hand),
        )
        self._preview.setEnabled(bool(is_there and entry and not entry.is_by_hand))
        self._return.setEnabled(
            entry is not None
            and state not in (EntryState.DOUBLED, EntryState.REPLACED, EntryState.REMOVED)
        )
        is_paper = entry is not None and not entry.reason and not entry.removed
        self.paper.show_entry(entry if is_paper else None)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for button in (self._preview, self._return, self._more):
            head.addWidget(button)
        left.addLayout(head)
        left.addWidget(self._facts)
        left.addWidget(self._findings, 1)
        remarks, title = QHBoxLayout(), QLabel("备注(&N)")
        title.setBuddy(self._remarks)
        remarks.addWidget(title)
        remarks.addWidget(self._remarks, 1)
        left.addLayout(remarks)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self._scrolled(self.paper))

    def _scrolled(self, paper: PaperBox) -> QScrollArea:
        """``paper`` in less room than it wants, so that the list above has some."""
        area = scrolling(paper)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(paper.width() + ems(self, 1.2))
        return area

    def _button(self, title: str, action: object) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(action)
        return button

    def _folder(self, entry: RegisterEntry) -> Path:
        return self._context.register.received / entry.folder

    def _on_preview(self) -> None:
        if self._entry:
            self.preview_wanted.emit(self._entry.number)

    def _on_return(self) -> None:
        if self._entry:
            self.return_wanted.emit(self._entry.number)

    def settle(self) -> None:
        """Keep what was typed."""
        self._on_remarks()

    def _on_remarks(self) -> None:
        if self._entry is None or self._entry.removed or not self._remarks.isModified():
            return
        self._remarks.setModified(False)  # the window shows what is kept, while it is being kept
        entry = self._context.register.entry(self._entry.number)
        changed = entry.model_copy(update={"remarks": self._remarks.text()})
        if changed != entry and not self._context.keep([changed]):
            self._remarks.setModified(True)

    def _on_open(self) -> None:
        if self._entry is None:
            return
        folder = self._folder(self._entry)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            sentence = f"这台电脑没有能打开文件夹的程序，报送包在“{folder}”。"
            self._context.bar.notify(Severity.WARNING, sentence)


def _facts(entry: RegisterEntry, register: Register) -> list[str]:
    returned = "；".join(
        f"{r.when.astimezone():%m-%d %H:%M} 退回：{'、'.join(r.reasons)}" for r in entry.returned
    )
    forwarded = "；".join(
        f"{f.when.astimezone():%m-%d %H:%M} 已上报“{f.package}”" for f in entry.forwarded
    )
    who = "　".join(filter(None, (entry.unit_code, entry.contact, entry.mobile)))
    facts = (
        who,
        _standing(entry, register),
        _below(entry),
        _first(returned),
        forwarded,
        f"来自 {entry.source}",
    )
    return list(filter(None, facts))


def _below(entry: RegisterEntry) -> str:
    """Who below has recommended it, and in which version."""
    lines = []
    for each in entry.recommended:
        old = "" if each.code == entry.code else f"（推荐的是 {format_code(each.code)} 那一版）"
        rows = "、".join(f"方向{row.direction} 第{row.rank}名" for row in each.rows)
        lines.append(f"“{each.recommender or '下级推荐单位'}”推荐：{rows}{old}")
    return "；".join(lines)


def _standing(entry: RegisterEntry, register: Register) -> str:
    """What there is to say of the other bundles of the same application."""
    if entry.removed:
        when = f"{entry.removed.when.astimezone():%m-%d %H:%M}"
        return f"{when} 删除：{entry.removed.reason}（“处理”里可以恢复）"
    if entry.reason:
        return ""
    submission = register.submission(entry)
    if entry.number in submission.undecided:
        others = (register.entry(n) for n in sorted(submission.undecided - {entry.number}))
        codes = "、".join(f"{format_code(e.code)}（{Path(e.source).name}）" for e in others)
        return f"与 {codes} 分不出先后，请核对后在要用的那一份上选“处理”里的“以这份为准”"
    if entry.number == submission.current:
        return ""
    current = register.entry(submission.current)
    return f"现在以 {current.when.astimezone():%m-%d %H:%M} 收到的 {format_code(current.code)} 为准"


def _first(text: str, most: int = 160) -> str:
    return f"{text[:most]}…" if len(text) > most else text


class _Findings(FindingList):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("问题")
        self.setMinimumHeight(_LEAST)

    def show_problems(
        self, reason: str, problems: Sequence[Problem], *, is_by_hand: bool = False
    ) -> None:
        self.clear()
        if reason and not problems:
            self._add(Severity.ERROR, reason)
        for problem in problems:
            self._add(problem.severity, f"{problem.label}：{office_sentence(problem)}")
        if not reason and not problems:
            sentence = "没有报送包，程序没有检查。" if is_by_hand else "没有发现问题。"
            QListWidgetItem(sentence, self)
        self.fit()

    def _add(self, severity: Severity, text: str) -> None:
        item = QListWidgetItem(signed(severity, f"{severity.word}　{text}"), self)
        item.setForeground(QBrush(QColor(current_tokens()[colour_of(severity)])))
