"""The pictures of figures: one form from every kind, or a sentence."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture, prepare_figures
from jbgs_desktop.forms.file_kinds import FileKind

_RED = (200, 30, 30)
_PLAIN = Image.new("RGB", (60, 40), _RED)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def wide_grey() -> Image.Image:
    """16 bits a pixel, a third of full white on the right: neither end of the range is in it."""
    image = Image.new("I;16", (40, 20), 65535 // 10)
    image.paste(65535 // 3, (20, 0, 40, 20))
    return image


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(_PLAIN, "JPEG", exif=exif)


def half_blue() -> Image.Image:
    return Image.new("RGBA", (30, 30), (0, 0, 255, 128))


def prepared(data: bytes) -> FigurePicture:
    (made,) = prepare_figures([data])
    assert isinstance(made, FigurePicture), made
    return made


def opened(picture: FigurePicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    assert image.size == (picture.width, picture.height)
    assert {"PNG": FileKind.PNG, "JPEG": FileKind.JPEG}[str(image.format)] is picture.kind
    assert image.mode in ("L", "RGB")
    assert not {"exif", "icc_profile", "transparency", "xmp"} & {*image.info}
    return image


@pytest.mark.parametrize(
    ("data", "place", "colour"),
    [
        pytest.param(encoded(_PLAIN, "PNG"), (30, 20), _RED, id="png"),
        pytest.param(encoded(_PLAIN, "BMP"), (30, 20), _RED, id="bmp"),
        pytest.param(encoded(_PLAIN, "WEBP", lossless=True), (30, 20), _RED, id="webp"),
        pytest.param(encoded(_PLAIN, "TIFF"), (30, 20), _RED, id="tiff"),
        pytest.param(encoded(_PLAIN.convert("CMYK"), "JPEG"), (30, 20), _RED, id="cmyk-jpeg"),
        pytest.param(encoded(_PLAIN.convert("CMYK"), "TIFF"), (30, 20), _RED, id="cmyk-tiff"),
        pytest.param(encoded(half_blue(), "PNG"), (9, 9), (127, 127, 255), id="alpha-on-white"),
        pytest.param(encoded(wide_grey(), "PNG"), (30, 9), 85, id="16-bit-png"),
        pytest.param(encoded(wide_grey(), "TIFF"), (30, 9), 85, id="16-bit-tiff"),
        pytest.param(encoded(Image.new("1", (9, 9), 1), "PNG"), (5, 5), 255, id="1-bit"),
        pytest.param(turned(), (20, 30), _RED, id="turned"),
    ],
)
def test_every_kind_comes_out_in_one_form_and_in_its_colours(
    data: bytes, place: tuple[int, int], colour: Any
) -> None:
    got = opened(prepared(data)).getpixel(place)
    pairs = zip(got, colour, strict=True) if isinstance(got, tuple) else [(got, colour)]
    assert all(abs(one - other) <= 3 for one, other in pairs), got


def test_a_palette_with_a_clear_colour_is_white_there() -> None:
    image = Image.new("P", (20, 20), 0)
    image.putpalette([10, 20, 30, *_RED])
    image.paste(1, (10, 0, 20, 20))
    made = opened(prepared(encoded(image, "PNG", transparency=0)))
    assert (made.getpixel((2, 2)), made.getpixel((15, 2))) == ((255, 255, 255), _RED)


def test_a_jpeg_that_is_as_it_should_be_is_not_compressed_anew() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((90, 60), 80)] * 3)
    data = encoded(noise, "JPEG", quality=70, comment=b"secret place")
    made = prepared(data)
    assert opened(made).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert b"secret" not in made.data


def test_a_photograph_stands_upright_and_says_nothing_of_its_place() -> None:
    made = prepared(turned())
    assert (made.width, made.height) == (40, 60)
    assert b"Exif" not in made.data


def test_a_picture_in_other_colours_is_brought_to_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    data = encoded(Image.new("LAB", (8, 8), (138, 128, 128)), "TIFF", icc_profile=lab.tobytes())
    pixel = opened(prepared(data)).getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert max(pixel) - min(pixel) <= 6
    assert abs(pixel[0] - 129) <= 8


def test_a_large_picture_is_made_smaller_and_that_is_told() -> None:
    made = prepared(encoded(Image.new("RGB", (10_000, 5_000), _RED), "PNG"))
    assert (made.width, made.height) == (4000, 2000)
    assert made.notes == ("图片太大（10000 × 5000 像素），已缩小到 4000 × 2000 像素。",)


_NOISE = Image.effect_noise((300, 300), 90)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "0字节", id="empty"),
        pytest.param(b"%PDF-1.7 nothing", "不是图片", id="pdf"),
        pytest.param(encoded(_PLAIN, "GIF"), "PNG、JPEG、TIFF、BMP和WebP", id="gif"),
        pytest.param(encoded(_NOISE, "JPEG")[:5000], "已损坏", id="broken-jpeg"),
        pytest.param(encoded(_NOISE, "PNG")[:5000], "已损坏", id="broken-png"),
        pytest.param(encoded(Image.new("1", (20_000, 20_000)), "PNG"), "像素太多", id="bomb"),
    ],
)
def test_what_cannot_be_a_figure_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    good = encoded(_PLAIN, "PNG")
    refused, after = prepare_figures([data, good])
    assert isinstance(refused, str)
    assert words in refused
    assert isinstance(after, FigurePicture)


def test_it_stops_when_it_is_cancelled() -> None:
    assert prepare_figures([encoded(_PLAIN, "PNG")] * 2, cancelled=lambda: True) == []
