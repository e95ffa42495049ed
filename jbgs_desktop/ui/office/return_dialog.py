"""退回: the reasons in words, until when, and the 退回单 on paper or as PDF."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import return_entry
from jbgs_desktop.office.return_notice import (
    ReturnNotice,
    SealToFind,
    notice_name,
    notice_of,
    notice_pdf,
    suggested_reasons,
)
from jbgs_desktop.ui.finalise.print_book import PdfPrint
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import run_with_progress
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, set_state, show_if

_NO_REASON = "请写明至少一条需要更正的内容，申报单位才知道要改什么。"


@dataclass(frozen=True, slots=True)
class Made:
    """A 退回单 as PDF."""

    slip: ReturnNotice
    pdf: bytes


class ReturnDialog(FittedDialog):
    """The register notes the return once the slip is printed or saved; whoever calls that off has
    returned nobody. ``again`` makes the slip of the last return once more and notes nothing.
    """

    def __init__(
        self,
        parent: QWidget,
        context: OfficeContext,
        entry: RegisterEntry,
        missing: tuple[SealToFind, ...],
        *,
        again: bool = False,
    ) -> None:
        super().__init__(parent, "退回", (760, 560))
        self._context, self._entry = context, entry
        self._again = entry.returned[-1] if again else None
        self._pdf_print = PdfPrint(context.bar, parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        unit = entry.unit or "读不出单位的报送包"
        heading = f"再出“{unit}”的退回单" if again else f"退回“{unit}”"
        layout.addWidget(named(label(heading, "plain"), "dialog-title"))
        layout.addWidget(
            label("每行一条需要更正的内容，会逐条印在退回单上。可以修改、删去或补充。", "muted")
        )
        self._make_editors(missing)
        for title, editor in (
            ("需要更正的内容(&R)", self._reasons),
            ("在什么时间之前重新报送(&U)", self._until),
        ):
            head = QLabel(title)
            head.setBuddy(editor)
            editor.setAccessibleName(title.split("(")[0])
            layout.addWidget(head)
            row = QHBoxLayout()
            row.addWidget(editor)
            if editor is self._until:
                row.addWidget(self._calendar)
            layout.addLayout(row)
        layout.addWidget(self._message)
        layout.addLayout(self._make_buttons())
        self._reasons.setFocus()

    def _make_editors(self, missing: tuple[SealToFind, ...]) -> None:
        reasons = self._again.reasons if self._again else suggested_reasons(self._entry, missing)
        self._reasons = QPlainTextEdit("\n".join(reasons))
        self._reasons.setReadOnly(bool(self._again))
        self._reasons.setTabChangesFocus(True)
        until = self._again.until if self._again else _deadline(self._context, self._entry)
        self._until = QLineEdit(until)
        self._until.setReadOnly(bool(self._again))
        self._until.setPlaceholderText("例如 11月5日，空着就是“尽快”")
        self._calendar = QPushButton("日历(&D)…")
        self._calendar.setEnabled(not self._again)
        self._calendar.clicked.connect(self._on_calendar)
        self._message = named(label("", "plain"), "message")
        self._message.hide()

    def _make_buttons(self) -> QHBoxLayout:
        away = QPushButton("取消")
        away.clicked.connect(self.reject)
        save = QPushButton("另存退回单为 PDF(&S)…")
        save.clicked.connect(lambda: self._make(self._save))
        to_print = QPushButton("打印退回单(&P)…")
        to_print.clicked.connect(lambda: self._make(self._print))
        return dialog_foot(away, save, to_print, by_enter=False)

    def _due(self, text: str) -> date | None:
        return due_day(text, self._context.now().date())

    def _on_calendar(self) -> None:
        popup = QCalendarWidget(self)
        popup.setLocale(QLocale(QLocale.Language.Chinese))
        popup.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        popup.setWindowFlag(Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        day = self._due(self._until.text()) or self._context.now().date()
        popup.setSelectedDate(QDate(day.year, day.month, day.day))

        def chosen(picked: QDate) -> None:
            self._until.setText(picked.toString(Qt.DateFormat.ISODate))
            popup.close()

        popup.clicked.connect(chosen)
        # Above the button: below it the screen may end.
        corner = self._calendar.mapToGlobal(self._calendar.rect().topRight())
        popup.move(corner - QPoint(popup.sizeHint().width(), popup.sizeHint().height()))
        popup.show()

    @property
    def reasons(self) -> list[str]:
        lines = (line.strip() for line in self._reasons.toPlainText().split("\n"))
        return [line for line in lines if line]

    def _make(self, then: Callable[[Made], None]) -> None:
        if not self.reasons:
            self._show_message(_NO_REASON)
            self._reasons.setFocus()
            return
        if self._until.text().strip() and not self._due(self._until.text()):
            self._show_message("时间请写成日期，例如 11月5日，后面可以写几点。")
            self._until.setFocus()
            return
        slip = notice_of(
            self._entry,
            self.reasons,
            track=self._context.track_name(self._entry),
            until=self._until.text().strip(),
            recommender=self._context.register.settings.recommender,
            made=(self._again.when if self._again else self._context.now()).date(),
            call=self._context.call_of(self._entry),
        )
        run_with_progress(
            self,
            "正在生成退回单…",
            lambda _: Made(slip, notice_pdf(slip)),
            then,
            self._show_message,
        )

    def _note(self, made: Made) -> None:
        """The slip is out: the unit is returned."""
        entry = self._context.register.entry(self._entry.number)
        slip, now = made.slip, self._context.now()
        returned = return_entry(entry, slip.reasons, slip.until, now, self._due(slip.until))
        if self._again or self._context.keep([returned]):
            self.accept()

    def _save(self, made: Made) -> None:
        self._pdf_print.save_pdf(made.pdf, notice_name(made.slip), lambda: self._note(made))

    def _print(self, made: Made) -> None:
        self._pdf_print.print_pdf(
            made.pdf,
            notice_name(made.slip),
            copies=2,
            printed=lambda *_: self._note(made),
            saved=lambda: self._note(made),
        )

    def _show_message(self, sentence: str) -> None:
        self._message.setText(sentence)
        set_state(self._message, "")
        show_if(self._message, True)


def due_day(text: str, today: date) -> date | None:
    """The day that somebody has written, 2023-11-05 or 11月5日, whatever stands behind it."""
    found = re.match(r"\s*(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})", text)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year or today.year), int(month), int(day))
    except ValueError:
        return None


def _deadline(context: OfficeContext, entry: RegisterEntry) -> str:
    """The deadline for the paper, while it is still to come."""
    call = context.call_of(entry)
    region = call.region(entry.region) if call else None
    deadline = region.deadline("paper") if region else None
    return deadline.printed if deadline and not deadline.passed(context.now()) else ""
