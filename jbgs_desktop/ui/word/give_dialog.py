"""分给同事: choose sections, say to whom they go, and where the Word files are to lie."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.hand_out import part_file_name
from jbgs_desktop.finalise.given_parts import (
    LONGEST_PERSON,
    GivenPart,
    given_out,
    person_name,
)
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.message_boxes import before_replacing
from jbgs_desktop.ui.widgets.part_words import given_words
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.selected_directions import direction_name
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, ems, label, named, show_if
from jbgs_desktop.ui.word.given_files import give_files

_COLUMNS = ("节", "现在在谁那里")
_SECTION, _OUT = range(len(_COLUMNS))
_SECTION_WIDTH = 22  # em
_PATH = Qt.ItemDataRole.UserRole


class GiveDialog(FittedDialog):
    """Gives sections of the task books ``numbers``; those ``ticked`` are chosen at first.

    ``instead`` is a part for which another file is made.
    """

    def __init__(
        self,
        context: SubmissionContext,
        parent: QWidget,
        numbers: Sequence[int],
        ticked: Collection[str],
        instead: GivenPart | None = None,
    ) -> None:
        super().__init__(parent, "分给同事", (720, 560))
        self._context, self._session, self._window = context, context.session, parent
        self._instead = instead
        self._make_parts()
        for no in numbers:
            self._add_book(no, ticked, is_headed=len(numbers) > 1)
        self._lay_out()
        self._list.setCurrentItem(self._first())
        self._list.itemChanged.connect(lambda *_: self._show_choice())
        self._show_choice()

    # -- parts

    def _make_parts(self) -> None:
        self._list = QTreeWidget()
        self._list.setObjectName("differences")
        self._list.setAccessibleName("分给同事的节")
        self._list.setHeaderLabels(_COLUMNS)
        self._list.setRootIsDecorated(False)
        self._list.setIndentation(0)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_OUT, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_SECTION, ems(self._list, _SECTION_WIDTH))
        self._to = QLineEdit(self._instead.to if self._instead else "")
        self._to.setMaxLength(LONGEST_PERSON)
        self._to.setPlaceholderText("例如：张三；可以不填")
        self._each = QRadioButton("每节一个文件(&E)")
        self._joined = QRadioButton("合成一个文件(&J)")
        is_joined = self._instead is not None and len(self._instead.fields) > 1
        (self._joined if is_joined else self._each).setChecked(True)
        self._message = named(label("", "plain"), "message")

    def _add_book(self, no: int, ticked: Collection[str], *, is_headed: bool) -> None:
        if is_headed:
            heading = QTreeWidgetItem(self._list, [direction_name(self._session, no)])
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFirstColumnSpanned(True)
        for section in self._session.call.form.taskbook.sections:
            path = f"taskbooks.{no}.{section}"
            field = self._session.field(path)
            out = "，".join(map(given_words, given_out(self._session.parts, path)))
            item = QTreeWidgetItem(self._list, [field.text.name or field.label, out])
            item.setData(_SECTION, _PATH, path)
            item.setToolTip(_OUT, out)
            is_ticked = Qt.CheckState.Checked if path in ticked else Qt.CheckState.Unchecked
            item.setCheckState(_SECTION, is_ticked)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        words = "勾选要分出去的节。每个Word文件里有标题、填写说明、通知原文、字数要求和已写的内容。"
        layout.addWidget(label(words, "plain"))
        if self._instead is not None and self._instead.is_out:
            layout.addWidget(label(f"原来的“{self._instead.file}”会记为已撤销。", "plain"))
        layout.addWidget(self._list, 1)
        to = QLabel("分给谁(&N)")
        to.setBuddy(self._to)
        for parts in ((to, self._to), (self._each, self._joined)):
            line = QHBoxLayout()
            line.setSpacing(16)
            for part in parts:
                line.addWidget(part, int(part is self._to))
            line.addStretch(int(self._to not in parts))
            layout.addLayout(line)
        layout.addWidget(self._message)
        cancel, go = QPushButton("取消"), QPushButton("选择文件夹(&F)…")
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self._on_go)
        layout.addLayout(dialog_foot(cancel, go))

    # -- choosing

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(at)
            if item is not None and item.data(_SECTION, _PATH):
                yield item

    def _first(self) -> QTreeWidgetItem:
        """The first section that is chosen, or the first of all."""
        items = list(self._items())
        chosen = (item for item in items if item.checkState(_SECTION) == Qt.CheckState.Checked)
        return next(chosen, items[0])

    @property
    def _chosen(self) -> list[str]:
        return [
            item.data(_SECTION, _PATH)
            for item in self._items()
            if item.checkState(_SECTION) == Qt.CheckState.Checked
        ]

    def _show_choice(self) -> None:
        out = [path for path in self._chosen if self._is_elsewhere(path)]
        doubt = f"勾选的节里有 {len(out)} 节还在同事那里。再分出去，收回来时要逐处选用哪一份。"
        self._show_message(doubt if out else "")

    def _is_elsewhere(self, path: str) -> bool:
        """Whether a colleague has the section in another file than the one that goes now."""
        return any(part != self._instead for part in given_out(self._session.parts, path))

    def _show_message(self, sentence: str) -> None:
        self._message.setText(sentence)
        show_if(self._message, bool(sentence))

    # -- giving

    def _on_go(self) -> None:
        if not self._chosen:
            self._show_message("还没有勾选要分出去的节，请先勾选。")
            self._list.setFocus()
            return
        choose_folder(self, "选择保存Word文件的文件夹", self._into)

    def _into(self, folder: Path) -> None:
        files = self._files(folder)
        before_replacing(self, [file for file in files if file.exists()], lambda: self._give(files))

    def _files(self, folder: Path) -> dict[Path, list[str]]:
        """The files in ``folder`` with their sections: one in each, or all in one."""
        chosen, to = self._chosen, person_name(self._to.text())
        parts = [chosen] if self._joined.isChecked() else [[path] for path in chosen]
        call = self._session.call
        return {folder / part_file_name(call, part, to): part for part in parts}

    def _give(self, files: dict[Path, list[str]]) -> None:
        self.accept()
        to = person_name(self._to.text())
        give_files(self._context, self._window, files, to, self._instead)
