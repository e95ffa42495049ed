"""Letting the user choose files and folders; the window stays alive behind the dialog.

What comes next is given as a function; it is not called when the dialog is cancelled.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

# Also those of which it is only told how to save them as docx; hidden they would be looked for.
WORD_ENDINGS = (".docx", ".doc", ".wps", ".docm", ".rtf", ".odt")
WORD_FILTER = f"Word文件 ({' '.join(f'*{each}' for each in WORD_ENDINGS)});;所有文件 (*)"
Chosen = Callable[[Path], object]


def choose_folder(parent: QWidget, title: str, then: Chosen, start: Path | None = None) -> None:
    """Choose a folder that is there; ``start`` is where the dialog begins."""
    dialog = _dialog(parent, title, start, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, lambda chosen: then(chosen[0]))


def choose_file(
    parent: QWidget, title: str, kinds: str, then: Chosen, start: Path | None = None
) -> None:
    """Choose one file of ``kinds``, written as Qt writes filters."""
    dialog = _dialog(parent, title, start, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, lambda chosen: then(chosen[0]))


def choose_files(
    parent: QWidget, title: str, then: Callable[[Sequence[Path]], object], kinds: str = ""
) -> None:
    """Choose any number of files, of ``kinds`` if given."""
    dialog = _dialog(parent, title, None, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _open(dialog, then)


def choose_target(parent: QWidget, title: str, name: str, kinds: str, then: Chosen) -> None:
    """Choose where to write a file like ``name``; what is chosen gets the ending of ``name``."""
    dialog = _dialog(parent, title, None, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    ending = Path(name).suffix
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)

    def take(chosen: Sequence[Path]) -> None:
        file = chosen[0]
        then(file if file.suffix.lower() == ending else file.with_name(f"{file.name}{ending}"))

    _open(dialog, take)


def _dialog(parent: QWidget, title: str, start: Path | None, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(start or Path.home()), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QFileDialog, then: Callable[[Sequence[Path]], object]) -> None:
    dialog.accepted.connect(lambda: then([Path(name) for name in dialog.selectedFiles()]))
    dialog.open()
