"""Letting the user choose files and folders; the window stays alive behind the dialog.

What comes next is given as a function; it is not called when the dialog is cancelled. A dialog
begins in the folder last used for its kind, which is what ``kinds`` says, or else its title.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from jbgs_desktop.ui.widgets.file_browser.last_folders import keep_folder, last_folder

# Also those of which it is only told how to save them as docx; hidden they would be looked for.
WORD_ENDINGS = (".docx", ".doc", ".wps", ".docm", ".rtf", ".odt")
WORD_FILTER = f"Word文件 ({' '.join(f'*{each}' for each in WORD_ENDINGS)});;所有文件 (*)"
WORD_FOLDER = "选择放着Word文件的文件夹"
Chosen = Callable[[Path], object]


def choose_folder(
    parent: QWidget, title: str, then: Chosen, start: Path | None = None, habit: str = ""
) -> None:
    """Choose a folder that is there; ``start`` is where the dialog begins, whatever was before.

    ``habit`` is as for :func:`choose_files`.
    """
    dialog = _dialog(parent, title, start, "", habit or title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def take(chosen: Sequence[Path]) -> None:
        keep_folder(habit or title, chosen[0])
        then(chosen[0])

    _open(dialog, take)


def choose_file(
    parent: QWidget, title: str, kinds: str, then: Chosen, start: Path | None = None
) -> None:
    """Choose one file of ``kinds``, written as Qt writes filters; ``start`` as for a folder."""
    dialog = _dialog(parent, title, start, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)

    def take(chosen: Sequence[Path]) -> None:
        if start is None:
            keep_folder(kinds, chosen[0].parent)
        then(chosen[0])

    _open(dialog, take)


def choose_files(
    parent: QWidget,
    title: str,
    then: Callable[[Sequence[Path]], object],
    kinds: str = "",
    habit: str = "",
) -> None:
    """Choose any number of files, of ``kinds`` if given.

    ``habit`` is the kind by which the folder is remembered, where several titles have one.
    """
    kind = habit or kinds or title
    dialog = _dialog(parent, title, None, kinds, kind)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def take(chosen: Sequence[Path]) -> None:
        keep_folder(kind, chosen[0].parent)
        then(chosen)

    _open(dialog, take)


def choose_target(parent: QWidget, title: str, name: str, kinds: str, then: Chosen) -> None:
    """Choose where to write a file like ``name``; what is chosen gets the ending of ``name``."""
    dialog = _dialog(parent, title, None, kinds, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    ending = Path(name).suffix
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)

    def take(chosen: Sequence[Path]) -> None:
        file = chosen[0]
        keep_folder(title, file.parent)
        then(file if file.suffix.lower() == ending else file.with_name(f"{file.name}{ending}"))

    _open(dialog, take)


def _dialog(
    parent: QWidget, title: str, start: Path | None, kinds: str, kind: str = ""
) -> QFileDialog:
    begin = start or last_folder(kind or kinds or title) or Path.home()
    dialog = QFileDialog(parent, title, str(begin), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QFileDialog, then: Callable[[Sequence[Path]], object]) -> None:
    # Imported here, since it looks for drives, of which the first paint knows nothing.
    from jbgs_desktop.ui.widgets.file_browser.file_view import dress

    dialog.accepted.connect(lambda: then([Path(name) for name in dialog.selectedFiles()]))
    dress(dialog)
    dialog.open()
