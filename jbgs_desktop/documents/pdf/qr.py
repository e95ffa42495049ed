"""QR codes (ISO/IEC 18004, level M) as SVG, one path each, so that a page of them stays small."""

from functools import lru_cache

import segno


@lru_cache(maxsize=2048)
def svg_of(text: str) -> str:
    """The QR code of ``text`` without a quiet zone; its page leaves four modules free around it."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
    runs = "".join(_runs(y, row) for y, row in enumerate(rows))
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{runs}"/></svg>'
    )


def _runs(y: int, row: bytes) -> str:
    """A rectangle for each run of dark modules in the row."""
    path = ""
    start = None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path += f"M{start} {y}h{x - start}v1h-{x - start}z"
            start = None
    return path
