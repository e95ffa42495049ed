"""A page is taken for its JPEG without a look at it where nothing in the file could change it."""

import io
from contextlib import closing
from random import Random

import pytest
from PIL import Image

from jbgs_desktop.documents.pdf import images
from jbgs_desktop.documents.pdf.images import PdfPages
from tests.documents.odd_pdfs import ODD, OddPdf


def _jpeg(mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    noise = Image.effect_noise((298, 421), 60)
    (noise if mode == "L" else noise.convert(mode)).save(buffer, "JPEG", **options)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def _seen_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at the page as it is drawn finds that it shows something else."""
    monkeypatch.setattr(images, "is_shown_by", lambda *_: False)


def _passed_on(pdf: bytes, index: int = 0) -> bytes | None:
    with closing(PdfPages(pdf)) as pages:
        jpeg = pages.scan(index)
        if jpeg and (whole := pages.scanned(index).jpeg):
            assert whole == jpeg
            assert pages.shows(index, whole, lambda: Image.open(io.BytesIO(whole)))
        return jpeg


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["plain", "progressive"])
@pytest.mark.parametrize("entries", ["", "/Interpolate true", "/Name/Im0"])
@pytest.mark.parametrize("page", ["", "/Rotate 0", "/CropBox[0 0 595 842]", "/TrimBox[9 9 99 99]"])
def test_a_bare_scan_is_not_drawn(
    mode: str, options: dict[str, object], entries: str, page: str
) -> None:
    data = _jpeg(mode, **options)
    pdf = OddPdf([data], entries=entries)
    pdf.extra[0] = page
    pdf.resources = "/ProcSet[/PDF/ImageC]"
    assert _passed_on(pdf.bytes()) == data


def test_every_page_of_a_pile_is_told_by_itself() -> None:
    pile = [_jpeg(), _jpeg("L"), _jpeg()]
    pdf = OddPdf(pile)
    pdf.after[1] = "0.6 0 0 rg 100 100 60 30 re f"
    assert [_passed_on(pdf.bytes(), at) for at in range(3)] == [pile[0], None, pile[2]]


@pytest.mark.parametrize(
    "kind", ["encrypted", "with_wrong_table", "with_inherited_box", "miscounted"]
)
def test_how_the_file_is_put_together_does_not_matter(kind: str) -> None:
    data = _jpeg()
    assert _passed_on(ODD[kind]([data])) == data


@pytest.mark.parametrize(
    "kind",
    ["stamped", "signed", "signed_without_form", "layered", "with_words_in_no_font", "with_units"],
)
def test_what_lies_upon_it_is_looked_at(kind: str) -> None:
    assert _passed_on(ODD[kind]([_jpeg()])) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "q 100 0 0 100 200 200 cm /I Do Q"),
        ("q 100 0 0 100 200 200 cm /I Do Q", ""),
        ("", "q 90 0 0 90 9 9 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x\nEI Q"),
        ("", "1 0 0 RG 9 w 0 0 m 100 100 l S"),
        ("", "BT 0 Tr /F 40 Tf 72 400 Td (seen) Tj ET"),
        ("BT 7 Tr /F 40 Tf 72 400 Td (cut) Tj ET", ""),
        ("100 100 60 30 re W n", ""),
        ("0.5 0 0 0.5 0 0 cm", ""),
        ("1 0 0 -1 0 842 cm", ""),
        ("1 0 0 1 40 0 cm", ""),
        ("/Stamp <</MCID 0>> BDC", "EMC"),
        ("/G gs", ""),
    ],
)
def test_what_else_is_drawn_is_looked_at(before: str, after: str) -> None:
    pdf = OddPdf([_jpeg()])
    font = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    pdf.resources += f"/Font<</F {font} 0 R>>"
    if "gs" in before:
        pdf.resources += "/ExtGState<</G<</ca 0.2>>>>"
    pdf.before[0], pdf.after[0] = before, after
    assert _passed_on(pdf.bytes()) is None


@pytest.mark.parametrize(
    ("entries", "space"),
    [
        ("/Decode[1 0 1 0 1 0]", ""),
        ("/Decode[0 0.5 0 1 0 1]", ""),
        ("/Mask[0 100 0 100 0 100]", ""),
        ("/Mask {mask} 0 R", ""),
        ("/SMask {mask} 0 R", ""),
        ("/OC {layer} 0 R", ""),
        ("/DecodeParms<</ColorTransform 0>>", ""),
        ("/Alternates[]", ""),
        ("", "/DeviceGray"),
        ("", "/DeviceCMYK"),
        ("", "[/CalRGB<</WhitePoint[0.95 1 1.09]/Gamma[3 3 3]>>]"),
        ("", "[/Indexed/DeviceRGB 255<" + "00ff00" * 256 + ">]"),
    ],
)
def test_what_changes_its_looks_is_looked_at(entries: str, space: str) -> None:
    pdf = OddPdf([_jpeg()], space=space)
    gray = "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    numbers = {"mask": pdf.stream(gray, b"\x40"), "layer": pdf.add("<</Type/OCG/Name(scan)>>")}
    at = pdf.images[0] - 1
    pdf.objects[at] = pdf.objects[at].replace(
        b"/Length", entries.format(**numbers).encode() + b"/Length", 1
    )
    assert _passed_on(pdf.bytes()) is None


@pytest.mark.parametrize(
    "resources",
    [
        "/ExtGState<</G<</TR/Identity>>>>",
        "/ColorSpace<</DefaultRGB[/CalRGB<</WhitePoint[0.95 1 1.09]/Gamma[3 3 3]>>]>>",
        "/Properties<<>>",
        "/Pattern<<>>",
    ],
)
def test_what_could_change_it_is_looked_at(resources: str) -> None:
    pdf = OddPdf([_jpeg()])
    pdf.resources = resources
    assert _passed_on(pdf.bytes()) is None


@pytest.mark.parametrize(
    "page",
    [
        "/Rotate 90",
        "/CropBox[0 0 300 842]",
        "/CropBox[0 5 595 842]",
        "/MediaBox[0 0 700 842]",
        "/Group<</S/Transparency/I true>>",
    ],
)
def test_another_page_than_the_picture_is_looked_at(page: str) -> None:
    pdf = OddPdf([_jpeg()])
    pdf.extra[0] = page
    assert _passed_on(pdf.bytes()) is None


def test_letters_that_are_pictures_are_looked_at() -> None:
    """Words in such a font are seen even when they are set to be invisible."""
    pdf = OddPdf([_jpeg()])
    box = "/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 0/Widths[1]"
    drawn = "/CharProcs<<>>/Encoding<</Differences[]>>"
    font = pdf.add(f"<</Type/Font/Subtype/Type3{box}{drawn}>>")
    pdf.resources += f"/Font<</F {font} 0 R>>"
    pdf.after[0] = "BT 3 Tr /F 40 Tf 72 400 Td (x) Tj ET"
    assert _passed_on(pdf.bytes()) is None


@pytest.mark.parametrize("size", ["/Width 298/Height 420", "/Width 300/Height 421"])
def test_a_jpeg_of_another_size_than_is_told_is_looked_at(size: str) -> None:
    pdf = OddPdf([_jpeg()])
    at = pdf.images[0] - 1
    pdf.objects[at] = pdf.objects[at].replace(b"/Width 298/Height 421", size.encode())
    assert _passed_on(pdf.bytes()) is None


def test_what_is_called_a_jpeg_and_is_none_is_looked_at() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (298, 421)).save(buffer, "PNG")
    with closing(PdfPages(OddPdf([buffer.getvalue()]).bytes())) as pages:
        whole = pages.scanned(0).jpeg
        assert whole
        assert not pages.shows(0, whole, lambda: Image.open(io.BytesIO(whole)))
        assert pages.scan(0) is None


def test_half_a_jpeg_is_looked_at() -> None:
    assert _passed_on(OddPdf([_jpeg()[:-2000]]).bytes()) is None


def test_a_page_that_refers_to_much_else_is_looked_at() -> None:
    """To copy it may take longer than to draw it."""
    pdf = OddPdf([_jpeg(), _jpeg()])
    font = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    much = pdf.stream("", Random(1).randbytes(2**20))
    pdf.resources += f"/Font<</F {font} 0 R/M {much} 0 R>>"
    with closing(PdfPages(pdf.bytes())) as pages:
        assert [pages.scan(0), pages.scan(1)] == [None, None]
