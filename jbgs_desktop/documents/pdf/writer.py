"""Blocks -> PDF/A-2u (ISO 19005-2) with typst, which lays out ``resources/typst/document.typ``.

No clock, system font or path goes into a document: the same input gives the same bytes.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import typst

from jbgs_desktop.documents.blocks import Block, CaptionedFigure, Properties
from jbgs_desktop.documents.page_geometry import PICTURE, QR_SIDE, qr_place
from jbgs_desktop.documents.pdf.fonts import font_folders, with_missing_glyphs_marked
from jbgs_desktop.documents.pdf.qr import svg_of
from jbgs_desktop.documents.pdf.tree import SpotMark, tree_of
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import resources

_DRAFT = "草稿"
STANDARD: Any = "a-2u"  # which typst knows, though its stubs leave it out
_LONGEST_UNIT = 35.0  # characters of the unit's name in the footer
_LATIN = 0.6  # of the width of a Han character, about


@dataclass(frozen=True, slots=True)
class Footer:
    """The foot of every page of a finalised document.

    ``page_code`` is the text of the QR code on a page, from its number and the number of pages.
    """

    unit: str
    formatted_code: str  # 核验码 as it is printed
    page_code: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing is on the paper: page from 1, mm from the page's upper left corner.

    ``kind`` is part, spot, figure, picture, or end; only spots and figures have a width and a
    height.
    """

    kind: str
    id: str
    page: int
    x: float
    y: float
    width: float
    height: float


def write_pdf(
    blocks: Sequence[Block],
    properties: Properties,
    *,
    footer: Footer | None = None,
    draft: bool = False,
    landscape: bool = False,
) -> bytes:
    """The PDF of ``blocks`` on A4; a draft says 草稿 across every page.

    A character that no font has is printed as 〓. Raises DocumentError.
    """
    layout = Layout(blocks, properties, footer=footer, draft=draft, landscape=landscape)
    return layout.pdf()


class Layout:
    """``blocks`` laid out on pages: first asked where everything stands, then written."""

    def __init__(
        self,
        blocks: Sequence[Block],
        properties: Properties,
        *,
        footer: Footer | None = None,
        draft: bool = False,
        landscape: bool = False,
        contents: bool = False,
        pictures: dict[str, Sequence[str]] | None = None,
        sizes: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        """``pictures`` caption the pages with a place for one that follow a part, by its id.

        ``sizes`` are the pixels of the pictures of figures, by their files: their places are kept
        free. A figure without one gets an empty frame.
        """
        tree = tree_of(blocks, pictures, sizes)
        self.spots: Sequence[SpotMark] = tuple(tree.spots)
        self.figures: Sequence[CaptionedFigure] = tuple(tree.figures)
        self.titles: dict[str, str] = {part["id"]: part["title"] for part in tree.parts}
        self._footer = footer
        document = {
            "title": properties.title,
            "author": properties.author,
            "draft": _DRAFT if draft else "",
            "landscape": landscape,
            "contents": contents,
            "picture": PICTURE,
            "footer": footer and _foot(footer),
            "parts": tree.parts,
        }
        self.source = {
            "document": with_missing_glyphs_marked(json.dumps(document, ensure_ascii=False))
        }
        self._positions: tuple[Position, ...] | None = None

    @property
    def positions(self) -> tuple[Position, ...]:
        """Parts, spots, places for figures and pictures in the order of the paper, last the end."""
        if self._positions is None:
            answer = _typst(lambda compiler: compiler.query("<mark>", "value"), self.source)
            self._positions = tuple(_position(value) for value in json.loads(answer))
        return self._positions

    @property
    def pages(self) -> int:
        """The number of pages."""
        return self.positions[-1].page

    def pdf(self) -> bytes:
        """The document, with a QR code on each page when it has a footer."""
        inputs = self.source
        if self._footer is not None:
            numbers = range(1, self.pages + 1)
            codes = [svg_of(self._footer.page_code(page, self.pages)) for page in numbers]
            inputs = {**inputs, "codes": json.dumps(codes)}
        pdf = _typst(
            lambda compiler: compiler.compile(format="pdf", pdf_standards=STANDARD),
            inputs,
        )
        return bytes(pdf)


def _position(value: dict[str, Any]) -> Position:
    width, height = value.get("width", 0.0), value.get("height", 0.0)
    place = value["page"], value["x"], value["y"]
    return Position(value["kind"], value.get("id", ""), *place, width, height)


def _foot(footer: Footer) -> dict[str, Any]:
    return {
        "unit": _cut(footer.unit),
        "code": footer.formatted_code,
        "side": QR_SIDE,
        "places": [qr_place(2), qr_place(1)],
    }


def _cut(name: str) -> str:
    """``name`` as far as it fits into the footer."""
    room = _LONGEST_UNIT
    for at, character in enumerate(name):
        room -= _LATIN if ord(character) < 0x2E80 else 1
        if room < 0:
            return f"{name[: at - 1]}…"
    return name


_one_at_a_time = threading.Lock()  # the compiler keeps its inputs between calls


def _typst(work: Callable[[typst.Compiler], Any], inputs: dict[str, str]) -> Any:
    with _one_at_a_time:
        try:
            return work(_compiler(inputs))
        except RuntimeError as error:  # of which TypstError is one, but not all
            raise DocumentError(
                f"无法排版：{error}。请检查最近填写或粘贴的文字，改动后重试。"
            ) from error


def _compiler(inputs: dict[str, str]) -> typst.Compiler:
    folder = resources() / "typst"
    return typst.Compiler(
        folder / "document.typ",
        root=folder,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders()
    )
