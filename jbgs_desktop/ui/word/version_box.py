"""Of a field that stands in several of the files that are imported: which file's counts."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from jbgs_desktop.documents.docx_import.word_contents import WordContents, WordField
from jbgs_desktop.documents.docx_import.word_files import written_time
from jbgs_desktop.ui.widgets.style_helpers import label

_FIRST = 12  # characters of a file's name in the list of fields
_NAME = "用哪个文件的"
_LAST_WRITTEN = "（最后改的）"
_SURELY = 60  # s; files that were copied or unpacked together are apart by less


def written_last(files: Sequence[Path]) -> bool:
    """Whether the first of ``files`` is surely newer than the others."""
    first, *others = map(written_time, files)
    return all(first - each > _SURELY for each in others)


class VersionBox(QWidget):
    """Shown for a field of which ``reading`` has several versions; ``chosen`` carries another."""

    chosen = Signal(object)

    def __init__(self, reading: WordContents) -> None:
        super().__init__()
        self._files = reading.files
        self._versions = {each.path: (each, *each.others) for each in reading.fields}
        self._shown: tuple[WordField, ...] = ()
        self._box = QComboBox()
        self._box.setAccessibleName(_NAME)
        self._box.activated.connect(lambda at: self.chosen.emit(self._shown[at]))
        self._words = label(f"{_NAME}：", "plain", wrap=False)
        self._words.setBuddy(self._box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self._box, 1)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(any(len(each) > 1 for each in self._versions.values()))
        self.setSizePolicy(policy)
        self.hide()

    def show_field(self, field: WordField | None) -> None:
        """``field`` is looked at, as it counts now."""
        shown = self._versions.get(field.path, ()) if field else ()
        self.setVisible(len(shown) > 1)
        if field is None or len(shown) < 2:
            return
        if shown is not self._shown:
            self._shown = shown
            self._box.clear()
            names = [self._files[each.number].name for each in shown]
            newest = written_last([self._files[each.number] for each in shown])
            self._box.addItems([f"{names[0]}{_LAST_WRITTEN if newest else ''}", *names[1:]])
        numbers = [each.number for each in shown]
        self._box.setCurrentIndex(numbers.index(field.number))

    def files_of(self, field: WordField) -> str:
        """Which of several files ``field`` is taken from, and which have it too."""
        if len(self._files) == 1:
            return ""
        numbers = [each.number for each in self._versions[field.path]]
        left = [number for number in numbers if number != field.number]
        first, *others = (self._files[number].stem[:_FIRST] for number in (field.number, *left))
        return f"（{first}；另有{'、'.join(others)}）" if others else f"（{first}）"
