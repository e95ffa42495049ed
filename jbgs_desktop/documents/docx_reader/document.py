"""A docx as bytes -> a ReadDocument. It runs in a child: the file may be anything."""

import re
from collections.abc import Iterator, Mapping
from functools import partial

from jbgs_desktop.documents.docx_reader.drawings import Drawings
from jbgs_desktop.documents.docx_reader.inline import InlineReader
from jbgs_desktop.documents.docx_reader.list_numbers import Numbering
from jbgs_desktop.documents.docx_reader.losses import Losses
from jbgs_desktop.documents.docx_reader.model import (
    LossKind,
    ReadBlock,
    ReadDocument,
    ReadFigure,
    ReadParagraph,
)
from jbgs_desktop.documents.docx_reader.names import (
    Element,
    descend,
    loosened,
    name,
    plain_text,
    short_name,
    value,
    whole,
)
from jbgs_desktop.documents.docx_reader.package import Package
from jbgs_desktop.documents.docx_reader.places import ReadingPlace
from jbgs_desktop.documents.docx_reader.settled import settle
from jbgs_desktop.documents.docx_reader.styles import Styles
from jbgs_desktop.documents.docx_reader.tables import CellContent, TableReader

_NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote", "comments": "w:comment"}
_MARGINS = {"header": LossKind.HEADER, "footer": LossKind.FOOTER}
_WORDS = {LossKind.HEADER: "页眉", LossKind.FOOTER: "页脚", LossKind.COMMENT: "批注"}
_PAGE_WORDS = re.compile(r"[\s\d第共页/\-–—−·~〜|]|草稿|of|page", re.IGNORECASE)  # no content
_CONTENTS = re.compile(r"(?:toc|目录|table of figures|图表目录)\s*(?:\d*|heading|标题)")
_EMU_TWIP = 635
_TEXT_TWIPS = 8844  # the width of the text where a document does not tell it
_MOST_NUMBER = 40  # characters of a list's number


def read_document(data: bytes) -> ReadDocument:
    """What the docx ``data`` says. Raises RefusedOfficeError for a file that is not read."""
    package = Package(data)
    root = loosened(_required(package))
    tracked = settle(root)
    return _Reader(package, root).read(tracked)


def _required(package: Package) -> Element:
    root = package.xml(package.main)
    assert root is not None  # the package has its main part
    return root


