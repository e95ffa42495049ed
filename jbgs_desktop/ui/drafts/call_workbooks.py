"""另存为工作簿, 由工作簿制作: a call pack as a workbook for the issuing office, and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.call_workbook.made_call import (
    MadeCall,
    call_workbook,
    make_call,
    newest_folder,
)
from jbgs_desktop.documents.call_workbook.notice_tasks import NoticeTasks, read_notice
from jbgs_desktop.documents.xlsx_reader.xlsx_file import LARGEST_XLSX
from jbgs_desktop.errors import DocumentError, JbgsError
from jbgs_desktop.files import read_capped, safe_name, write_atomic
from jbgs_desktop.forms.calls.call_file import CALL_SUFFIX, installed_versions
from jbgs_desktop.ui.drafts.call_import import offer_to_install
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.file_dialogs import choose_file, choose_target
from jbgs_desktop.ui.widgets.message_boxes import inform
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_XLSX = "Excel工作簿 (*.xlsx)"
_CHOSEN = "Excel工作簿 (*.xlsx *.xlsm *.xls *.et *.ods);;所有文件 (*)"  # others are told what to do
_WORD = "Word文档 (*.docx *.docm *.doc *.wps);;所有文件 (*)"  # others are told what to do
_PACK = f"通知数据 (*{CALL_SUFFIX})"
_SAVED = (
    "工作簿已保存到“{out}”。用Excel或WPS打开，照里面“说明”一页修改，"
    "改好以后回到这里点“由工作簿制作”。"
)


def save_workbook(parent: QWidget, id_: str, version: str, title: str) -> None:
    """Let the user choose where the workbook of the call goes, and write it."""
    name = safe_name(f"{title} {version}.xlsx")

    def write(out: Path) -> None:
        def work(_: Cancelled) -> None:
            write_atomic({out: call_workbook(_folder(id_, version))})

        _in_sight(parent, "正在写工作簿…", work, lambda _: inform(parent, _SAVED.format(out=out)))

    choose_target(parent, "另存为工作簿", name, _XLSX, write)


def draft_of_notice(parent: QWidget, id_: str, version: str) -> None:
    """Let the user choose a notice in Word, read its tasks, and write a workbook with them.

    All the rest of the workbook is that of the call.
    """

    def read(file: Path) -> None:
        def work(cancelled: Cancelled) -> tuple[NoticeTasks, bytes]:
            tasks = read_notice(file, cancelled=cancelled)
            return tasks, call_workbook(_folder(id_, version), tasks)

        _in_sight(parent, "正在读取通知…", work, lambda found: keep(file, *found))

    def keep(file: Path, tasks: NoticeTasks, data: bytes) -> None:
        choose_target(
            parent, "另存为工作簿", f"{file.stem}.xlsx", _XLSX, lambda out: write(out, tasks, data)
        )

    def write(out: Path, tasks: NoticeTasks, data: bytes) -> None:
        try:
            write_atomic({out: data})
        except JbgsError as error:
            inform(parent, str(error))
        else:
            rest = (
                "其余各表还是原来那份通知的，请逐张改成新通知的内容，通知的“代号”和“版本”也要改。"
            )
            inform(parent, "\n".join((*tasks.summary, rest, _SAVED.format(out=out))))

    choose_file(parent, "由通知的Word文件起草", _WORD, read)


def _folder(id_: str, version: str) -> Path:
    for folder, call in installed_versions(id_):
        if call is not None and call.version == version:
            return folder
    return newest_folder(id_)


def make_of_workbook(parent: QWidget, done: Callable[[], object]) -> None:
    """Let the user choose a workbook; show what is wrong in it, or make a call file of it.

    ``done`` comes when the call was put in here.
    """
    choose_file(parent, "由工作簿制作", _CHOSEN, lambda file: _read(parent, file, done))


def _read(parent: QWidget, file: Path, done: Callable[[], object]) -> None:
    def work(cancelled: Cancelled) -> MadeCall:
        try:
            data = read_capped(file, LARGEST_XLSX)
            return make_call(data, file.with_suffix(CALL_SUFFIX).name, cancelled=cancelled)
        except DocumentError as error:
            raise DocumentError(f"没有读取“{file.name}”：{error}") from None

    def show(made: MadeCall) -> None:
        if made.faults:
            CallFaultsDialog(parent, file, made, lambda: _read(parent, file, done)).open()
        else:
            _keep(parent, file, made, done)

    _in_sight(parent, "正在读取工作簿…", work, show)


def _keep(parent: QWidget, file: Path, made: MadeCall, done: Callable[[], object]) -> None:
    """Write the call file, then show what it brings, as whoever gets it will see it."""

    def write(out: Path) -> None:
        try:
            write_atomic({out: made.data})
        except JbgsError as error:
            inform(parent, str(error))
            return
        sentence = (
            f"通知数据文件已保存到“{out}”，可以发给各单位，请他们导入，并用电话核对校验值。"
            "接下来显示的就是他们导入时看到的内容；您也可以导入到本机试填。"
        )
        lines = "\n".join((sentence, *made.notices))
        inform(parent, lines, lambda: offer_to_install(parent, out, done))

    choose_target(parent, "保存通知数据文件", f"{file.stem}{CALL_SUFFIX}", _PACK, write)


def _in_sight(
    parent: QWidget,
    sentence: str,
    work: Callable[[Cancelled], object],
    done: Callable[[Any], object],
) -> None:
    run_with_progress(parent, sentence, work, done, lambda problem: inform(parent, problem))


class CallFaultsDialog(FittedDialog):
    """All that is wrong in a workbook, cell by cell; ``again`` reads it anew."""

    def __init__(
        self, parent: QWidget, file: Path, made: MadeCall, again: Callable[[], object]
    ) -> None:
        super().__init__(parent, "由工作簿制作", (820, 520))
        self._again, self._lines = again, [str(fault) for fault in made.faults]
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        title = f"“{file.name}”有 {len(made.faults)} 处要改，没有制作"
        layout.addWidget(named(label(title, "plain"), "dialog-title"))
        layout.addWidget(
            label("请在Excel或WPS里逐格改好、保存，再点“重新读取”。一次列出的是全部问题。", "plain")
        )
        layout.addWidget(_fault_list(made), 1)
        if made.notices:
            layout.addWidget(label("\n".join(made.notices), "muted"))
        copy = QPushButton("复制全部(&C)")
        copy.clicked.connect(self._copy)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        again_button = QPushButton("重新读取(&R)")
        again_button.clicked.connect(self._read_again)
        layout.addLayout(dialog_foot(copy, close, again_button))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))

    def _read_again(self) -> None:
        self.accept()
        self._again()


def _fault_list(made: MadeCall) -> QTreeWidget:
    listed = named(QTreeWidget(), "about-list")
    listed.setAccessibleName("要改的格子")
    listed.setHeaderLabels(("工作表", "行", "列", "问题"))
    listed.setRootIsDecorated(False)
    listed.setUniformRowHeights(False)
    listed.setWordWrap(True)
    for fault in made.faults:
        place = fault.place
        cells = [place.sheet, f"第{place.row}行", f"{place.column}列", fault.sentence]
        item = QTreeWidgetItem(cells)
        item.setToolTip(3, fault.sentence)
        item.setTextAlignment(3, Qt.AlignmentFlag.AlignVCenter)
        listed.addTopLevelItem(item)
    for at in range(3):
        listed.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
    return listed
