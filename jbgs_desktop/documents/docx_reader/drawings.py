"""Pictures and what is drawn: a picture that printers take is a figure, all else is a loss."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from jbgs_desktop.documents.docx_reader.losses import Losses
from jbgs_desktop.documents.docx_reader.model import LossKind, ReadFigure
from jbgs_desktop.documents.docx_reader.names import (
    Element,
    descend,
    name,
    plain_text,
    short_name,
    value,
    whole,
)
from jbgs_desktop.documents.docx_reader.package import Package, Relation

_EMU_POINT = 12_700
_NARROWEST = 0.1
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*([0-9.]+)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 0.75}
_SHAPES = ("v:shape", "v:rect", "v:oval", "v:line", "v:polyline", "v:roundrect", "v:group")
_GRAPHICS = {"chart": LossKind.CHART, "chartex": LossKind.CHART, "diagram": LossKind.SMART_ART}
_VECTOR_HEADS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"<svg", b"<?xml")
_PICTURE_HEADS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    b"RIFF",
)


class _PartKind(StrEnum):
    PICTURE = "picture"
    VECTOR = "vector"
    UNKNOWN = "unknown"


class Drawings:
    """Reads what runs hold besides text; ``text_width`` is that of the page's text, in EMU."""

    def __init__(
        self, package: Package, relations: Mapping[str, Relation], losses: Losses, text_width: int
    ) -> None:
        self._package, self._relations = package, relations
        self._losses, self._width = losses, text_width
        self._kinds: dict[str, _PartKind] = {}

    def figures(self, element: Element) -> Iterator[ReadFigure]:
        """The pictures in a w:drawing, w:pict or w:object."""
        if short_name(element) == "w:drawing":
            yield from self._drawing(element)
        else:
            yield from self._vml(element)

    def _drawing(self, drawing: Element) -> Iterator[ReadFigure]:
        across = next((whole(each.get("cx", "")) for each in drawing.iter(name("wp:extent"))), 0)
        graphics = [each.get("uri", "") for each in drawing.iter(name("a:graphicData"))]
        kinds = (_GRAPHICS.get(uri.rpartition("/")[2]) for uri in graphics)
        is_recorded = False
        for kind in filter(None, kinds):
            self._losses.add(kind, _alternative(drawing))
            is_recorded = True
        if self._lose_text(drawing) or is_recorded:
            is_recorded = True
        for blip in drawing.iter(name("a:blip")):
            is_recorded = True
            yield from self._blip(blip, across)
        if not is_recorded:
            is_ink = any("ink" in uri.lower() for uri in graphics)
            self._losses.add(LossKind.INK if is_ink else LossKind.SHAPE, _alternative(drawing))

    def _blip(self, blip: Element, across: int) -> Iterator[ReadFigure]:
        embedded = blip.get(name("r:embed"), "")
        if not embedded:
            self._losses.add(LossKind.LINKED_PICTURE, self._address(blip.get(name("r:link"), "")))
            return
        crop = blip.getparent()
        cut = descend(crop, "a:srcRect")
        if cut is not None and any(whole(str(text)) > 0 for text in cut.attrib.values()):
            self._losses.add(LossKind.CROP)
        yield from self._picture(embedded, across)

    def _vml(self, element: Element) -> Iterator[ReadFigure]:
        objects = [each for each in element.iter() if short_name(each) in _OBJECTS]
        for each in objects:
            program = each.get("ProgID", "") or value(each, "w:name")
            is_formula = program.lower().startswith(("equation", "mathtype"))
            self._losses.add(LossKind.FORMULA if is_formula else LossKind.OBJECT, program)
        if objects:
            return
        is_recorded = self._lose_text(element)
        for path in element.iter(name("v:textpath")):
            if text := path.get("string", ""):
                self._losses.add(LossKind.WORD_ART, text)
                is_recorded = True
        for data in element.iter(name("v:imagedata")):
            is_recorded = True
            yield from self._picture(data.get(name("r:id"), ""), _vml_width(data))
        shapes = [each for each in element.iter(*map(name, _SHAPES)) if not _is_rule(each)]
        if shapes and not is_recorded:
            self._losses.add(LossKind.SHAPE)

    def _picture(self, relation_id: str, across: int) -> Iterator[ReadFigure]:
        relation = self._relations.get(relation_id)
        if relation is None or relation.is_external:
            self._losses.add(LossKind.LINKED_PICTURE, relation.target if relation else "")
            return
        match self._kind(relation.target):
            case _PartKind.PICTURE:
                share = across / self._width if across > 0 else 1.0
                share = round(min(1.0, max(_NARROWEST, share)), 3)
                yield ReadFigure(relation.target, share, self._losses.where())
            case _PartKind.VECTOR:
                self._losses.add(LossKind.VECTOR_PICTURE)
            case _PartKind.UNKNOWN:
                self._losses.add(LossKind.PICTURE)

    def _kind(self, part: str) -> _PartKind:
        if part not in self._kinds:
            data = self._package.picture(part) if self._package.has(part) else None
            self._kinds[part] = _kind_of(data or b"")
        return self._kinds[part]

    def _address(self, relation_id: str) -> str:
        relation = self._relations.get(relation_id)
        return relation.target if relation else ""

    def _lose_text(self, element: Element) -> bool:
        """Tells the text boxes in ``element``."""
        is_recorded = False
        for box in element.iter(name("w:txbxContent")):
            if any(short_name(each) == "w:txbxContent" for each in box.iterancestors()):
                continue
            self._losses.add(LossKind.TEXT_BOX, plain_text(box))
            is_recorded = True
        return is_recorded


_OBJECTS = ("o:OLEObject", "w:control", "w:objectEmbed", "w:objectLink")


def _kind_of(data: bytes) -> _PartKind:
    if data.startswith(_PICTURE_HEADS):
        return _PartKind.PICTURE
    return _PartKind.VECTOR if data.lstrip().startswith(_VECTOR_HEADS) else _PartKind.UNKNOWN


def _alternative(drawing: Element) -> str:
    """What the author wrote for those who do not see it."""
    return next((each.get("descr", "") for each in drawing.iter(name("wp:docPr"))), "")


def _vml_width(data: Element) -> int:
    shape = data.getparent()
    match = _WIDTH.search(shape.get("style", "") if shape is not None else "")
    if not match:
        return 0
    try:
        return round(float(match[1]) * _POINTS[match[2] or ""] * _EMU_POINT)
    except ValueError:
        return 0


def _is_rule(shape: Element) -> bool:
    return shape.get(name("o:hr"), "") in ("t", "true", "1")
