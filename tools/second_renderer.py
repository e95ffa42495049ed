"""What another program shows of an attached file, and how far that is from what is printed.

poppler's pdftoppm for PDF files, Pillow alone for pictures.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

WRONG = 40  # of 255: a square in which two pictures differ so much does not show the same
_DPI = 40
_SIDE = 240  # pixels of the longer side at which two pictures are compared
_BLOCK = 8  # pixels: about 10 mm of a page


def second_opinions(file: Path, kind: str, pages: int) -> list[Image.Image]:
    """The pages of ``file`` as another program shows them, fewer where it does not.

    A picture that is printed on several pages is given whole, as one.
    """
    return _pdf_pages(file, pages) if kind == "pdf" else _frames(file, kind, pages)


def difference(printed: Image.Image, other: Image.Image) -> int:
    """The largest difference of a square, 0 to 255."""
    scale = _SIDE / max(printed.size)
    size = max(1, round(printed.width * scale)), max(1, round(printed.height * scale))
    pair = [
        image.convert("RGB").resize(size, Image.Resampling.BOX).reduce(min(_BLOCK, *size))
        for image in (printed, other)
    ]
    bands = ImageChops.difference(*pair).getextrema()
    return max(int(most) for _, most in bands)  # type: ignore[misc]


def _pdf_pages(file: Path, pages: int) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-cropbox", "-r", str(_DPI), "-l", str(pages), str(file)]
        made = subprocess.run(
            [*command, f"{folder}/page"], capture_output=True, timeout=60, check=False
        )
        if made.returncode:
            return []
        return [_loaded(each) for each in sorted(Path(folder).glob("page-*"))]


def _loaded(file: Path) -> Image.Image:
    with Image.open(file) as image:
        image.load()
        return image


def _frames(file: Path, kind: str, pages: int) -> list[Image.Image]:
    frames = []
    with Image.open(file) as image:
        for number in range(pages if kind == "tiff" and getattr(image, "n_frames", 1) > 1 else 1):
            if number:
                image.seek(number)
            frames.append(_on_white(ImageOps.exif_transpose(image)))
    return frames


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 257).convert("L")
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return page
