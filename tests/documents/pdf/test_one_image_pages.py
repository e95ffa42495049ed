"""A page that is one JPEG is taken for the JPEG only where it looks like it."""

import io
from collections.abc import Callable
from contextlib import closing
from random import Random

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments.image_streams import flat
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf.images import PdfPages
from tests.documents.odd_pdfs import OddPdf
from tests.scans.scanner import APPLICATION, CODE, Way, printed, scanned

_RED_TINT = "[/Separation/Spot/DeviceRGB<</FunctionType 2/Domain[0 1]/N 1/C0[1 1 1]/C1[1 0 0]>>]"


def jpeg(mode: str = "L", *, seed: int = 0, dpi: int = 150) -> bytes:
    code = PageCode(APPLICATION, CODE, 1, 3)
    way = Way(dpi=dpi, mode=mode, noise=10, seal=mode == "RGB", skew=1)
    picture = scanned(printed(code, dpi), way, Random(seed), code)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def _as_it_is(pdf: OddPdf) -> None:
    pass


def _under_recognised_words(pdf: OddPdf) -> None:
    font = pdf.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    pdf.resources += f"/Font<</F {font} 0 R>>"
    pdf.after[0] = "BT 3 Tr /F 40 Tf 72 400 Td (recognised) Tj ET"


def _covered_by_a_box(pdf: OddPdf) -> None:
    pdf.after[0] = "0 0.6 0 rg 100 100 60 30 re f"


def _cut_by_a_clip(pdf: OddPdf) -> None:
    pdf.before[0] = "0 0 595 600 re W n"


def _see_through(pdf: OddPdf) -> None:
    pdf.resources += "/ExtGState<</G<</ca 0.2>>>>"
    pdf.before[0] = "/G gs"


def _in_a_hidden_layer(pdf: OddPdf) -> None:
    layer = pdf.add("<</Type/OCG/Name(scan)>>")
    pdf.catalogue += f"/OCProperties<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>"
    pdf.resources += f"/Properties<</L {layer} 0 R>>"
    pdf.before[0], pdf.after[0] = "/OC /L BDC", "EMC"


def _stamped(pdf: OddPdf) -> None:
    pdf.seal()


def _signed(pdf: OddPdf) -> None:
    pdf.seal(kind="/Widget")


def _shown(pdf: OddPdf) -> tuple[bytes | None, bytes | None]:
    """What a scan and what evidence is taken for."""
    with closing(PdfPages(pdf.bytes())) as pages:
        whole = pages.scanned(0).jpeg
        is_shown = whole and pages.shows(0, flat(Image.open(io.BytesIO(whole))))
        return whole if is_shown else None, pages.scan(0)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("change", [_as_it_is, _under_recognised_words])
def test_what_looks_like_its_jpeg_is_passed_on(change: Callable[[OddPdf], None], mode: str) -> None:
    for seed, dpi in enumerate((150, 200, 300)):
        data = jpeg(mode, seed=seed, dpi=dpi)
        pdf = OddPdf([data])
        change(pdf)
        assert _shown(pdf) == (data, data)


@pytest.mark.parametrize(
    "change",
    [
        *(_covered_by_a_box, _cut_by_a_clip, _see_through, _in_a_hidden_layer, _stamped, _signed),
    ],
)
def test_what_is_on_it_is_not_forgotten(change: Callable[[OddPdf], None]) -> None:
    pdf = OddPdf([jpeg()])
    change(pdf)
    assert _shown(pdf) == (None, None)


@pytest.mark.parametrize(
    ("entries", "space"),
    [
        ("/Decode[1 0]", ""),
        ("/Mask[0 100]", ""),
        ("", _RED_TINT),
        ("", "[/Indexed/DeviceRGB 255<" + "00ff00" * 256 + ">]"),
    ],
    ids=["inverted", "colour-key", "spot-colour", "palette"],
)
def test_other_colours_than_those_of_the_jpeg_are_drawn(entries: str, space: str) -> None:
    assert _shown(OddPdf([jpeg()], entries=entries, space=space)) == (None, None)


def test_a_soft_mask_is_drawn() -> None:
    pdf = OddPdf([jpeg()])
    size = "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    mask = pdf.stream(size, b"\x40")
    number = pdf.images[0] - 1
    pdf.objects[number] = pdf.objects[number].replace(b"/Length", b"/SMask %d 0 R/Length" % mask)
    assert _shown(pdf) == (None, None)
