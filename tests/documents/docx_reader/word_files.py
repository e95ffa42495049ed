"""Docx files made by hand, part by part, as Word, WPS and others write them."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = {
    "numbering.xml": "numbering",
    "styles.xml": "styles",
    "footnotes.xml": "footnotes",
    "endnotes.xml": "endnotes",
    "comments.xml": "comments",
    "header1.xml": "header",
    "footer1.xml": "footer",
}


def part(tag: str, content: str) -> str:
    return f"{_HEAD}<w:{tag} {_SPACES}>{content}</w:{tag}>"


def parts_of_docx(
    body: str, parts: Mapping[str, str | bytes] | None = None, relations: str = ""
) -> dict[str, str | bytes]:
    """The parts of a docx; ``parts`` are those below ``word/``, known ones are related."""
    more = dict(parts or {})
    own = "".join(
        f'<Relationship Id="own{at}" Type="{_R}/{_KINDS[name]}" Target="{name}"/>'
        for at, name in enumerate(more)
        if name in _KINDS
    )
    pictures = "".join(
        f'<Relationship Id="{name.rpartition("/")[2].partition(".")[0]}" Type="{_R}/image" '
        f'Target="{name}"/>'
        for name in more
        if name.startswith("media/")
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{own}{pictures}{relations}</Relationships>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}": content for name, content in more.items()},
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_with(
    body: str, parts: Mapping[str, str | bytes] | None = None, relations: str = ""
) -> bytes:
    return packed(parts_of_docx(body, parts, relations))


def run(text: str, properties: str = "") -> str:
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    """A paragraph; ``content`` is runs, or plain text."""
    made = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{made}{content if content.startswith('<') else run(content)}</w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = (3000, 3000)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "#1f5fd0") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def drawing(relation: str, across: int = 2_700_000, more: str = "") -> str:
    """A run with the picture of ``relation``, ``across`` EMU wide."""
    return graphic(
        "picture",
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/>{more}</pic:blipFill></pic:pic>',
        across,
    )


def graphic(kind: str, content: str, across: int = 2_700_000) -> str:
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{kind}"
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{across}" cy="900000"/>'
        f'<wp:docPr id="1" name="x" descr="说明"/><a:graphic><a:graphicData uri="{uri}">{content}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    """One list, whose levels have these formats and texts."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}',
    )


def in_list(level: int = 0, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def field(code: str, result: str | None) -> str:
    """A complex field."""
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if result is not None else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{result or ''}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(words: str, *, both: bool = True) -> str:
    """A text box as Word writes it, in both of its forms, or only in the old one."""
    inner = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    if not both:
        return f"<w:r>{old}</w:r>"
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    new = (
        f'<w:drawing><wp:anchor><a:graphic><a:graphicData uri="{uri}"><wps:wsp><wps:txbx>{inner}'
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return alternatives("wps", new, old)


def alternatives(requires: str, choice: str, fallback: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
