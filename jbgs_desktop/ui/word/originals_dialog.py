"""Word原件: the imported Word files that the draft keeps, to look at, take out and remove."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.documents.docx_reader.model import Loss
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.word_originals import WordOriginal, drop_originals, originals
from jbgs_desktop.files import write_atomic
from jbgs_desktop.ui.form.evidence_page import open_in_system
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_target
from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named
from jbgs_desktop.ui.word.losses_box import LossesDialog

_SIZE = (720, 440)  # px
_TITLE = "Word原件"
_WORDS = (
    "导入过的Word文件原样留在草稿里，和草稿一样加密，以后可以回来对照；同事再发回来时，靠它们看出又改了哪里。"
    "它们不进报送包，也不随导出的文件出去；“另存为加密副本”时，您选了才带上。"
)
_NONE = "这份草稿里还没有Word原件。导入Word文件时，程序会在这里留一份原样的。"
_FILE = Qt.ItemDataRole.UserRole
# A draft of somebody else's may keep anything under any name; only these are given to the desktop.
_OPENED = (".docx", ".docm", ".dotx", ".doc", ".wps")


class OriginalsDialog(FittedDialog):
    """Lists what ``draft`` keeps; its file is read on ``workers``. ``open_`` is the desktop.

    ``losses_of`` reads again what of an original could not be carried over.
    """

    def __init__(
        self,
        parent: QWidget,
        draft: SealedDraft,
        losses_of: Callable[[bytes], Sequence[Loss]],
        workers: Workers | None = None,
        open_: Callable[[Path], bool] = open_in_system,
    ) -> None:
        super().__init__(parent, _TITLE, _SIZE)
        self._draft, self._workers, self._open_file = draft, workers, open_
        self._losses_of = losses_of
        self._table = QTreeWidget()
        self._table.setObjectName("drafts")
        self._table.setAccessibleName(_TITLE)
        self._table.setHeaderLabels(["文件", "大小"])
        self._table.setRootIsDecorated(False)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self._table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._total = label("", "value")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(named(label(_TITLE, "plain"), "dialog-title"))
        layout.addWidget(label(_WORDS, "muted"))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._total)
        layout.addLayout(self._make_buttons())
        self._table.itemSelectionChanged.connect(self._show_what_may_be)
        self._table.itemActivated.connect(lambda *_: self._look.click())
        self._show()

    def _make_buttons(self) -> QHBoxLayout:
        self._drop, self._lost, self._look, self._save = (
            QPushButton(title)
            for title in ("删去(&D)…", "带不进来的(&L)…", "打开(&O)", "另存为(&S)…")
        )
        self._lost.setToolTip("重新读一遍这个文件，列出当时没有带进来的内容和格式。")
        self._lost.clicked.connect(self._read_losses)
        self._drop.clicked.connect(self._ask_to_drop)
        self._look.clicked.connect(self._open)
        self._save.clicked.connect(self._choose_target)
        away = QPushButton("关闭(&C)")
        away.clicked.connect(self.reject)
        row = dialog_foot(self._lost, self._look, self._save, away, by_enter=False)
        row.insertWidget(0, self._drop)
        return row

    # -- showing

    def _show(self) -> None:
        kept = originals(self._draft)
        self._table.clear()
        for original in kept:
            item = QTreeWidgetItem([original.name, shown_size(original.size)])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, original.name)
            item.setData(0, _FILE, original)
            self._table.addTopLevelItem(item)
        size = shown_size(sum(original.size for original in kept))
        may_not = "这份草稿是以只读方式打开的，不能删去。" if self._draft.is_read_only else ""
        self._total.setText(f"共 {len(kept)} 份，{size}。{may_not}" if kept else _NONE)
        if first := self._table.topLevelItem(0):
            self._table.setCurrentItem(first)
        self._show_what_may_be()

    def _chosen(self) -> list[WordOriginal]:
        return [item.data(0, _FILE) for item in self._table.selectedItems()]

    def _show_what_may_be(self) -> None:
        number = len(self._chosen())
        for button in (self._lost, self._look, self._save):
            button.setEnabled(number == 1)
        self._drop.setEnabled(number > 0 and not self._draft.is_read_only)

    # -- acting

    def _open(self) -> None:
        original = self._chosen()[0]
        if Path(original.name).suffix.lower() in _OPENED:
            self._run(lambda: self._draft.evidence_path(original.file), self._give_to_system)
        else:
            inform(self, f"“{original.name}”看名称不是Word文件，没有打开。要看它，请另存为文件。")

    def _give_to_system(self, copy: Path) -> None:
        if not self._open_file(copy):
            inform(
                self,
                f"电脑上没有打开“{copy.name}”的程序，没有打开。请装上Word或WPS，"
                "或者另存为文件，拿到别的电脑上看。",
            )

    def _read_losses(self) -> None:
        original = self._chosen()[0]

        def read() -> bytes:
            with self._draft.open_evidence(original.file) as stream:
                return stream.read()

        def failed(why: str) -> None:
            self._show_losses(original, (), f"“{original.name}”现在读不出来：{why}")

        def show(losses: Sequence[Loss]) -> None:
            self._show_losses(original, losses)

        def begin(data: bytes) -> None:
            # Not on the workers: the draft's file is not needed any more.
            run_in_background(self, lambda: self._losses_of(data), show, failed)

        self._lost.setEnabled(False)  # until it is read: it takes seconds
        run_in_background(self, read, begin, failed, self._workers)

    def _show_losses(
        self, original: WordOriginal, losses: Sequence[Loss], problem: str = ""
    ) -> None:
        self._show_what_may_be()
        if losses:
            LossesDialog(self, original.name, losses).open()
        else:
            inform(self, problem or f"“{original.name}”里认出的内容都带得进来，没有带不进来的。")

    def _choose_target(self) -> None:
        original = self._chosen()[0]
        kind = f"Word文件 (*{Path(original.name).suffix})"
        choose_target(
            self,
            "另存Word原件",
            original.name,
            kind,
            lambda target: self._save_to(original, target),
        )

    def _save_to(self, original: WordOriginal, target: Path) -> None:
        def work() -> None:
            with self._draft.open_evidence(original.file) as stream:
                write_atomic({target: stream.read()})

        sentence = f"已另存到“{target}”，没有加密，请妥善保管。"
        self._run(work, lambda _: inform(self, sentence))

    def _ask_to_drop(self) -> None:
        chosen = self._chosen()
        names = "、".join(f"“{original.name}”" for original in chosen)
        choose(
            self,
            f"要从草稿里删去{names}吗？删去以后不能用“撤销”找回，填好的内容不变。"
            "以前做的自动备份和副本里仍有。",
            ("删去", lambda: self._remove([original.file for original in chosen])),
        )

    def _remove(self, files: list[str]) -> None:
        self._run(lambda: drop_originals(self._draft, files), lambda _: self._show())

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        run_in_background(self, work, done, lambda why: inform(self, why), self._workers)
