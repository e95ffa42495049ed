"""Image files as the streams that a PDF can hold, without recompressing where that is possible."""

import io
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.documents.attachments.image_metadata import ORIENTATION, bare_jpeg, open_image
from jbgs_desktop.forms.file_kinds import PNG_HEAD

if TYPE_CHECKING:
    from PIL import Image

_A4 = (210 / 25.4, 297 / 25.4)  # inches
_SCREEN = 100  # dots an inch: what is less is the word of a camera or a screen, not of a scanner
_COARSEST, _FINEST = 72, 2400
_NOISE = 4  # pixels over which the noise of a scanner evens out, and a seal does not
_COLOURED = 16  # of 255: less is a scanner's grey
# Tags of a TIFF.
_COMPRESSION, _PHOTOMETRIC, _FILL_ORDER, _STRIPS, _ROWS, _LENGTHS = 259, 262, 266, 273, 278, 279
_COLOUR_MAP, _SAMPLE_FORMAT = 320, 339
_GROUP_4 = 4  # a compression
_TURNS = {3: 180, 6: 90, 8: 270}  # EXIF orientation: degrees clockwise
_PNG_SPACES = {0: "DeviceGray", 2: "DeviceRGB", 3: "Indexed"}
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1}


@dataclass(frozen=True, slots=True)
class ImageStream:
    """An image as a PDF holds it (ISO 32000-1, 7.4 and 8.9).

    ``space`` is DeviceGray, DeviceRGB, DeviceCMYK or Indexed (then with ``palette``, RGB);
    ``width`` and ``height`` are in pixels, ``inches`` in inches; ``turn`` is what stands it
    upright, in degrees clockwise; ``inverted`` when 0 stands for full ink.
    """

    width: int
    height: int
    space: str
    bits: int
    filter: str
    data: bytes
    inches: tuple[float, float]
    parameters: tuple[tuple[str, int], ...] = ()
    palette: bytes = b""
    turn: int = 0
    inverted: bool = False


