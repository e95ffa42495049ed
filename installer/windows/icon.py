"""Draws the program's icon for Windows: `python icon.py program.svg jbgs.ico`."""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels, as the Explorer asks for them


def make_icon(drawing: Path, target: Path) -> None:
    """Write ``target`` with ``drawing`` in each of the usual sizes, drawn anew and not scaled."""
    pictures = [_picture(drawing, size) for size in _SIZES]
    shapes = [picture.size for picture in pictures]
    pictures[-1].save(target, format="ICO", sizes=shapes, append_images=pictures[:-1])


def _picture(drawing: Path, size: int) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return Image.open(io.BytesIO(buffer.data().data()))


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    make_icon(Path(sys.argv[1]), target)
