"""Pictures as cameras, scanners, phones and instruments write them."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PIL import Image, ImageCms, ImageDraw

from tests.corpus.corpus_file import CorpusFile
from tests.documents import odd_tiffs
from tests.documents.attached_files import ORIENTATION

_SIZE = (300, 400)


def _saved(format_: str, image: Image.Image, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_, **options)
    return stream.getvalue()


def _busy(mode: str = "RGB", size: tuple[int, int] = _SIZE) -> Image.Image:
    """Something in every quarter, so that a turn, a mirror and a wrong colour show."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    across, down = size[0] // 2, size[1] // 2
    draw.rectangle((10, 10, across - 10, down - 10), fill=(220, 30, 30))
    draw.rectangle((across + 20, 30, size[0] - 40, down - 40), fill=(30, 90, 200))
    draw.rectangle((30, down + 30, across, size[1] - 60), fill=(90, 90, 90))
    draw.ellipse((across + 10, down + 10, size[0] - 60, size[1] - 20), fill=(20, 150, 60))
    return image.convert(mode)


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif


def _file(name: str, make: Callable[[], bytes], **facts: Any) -> CorpusFile:
    return CorpusFile(name, make, **facts)


def _jpegs() -> Iterator[CorpusFile]:
    for orientation in range(1, 9):
        yield _file(
            f"orientation {orientation}.jpg",
            partial(_saved, "JPEG", _busy(), exif=_exif(orientation)),
        )
    for mode in ("L", "RGB", "CMYK"):
        yield _file(f"{mode}.jpg", partial(_saved, "JPEG", _busy(mode)))
        yield _file(
            f"{mode} progressive.jpg",
            partial(_saved, "JPEG", _busy(mode), progressive=True),
        )
    for sampling in (0, 1, 2):
        yield _file(
            f"sampling {sampling}.jpg",
            partial(_saved, "JPEG", _busy(), subsampling=sampling),
        )
    for dpi in (1, 72, 150, 300, 600):
        yield _file(f"{dpi} dpi.jpg", partial(_saved, "JPEG", _busy(), dpi=(dpi, dpi)))


