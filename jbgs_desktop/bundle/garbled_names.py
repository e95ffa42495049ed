"""Names that a zip of GBK, unpacked as something else, has turned into other characters.

Such a bundle is whole but for its names. One sentence says so, in place of one for each name.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

_WRITTEN_READ = (
    *(("gbk", read) for read in ("cp437", "cp850", "latin-1", "cp1252")),
    *(("utf-8", read) for read in ("cp437", "cp850", "latin-1", "cp1252", "gbk")),
)


def original_names(missing: Collection[str], here: Collection[str]) -> dict[str, str]:
    """The names ``here``, of files and folders, that are ``missing`` ones garbled, with these.

    Both are the topmost paths that only one side has, as :func:`topmost` gives them. Empty unless
    it explains most of what is missing. Where a tool has replaced what it could not write, paths of
    the same shape stand for each other, by twos at least.
    """
    there = set(here)
    found = {garbled: path for path in missing for garbled in _garbled(path) if garbled in there}
    if len(set(found.values())) * 2 > len(missing):
        return found
    is_alike = len(missing) > 1 and Counter(map(_shape, missing)) == Counter(map(_shape, here))
    if not is_alike or any(path.isascii() for path in missing) or not any(map(_is_odd, here)):
        return {}
    return dict(zip(sorted(here, key=_shape), sorted(missing, key=_shape), strict=True))


def topmost(paths: Iterable[str], other: Iterable[str]) -> set[str]:
    """The paths and folders above them that are no path, nor folder, of the ``other`` side."""
    known = {above for path in other for above in _steps(path)}
    tops = (next((step for step in _steps(p) if step not in known), "") for p in paths)
    return {top for top in tops if top}


def _steps(path: str) -> Iterator[str]:
    """The folders above ``path``, the outermost first, and itself."""
    steps = path.split("/")
    return ("/".join(steps[:count]) for count in range(1, len(steps) + 1))


def _garbled(path: str) -> Iterator[str]:
    if path.isascii():
        return
    for written, read in _WRITTEN_READ:
        data = path.encode(written, errors="replace")
        yield data.decode(read, errors="replace")
    data = path.encode("gbk", errors="replace")
    yield data.decode("utf-8", errors="surrogateescape")  # as Linux names it
    yield data.decode("utf-8", errors="replace")


def _shape(path: str) -> tuple[int, str]:
    suffix = PurePosixPath(path).suffix
    return path.count("/"), suffix if suffix.isascii() else ""


def _is_odd(path: str) -> bool:
    """Whether a tool has put something in place of what it could not write."""
    return any(c in "?_\ufffd" or "\ud800" <= c <= "\udfff" or "\x80" <= c < "\u3400" for c in path)
