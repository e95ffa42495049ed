"""Scans that are no picture of one page: two pages side by side, a negative, a mirror image.

Taken for a page they would hide the other, or go onto the stick in a way that nobody can read.
"""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from jbgs_desktop.documents.page_geometry import A4
from jbgs_desktop.scans.page_qr import DetectedQr, code_anywhere, code_in_corner, codes_on
from jbgs_desktop.scans.quality import point

if TYPE_CHECKING:
    from PIL import Image

_LARGER = 1.45  # times A4: more paper than a page with the rim of the glass around it
_ALIKE = 0.7  # of the side of the page's own code: a smaller one is that of a page in a picture
_NEAR, _FAR = 0.12, 0.22  # of a page's height, by which its middle is off the picture's
_DARK = 110  # of 255: no page is that dark on the whole, but its negative is

_RESCAN = "请重新扫描这一页。"
_NEGATIVE = f"这一页黑白颠倒（像底片），请在扫描软件里关闭“反色”“负片”，{_RESCAN}"
_MIRRORED = f"这一页左右颠倒（镜像），请在扫描软件里关闭“镜像”，确认不是从背面透印，{_RESCAN}"
_SEVERAL = (
    "一张图上有第 {} 页，不止一页（A3 扫描或者两页并排），程序不拆分，"
    "请按 A4 一页一页重新扫描，或者用扫描软件拆成单页以后再放进来。"
)


def problem_of_page(image: "Image.Image", code: DetectedQr | None) -> str:
    """Why ``image``, with the ``code`` that was read on it, is no picture of one page, or ""."""
    if code is None:
        return _NEGATIVE if _is_negative(image) else ""
    if _is_mirrored(image, code):
        return _MIRRORED
    millimetres = 25.4 / max(code.dpi, 1.0)
    if image.width * image.height * millimetres**2 > _LARGER * A4[0] * A4[1]:
        least = _ALIKE * code.side
        pages = {each.code.page for each in codes_on(image) if each.side >= least}
        if len(pages) > 1:
            return _SEVERAL.format("、".join(map(str, sorted(pages))))
    return ""


def _is_negative(image: "Image.Image") -> bool:
    from PIL import ImageChops, ImageStat

    small = image.convert("L").reduce(8)
    if min(image.size) < 8 or ImageStat.Stat(small).mean[0] > _DARK:
        return False
    usual = ImageChops.invert(image)
    return (code_in_corner(usual) or code_anywhere(usual)) is not None


def _is_mirrored(image: "Image.Image", code: DetectedQr) -> bool:
    """By where the page would lie: a code reads the same in a mirror, its place does not."""
    first, second, third, fourth = ((image.width - x, y) for x, y in code.corners)
    mirrored = replace(code, corners=(first, fourth, third, second))
    height = A4[1] * code.dpi / 25.4
    return _off(image, mirrored) < _NEAR * height and _off(image, code) > _FAR * height


def _off(image: "Image.Image", code: DetectedQr) -> float:
    """How far the middle of the page is from that of the picture, in pixels."""
    middle = point(code, A4[0] / 2, A4[1] / 2)
    return math.dist(middle, (image.width / 2, image.height / 2))