def _odd_jpegs() -> Iterator[CorpusFile]:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    usual = _saved("JPEG", _busy())
    frame = usual.index(b"\xff\xc0")
    yield _file("profile.jpg", lambda: _saved("JPEG", _busy(), icc_profile=profile))
    yield _file("broken profile.jpg", lambda: _saved("JPEG", _busy(), icc_profile=b"x" * 200))
    yield _file("comment.jpg", lambda: _saved("JPEG", _busy(), comment=b"x" * 5000))
    yield _file("restarts.jpg", lambda: _saved("JPEG", _busy(), restart_marker_rows=1))
    yield _file("after the end.jpg", lambda: usual + b"more" * 500)
    yield _file("empty note.jpg", lambda: usual[:2] + b"\xff\xe0\0\2" + usual[20:])
    yield _file(
        "short note.jpg", lambda: usual[:2] + b"\xff\xe0\0\7JFIF\0" + usual[20:], is_compared=False
    )
    yield _file("half.jpg", lambda: usual[: len(usual) // 2], code="damaged")
    yield _file("head.jpg", lambda: usual[:40], code="damaged")
    for marker in (0xC3, 0xC7, 0xCB):
        changed = usual[: frame + 1] + bytes((marker,)) + usual[frame + 2 :]
        yield _file(f"marker {marker:X}.jpg", partial(bytes, changed), code="unsupported")
    of_12 = usual[: frame + 4] + b"\x0c" + usual[frame + 5 :]
    yield _file("12 bits.jpg", lambda: of_12, code="unsupported")
    for size in ((1, 1), (3, 2), (1, 400)):
        shape = Image.new("RGB", size, "red")
        yield _file(f"{size[0]} by {size[1]}.jpg", partial(_saved, "JPEG", shape))


def _pngs() -> Iterator[CorpusFile]:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        yield _file(f"{mode}.png", partial(_saved, "PNG", _busy(mode)))
    yield _file("16 bits.png", lambda: _saved("PNG", _deep()))
    yield _file("dpi.png", lambda: _saved("PNG", _busy(), dpi=(300, 300)))
    yield _file("clear.png", lambda: _saved("PNG", _see_through()))
    yield _file("clear colour.png", lambda: _saved("PNG", _busy("P"), transparency=0))
    moving = {"save_all": True, "append_images": [Image.new("RGB", _SIZE, "blue")]}
    yield _file("moving.png", lambda: _saved("PNG", _busy(), **moving), note="动图")
    yield _file("half.png", lambda: _saved("PNG", _busy())[:600], code="damaged")
    yield _file("long.png", lambda: _saved("PNG", _busy(size=(300, 3000))), pages=2, note="长截图")
    yield _file("wide.png", lambda: _saved("PNG", _busy(size=(3000, 300))), note="很宽")
    yield _file("white.png", lambda: _saved("PNG", Image.new("L", _SIZE, 250)), note="空白页")
    yield _file(
        "fine.png", lambda: _saved("PNG", Image.new("L", (20_000, 11_000), 9)), code="too-fine"
    )
    wrong = {"wrong.jpg": "扩展名是.jpg", "wrong.pdf": "扩展名是.pdf"}
    for name, note in wrong.items():
        yield _file(name, lambda: _saved("PNG", _busy()), note=note)


def _deep() -> Image.Image:
    grey = _busy("L").tobytes()
    return Image.frombytes(
        "I;16", _SIZE, bytes(byte for pair in zip(grey, grey, strict=True) for byte in pair)
    )


def _see_through() -> Image.Image:
    image = _busy("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(_SIZE))
    return image


def _tiffs() -> Iterator[CorpusFile]:
    for name, make in odd_tiffs.WEDGES.items():
        yield _file(f"{name}.tif", make, is_compared=False)
    for mode, packed in (
        *(("1", "group3"), ("1", "group4"), ("1", "tiff_ccitt"), ("1", "packbits")),
        *(("L", "tiff_lzw"), ("RGB", "tiff_lzw"), ("RGB", "tiff_adobe_deflate")),
        *(("RGB", "jpeg"), ("L", "jpeg"), ("RGB", "packbits"), ("P", "tiff_lzw"), ("CMYK", "raw")),
    ):
        yield _file(
            f"{mode} {packed}.tif",
            partial(_saved, "TIFF", _busy(mode), compression=packed),
        )
    for across, down in ((204, 98), (204, 196), (98, 204)):
        yield _file(
            f"fax {across} {down}.tif",
            partial(odd_tiffs.fax, across, down),
            is_compared=False,
        )
    more = {"save_all": True, "append_images": [_busy("L"), _busy("1")]}
    yield _file("three.tif", lambda: _saved("TIFF", _busy(), **more), pages=3)
    yield _file("half.tif", lambda: _saved("TIFF", _busy())[:5000], code="damaged")
    jbig = [(259, 3, [34661])]
    yield _file("jbig.tif", lambda: odd_tiffs.tiff(bytes(99), further=jbig), code="unsupported")


def _others() -> Iterator[CorpusFile]:
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield _file(f"{mode}.bmp", partial(_saved, "BMP", _busy(mode)))
    for name, options in {"lossy": {}, "whole": {"lossless": True}}.items():
        yield _file(f"{name}.webp", partial(_saved, "WEBP", _busy(), **options))
    yield _file("clear.webp", lambda: _saved("WEBP", _see_through(), lossless=True))
    yield _file("half.webp", lambda: _saved("WEBP", _busy())[:300], code="damaged")
    for mode in ("1", "L", "P"):
        yield _file(f"{mode}.gif", partial(_saved, "GIF", _busy(mode)))
    moving = {"save_all": True, "append_images": [Image.new("P", _SIZE, 3)]}
    yield _file("moving.gif", lambda: _saved("GIF", _busy("P"), **moving), note="动图")
    yield _file("half.gif", lambda: _saved("GIF", _busy("P"))[:500], code="damaged")
    for mode in ("L", "RGB", "RGBA"):
        yield _file(f"{mode}.jp2", partial(_saved, "JPEG2000", _busy(mode)))
    yield _file("bare.j2k", lambda: _saved("JPEG2000", _busy(), no_jp2=True))
    yield _file("half.jp2", lambda: _saved("JPEG2000", _busy())[:900], code="damaged")


def pictures() -> Iterator[CorpusFile]:
    for part in (_jpegs, _odd_jpegs, _pngs, _tiffs, _others):
        yield from part()