def image_stream(source: Path | bytes, frame: int = 0) -> ImageStream:
    """The image of ``source``: JPEG, or a PNG without transparency, as it is; others lossless.

    ``frame`` counts the pages of a TIFF from 0. The size comes from what the file says, or else it
    is that which fills A4. Raises OSError, ValueError and what Pillow raises for a broken image.
    """
    with open_image(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
        image.seek(frame)
        if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB", "CMYK"):
            if (turn := _turn(image)) is not None:
                return _jpeg(bare_jpeg(_bytes_of(source)), image, turn)
        elif image.format == "PNG" or (image.format == "TIFF" and image.mode == "1" and not frame):
            as_it_is = _png if image.format == "PNG" else _faxed
            if stream := as_it_is(_bytes_of(source), image):
                return stream
        return _lossless(image)


def _bytes_of(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _turn(image: "Image.Image") -> int | None:
    """What stands a photo upright, in degrees clockwise; None when it is a mirror image."""
    orientation = image.getexif().get(ORIENTATION, 1)
    return None if orientation in (2, 4, 5, 7) else _TURNS.get(orientation, 0)


def inches_of(image: "Image.Image") -> tuple[float, float]:
    """The printed size: by what a scanner left in the file, or as fills A4."""
    stated = image.info.get("dpi", (0, 0))
    across, down = float(stated[0]), float(stated[1])
    # A fax has 204 dots across and 98 down.
    is_scanner = max(across, down) >= _SCREEN and min(across, down) >= _COARSEST
    if is_scanner and max(across, down) <= _FINEST:
        return image.width / across, image.height / down
    page = _A4 if image.height >= image.width else _A4[::-1]
    scale = min(page[0] / image.width, page[1] / image.height)
    return image.width * scale, image.height * scale


def _jpeg(data: bytes, image: "Image.Image", turn: int) -> ImageStream:
    spaces = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
    return ImageStream(
        image.width,
        image.height,
        spaces[image.mode],
        8,
        "DCTDecode",
        data,
        inches_of(image),
        turn=turn,
        # Adobe's programs write ink the other way round, and only they leave this mark.
        inverted=image.mode == "CMYK" and "adobe" in image.info,
    )


def _png(data: bytes, image: "Image.Image") -> ImageStream | None:
    """The compressed rows of a PNG, which a PDF reads as they are; None when it does not."""
    bits, kind, interlaced = data[24], data[25], data[28]
    if interlaced or bits > 8 or kind not in _PNG_SPACES or "transparency" in image.info:
        return None
    if _turn(image) != 0:
        return None
    chunks = _png_chunks(data)
    return ImageStream(
        image.width,
        image.height,
        _PNG_SPACES[kind],
        bits,
        "FlateDecode",
        chunks[b"IDAT"],
        inches_of(image),
        (
            ("Predictor", 15),
            ("Colors", _PNG_CHANNELS[kind]),
            ("BitsPerComponent", bits),
            ("Columns", image.width),
        ),
        chunks.get(b"PLTE", b""),
    )


def _png_chunks(data: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    at = len(PNG_HEAD)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        chunks[kind] = chunks.get(kind, b"") + data[at + 8 : at + 8 + length]
        at += length + 12
    return chunks


def _lossless(image: "Image.Image") -> ImageStream:
    inches = inches_of(image)
    turned = upright(image)
    if turned.size != image.size:
        inches = inches[::-1]
    flattened = flat(turned)
    if flattened.mode == "1":
        return _fax(flattened, inches)
    space = "DeviceGray" if flattened.mode == "L" else "DeviceRGB"
    data = zlib.compress(flattened.tobytes())
    return ImageStream(*flattened.size, space, 8, "FlateDecode", data, inches)


def in_one_bit(image: "Image.Image") -> bytes:
    """A black and white ``image`` as a TIFF that a PDF takes as it is."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4", tiffinfo={_ROWS: image.height})
    return buffer.getvalue()


def _fax(image: "Image.Image", inches: tuple[float, float]) -> ImageStream:
    from PIL import Image

    data = in_one_bit(image)
    with Image.open(io.BytesIO(data)) as written:
        stream = _faxed(data, written)
    assert stream is not None  # it is what was just written
    return replace(stream, inches=inches)


def _faxed(data: bytes, image: "Image.Image") -> ImageStream | None:
    """The bits of a TIFF of one strip as they are compressed; None where a PDF has other ways."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    is_usual = (tags.get(_COMPRESSION), tags.get(_FILL_ORDER, 1)) == (_GROUP_4, 1)
    is_whole = len(tags.get(_STRIPS, ())) == 1 and tags.get(_PHOTOMETRIC) in (0, 1)
    if not (is_usual and is_whole) or _turn(image) != 0:
        return None
    start, length = tags[_STRIPS][0], tags[_LENGTHS][0]
    black_is_1 = ("BlackIs1", tags[_PHOTOMETRIC])  # 1: the value 0 is black
    parameters = (("K", -1), ("Columns", image.width), ("Rows", image.height), black_is_1)
    bits = data[start : start + length]
    return ImageStream(
        *image.size, "DeviceGray", 1, "CCITTFaxDecode", bits, inches_of(image), parameters
    )


def upright(image: "Image.Image") -> "Image.Image":
    """``image`` the way its EXIF orientation says it is looked at."""
    from PIL import ImageOps

    if image.getexif().get(ORIENTATION, 1) == 1:
        return image
    return ImageOps.exif_transpose(image)


def flat(image: "Image.Image") -> "Image.Image":
    """``image`` as black and white, grey or RGB, without transparency: what shines through is
    white as paper is."""
    from PIL import Image

    _mend_palette(image)
    if image.mode in ("1", "L", "RGB"):
        if "transparency" not in image.info:
            return image
    elif image.mode.startswith("I;16"):
        # In either order of its bytes; Pillow counts with one of them only.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in ("I", "F"):
        low, high = image.getextrema()
        if image.mode == "I" and float(low) < 0 and _is_unsigned(image):  # type: ignore[arg-type]
            return Image.frombuffer("L", image.size, image.tobytes()[3::4], "raw", "L", 0, 1)
        span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        return image.point(lambda value: (value - low) * (255 / span)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        page = Image.new("RGBA", image.size, "white")
        page.alpha_composite(image.convert("RGBA"))
        return page.convert("RGB")
    return image.convert("RGB")


def _is_unsigned(image: "Image.Image") -> bool:
    """Whether a TIFF has numbers without a sign, which Pillow reads as if they had one."""
    return 1 in getattr(image, "tag_v2", {}).get(_SAMPLE_FORMAT, ())


def _mend_palette(image: "Image.Image") -> None:
    """Some programs write the colours of a TIFF in 8 bits of 16 (TIFF 6.0, ColorMap): black."""
    colours = getattr(image, "tag_v2", {}).get(_COLOUR_MAP, ())
    if image.mode == "P" and colours and max(colours) < 2**8:
        third = len(colours) // 3
        planes = zip(*(colours[third * at : third * (at + 1)] for at in range(3)), strict=True)
        image.putpalette([value for colour in planes for value in colour])


def in_srgb(image: "Image.Image") -> "Image.Image":
    """``image`` as sRGB, where it says that its colours are of another kind."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "LAB"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return made or image
    return image


def grey_if_it_is(image: "Image.Image") -> "Image.Image":
    """An RGB ``image`` as grey when nothing in it is seen as a colour."""
    from PIL import ImageChops

    if image.mode != "RGB":
        return image
    red, green, blue = (image.reduce(_NOISE) if min(image.size) > _NOISE else image).split()
    pairs = ((red, green), (green, blue), (red, blue))
    differences = (ImageChops.difference(*pair).getextrema()[1] for pair in pairs)
    has_colour = any(float(most) > _COLOURED for most in differences)  # type: ignore[arg-type]
    return image if has_colour else image.convert("L")
