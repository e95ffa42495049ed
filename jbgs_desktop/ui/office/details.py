"""The chosen bundle: what was found in it, its paper, and what can be done with it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QBrush, QColor, QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register import EntryState, RegisterEntry
from jbgs_desktop.office.register_parts import Problem
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.paper_box import PaperBox
from jbgs_desktop.ui.widgets.findings_page import FindingList
from jbgs_desktop.ui.widgets.signs import colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import label, named
from jbgs_desktop.ui.widgets.theme import current_tokens

_LEAST = 80  # px


class Details(QWidget):
    """``return_wanted`` and ``preview_wanted`` carry the number of the entry."""

    return_wanted = Signal(int)
    preview_wanted = Signal(int)

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
        self._open = self._button("打开文件夹", self._on_open)
        self._return = self._button("退回(&T)…", self._on_return)
        self._lay_out()
        self.show_entry(None)

    def show_entry(self, entry: RegisterEntry | None) -> None:
        self._entry = entry
        state = self._context.register.state(entry) if entry else None
        self._title.setText(
            f"{entry.unit or '读不出单位'}　{state.word}" if entry and state else ""
        )
        self._facts.setText("\n".join(_facts(entry)) if entry else "")
        self._findings.show_problems(entry.reason if entry else "", entry.problems if entry else ())
        is_there = bool(entry and entry.folder and self._folder(entry).is_dir())
        self._preview.setEnabled(is_there)
        self._open.setEnabled(is_there)
        self._return.setEnabled(
            entry is not None and state not in (EntryState.DOUBLED, EntryState.REPLACED)
        )
        self.paper.show_entry(None if entry is None or entry.reason else entry)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for button in (self._preview, self._open, self._return):
            head.addWidget(button)
        left.addLayout(head)
        left.addWidget(self._facts)
        left.addWidget(self._findings, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self.paper)

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

    def _on_open(self) -> None:
        if self._entry is None:
            return
        folder = self._folder(self._entry)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            sentence = f"这台电脑没有能打开文件夹的程序，报送包在“{folder}”。"
            self._context.bar.notify(Severity.WARNING, sentence)


def _facts(entry: RegisterEntry) -> list[str]:
    returned = "；".join(
        f"{r.when.astimezone():%m-%d %H:%M} 退回：{'、'.join(r.reasons)}" for r in entry.returned
    )
    forwarded = "；".join(
        f"{f.when.astimezone():%m-%d %H:%M} 已上报“{f.package}”" for f in entry.forwarded
    )
    who = "　".join(filter(None, (entry.unit_code, entry.contact, entry.mobile)))
    return list(filter(None, (who, f"来自 {entry.source}", _first(returned), forwarded)))


def _first(text: str, most: int = 160) -> str:
    return f"{text[:most]}…" if len(text) > most else text


class _Findings(FindingList):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("问题")
        self.setMinimumHeight(_LEAST)

    def show_problems(self, reason: str, problems: Sequence[Problem]) -> None:
        self.clear()
        if reason and not problems:
            self._add(Severity.ERROR, reason)
        for problem in problems:
            self._add(problem.severity, f"{problem.label}：{problem.message}")
        if not reason and not problems:
            QListWidgetItem("没有发现问题。", self)
        self.fit()

    def _add(self, severity: Severity, text: str) -> None:
        item = QListWidgetItem(signed(severity, f"{severity.word}　{text}"), self)
        item.setForeground(QBrush(QColor(current_tokens()[colour_of(severity)])))
