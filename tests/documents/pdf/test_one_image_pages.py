"""A page that is one JPEG is taken for the JPEG only where it looks like it."""

import io
from collections.abc import Callable
from contextlib import closing
from random import Random

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments.image_streams import flat
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf import images
from jbgs_desktop.documents.pdf.images import PdfPages
from tests.documents.odd_pdfs import ODD, OddPdf
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


def _as_a_hidden_layer(pdf: OddPdf) -> None:
    layer = pdf.add("<</Type/OCG/Name(scan)>>")
    pdf.catalogue += f"/OCProperties<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>"
    pdf.describe(f"/OC {layer} 0 R")


def _under_another_image(pdf: OddPdf) -> None:
    look = "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    pdf.others = f"/J {pdf.stream(look, bytes(1))} 0 R"
    pdf.after[0] = "q 100 0 0 100 247 371 cm /J Do Q"


def _under_an_inline_image(pdf: OddPdf) -> None:
    pdf.after[0] = "q 100 0 0 100 247 371 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"


def _under_itself(pdf: OddPdf) -> None:
    pdf.after[0] = "q 300 0 0 400 100 100 cm /I Do Q"


def _under_a_form(pdf: OddPdf) -> None:
    form = pdf.stream("/Type/XObject/Subtype/Form/BBox[0 0 300 300]", b"0 0 200 200 re f")
    pdf.others = f"/J {form} 0 R"
    pdf.after[0] = "/J Do"


def _with_other_greys(pdf: OddPdf) -> None:
    function = "<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>"
    pdf.resources += f"/ExtGState<</G<</TR {pdf.add(function)} 0 R>>>>"
    pdf.before[0] = "/G gs"


def _with_another_grey(pdf: OddPdf) -> None:
    pdf.resources += f"/ColorSpace<</DefaultGray {_RED_TINT}>>"


def _turned(pdf: OddPdf) -> None:
    pdf.extra[0] += "/Rotate 180"


def _turned_by_its_tree(pdf: OddPdf) -> None:
    pdf.tree += "/Rotate 90"


def _cropped(pdf: OddPdf) -> None:
    pdf.extra[0] += "/CropBox[0 0 595 421]"


def _mirrored(pdf: OddPdf) -> None:
    pdf.before[0] = "-1 0 0 1 595 0 cm"


def _moved_aside(pdf: OddPdf) -> None:
    pdf.before[0] = "1 0 0 1 -11 0 cm"


def _hidden_behind_an_end(pdf: OddPdf) -> None:
    pdf.after[0] = "\r\nendstream\r\nendobj\r\n 0 0.6 0 rg 100 100 60 30 re f"


def _hidden_behind_another_object(pdf: OddPdf) -> None:
    """A box; a stream that comes later says of every object that it draws the picture only."""
    plain = "<</Length 34>>stream\r\nq 595 0 0 842 0 0 cm /I Do Q      \r\nendstream"
    numbers = range(1, 20)
    fakes = "".join(f"\r\nendobj\r\n{at} 0 obj\r\n{plain}\r\nendobj\r\n" for at in numbers)
    pdf.describe(f"/Metadata {pdf.stream('', fakes.encode())} 0 R")
    pdf.after[0] = "0 0.6 0 rg 100 100 60 30 re f"


def _stamped(pdf: OddPdf) -> None:
    pdf.seal()


def _signed(pdf: OddPdf) -> None:
    pdf.seal(kind="/Widget")


def _shown(pdf: OddPdf) -> tuple[bytes | None, bytes | None]:
    """What a scan and what evidence is taken for."""
    with closing(PdfPages(pdf.bytes())) as pages:
        whole = pages.scanned(0).jpeg
        is_shown = whole and pages.shows(0, whole, lambda: flat(Image.open(io.BytesIO(whole))))
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
        *(_under_another_image, _under_an_inline_image, _under_itself, _under_a_form),
        *(_as_a_hidden_layer, _with_other_greys, _with_another_grey),
        *(_turned, _turned_by_its_tree, _cropped, _mirrored, _moved_aside),
        *(_hidden_behind_an_end, _hidden_behind_another_object),
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
    pdf.describe(f"/SMask {pdf.stream(size, bytes([0x40]))} 0 R")
    assert _shown(pdf) == (None, None)


def test_a_decoding_for_another_number_of_colours_is_drawn() -> None:
    assert _shown(OddPdf([jpeg("RGB")], entries="/Decode[0 1]")) == (None, None)


@pytest.mark.parametrize("name", ["plain", "with_a_gap", "with_inherited_box", "encrypted"])
def test_a_plain_scan_is_known_without_drawing_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = [jpeg("RGB"), jpeg("L")]
    with closing(PdfPages(ODD[name](data))) as pages:
        monkeypatch.delattr(images, "_drawn")
        assert [pages.scan(at) for at in (0, pages.count - 1)] == data


def test_pages_that_share_all_images_are_drawn() -> None:
    """As some makers of PDFs write it: each page refers to all pictures, and draws one."""
    data = [jpeg("RGB", seed=seed) for seed in range(3)]
    pdf = OddPdf(data)
    pdf.others = "".join(f"/I{at} {image} 0 R" for at, image in enumerate(pdf.images))
    with closing(PdfPages(pdf.bytes())) as pages:
        assert [pages.scan(at) for at in range(3)] == data
