"""PDFs of scanned pages as real programs leave them: sealed, layered, broken in their structure.

Each maker takes JPEGs of pages and gives the bytes of a PDF that shows them in this order, unless
it says otherwise. A seal is a red square of 100 points in the middle of the first page.
"""

import io
from collections.abc import Callable, Sequence

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.documents import attached_files as make

_SEAL = b"1 0 0 rg 0 0 100 100 re f"
_BOX = "[247 371 347 471]"


class OddPdf:
    """A PDF object by object; ``entries`` are further ones of each image, ``space`` its colours."""

    def __init__(self, jpegs: Sequence[bytes], *, entries: str = "", space: str = "") -> None:
        self.objects: list[bytes] = [b"", b""]  # catalogue and pages
        self.catalogue = "/Type/Catalog/Pages 2 0 R"
        self.extra = [""] * len(jpegs)  # further entries of each page
        self.before = [""] * len(jpegs)  # drawn before and after each picture
        self.after = [""] * len(jpegs)
        self.resources = ""
        self.others = ""  # XObjects beside the picture
        self.tree = ""
        self.kids: list[str] | None = None
        self.images = [self._image(jpeg, entries, space) for jpeg in jpegs]

    def add(self, content: str | bytes) -> int:
        self.objects.append(content.encode("latin-1") if isinstance(content, str) else content)
        return len(self.objects)

    def stream(self, entries: str, data: bytes) -> int:
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode()
        return self.add(head + data + b"\nendstream")

    def _image(self, jpeg: bytes, entries: str, space: str) -> int:
        with Image.open(io.BytesIO(jpeg)) as image:
            space = space or ("/DeviceGray" if image.mode == "L" else "/DeviceRGB")
            size = f"/Width {image.width}/Height {image.height}"
        kind = f"/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace{space}/Filter/DCTDecode"
        return self.stream(kind + size + entries, jpeg)

    def describe(self, entries: str) -> None:
        """Give the first image further ``entries``."""
        at = self.images[0] - 1
        self.objects[at] = self.objects[at].replace(b"/Length", entries.encode() + b"/Length", 1)

    def seal(self, *, kind: str = "/Stamp", with_form: bool = True) -> None:
        """The seal as an annotation upon the first page."""
        look = self.stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]", _SEAL)
        field = "/FT/Sig/T(seal)" if kind == "/Widget" else ""
        note = self.add(f"<</Type/Annot/Subtype{kind}{field}/F 4/Rect{_BOX}/AP<</N {look} 0 R>>>>")
        self.extra[0] += f"/Annots[{note} 0 R]"
        if kind == "/Widget" and with_form:
            self.catalogue += f"/AcroForm<</SigFlags 3/Fields[{note} 0 R]>>"

    def layer(self, *, shown: bool) -> None:
        """The seal in the content of the first page, in a layer."""
        layer = self.add("<</Type/OCG/Name(seal)>>")
        state = "ON" if shown else "OFF"
        order = f"/OCGs[{layer} 0 R]/D<</{state}[{layer} 0 R]/Order[{layer} 0 R]>>"
        self.catalogue += f"/OCProperties<<{order}>>"
        self.resources += f"/Properties<</L {layer} 0 R>>"
        self.after[0] += "/OC /L BDC q 1 0 0 rg 247 371 100 100 re f Q EMC"

    def bytes(self) -> bytes:
        kids = []
        for at, image in enumerate(self.images):
            draw = f"{self.before[at]} q 595 0 0 842 0 0 cm /I Do Q {self.after[at]}"
            content = self.stream("", draw.encode())
            own = f"/Resources<</XObject<</I {image} 0 R{self.others}>>{self.resources}>>"
            box = "" if "/MediaBox" in self.tree + self.extra[at] else "/MediaBox[0 0 595 842]"
            page = self.add(
                f"<</Type/Page/Parent 2 0 R/Contents {content} 0 R{own}{box}{self.extra[at]}>>"
            )
            kids.append(f"{page} 0 R")
        shown = kids if self.kids is None else [each.format(*kids) for each in self.kids]
        count = "" if "/Count" in self.tree else f"/Count {len(shown)}"
        self.objects[0] = f"<<{self.catalogue}>>".encode()
        self.objects[1] = f"<</Type/Pages/Kids[{' '.join(shown)}]{count}{self.tree}>>".encode()
        return make.plain_pdf(self.objects)


