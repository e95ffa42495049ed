"""A figure's picture as it is kept and printed: the task of a child of :mod:`.figure_picture`.

8-bit grey or sRGB without alpha, upright, without a word about where it was taken: what Word, a
PDF/A and every printer take alike. Everything here may hang, eat memory or crash on a hostile file.
"""

import base64
import io
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.attachments.image_metadata import (
    FIGURE_FORMATS,
    MOST_PIXELS,
    ORIENTATION,
    bare_jpeg,
    open_image,
)
from jbgs_desktop.documents.attachments.image_streams import flat, in_srgb, upright
from jbgs_desktop.documents.attachments.odd_tiff import UnusualImageError

if TYPE_CHECKING:
    from PIL import Image

LIBRARIES = ("PIL.Image", "PIL.ImageCms")
LONGEST_SIDE = 4000  # pixels; 600 dpi over the width of the text
_QUALITY = 92
_LARGEST_PNG = 12 * 2**20  # bytes; a photograph kept without loss is many times its JPEG
_WHOLE_COLOURS = 0  # of JPEG's subsampling: red lines on white stay sharp
_WIDE_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I")

_DAMAGED = "图片打不开，可能已损坏或没有传完整，请重新导出或重新截图后再添加。"
_TOO_FINE = "图片的像素太多（超过2亿），打开它会占满内存，请缩小后再添加。"
_UNKNOWN = (
    "这不是图片，或者是不能用的格式。能用的有PNG、JPEG、TIFF、BMP和WebP，请另存为其中一种再添加。"
)


def prepare_figure(item: str) -> dict[str, Any]:
    """The picture in the base64 ``item``: its new ``data``, ``kind`` and size, or a ``problem``."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the limit here has a sentence, and a child has a memory limit
    data = base64.b64decode(item)
    notes: list[str] = []
    try:
        with open_image(io.BytesIO(data), FIGURE_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:  # asked first: the rest unpacks it
                return {"problem": _TOO_FINE}
            kind, made, size = _prepared(data, image, notes)
    except MemoryError:
        raise
    except UnusualImageError as error:
        return {"problem": str(error)}
    except UnidentifiedImageError:
        return {"problem": _UNKNOWN}
    except Exception:  # Pillow's readers raise whatever a broken file makes them stumble over
        return {"problem": _DAMAGED}
    text = base64.b64encode(made).decode()
    return {"problem": "", "data": text, "kind": kind, "size": size, "notes": notes}


def identify_figure(item: str) -> dict[str, Any]:
    """What tells the picture in the base64 ``item`` from others, once it is prepared."""
    from PIL import Image

    made = prepare_figure(item)
    if made["problem"]:
        return {"problem": made["problem"]}
    data = base64.b64decode(made["data"])
    with Image.open(io.BytesIO(data)) as image:
        pixels = sha256(repr(image.size).encode() + image.convert("RGB").tobytes()).hexdigest()
    digest = sha256(data).hexdigest()
    return {"problem": "", "digest": digest, "pixels": pixels, "size": made["size"]}


def _prepared(
    data: bytes, image: "Image.Image", notes: list[str]
) -> tuple[str, bytes, tuple[int, int]]:
    is_jpeg = image.format in ("JPEG", "MPO")
    if not is_jpeg and getattr(image, "n_frames", 1) > 1:
        notes.append("图片里有不止一幅，只取第一幅。")
    if is_jpeg and _is_as_kept(image):
        image.load()  # a JPEG that breaks off is told now, not when it is printed
        return "jpeg", bare_jpeg(data), image.size
    whole = f"{image.width} × {image.height}"
    if is_jpeg and max(image.size) > 2 * LONGEST_SIDE:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    made = _flat(upright(in_srgb(image)))
    if max(made.size) > LONGEST_SIDE:
        made.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        notes.append(f"图片太大（{whole} 像素），已缩小到 {made.width} × {made.height} 像素。")
    if not is_jpeg:
        png = encoded_figure(made, "png")
        if len(png) <= _LARGEST_PNG:
            return "png", png, made.size
        notes.append("图片占用的空间太大，已改存为JPEG。")
    return "jpeg", encoded_figure(made, "jpeg"), made.size


def _is_as_kept(image: "Image.Image") -> bool:
    """Whether a JPEG need not be compressed anew, which would blur it."""
    return (
        image.mode in ("L", "RGB")
        and max(image.size) <= LONGEST_SIDE
        and image.getexif().get(ORIENTATION, 1) == 1
        and "icc_profile" not in image.info
    )


def _flat(image: "Image.Image") -> "Image.Image":
    """Grey or RGB; 16 bits a pixel become their upper 8, whatever the darkest and lightest are."""
    if image.mode in _WIDE_MODES and image.format in ("PNG", "TIFF"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    made = flat(image)
    return made if made.mode in ("L", "RGB") else made.convert("L")


def encoded_figure(image: "Image.Image", kind: str) -> bytes:
    """``image`` as the "png" or "jpeg" that is kept of it, without anything it says of itself."""
    buffer = io.BytesIO()
    bare = image.copy()
    bare.info.clear()
    if kind == "jpeg":
        bare.save(buffer, "JPEG", quality=_QUALITY, subsampling=_WHOLE_COLOURS)
    else:
        bare.save(buffer, "PNG")
    return buffer.getvalue()
