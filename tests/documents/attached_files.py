"""Files as users attach them, good and hostile, made when they are wanted."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

ORIENTATION, GPS = 0x0112, 0x8825


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 400)) -> Image.Image:
    """White, with a red block in the upper left quarter, so that every turn shows."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, size[0] // 2 - 10, size[1] // 2 - 10), fill="red")
    return image.convert(mode)


def saved(folder: Path, name: str, image: Image.Image, **options: object) -> Path:
    path = folder / name
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def photo(folder: Path, name: str = "photo.jpg", orientation: int = 1, **options: object) -> Path:
    """A photo that is taken with a camera held as ``orientation`` tells, in Beijing."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 0.0), 3: "E", 4: (116.0, 23.0, 0.0)})
    return saved(folder, name, picture(), exif=exif, **options)


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842)) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size)
    return writer


def written(path: Path, writer: PdfWriter) -> Path:
    buffer = io.BytesIO()
    writer.write(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def encrypted_pdf(path: Path) -> Path:
    writer = pdf()
    writer.encrypt("geheim", algorithm="RC4-128")
    return written(path, writer)


def script_pdf(path: Path) -> Path:
    writer = pdf()
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return written(path, writer)


def launching_pdf(path: Path) -> Path:
    writer = pdf()
    action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return written(path, writer)


def pdf_with_a_file(path: Path) -> Path:
    writer = pdf()
    writer.add_attachment("virus.exe", b"MZ")
    return written(path, writer)


def sealed(writer: PdfWriter, kind: str) -> PdfWriter:
    """A red block in the middle of the first page, as an annotation of that kind."""
    look = StreamObject()
    look.set_data(b"1 0 0 rg 0 0 100 100 re f")
    box = ArrayObject([NumberObject(side) for side in (0, 0, 100, 100)])
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): box,
        }
    )
    width, height = (int(side) // 2 for side in writer.pages[0].mediabox[2:])
    sides = (width - 50, height - 50, width + 50, height + 50)
    appearance = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject([NumberObject(side) for side in sides]),
            NameObject("/AP"): appearance,
        }
    )
    notes = ArrayObject([writer._add_object(note)])
    writer.pages[0][NameObject("/Annots")] = notes
    if kind == "/Widget":  # as an electronic signature looks
        note.update(
            {NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("s")}
        )
        form = DictionaryObject({NameObject("/Fields"): notes})
        writer.root_object[NameObject("/AcroForm")] = form
    return writer


def plain_pdf(objects: list[bytes]) -> bytes:
    """A PDF with a table of references that is right; object 1 is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )


def pdf_of_many_pages(path: Path, pages: int) -> Path:
    """As many pages as wanted, all the same object."""
    kids = b"3 0 R " * pages
    tree = b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, kids)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    path.write_bytes(plain_pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, page]))
    return path


def pdf_with_a_loop_of_pages(path: Path) -> Path:
    tree = b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"
    path.write_bytes(plain_pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree]))
    return path


def pdf_with_a_loop_of_tables(path: Path) -> Path:
    data = written(path, pdf()).read_bytes()
    at = data.rindex(b"startxref")
    place = data[at:].split()[1]
    path.write_bytes(data.replace(b"trailer\n<<", b"trailer\n<</Prev " + place))
    return path


def pdf_with_an_image(path: Path, width: int, height: int) -> Path:
    """A page with an image that says it is that large."""
    data = zlib.compress(bytes(1000))
    image = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    image += b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
        len(data),
        data,
    )
    content = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        image,
    ]
    path.write_bytes(plain_pdf(objects))
    return path


def lying_sheet(path: Path, letters: float = 9.0, size: tuple[int, int] = (1190, 842)) -> Path:
    """A sheet of A3 across: a red quarter, and a line of ``letters`` points, as a table's are."""
    width, height = size
    words = f"1 0 0 rg 0 {height // 2} {width // 2} {height // 2} re f 0 g "
    words += (
        f"BT /F1 1 Tf {letters} 0 0 {letters} {width // 2 + 20} 200 Tm (Operating income) Tj ET"
    )
    return _one_page(path, size, words.encode())


def spread(path: Path, letters: float = 9.0) -> Path:
    """A sheet of A3 with two pages of A4 beside each other, each with a line of such letters."""
    words = "".join(
        f"BT /F1 1 Tf {letters} 0 0 {letters} {left} 400 Tm (Operating income) Tj ET "
        for left in (80, 675)
    )
    return _one_page(path, (1190, 842), words.encode())


def _one_page(path: Path, size: tuple[int, int], content: bytes) -> Path:
    box = b"[0 0 %d %d]" % size
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources" % box
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%b\nendstream" % (len(content), content),
        font,
    ]
    path.write_bytes(plain_pdf(objects))
    return path


def lying_scan(path: Path) -> Path:
    """The like as a scanner makes it, at 100 dpi."""
    image = Image.new("RGB", (1654, 1169), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 826, 583), fill="red")
    return saved(path.parent, path.name, image, dpi=(100, 100))


def bomb_png(path: Path, width: int = 50_000, height: int = 50_000) -> Path:
    """A few hundred kB that unpack to 2.5 thousand million pixels of one bit."""
    packer = zlib.compressobj(1)
    row = bytes(1 + width // 8)
    rows = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
            for kind, data in chunks
        )
    )
    return path


def bomb_tiff(path: Path) -> Path:
    """A TIFF of a few hundred bytes that says it has 10 thousand million pixels."""
    saved(path.parent, path.name, picture("L", (60, 60)))
    data = bytearray(path.read_bytes())
    at = int.from_bytes(data[4:8], "little")
    for number in range(int.from_bytes(data[at : at + 2], "little")):
        entry = at + 2 + 12 * number
        if int.from_bytes(data[entry : entry + 2], "little") in (256, 257):
            data[entry + 2 : entry + 12] = struct.pack("<HII", 4, 1, 100_000)
    path.write_bytes(data)
    return path


def archive(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        for name in names:
            target.writestr(name, "<x/>")
    return path


def ole2(path: Path, *streams: str) -> Path:
    """The head of an old Office file, and the names of what it holds."""
    names = b"".join(name.encode("utf-16-le") for name in streams)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names)
    return path
