"""Figures of the docx writer: a picture in a line of its own, with its caption below."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture
from jbgs_desktop.documents.blocks import CaptionedFigure
from jbgs_desktop.documents.docx.captions import caption_paragraph
from jbgs_desktop.documents.docx.text import element, styled_paragraph
from jbgs_desktop.documents.figure_size import figure_width
from jbgs_desktop.documents.page_geometry import EMPTY_FRAME, TYPE_WIDTH

_MM = 36_000  # EMU
_TWIPS = 1440 / 25.4  # a mm


class FigureWriter:
    """Puts pictures into ``document``; the same picture is in it once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parts: dict[bytes, str] = {}  # the relations by the pictures
        self._count = 0

    def elements(
        self, figure: CaptionedFigure, picture: FigurePicture | None
    ) -> list[BaseOxmlElement]:
        """The figure with its caption, which stay on one page; an empty frame without picture."""
        ratio = picture.height / picture.width if picture else EMPTY_FRAME
        words = "".join(each.text for each in figure.caption.content)
        width = figure_width(figure.share, ratio, words)
        size = width, width * ratio
        line = self._line(figure, picture, size) if picture else _frame(*size)
        return [line, caption_paragraph(figure.caption, keep=False)]

    def _line(
        self, figure: CaptionedFigure, picture: FigurePicture, size: tuple[float, float]
    ) -> BaseOxmlElement:
        self._count += 1
        words = "".join(each.text for each in figure.caption.content)
        drawing = _drawing(self._relation(picture), self._count, words, *size)
        line = styled_paragraph("Picture", keep=True)
        line.append(element("w:r", drawing))
        return line

    def _relation(self, picture: FigurePicture) -> str:
        if picture.data not in self._parts:
            name = PackURI(f"/word/media/image{len(self._parts) + 1}.{picture.kind}")
            package = self._document.part.package
            part = Part(name, f"image/{picture.kind}", picture.data, package)
            relation = self._document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
            self._parts[picture.data] = relation
        return self._parts[picture.data]


def _drawing(
    relation: str, number: int, words: str, width: float, height: float
) -> BaseOxmlElement:
    drawing = parse_xml(_DRAWING)
    across, down = str(round(width * _MM)), str(round(height * _MM))
    for tag in ("wp:extent", "a:ext"):
        extent = next(drawing.iter(qn(tag)))
        extent.set("cx", across)
        extent.set("cy", down)
    for tag in ("wp:docPr", "pic:cNvPr"):
        named = next(drawing.iter(qn(tag)))
        named.set("id", str(number))
        named.set("name", f"图片 {number}")
        named.set("descr", words)
    next(drawing.iter(qn("a:blip"))).set(qn("r:embed"), relation)
    return drawing


def _frame(width: float, height: float) -> BaseOxmlElement:
    """A ruled line of the size that the picture would have."""
    paragraph = styled_paragraph("Picture", keep=True)
    side = round((TYPE_WIDTH - width) / 2 * _TWIPS)
    rules = (
        element(f"w:{edge}", val="single", sz=4, space=0, color="808080")
        for edge in ("top", "left", "bottom", "right")
    )
    paragraph[0].append(element("w:pBdr", *rules))
    height_of_line = round(height * _TWIPS)
    paragraph[0].append(element("w:spacing", before=180, line=height_of_line, lineRule="exact"))
    paragraph[0].append(element("w:ind", left=side, right=side))
    return paragraph


_DRAWING = (
    f"<w:drawing {nsdecls('w', 'wp', 'a', 'pic', 'r')}>"
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent/><wp:docPr/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    "<pic:pic><pic:nvPicPr><pic:cNvPr/><pic:cNvPicPr/></pic:nvPicPr>"
    "<pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)
