"""Paragraphs and runs of the docx writer.

Element order follows ECMA-376, because Word refuses a document whose elements stand otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import partial
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Box,
    Indent,
    Inline,
    Paragraph,
    Role,
    Text,
)
from jbgs_desktop.documents.table_measures import WordSize
from jbgs_desktop.forms.text.scripts import Script

_WIDE_BLANK = "\u3000"
_BOX_FONT = "Segoe UI Symbol"  # □ and ☑ must match, and no Chinese face has ☑
_SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]?"  # belongs to the character before it
_OTHER_FONTS = {  # what 仿宋, which has the characters of GBK, cannot show
    "宋体": "[\u3400-\u4dbf\u9fa6-\u9fff]",
    "SimSun-ExtB": "[\U00020000-\U0003ffff]",
    _BOX_FONT: "[\u2610-\u2612]",
    "Segoe UI Emoji": "[\U0001f000-\U0001faff]",
}
_OTHER_FONT = re.compile("|".join(f"((?:{chars}{_SELECTOR})+)" for chars in _OTHER_FONTS.values()))
_RAISED = {Script.NORMAL: "", Script.SUPER: "superscript", Script.SUB: "subscript"}
_LONG_WORD = re.compile(r"[!-~]{24,}")  # an address that would leave a hole in the line before it
_ADDRESS = re.compile(r"[!-~]{18,}")  # fits into one line of a narrow cell when it is set smaller


_SOURCE = "source"


class ParagraphPlace(Enum):
    """Where a paragraph stands; a role looks different in each."""

    PAGE = "page"
    CLOSE = "close"
    CELL = "cell"
    COVER = "cover"


_STYLES = {
    (ParagraphPlace.PAGE, Role.TITLE): "Title",
    (ParagraphPlace.PAGE, Role.SUBTITLE): "Subtitle",
    (ParagraphPlace.PAGE, Role.BODY): "BodyText",
    (ParagraphPlace.PAGE, Role.HINT): "Hint",
    (ParagraphPlace.PAGE, Role.SUBHEADING): "Heading4",
    (ParagraphPlace.CLOSE, Role.BODY): "Close",
    (ParagraphPlace.CELL, Role.BODY): "CellText",
    (ParagraphPlace.CELL, Role.LABEL): "CellLabel",
    (ParagraphPlace.CELL, Role.GROUP): "CellHeading",
    (ParagraphPlace.CELL, Role.HINT): "CellHint",
    (ParagraphPlace.COVER, Role.BODY): "CoverLine",
}
_INDENTED = {
    ("CellText", Indent.FIRST_LINE): "CellProse",
    ("CellText", Indent.HANGING): "CellItem",
    ("Close", Indent.RIGHT_HALF): "SignatureLine",
}


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """The element ``tag``; its attributes belong to the namespace w."""
    named = {qn(f"w:{name}"): str(value) for name, value in attributes.items()}
    made = cast(BaseOxmlElement, OxmlElement(tag, named))
    made.extend(children)
    return made


def text_paragraph(
    content: Paragraph, place: ParagraphPlace, *, keep: bool = False
) -> BaseOxmlElement:
    """``content`` in the style of its role; ``keep`` holds it on the page of the next block."""
    style = _STYLES[place, content.role]
    style = _INDENTED.get((style, content.indent), style)
    text = "".join(each.text for each in content.content if isinstance(each, Text))
    centered = content.align is Align.CENTER
    if style == "CellText" and centered and _ADDRESS.fullmatch(text):
        style = "CellAddress"
    made = styled_paragraph(
        style,
        content.content,
        keep=content.keep or keep,
        break_words=bool(_LONG_WORD.search(text)),
        centered=centered,
    )
    sources = (each.source for each in content.content if isinstance(each, Text | Box))
    set_source(made, next(filter(None, sources), ""))
    return made


def set_source(paragraph: BaseOxmlElement, source: str) -> None:
    """Remember the path of the field that ``paragraph`` shows, until :func:`take_source`."""
    if source:
        paragraph.set(_SOURCE, source)


def take_source(paragraph: BaseOxmlElement) -> str:
    """The path that was told of ``paragraph``, which is no part of the document."""
    return str(paragraph.attrib.pop(_SOURCE, ""))


def styled_paragraph(
    style: str,
    content: Sequence[Inline] = (),
    *,
    keep: bool = False,
    break_words: bool = False,
    centered: bool = False,
    smaller: WordSize | None = None,
) -> BaseOxmlElement:
    """A paragraph in a style of the base document; ``smaller`` when its words are not as there."""
    properties = [element("w:pStyle", val=style)]
    if keep:
        properties.append(element("w:keepNext"))
    if break_words:
        properties.append(element("w:wordWrap", val=0))
    if smaller:
        line = round(smaller.pitch * 20)
        properties.append(element("w:spacing", line=line, lineRule="exact"))
    if centered:
        properties.append(element("w:jc", val="center"))
    half_points = round(smaller.size * 2) if smaller else 0
    return element("w:p", element("w:pPr", *properties), *runs_of(content, half_points))


def empty_height(twips: int) -> BaseOxmlElement:
    """A paragraph of exactly this height, on the page of the next block."""
    paragraph = styled_paragraph("Normal", keep=True)
    paragraph[0].append(element("w:spacing", line=twips, lineRule="exact"))
    return paragraph


def begin_page(paragraph: BaseOxmlElement) -> None:
    """Have a new page before the paragraph. A break of its own might leave a blank page."""
    first = [each for each in paragraph[0] if each.tag in (qn("w:pStyle"), qn("w:keepNext"))]
    first[-1].addnext(element("w:pageBreakBefore"))


def bookmark(paragraph: BaseOxmlElement, number: int, name: str) -> None:
    """Put a bookmark around the paragraph; both number and name are unique in the document."""
    paragraph[0].addnext(element("w:bookmarkStart", id=number, name=name))
    paragraph.append(element("w:bookmarkEnd", id=number))


def runs_of(content: Iterable[Inline], half_points: int = 0) -> Iterator[BaseOxmlElement]:
    """The runs of a line; ``half_points`` is their size where it is not that of the style."""
    for inline in content:
        match inline:
            case Text():
                yield from _runs_of_text(inline, half_points)
            case Box():
                yield _run("☑" if inline.checked else "□", _BOX_FONT)
            case Blank():
                yield _run(_WIDE_BLANK * inline.width, underlined=True)


def _runs_of_text(text: Text, half_points: int) -> Iterator[BaseOxmlElement]:
    """``text`` in runs of one face each."""
    run = partial(
        _run, underlined=text.underlined, half_points=half_points, raised=_RAISED[text.script]
    )
    end = 0
    for match in _OTHER_FONT.finditer(text.text):
        if match.start() > end:
            yield run(text.text[end : match.start()])
        font = list(_OTHER_FONTS)[(match.lastindex or 1) - 1]
        yield run(match.group(), font)
        end = match.end()
    if end < len(text.text):
        yield run(text.text[end:])


def _run(
    text: str, font: str = "", *, underlined: bool = False, half_points: int = 0, raised: str = ""
) -> BaseOxmlElement:
    # The hint has Word take quotation marks, dots and dashes from the Chinese face.
    faces = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font) if font else {}
    properties = [element("w:rFonts", hint="eastAsia", **faces)]
    if half_points:
        properties += [element("w:sz", val=half_points), element("w:szCs", val=half_points)]
    if underlined:
        properties.append(element("w:u", val="single"))
    if raised:
        properties.append(element("w:vertAlign", val=raised))
    content = element("w:t")
    content.text = text
    content.set(qn("xml:space"), "preserve")
    return element("w:r", element("w:rPr", *properties), content)
