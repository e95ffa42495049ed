"""A scanned page drawn large and upright, for a person to look at."""

import io
from base64 import b64decode, b64encode
from contextlib import closing
from pathlib import Path
from typing import Any

from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import Turn
from jbgs_desktop.scans.image_files import open_scan
from jbgs_desktop.scans.reader import ask_about_page

_QUALITY = 85  # of the JPEG that is shown


def page_picture(path: Path, index: int, turn: Turn, longest: int) -> bytes:
    """The page ``index`` of ``path`` as a JPEG of at most ``longest`` pixels, turned clockwise.

    It is decoded in a child with limits. Raises ScanError.
    """
    answer = ask_about_page("large_picture:draw_scan", [str(path), index, turn, longest])
    return b64decode(answer["picture"])


def draw_scan(item: list[Any]) -> dict[str, str]:
    """What the child does for one page: path, index, turn and longest side."""
    path, index, turn, longest = item
    try:
        with closing(open_scan(Path(path))) as file:
            image = file.picture(index).image
    except ScanError as error:
        return {"problem": str(error), "picture": ""}
    image.thumbnail((longest, longest))
    if turn:
        image = image.rotate(-turn, expand=True)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_QUALITY)
    return {"problem": "", "picture": b64encode(data.getvalue()).decode("ascii")}