class _Reader:
    """Reads one document from its settled tree."""

    def __init__(self, package: Package, root: Element) -> None:
        self._package, self._root = package, root
        self._relations = package.relations(package.main)
        self._place = ReadingPlace()
        self._losses = Losses(self._place)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes = {part: self._texts(part, tag) for part, tag in _NOTES.items()}
        width = _text_width(root)
        drawings = Drawings(package, self._relations, self._losses, width)
        self._inline = InlineReader(self._styles, drawings, self._losses, self._notes)
        self._tables = TableReader(self._styles, self._losses, self._place, self._add_to_cell)
        self._waiting: list[str] = []  # bookmarks that stand between paragraphs
        self._has_contents = False

    def read(self, tracked: int) -> ReadDocument:
        bodies = self._root.iterchildren(name("w:body"))
        blocks = tuple(block for body in bodies for block in self._blocks(body))
        self._read_margins()
        self._lose_other_comments()
        return ReadDocument(blocks, tuple(self._losses.found), self._properties(), tracked)

    def _blocks(self, parent: Element) -> Iterator[ReadBlock]:
        for each in parent:
            match short_name(each):
                case "w:p":
                    yield from self._paragraph(each)
                case "w:tbl":
                    table, figures = self._tables.table(each)
                    yield table
                    yield from figures
                case "w:altChunk" | "w:subDoc":
                    self._losses.add(LossKind.EMBEDDED_DOCUMENT)
                case "w:bookmarkStart":
                    self._waiting += _bookmark(each)
                case "m:oMathPara" | "m:oMath":
                    self._losses.add(LossKind.FORMULA, plain_text(each))

    def _paragraph(self, paragraph: Element) -> Iterator[ReadBlock]:
        style = self._styles.name(self._styles.of(paragraph))
        if _CONTENTS.fullmatch(style):
            self._lose_contents(paragraph)
            return
        level = self._styles.level(paragraph)
        number = self._numbering.number(paragraph)[:_MOST_NUMBER]
        pieces = self._inline.pieces(paragraph)
        marks = (*self._waiting, *_bookmarks(paragraph))
        self._waiting = []
        make = partial(ReadParagraph, level=level, style=style)
        texts = [each for each in pieces if isinstance(each, str) and each.strip()]
        self._place.paragraph(number + "".join(texts), level)
        formats = self._inline.formats.of_paragraph(paragraph, "".join(texts))
        if not texts and (marks or not pieces or number):
            yield make("", bookmarks=marks)  # Word's number of nothing is none
            marks = ()
        for each in pieces:
            if isinstance(each, ReadFigure):
                yield each
            elif each.strip():
                yield make(f"{number}{each}", bookmarks=marks, formats=formats)
                number, marks, formats = "", (), ()

    def _add_to_cell(self, paragraph: Element, content: CellContent) -> None:
        number = self._numbering.number(paragraph)[:_MOST_NUMBER]
        pieces = self._inline.pieces(paragraph)
        text = number + "".join(each for each in pieces if isinstance(each, str))
        content.lines.append(text)
        content.formats += self._inline.formats.of_words()
        content.figures += [each for each in pieces if isinstance(each, ReadFigure)]
        content.bookmarks += _bookmarks(paragraph)
        content.style = content.style or self._styles.name(self._styles.of(paragraph))

    def _lose_contents(self, paragraph: Element) -> None:
        """The list of contents, which is made of the headings, is told once."""
        self._inline.pieces(paragraph)  # its fields begin and end here
        if not self._has_contents:
            self._losses.add(LossKind.CONTENTS, plain_text(paragraph))
        self._has_contents = True

    def _part(self, kind: str) -> Element | None:
        part = self._package.part_of(kind, self._relations)
        root = self._package.xml(part) if part else None
        return None if root is None else loosened(root)

    def _texts(self, kind: str, tag: str) -> dict[str, str]:
        root = self._part(kind)
        if root is None:
            return {}
        settle(root)
        return {
            value(each, "w:id"): plain_text(each)
            for each in root.iterchildren(name(tag))
            if value(each, "w:type") not in ("separator", "continuationSeparator")
        }

    def _read_margins(self) -> None:
        """Headers and footers: what is more than a page's number is told once."""
        seen: set[str] = set()
        for relation in self._relations.values():
            kind = _MARGINS.get(relation.kind)
            if kind is None or relation.is_external:
                continue
            root = self._package.xml(relation.target)
            if root is None:
                continue
            root = loosened(root)
            settle(root)
            has_picture = any(True for _ in root.iter(name("a:blip"), name("v:imagedata")))
            text = plain_text(root) or ("图片" if has_picture else "")
            if _PAGE_WORDS.sub("", text) and text not in seen:
                seen.add(text)
                self._losses.add(kind, text, where=_WORDS[kind])

    def _lose_other_comments(self) -> None:
        """Comments whose place was in a deleted text."""
        lost = [loss.text for loss in self._losses.found if loss.kind is LossKind.COMMENT]
        for text in self._notes["comments"].values():
            if text in lost:
                lost.remove(text)
            else:
                self._losses.add(LossKind.COMMENT, text, where=_WORDS[LossKind.COMMENT])

    def _properties(self) -> Mapping[str, str]:
        """The custom properties, which a program of ours has written."""
        part = self._package.part_of("custom-properties", self._package.relations(""))
        root = self._package.xml(part) if part else None
        if root is None:
            return {}
        return {each.get("name", ""): "".join(map(str, each.itertext())) for each in root}


def _bookmarks(paragraph: Element) -> list[str]:
    return [mark for each in paragraph.iter(name("w:bookmarkStart")) for mark in _bookmark(each)]


def _bookmark(element: Element) -> list[str]:
    """Its name; Word's own begin with a line."""
    text = value(element, "w:name")
    return [text] if text and not text.startswith("_") else []


def _text_width(root: Element) -> int:
    """The width of the text of the last section, in EMU."""
    last = descend(root, "w:body", "w:sectPr")
    page, margins = descend(last, "w:pgSz"), descend(last, "w:pgMar")
    width = whole(value(page, "w:w")) - sum(
        whole(value(margins, side)) for side in ("w:left", "w:right", "w:gutter")
    )
    return (width if page is not None and width > 0 else _TEXT_TWIPS) * _EMU_TWIP