def plain(jpegs: Sequence[bytes]) -> OddPdf:
    return OddPdf(jpegs)


def stamped(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.seal()
    return pdf


def signed(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.seal(kind="/Widget")
    return pdf


def signed_without_form(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.seal(kind="/Widget", with_form=False)
    return pdf


def layered(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.layer(shown=True)
    return pdf


def with_hidden_layer(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.layer(shown=False)
    return pdf


def with_words_in_no_font(jpegs: Sequence[bytes]) -> OddPdf:
    """Words upon the first page in a font that only some computers have."""
    pdf = OddPdf(jpegs)
    font = pdf.add("<</Type/Font/Subtype/TrueType/BaseFont/NoSuchFont/Encoding/WinAnsiEncoding>>")
    pdf.resources += f"/Font<</F {font} 0 R>>"
    pdf.after[0] = "BT /F 40 Tf 72 300 Td (seen by all) Tj ET"
    return pdf


def with_a_gap(jpegs: Sequence[bytes]) -> OddPdf:
    """An entry among the pages that leads nowhere."""
    pdf = OddPdf(jpegs)
    kids = [f"{{{at}}}" for at in range(len(jpegs))]
    pdf.kids = [*kids[:1], "9999 0 R", *kids[1:]]
    return pdf


def without_turn(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.extra[-1] += "/Rotate null"
    return pdf


def turned(jpegs: Sequence[bytes]) -> OddPdf:
    """All pages upside down, by an entry above them."""
    pdf = OddPdf(jpegs)
    pdf.tree = "/Rotate 180"
    return pdf


def miscounted(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.tree = f"/Count {len(jpegs) + 3}"
    return pdf


def with_inherited_box(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.tree = "/MediaBox[0 0 595 842]"
    return pdf


def with_units(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.extra[0] += "/UserUnit 2"
    return pdf


def with_a_box_turned_round(jpegs: Sequence[bytes]) -> OddPdf:
    pdf = OddPdf(jpegs)
    pdf.extra[0] += "/MediaBox[595 842 0 0]/CropBox[-50 -50 900 900]"
    return pdf


def encrypted(jpegs: Sequence[bytes]) -> bytes:
    """Locked against editing only, as many office copiers do, with an empty password."""
    writer = PdfWriter(PdfReader(io.BytesIO(OddPdf(jpegs).bytes())))
    writer.encrypt("", "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    writer.close()
    return buffer.getvalue()


def without_table(jpegs: Sequence[bytes]) -> bytes:
    """What says where the pages are is gone, as where a copy broke off: in ODD it is not."""
    data = OddPdf(jpegs).bytes()
    return data[: data.rindex(b"xref\n0 ")]


def with_wrong_table(jpegs: Sequence[bytes]) -> bytes:
    data = OddPdf(jpegs).bytes()
    at = data.rindex(b"startxref")
    return data[:at] + b"startxref\n7\n%%EOF\n"


def _whole(maker: Callable[[Sequence[bytes]], OddPdf]) -> Callable[[Sequence[bytes]], bytes]:
    return lambda jpegs: maker(jpegs).bytes()


# Name -> the maker; those in SEALED show the seal, no other does.
ODD: dict[str, Callable[[Sequence[bytes]], bytes]] = {
    maker.__name__: _whole(maker)
    for maker in (
        *(
            plain,
            stamped,
            signed,
            signed_without_form,
            layered,
            with_hidden_layer,
            with_a_gap,
            with_words_in_no_font,
        ),
        *(without_turn, turned, miscounted, with_inherited_box, with_units),
        with_a_box_turned_round,
    )
} | {maker.__name__: maker for maker in (encrypted, with_wrong_table)}
SEALED = ("stamped", "signed", "signed_without_form", "layered")
