"""Blocks -> docx. The look of each role is a style of the base document in ``resources/docx``.

Faces are named and not embedded; the font table of the base says which to take instead.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Twips

from jbgs_desktop.documents import office_zip
from jbgs_desktop.documents.attachments.figure_picture import FigurePicture
from jbgs_desktop.documents.blocks import (
    Block,
    BookPart,
    CaptionedFigure,
    FieldLines,
    Heading,
    Indent,
    Paragraph,
    Properties,
    Role,
    SealSpot,
    Space,
    Table,
    Text,
)
from jbgs_desktop.documents.docx.figures import FigureWriter
from jbgs_desktop.documents.docx.identity import add_custom_properties, mark_fields
from jbgs_desktop.documents.docx.made_tables import made_table
from jbgs_desktop.documents.docx.tables import TEXT_TWIPS, field_lines, table
from jbgs_desktop.documents.docx.text import (
    ParagraphPlace,
    begin_page,
    bookmark,
    empty_height,
    set_source,
    styled_paragraph,
    text_paragraph,
)
from jbgs_desktop.files import resources

_LINE_PITCH = {ParagraphPlace.PAGE: 579, ParagraphPlace.CLOSE: 440}  # twips
_MARGIN_ACROSS = 1417  # twips, on all sides of a page that lies across
_WIDTH_ACROSS = 16838 - 2 * _MARGIN_ACROSS
_FIXED_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # no clock goes into a document
_LONGEST_PROPERTY = 255
_DRAFT = "草稿"
__all__ = ["Properties", "write_docx"]


def write_docx(
    blocks: Sequence[Block],
    properties: Properties,
    *,
    draft: bool,
    landscape: bool = False,
    pictures: Mapping[str, FigurePicture] | None = None,
) -> bytes:
    """The docx of ``blocks``; a draft says 草稿 on every page. Same input, same bytes.

    ``pictures`` are those of the figures, by their files; without one there is an empty frame.
    """
    base = office_zip.pack(office_zip.read_folder(resources() / "docx"))
    document = docx.Document(io.BytesIO(base))
    section_properties = document.element.body[-1]
    if landscape:
        _turn(document.sections[0])
    width = _WIDTH_ACROSS if landscape else TEXT_TWIPS
    if any(map(_is_of_applicant, blocks)):
        _add_styles(document)
    body = _Body(width, FigureWriter(document), pictures or {})
    for element in body.elements(blocks):
        section_properties.addprevious(element)
    mark_fields(document.element.body, body.parts_begun, with_bookmarks=bool(properties.custom))
    if draft:
        _mark_as_draft(document.sections[0])
    core = document.core_properties
    core.title = properties.title[:_LONGEST_PROPERTY]
    core.author = core.last_modified_by = properties.author[:_LONGEST_PROPERTY]
    core.created = core.modified = _FIXED_DATE
    if properties.custom:
        add_custom_properties(document, properties.custom)
    buffer = io.BytesIO()
    document.save(buffer)
    return office_zip.pack(office_zip.unpack(buffer.getvalue()))


def _is_of_applicant(block: Block) -> bool:
    """Whether ``block`` needs more styles than the form has."""
    match block:
        case Table():
            return block.caption is not None
        case Paragraph():
            return block.role is Role.SUBHEADING
    return isinstance(block, CaptionedFigure)


def _add_styles(document: Document) -> None:
    """The styles of what applicants make; without it the document is as it was before they did."""
    styles = parse_xml((resources() / "docx-sections.xml").read_bytes())
    document.styles.element.extend(styles.iterchildren(qn("w:style")))


def _turn(section: Section) -> None:
    """A4 across."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    margin = Twips(_MARGIN_ACROSS)
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin


class _Body:
    """Makes the elements of the body, one block after the other."""

    def __init__(
        self, width: int, figures: FigureWriter, pictures: Mapping[str, FigurePicture]
    ) -> None:
        self._width = width  # of the text, in twips
        self._figures, self._pictures = figures, pictures
        self._place = ParagraphPlace.PAGE
        self._part: BookPart | None = None  # begins with the next paragraph
        self.parts_begun = 0

    def elements(self, blocks: Iterable[Block]) -> Iterator[BaseOxmlElement]:
        after_table = False
        for block in blocks:
            if isinstance(block, BookPart):
                self._part = block
                self._place = ParagraphPlace.CLOSE if block.one_page else ParagraphPlace.PAGE
                continue
            made = self._elements(block)
            if after_table and made[0].tag == qn("w:tbl"):
                yield styled_paragraph("Seam")  # without it Word makes one table of two
            yield from made
            after_table = made[-1].tag == qn("w:tbl")

    def _elements(self, block: Block) -> Sequence[BaseOxmlElement]:
        match block:
            case Table():
                if block.caption:
                    return made_table(block, block.caption, self._width)
                return [table(block, self._width)]
            case FieldLines():
                return [field_lines(block)]
            case CaptionedFigure():
                return self._figures.elements(block, self._pictures.get(block.file))
            case Heading():
                element = styled_paragraph(f"Heading{block.level}", (Text(block.text),))
                set_source(element, block.source)
            case Paragraph():
                element = text_paragraph(block, self._place)
            case SealSpot():
                words = Paragraph((Text(block.label),), indent=Indent.RIGHT_HALF, keep=True)
                element = text_paragraph(words, self._place)
            case Space():
                element = empty_height(round(block.lines * _LINE_PITCH[self._place]))
            case BookPart():
                raise TypeError(block)
        self._begin_part(element)
        return [element]

    def _begin_part(self, paragraph: BaseOxmlElement) -> None:
        """New page and bookmark for the part that begins with ``paragraph``."""
        part, self._part = self._part, None
        if part is None:
            return
        if self.parts_begun:
            begin_page(paragraph)
        self.parts_begun += 1
        bookmark(paragraph, self.parts_begun, part.id.replace("-", "_"))


def _mark_as_draft(section: Section) -> None:
    """草稿 at the head of every page and pale across it; Word and LibreOffice know this form."""
    for number, header in enumerate((section.header, section.first_page_header), start=1):
        header.is_linked_to_previous = False
        header.paragraphs[0].add_run(_DRAFT)
        watermark = parse_xml(_WATERMARK.format(number=number, text=_DRAFT))
        header.part.element[0].append(watermark)


_WATERMARK = (
    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{number}" '
    'type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:320pt;'
    "height:160pt;rotation:315;z-index:-251658240;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" '
    'string="{text}"/></v:shape></w:pict></w:r>'
)
