"""The Word files among what the user chose or dropped, folders and all."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jbgs_desktop.ui.widgets.file_dialogs import WORD_ENDINGS

_MOST_FILES = 200
_LOCK_FILES = ("~$", ".~")  # what Word and WPS leave beside a file that is open


def word_files_in(paths: Iterable[Path]) -> list[Path]:
    """The Word files among ``paths``, and those in the folders among them."""
    return [file for path in paths for file in _files_in(path)]


def files_problem(files: Sequence[Path], nothing: str) -> str:
    """Why ``files`` cannot be read together; ``nothing`` where there are none."""
    if len(files) > _MOST_FILES:
        return (
            f"这里有 {len(files)} 个Word文件，一次最多导入 {_MOST_FILES} 个，都没有导入。"
            "请只选同事发回的文件，或者分几次导入。"
        )
    return "" if files else f"这里没有Word文件（docx）。{nothing}"


def _files_in(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        is_word = file.suffix.lower() in WORD_ENDINGS and not file.name.startswith(_LOCK_FILES)
        if is_word and file.is_file():
            yield file
