"""The pictures of the figures in a document, brought to what every writer can show.

Their bytes stay in memory: no picture is on a disk in the clear.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture, prepare_figures
from jbgs_desktop.documents.attachments.figure_png import png_of
from jbgs_desktop.documents.blocks import Block, CaptionedFigure
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe

_AT_ONCE = 2**26  # bytes of pictures that are held before they are prepared
_MISSING = "图片文件不在草稿里，请重新添加。"


@dataclass(frozen=True, slots=True)
class DocumentPictures:
    """``pictures`` by their files; ``missing`` are the figures without one, each with why."""

    pictures: Mapping[str, FigurePicture]
    missing: tuple[tuple[CaptionedFigure, str], ...] = ()

    @property
    def sizes(self) -> dict[str, tuple[int, int]]:
        """Width and height in pixels by the files."""
        return {file: (each.width, each.height) for file, each in self.pictures.items()}

    @property
    def digests(self) -> dict[str, str]:
        """What tells the pictures apart, by the files."""
        return {file: sha256(each.data).hexdigest() for file, each in self.pictures.items()}

    def notes(self, call: Call, track: str) -> tuple[str, ...]:
        """A sentence for each figure that is printed as an empty frame."""
        return tuple(f"{_name(figure, call, track)}：{why}" for figure, why in self.missing)

    def require_all(self, call: Call, track: str) -> None:
        """Raises DocumentError, a sentence about the first figure without its picture."""
        for figure, why in self.missing:
            raise DocumentError(f"没有生成：{_name(figure, call, track)}印不出来。{why}")


def document_pictures(
    document: Iterable[Block],
    open_file: Callable[[str], BinaryIO | None],
    cancelled: Callable[[], bool] = lambda: False,
) -> DocumentPictures:
    """The pictures of the figures in ``document``, each file of which ``open_file`` opens.

    Raises DocumentError once ``cancelled()``.
    """
    figures = [block for block in document if isinstance(block, CaptionedFigure)]
    files = list(dict.fromkeys(figure.file for figure in figures))
    found: dict[str, FigurePicture | str] = {}
    for names, sources in _batches(files, open_file):
        prepared = prepare_figures(sources, cancelled=cancelled)
        if cancelled():
            raise DocumentError("已经取消，没有生成。")
        found |= zip(names, prepared, strict=True)
    pictures = {file: each for file, each in found.items() if isinstance(each, FigurePicture)}
    whys = {file: each for file, each in found.items() if isinstance(each, str)}
    missing = (each for each in figures if each.file not in pictures)
    return DocumentPictures(
        pictures, tuple((figure, whys.get(figure.file, _MISSING)) for figure in missing)
    )


def figure_png(file: str, open_file: Callable[[str], BinaryIO | None]) -> bytes:
    """The picture of the figure whose file it is, as PNG. Raises DocumentError."""
    stream = open_file(file)
    if stream is None:
        raise DocumentError(_MISSING)
    with stream:
        (picture,) = prepare_figures([stream.read()])
    if isinstance(picture, str):
        raise DocumentError(picture)
    return png_of(picture)


def _batches(
    files: Sequence[str], open_file: Callable[[str], BinaryIO | None]
) -> Iterator[tuple[list[str], list[bytes]]]:
    """The files that there are, as many at once as memory has room for."""
    names: list[str] = []
    sources: list[bytes] = []
    for file in files:
        stream = open_file(file)
        if stream is None:
            continue
        with stream:
            sources.append(stream.read())
        names.append(file)
        if sum(map(len, sources)) > _AT_ONCE:
            yield names, sources
            names, sources = [], []
    if names:
        yield names, sources


def _name(figure: CaptionedFigure, call: Call, track: str) -> str:
    field = describe(call, figure.source, track).name
    words = "".join(each.text for each in figure.caption.content)
    return f"“{field}”的“{words}”"
