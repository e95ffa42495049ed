"""What a reader of a PDF sees: its text, its pictures as a scanner takes them."""

import io
import math
import re
from collections.abc import Sequence
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageDraw

from jbgs_desktop.documents.blocks import Block, BookPart, Paragraph, Properties, Text
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.pdf.writer import Footer, write_pdf

MARK = BookStamp("0123ABCD", "K7QD28FMX4")
_LINE = Paragraph((Text("一页"),))
_FOOT = 50  # mm of a page that are looked at for its code


def footer(unit: str = "示例公司") -> Footer:
    return Footer(unit, "K7QD-28FM-X4", MARK.on_page)


def pdf_of(blocks: Sequence[Block], **options: object) -> bytes:
    return write_pdf(blocks, Properties("申报材料", "示例公司"), **options)  # type: ignore[arg-type]


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it was set."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        # What takes a hyphen at a line's end away puts U+FFFE there.
        return [page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document]
    finally:
        document.close()


def body_of(pdf: bytes) -> str:
    """The text of the whole document without blanks, feet and captions left out."""
    text = "\n".join(page_texts(pdf))
    text = re.sub(r"核验码 [0-9A-Z-]+|第 \d+ 页 共 \d+ 页", "", text)
    return re.sub(r"\s", "", text)


def scanned_foot(pdf: bytes, index: int, *, dpi: int = 200, turn: float = 2.0) -> Image.Image:
    """The foot of the page as a grey scan, turned, with a red seal across its code."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[index]
        above = (297 - _FOOT) * 72 / 25.4
        image: Image.Image = page.render(scale=dpi / 72, crop=(0, 0, 0, above)).to_pil()
    finally:
        document.close()
    image = image.convert("RGB")
    x, y = code_centre(index + 1)
    stamp(image, x + index * 11 % 31 - 15, y + index * 7 % 25 - 12, dpi)
    turned = image.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white")
    return turned.convert("L")


def code_centre(page: int) -> tuple[float, float]:
    """The middle of the code at the foot of a page, in mm: it stands at the outer corner."""
    return (210 - 26 - 8 if page % 2 else 26 + 8), 271 + 8 - (297 - _FOOT)


def stamp(image: Image.Image, x: float, y: float, dpi: int) -> None:
    """A round company seal, 42 mm across, with its middle at (x, y) in mm."""
    scale = dpi / 25.4
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    left, top = (x - 21) * scale, (y - 21) * scale
    side = 42 * scale
    draw.ellipse((left, top, left + side, top + side), outline="#d4232b", width=round(1.2 * scale))
    middle, radius = (left + side / 2, top + side / 2), 6 * scale
    star = [
        (
            middle[0] + length * math.sin(math.radians(36 * point)),
            middle[1] - length * math.cos(math.radians(36 * point)),
        )
        for point, length in enumerate([radius, 0.38 * radius] * 5)
    ]
    draw.polygon(star, fill="#d4232b")
    for step in range(12):  # strokes where the seal's words stand
        angle = math.radians(150 + 20 * step)
        at = [middle[axis] + 0.38 * side * f(angle) for axis, f in ((0, math.cos), (1, math.sin))]
        draw.rectangle((at[0] - scale, at[1] - scale, at[0] + scale, at[1] + scale), fill="#d4232b")
    # Ink is transparent: what is dark below stays dark.
    image.paste(ImageChops.darker(image, layer))


def outline(pdf: bytes) -> list[str]:
    """The titles of the bookmarks, indented by their depth."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    def titles(entries: Sequence[object], depth: int) -> list[str]:
        found = []
        for entry in entries:
            if isinstance(entry, list):
                found += titles(entry, depth + 1)
            else:
                found.append("  " * depth + str(entry.title))  # type: ignore[attr-defined]
        return found

    return titles(reader.outline, 0)


def archive_part(pdf: bytes) -> str:
    """The part of PDF/A that the PDF calls itself, with its level: 2U."""
    metadata: Any = pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object()
    text = metadata.get_data().decode()
    found = [re.search(rf"<pdfaid:{name}>(\w)<", text) for name in ("part", "conformance")]
    return "".join(match.group(1) for match in found if match)


def unembedded_fonts(pdf: bytes) -> list[str]:
    """The fonts that the PDF only names."""
    reader: Any = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = [
        part.get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for part in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    return [font["/FontName"] for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font)]


def page_picture(pdf: bytes, index: int, *, dpi: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[index].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    return image.convert("RGB")


def pdf_of_pages(count: int) -> bytes:
    """A PDF as somebody attaches it, with this many pages."""
    return pdf_of([block for page in range(count) for block in (BookPart(f"{page}", ""), _LINE)])
