"""Files that an application names: whether the name stays inside its folder, and their size."""

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

# A drive letter, a stream of NTFS and a path of Windows all need one of these.
_FOREIGN = re.compile(r"[\\:\x00-\x1f]")


def stays_inside(file: str) -> bool:
    """Whether the relative path ``file`` names something inside its folder on every system."""
    path = PurePosixPath(file)
    return bool(
        file.strip()
        and not _FOREIGN.search(file)
        and not path.is_absolute()
        and ".." not in path.parts
        and path.parts
    )


def files_beside(folder: Path) -> Callable[[str], int | None]:
    """The size in bytes of a file by its path relative to ``folder``.

    None for what is not an ordinary file inside the folder: a path that leads out of it, also by
    a link, a folder, nothing.
    """

    def size(file: str) -> int | None:
        if not stays_inside(file):
            return None
        try:
            path = (folder / file).resolve(strict=True)
            is_ours = path.is_relative_to(folder.resolve()) and path.is_file()
            return path.stat().st_size if is_ours else None
        except (OSError, RuntimeError, ValueError):
            return None

    return size
