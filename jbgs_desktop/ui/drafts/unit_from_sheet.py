"""从Excel读取单位资料: the units of a spreadsheet, offered as the known ones are."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.xlsx_reader.unit_sheets import SheetUnits, units_in_sheets
from jbgs_desktop.documents.xlsx_reader.xlsx_file import LARGEST_XLSX, read_workbook
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import read_capped
from jbgs_desktop.ui.drafts.unit_profile import UnitDialog
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.message_boxes import inform
from jbgs_desktop.ui.widgets.session import Session

_TITLE = "从Excel读取单位资料"
_KINDS = "Excel表格 (*.xlsx *.xlsm *.xls *.et *.csv);;所有文件 (*)"  # others are told what to do
_MOST_SENTENCES = 12  # sentences that a box has room for
_NOTHING = (
    "没有读到单位资料。表格里要有单位情况的栏目名称，如单位名称、研发人员人数，"
    "内容写在名称的右边，或者名称写成一行、内容写在下面的行里。"
)


def choose_sheet(parent: QWidget, session: Session) -> None:
    """Let the user choose a spreadsheet, and offer the units in it."""
    choose_file(parent, _TITLE, _KINDS, lambda file: offer_sheet(parent, session, file))


def offer_sheet(parent: QWidget, session: Session, file: Path) -> None:
    """Offer the units in the spreadsheet ``file``, or say why there are none."""
    call, track = session.call, session.value.track

    def work(cancelled: Cancelled) -> SheetUnits:
        try:
            sheets = read_workbook(read_capped(file, LARGEST_XLSX), cancelled=cancelled)
        except DocumentError as error:
            raise DocumentError(f"没有读取“{file.name}”：{error}") from None
        return units_in_sheets(sheets, call, track)

    def done(found: SheetUnits) -> None:
        if units := found.units(session.value):
            UnitDialog(parent, session, units, title=_TITLE, sentences=found.sentences).open()
            return
        sentences = [
            *found.sentences[:_MOST_SENTENCES],
            *(["……"] if len(found.sentences) > _MOST_SENTENCES else []),
        ]
        inform(parent, "\n".join((f"“{file.name}”里{_NOTHING}", *sentences)))

    run_with_progress(parent, "正在读取表格…", work, done, lambda problem: inform(parent, problem))
