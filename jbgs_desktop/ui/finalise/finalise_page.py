"""定稿与打印."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.finalise import NotReadyError
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.ui.finalise.finalise_actions import finalise_here
from jbgs_desktop.ui.finalise.finalise_versions import FinalisedList, VersionDialog
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.finalise.seal_checklist import CHECKLIST_TITLE, checklist_pdf
from jbgs_desktop.ui.finalise.seal_list import SealList, left_to_do, ticked_now
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import run_with_progress
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.outline import PageKey
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.part_words import still_out
from jbgs_desktop.ui.widgets.signs import colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import (
    add_shown,
    empty,
    label,
    link,
    named,
    panel,
    show_if,
)

_MOST_ASKED = 5  # that the question names, which must fit a small screen
_MOST_LINES = 8  # of findings that the page names; the page 检查 has them all


class FinalisePage(Page):
    """Lock the version, look at it, print it, see to its seals."""

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__(
            context.session,
            "定稿与打印",
            "定稿会锁定内容，并给这一版一个核验码，印在每一页上；盖章、扫描、报送的都是这一版。",
        )
        self._context = context
        self._book_print = BookPrint(context, self)
        self._refused: Sequence[Finding] = ()
        self._make_open_part()
        self._make_locked_part()
        self._make_seal_part()
        self._make_version_part()
        self.rows.addStretch(1)
        context.changed.connect(self._on_changed)
        context.books.changed.connect(self._show_other_pages)
        context.session.changed.connect(self._on_changed)
        context.session.checked.connect(self._show_if_visible)
        context.session.given.connect(self._show_if_visible)
        self._show()

    def first_fields(self) -> Iterable[QWidget]:
        return (
            (self._print, self._finalise) if self._locked.isVisibleTo(self) else (self._finalise,)
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    # -- parts

    def _make_open_part(self) -> None:
        self._open = panel()
        column = QVBoxLayout(self._open)
        column.setContentsMargins(16, 14, 16, 14)
        self._todo = label("", "plain")
        column.addWidget(self._todo)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self._finalise = self._button("定稿", self._ask_and_finalise, primary=True)
        self._check = self._button("看全部问题", lambda: self._context.wanted.emit(PageKey.CHECK))
        preview = self._button("预览草稿", lambda: self._context.preview_wanted.emit(""))
        draft = self._button("打印草稿…", self._book_print.print_book)
        column.addLayout(_row(self._finalise, self._check, preview, draft))
        self.rows.addWidget(self._open)

    def _make_locked_part(self) -> None:
        self._locked = panel()
        column = QVBoxLayout(self._locked)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(label("核验码", "muted"))
        self._code = named(label("", "plain", wrap=False), "big-code")
        self._code.setAccessibleName("核验码")
        self._state = label("", "plain")
        self._prints = label("", "muted")
        for each in (self._code, self._state, self._prints):
            column.addWidget(each)
        self._print = self._button("打印…", self._book_print.print_book, primary=True)
        preview = self._button("预览", lambda: self._context.preview_wanted.emit(""))
        save = self._button("另存为 PDF…", self._book_print.save_book)
        reopen = self._button("退回修改…", self._context.reopen_wanted.emit)
        self._reopen = reopen
        column.addLayout(_row(self._print, preview, save, reopen))
        self.rows.addWidget(self._locked)

    def _make_seal_part(self) -> None:
        self._seals = QWidget()
        column = QVBoxLayout(self._seals)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(label(CHECKLIST_TITLE, "heading"))
        self._seal_state = label("", "muted")
        self._list = SealList()
        self._list.ticked.connect(self._on_ticked)
        self._list.wanted.connect(self._context.preview_wanted)
        look = self._button(
            "在页面上看", lambda: self._context.preview_wanted.emit(self._list.current)
        )
        slip = self._button("打印清单…", lambda: self._with_slip(self._print_slip))
        save = self._button("清单另存为 PDF…", lambda: self._with_slip(self._save_slip))
        column.addWidget(self._seal_state)
        column.addWidget(self._list)
        column.addLayout(_row(look, slip, save))
        self.rows.addWidget(self._seals)

    def _make_version_part(self) -> None:
        self._versions = QWidget()
        column = QVBoxLayout(self._versions)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(label("定稿的版本", "heading"))
        self._version_list = FinalisedList()
        self._version_list.currentItemChanged.connect(lambda *_: self._enable_difference())
        self._difference = self._button("与上一版的差别…", self._show_difference)
        column.addWidget(self._version_list)
        column.addLayout(_row(self._difference))
        self.rows.addWidget(self._versions)

    def _button(
        self, title: str, action: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("primary", primary)
        button.clicked.connect(lambda: action())
        return button

    # -- showing

    def _on_changed(self) -> None:
        self._refused = ()
        self._show_if_visible()

    def _show_if_visible(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        record = self._context.record
        show_if(self._open, record.current is None)
        show_if(self._locked, record.current is not None)
        show_if(self._seals, record.current is not None)
        show_if(self._versions, bool(record.finalised))
        if record.current is None:
            self._show_todo()
        else:
            self._show_locked(record)
        if record.finalised:
            self._version_list.show_versions(record)
            self._enable_difference()

    def _show_todo(self) -> None:
        standing = [f for f in self.session.findings if f.severity is Severity.ERROR]
        errors = [*standing, *(f for f in self._refused if f not in standing)]
        warnings = [] if errors else self._warnings()
        may = not self._context.draft.is_read_only
        self._finalise.setEnabled(may and not standing)
        show_if(self._check, bool(standing or warnings))
        if not may:
            self._todo.setText("这份草稿以只读方式打开，不能定稿。")
        elif errors:
            self._todo.setText(f"还有 {len(errors)} 处错误，改正以后才能定稿：")
        else:
            self._todo.setText(
                "填写没有错误，可以定稿。定稿时还要核对附上的文件；定稿以后内容不能改动，要改须先退回修改并写明原因。"
            )
        empty(self._lines)
        self._show_given(may=may and not errors)
        if warnings:
            head = f"还有 {len(warnings)} 处提醒，定稿以前请看一遍："
            add_shown(self._lines, label(head, "plain"))
        found = errors or warnings
        for finding in found[:_MOST_LINES]:
            add_shown(self._lines, self._line(finding))
        if len(found) > _MOST_LINES:
            rest = f"其余 {len(found) - _MOST_LINES} 处见“检查”。"
            add_shown(self._lines, label(rest, "muted"))

    def _show_given(self, *, may: bool) -> None:
        """What is still with colleagues: its text is not in the version."""
        out = still_out(self.session) if may else []
        for sentence in out[:_MOST_LINES]:
            line = label(signed(Severity.WARNING, sentence), colour_of(Severity.WARNING))
            add_shown(self._lines, line)
        if len(out) > _MOST_LINES:
            rest = f"其余 {len(out) - _MOST_LINES} 份见“分工”。"
            add_shown(self._lines, label(rest, "muted"))

    def _warnings(self) -> list[Finding]:
        return [f for f in self.session.findings if f.severity is Severity.WARNING]

    def _line(self, finding: Finding) -> QWidget:
        severity = finding.severity
        title = "去改正" if severity is Severity.ERROR else "去查看"
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(
            label(signed(severity, f"{finding.label}：{finding.message}"), colour_of(severity)), 1
        )
        go = link(title, f"{title}{finding.label}", tall=False)
        go.clicked.connect(partial(self._go_to, finding.path))
        row.addWidget(go)
        return line

    def _go_to(self, path: str, _checked: bool = False) -> None:
        self.go.emit(path)

    def _show_locked(self, record: Record) -> None:
        current = record.current
        assert current is not None
        self._code.setText(format_code(current.code))
        number = record.number_of(current.code)
        self._state.setText(
            f"第 {number} 版，{current.when.astimezone():%Y-%m-%d %H:%M} 定稿，"
            f"共 {current.pages} 页，已锁定。"
        )
        self._prints.setText(_print_state(record, self._copies))
        self._reopen.setEnabled(not self._context.draft.is_read_only)
        book = self._context.books.ready
        self._list.setEnabled(book is not None and not self._context.draft.is_read_only)
        if book is not None:
            self._show_spots(book)
        elif self.isVisible():
            self._seal_state.setText("正在找出每一处盖章和签字的位置…")
            self._context.books.want_quietly(self, lambda _: self._show(), self._seal_state.setText)

    def _show_spots(self, book: Book) -> None:
        record = self._context.record
        self._list.show_spots(book, record, self.session.words)
        left = left_to_do(book, record)
        done = f"还有 {len(left)} 处没有办" if left else "都已办好"
        self._seal_state.setText(
            f"每一份都要盖，{done}。办好一处打一个勾，双击可以在页面上看位置。"
        )

    @property
    def _copies(self) -> int:
        region = self.session.region
        return region.paper_copies if region else 0

    # -- doing

    def _show_other_pages(self, sentence: str) -> None:
        if self._context.draft.is_read_only:
            self._context.bar.notify(Severity.WARNING, sentence)
        else:
            again = partial(self._ask_and_finalise, again=True)
            self._context.bar.notify(Severity.WARNING, sentence, "重新定稿", again)

    def _ask_and_finalise(self, *, again: bool = False) -> None:
        """定稿, once the user stays with it although warnings are open or sections are out."""
        self.session.check_now()
        warnings = self._warnings()
        is_refused = any(f.severity is Severity.ERROR for f in self.session.findings)
        out = still_out(self.session)
        if is_refused or not (warnings or out):
            self._on_finalise(again=again)
            return
        questions = []
        if out:
            head = f"还有 {len(out)} 份分给同事的没有收回，定稿的一版里没有他们写的："
            questions += [
                head,
                *_some([signed(Severity.WARNING, each) for each in out], "份见“分工”"),
            ]
        if warnings:
            head = f"还有 {len(warnings)} 处提醒没有处理，定稿以后要改须先退回修改："
            lines = [signed(f.severity, f"{f.label}：{f.message}") for f in warnings]
            questions += [head, *_some(lines, "处见“检查”")]
        choose(
            self,
            "\n".join(questions),
            ("仍然定稿", partial(self._on_finalise, again=again)),
            cancel="回去看看",
        )

    def _on_finalise(self, *, again: bool = False) -> None:
        def refused(error: NotReadyError) -> None:
            self._refused = error.findings
            self._show()
            self._context.bar.notify(Severity.ERROR, str(error))

        finalise_here(self._context, self, refused, again=again)

    def _on_ticked(self, spot: str, done: bool) -> None:
        try:
            self._context.keep(ticked_now(self._context.record, spot, done))
        except JbgsError as error:
            self._context.bar.notify(Severity.ERROR, str(error))
            self._show()

    def _enable_difference(self) -> None:
        self._difference.setEnabled(bool(self._version_list.current))

    def _show_difference(self) -> None:
        if at := self._version_list.current:
            VersionDialog(self._context, self._context.draft, at, self).open()

    def _with_slip(self, then: Callable[[bytes], object]) -> None:
        current, book = self._context.record.current, self._context.books.ready
        if current is None or book is None:
            self._context.bar.notify(Severity.WARNING, "合订本还没有生成好，请稍等片刻再打印清单。")
            return
        unit, code = self.session.value.unit.name, format_code(current.code)
        run_with_progress(
            self,
            "正在生成清单…",
            lambda _: checklist_pdf(book, unit, code, max(1, self._copies), self.session.words),
            then,
            lambda sentence: self._context.bar.notify(Severity.ERROR, sentence),
        )

    def _print_slip(self, pdf: bytes) -> None:
        self._book_print.print_pdf(pdf, CHECKLIST_TITLE, 1)

    def _save_slip(self, pdf: bytes) -> None:
        self._book_print.save_pdf(pdf, CHECKLIST_TITLE)


def _some(lines: Sequence[str], rest: str) -> list[str]:
    """So many of ``lines`` as a question names, and how many more there are."""
    more = [f"其余 {len(lines) - _MOST_ASKED} {rest}。"] if len(lines) > _MOST_ASKED else []
    return [*lines[:_MOST_ASKED], *more]


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _print_state(record: Record, copies: int) -> str:
    """What was printed of the current version, in one line."""
    code = record.current.code if record.current else ""
    prints = [each for each in record.prints if each.code == code]
    asked = f"要求纸质材料 {copies} 份。" if copies else ""
    if not prints:
        return f"还没有打印。{asked}"
    last = prints[-1]
    what = f"第 {'、'.join(map(str, last.pages))} 页" if last.pages else "全部"
    more = f"，共打印过 {len(prints)} 次" if len(prints) > 1 else ""
    return (
        f"最近打印：{last.when.astimezone():%Y-%m-%d %H:%M}，{what}，{last.copies} 份，"
        f"打印机“{last.printer}”{more}。{asked}"
    )
