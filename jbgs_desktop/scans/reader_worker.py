"""What a child does with a scan: open a file, read a page. Its answers are plain JSON."""

import io
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.errors import ScanError
from jbgs_desktop.scans.image_files import ScanFile, count_scans, open_scan
from jbgs_desktop.scans.odd_pages import problem_of_page
from jbgs_desktop.scans.page_qr import DetectedQr, code_anywhere, code_in_corner
from jbgs_desktop.scans.quality import dpi_of, faults_of, is_blank_page

if TYPE_CHECKING:
    from PIL import Image

_PICTURE = 320  # pixels of the longer side of the small picture


def open_scans(path: str) -> dict[str, Any]:
    """How many pages the file has, or the problem with it."""
    try:
        return {"count": count_scans(Path(path)), "problem": ""}
    except ScanError as error:
        return {"count": 0, "problem": f"无法读取“{Path(path).name}”：{error}"}


def read_page(place: tuple[str, int]) -> dict[str, Any]:
    """The page ``index`` of a file: its code and everything that FoundPage says."""
    path, index = place
    try:
        picture = _file(path).picture(index)
    except ScanError as error:
        return {"problem": str(error)}
    image, stated = picture.image, picture.dpi
    code = code_in_corner(image)
    # Half the pages of a pile scanned on both sides may be blank, and searching those is slow.
    if code is None and not is_blank_page(image):
        code = code_anywhere(image)
    if problem := problem_of_page(image, code):
        return {"problem": problem}
    dpi = dpi_of(image, stated, code)
    return {
        "problem": "",
        "code": str(code.code) if code else "",
        "turn": code.turn if code else 0,
        "corners": code.corners if code else None,
        "dpi": dpi,
        "faults": faults_of(image, dpi, stated, code),
        "width": image.width,
        "height": image.height,
        "picture": b64encode(_small(image, code)).decode(),
    }


@lru_cache(maxsize=1)
def _file(path: str) -> ScanFile:
    return open_scan(Path(path))


def _small(image: "Image.Image", code: DetectedQr | None) -> bytes:
    small = image.reduce(max(1, max(image.size) // _PICTURE))
    buffer = io.BytesIO()
    small.rotate(-(code.turn if code else 0), expand=True).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
