"""A scanned page drawn large and upright, for a person to look at."""

import io
from base64 import b64decode, b64encode
from contextlib import closing
from pathlib import Path
from typing import Any

from jbgs_desktop.children import perform
from jbgs_desktop.errors import ScanError
from jbgs_desktop.submission.scan_files import open_scan
from jbgs_desktop.submission.scan_reading import Turn

_SECONDS = 20.0
_MEMORY = 2**31  # bytes
_QUALITY = 85  # of the JPEG that is shown


def page_picture(path: Path, index: int, turn: Turn, longest: int) -> bytes:
    """The page ``index`` of ``path`` as a JPEG of at most ``longest`` pixels, turned clockwise.

    It is decoded in a child with limits. Raises ScanError.
    """
    task = "jbgs_desktop.submission.scan_picture:draw"
    item = [str(path), index, turn, longest]
    for outcome in perform(task, [item], seconds=_SECONDS, memory=_MEMORY):
        if outcome.result and not outcome.result["problem"]:
            return b64decode(outcome.result["picture"])
        if outcome.result:
            raise ScanError(outcome.result["problem"])
    raise ScanError("这一页无法显示，可能已损坏，请重新扫描。")


def draw(item: list[Any]) -> dict[str, str]:
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
