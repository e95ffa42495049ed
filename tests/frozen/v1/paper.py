"""Evidence files, and what a scanner makes of a book, for make.py."""

import io
from contextlib import closing
from pathlib import Path

from PIL import Image, ImageDraw

from jbgs_desktop.documents.blocks import Paragraph, BookPart, Properties, Text
from jbgs_desktop.documents.pdf_images import PdfPages
from jbgs_desktop.documents.pdf_writer import write_pdf

DPI = 200


def evidence(title: str, ending: str) -> bytes:
    if ending == ".pdf":
        return write_pdf((BookPart("a", title), Paragraph((Text(title),))), Properties(title, "示例"))
    out = io.BytesIO()
    picture = Image.new("RGB", (480, 320), (250, 246, 230))
    ImageDraw.Draw(picture).rectangle((20, 20, 460, 300), outline=(180, 20, 20), width=6)
    picture.save(out, "JPEG", quality=60, dpi=(72, 72))
    return out.getvalue()


def scan(pdf: bytes, folder: Path, way: str) -> Path:
    """The pages of ``pdf`` as a scanner leaves them: black and white, the first ones in colour."""
    folder.mkdir(parents=True)
    with closing(PdfPages(pdf)) as pages:
        for at in range(pages.count):
            drawn = pages.image(at, DPI)
            image = Image.frombytes("RGB", (drawn.width, drawn.height), bytes(drawn.rgb))
            if way == "turned" and at == 1:
                image = image.rotate(180)
            if way == "colour" and at < 2:
                image.save(folder / f"扫描_{at + 1:03}.jpg", quality=20, dpi=(DPI, DPI))
            else:
                image = image.convert("L").point([0] * 150 + [255] * 106)
                image = image.convert("1", dither=Image.Dither.NONE)
                image.save(folder / f"扫描_{at + 1:03}.png", dpi=(DPI, DPI))
    return folder


def spoil(folder: Path) -> None:
    """Page 1 at 150 dpi, page 2 without its code, page 3 aslant, and an empty sheet."""
    one, two, three, *_ = sorted(folder.iterdir())
    image = Image.open(one).convert("L")
    image.resize((image.width * 3 // 4, image.height * 3 // 4)).save(one, dpi=(150, 150))
    image = Image.open(two).convert("L")
    ImageDraw.Draw(image).rectangle((0, image.height * 7 // 8, image.width, image.height), 255)
    image.convert("1").save(two, dpi=(DPI, DPI))
    image = Image.open(three).convert("L").rotate(2.6, fillcolor=255)
    image.convert("1", dither=Image.Dither.NONE).save(three, dpi=(DPI, DPI))
    Image.new("1", (1654, 2339), 1).save(folder / "空白.png", dpi=(DPI, DPI))
