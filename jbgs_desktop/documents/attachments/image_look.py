"""What a picture among the attached files is: the part of :mod:`.inspect_worker` for images."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.documents.attachments.image_metadata import (
    LYING,
    MOST_PIXELS,
    ORIENTATION,
    has_location,
    open_image,
)
from jbgs_desktop.documents.attachments.image_streams import flat, upright
from jbgs_desktop.documents.attachments.long_picture import is_long, pieces_of
from jbgs_desktop.documents.attachments.odd_tiff import UnusualImageError
from jbgs_desktop.documents.attachments.page_worker import drawn_frame, has_pages, upright_mm
from jbgs_desktop.documents.attachments.seen import DAMAGED, TOO_FINE, Seen
from jbgs_desktop.documents.attachments.spreads import gutter_of, is_wide_enough
from jbgs_desktop.documents.page_geometry import PICTURE

if TYPE_CHECKING:
    from PIL import Image

_MOST_DOTS = 300_000_000  # black or white pixels: A0 at 400 dpi, as copiers scan plans
_LOOK_DPI = 50.0  # at which a picture is drawn to see whether it can be
_SECONDS = 2.5  # for looking into the pages of one file
_FLAT = 4  # times as wide as it is high: on a page it is a strip
_LIGHT = 200  # of 255: no paper is darker
_PAPER = 16  # of 255: what differs less over a whole page is the paper's own grey


def look_at_image(path: Path, seen: Seen) -> None:
    """Find out about the picture in ``path``; what is taken can be printed."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit here has a sentence, and a child has a memory limit
    try:
        with open_image(path) as image:
            _look(image, seen)
    except MemoryError:
        raise
    except UnusualImageError as error:
        seen.refuse("unsupported", str(error))
    except Exception:  # Pillow's readers raise whatever a broken file makes them stumble over
        seen.refuse("damaged", DAMAGED)


def shows_only_paper(image: "Image.Image") -> bool:
    """Whether a page drawn small shows nothing but paper."""
    darkest, lightest = image.convert("L").getextrema()
    return float(darkest) > _LIGHT and float(lightest) - float(darkest) < _PAPER  # type: ignore[arg-type]


def _look(image: "Image.Image", seen: Seen) -> None:
    if _is_too_fine(image):  # asked first: the rest unpacks it
        seen.refuse("too-fine", TOO_FINE)
        return
    seen.pixels = _upright_size(image)
    seen.has_location = has_location(image)
    # A phone hides further pictures in its JPEG, a PNG may move; only a TIFF has pages.
    seen.pages = image.n_frames if has_pages(image) else 1  # type: ignore[attr-defined]
    if image.format in ("PNG", "WEBP", "GIF") and getattr(image, "is_animated", False):
        seen.notes.append("这是动图，只印第一幅。")
    if seen.refuse_too_many():
        return
    blank = []
    for number, frame in enumerate(_frames(image, seen.pages), start=1):
        if _is_too_fine(frame):
            seen.refuse("too-fine", TOO_FINE)
            return
        is_wide = is_wide_enough(upright_mm(frame))  # before it is drawn, and then smaller
        drawn, _ = drawn_frame(frame, _LOOK_DPI, PICTURE[2:])
        if shows_only_paper(drawn):
            blank.append(number)
        elif is_wide and shows_only_paper(gutter_of(drawn)):
            seen.spreads.append(number)
    if not has_pages(image):
        _look_at_shape(image, seen)
    seen.note_blank_pages(blank)


def _is_too_fine(image: "Image.Image") -> bool:
    return image.width * image.height > (_MOST_DOTS if image.mode == "1" else MOST_PIXELS)


def _look_at_shape(image: "Image.Image", seen: Seen) -> None:
    width, height = seen.pixels
    if is_long(width, height):
        seen.pages = len(pieces_of(flat(upright(image))))
        if not seen.refuse_too_many():
            seen.notes.append(
                f"这是长截图，会从上到下分成{seen.pages}页印，每页接着上一页，请在预览里核对。"
            )
    elif width > _FLAT * height:
        tall = PICTURE[2] * height / width
        seen.notes.append(
            f"这张图很宽，印在A4上只有{tall:.0f}毫米高，可能看不清，必要时请截成几张再添加。"
        )


def _upright_size(image: "Image.Image") -> tuple[int, int]:
    is_turned = image.getexif().get(ORIENTATION, 1) in LYING
    return (image.height, image.width) if is_turned else image.size


def _frames(image: "Image.Image", count: int) -> "Iterator[Image.Image]":
    last = time.monotonic() + _SECONDS
    for number in range(count):
        if time.monotonic() > last:
            return
        if count > 1:
            image.seek(number)
        yield image
