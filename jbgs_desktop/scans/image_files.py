"""Files of scanned pages opened: PDF, JPEG, PNG and TIFF, page by page as pictures.

Every picture stands as any viewer shows it, so a PDF's or a camera's word on turning is obeyed.
"""

import io
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from jbgs_desktop.documents.attachments.image_metadata import SCAN_FORMATS, open_image
from jbgs_desktop.documents.attachments.image_streams import flat, upright
from jbgs_desktop.documents.attachments.odd_tiff import UnusualImageError
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import DocumentError, ScanError
from jbgs_desktop.forms.file_kinds import HEAD, FileKind, kind_of

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 80_000_000  # A4 at 800 dpi
_LARGEST = 2**30  # bytes of one file
_MOST_PAGES = 5000
_SCANNERS = range(72, 2401)  # dots an inch that a scanner may tell of itself
_PLAIN_DPI = 200  # for a page without an image, which is drawn at any resolution
_LEAST_DPI, _MOST_DPI = 72, 600
_BAD_DATA = (OSError, ValueError, EOFError, SyntaxError, KeyError, IndexError, TypeError)


@dataclass(frozen=True, slots=True)
class ScanPicture:
    """A page as a picture in grey or RGB; ``dpi`` is what its file says, 0 when it says nothing."""

    image: "Image.Image"
    dpi: int


class ScanFile(Protocol):
    """An open file of scans; to be closed."""

    @property
    def count(self) -> int: ...

    def picture(self, index: int) -> ScanPicture:
        """The page ``index``, from 0. Raises ScanError."""

    def close(self) -> None: ...


def open_scan(source: Path | bytes) -> ScanFile:
    """The scans in ``source``. Raises ScanError with a sentence that says what to do."""
    try:
        kind, size = _kind(source)
    except OSError as error:
        raise ScanError("文件无法打开，请检查它是否还在，存储设备是否已拔出。") from error
    if not size:
        raise ScanError("文件是空的，请重新扫描，或等扫描仪保存完再添加。")
    if size > _LARGEST:
        raise ScanError("文件超过 1 GB，请分成几个文件，或用 200 至 300 dpi 重新扫描。")
    if kind is FileKind.PDF:
        return _checked(_Pdf(source))
    if kind in (FileKind.JPEG, FileKind.PNG, FileKind.TIFF):
        return _checked(_Picture(source))
    raise ScanError("这不是扫描件，请添加 PDF、JPEG、PNG 或 TIFF 文件。")


def _kind(source: Path | bytes) -> tuple[FileKind, int]:
    if isinstance(source, bytes):
        return kind_of(source), len(source)
    if not source.is_file():
        raise FileNotFoundError(source)
    with source.open("rb") as file:
        return kind_of(file.read(HEAD)), source.stat().st_size


def _checked(file: ScanFile) -> ScanFile:
    if 0 < file.count <= _MOST_PAGES:
        return file
    count = file.count
    file.close()
    raise ScanError(
        f"文件超过 {_MOST_PAGES} 页，请检查是否选错了文件。" if count else "文件里没有页面。"
    )


class _Pdf:
    def __init__(self, source: Path | bytes) -> None:
        try:
            self._pages = PdfPages(source)
        except DocumentError as error:
            raise ScanError(
                "PDF打不开，可能已损坏或者加了密码，请去掉密码或重新扫描后再添加。"
            ) from error
        self.count = self._pages.count

    def picture(self, index: int) -> ScanPicture:
        try:
            scanned = self._pages.scanned(index)
            if scanned.jpeg is not None:
                image = _plain(_opened(io.BytesIO(scanned.jpeg)))
                if self._pages.shows(index, scanned.jpeg, lambda: image):
                    return ScanPicture(image, round(scanned.dpi))
            dpi = min(max(scanned.dpi or _PLAIN_DPI, _LEAST_DPI), _MOST_DPI)
            width, height = self._pages.size(index)
            _require_decodable(round(width * dpi / 25.4), round(height * dpi / 25.4))
            return ScanPicture(self._drawn(index, dpi), round(scanned.dpi))
        except DocumentError as error:
            raise ScanError("这一页无法显示，可能已损坏，请重新扫描。") from error

    def _drawn(self, index: int, dpi: float) -> "Image.Image":
        from PIL import Image

        drawn = self._pages.image(index, dpi)
        return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.rgb, "raw", "RGB", 0, 1)

    def close(self) -> None:
        self._pages.close()


class _Picture:
    _is_taken = False

    def __init__(self, source: Path | bytes) -> None:
        self._image = _opened(source if isinstance(source, Path) else io.BytesIO(source))
        try:
            self.count: int = getattr(self._image, "n_frames", 1)
        except _BAD_DATA as error:
            raise _broken() from error

    def picture(self, index: int) -> ScanPicture:
        try:
            if self.count > 1:
                self._image.seek(index)
            dpi = _stated_dpi(self._image)
            image = upright(_plain(self._image))
            if image is self._image:
                # It must outlast the file, and the seeking to another page of it. The only page,
                # which is all in memory by now, is handed over: a copy takes as long as a search.
                if self.count > 1:
                    image = image.copy()
                else:
                    self._is_taken = True
            return ScanPicture(image, dpi)
        except _BAD_DATA as error:
            raise _broken() from error

    def close(self) -> None:
        if not self._is_taken:
            self._image.close()


def _opened(source: Path | io.BytesIO) -> "Image.Image":
    from PIL import Image

    try:
        return open_image(source, SCAN_FORMATS)
    except UnusualImageError as error:
        raise ScanError(str(error).replace("再添加", "再放进来")) from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except _BAD_DATA as error:
        raise _broken() from error


def _plain(image: "Image.Image") -> "Image.Image":
    """``image`` decoded, in grey or RGB; a half of a picture counts as none."""
    _require_decodable(*image.size)
    try:
        image.load()
    except _BAD_DATA as error:
        raise _broken() from error
    plain = flat(image)
    return plain.convert("L") if plain.mode == "1" else plain


def _stated_dpi(image: "Image.Image") -> int:
    try:
        across, down = (round(float(value)) for value in image.info.get("dpi", (0, 0)))
    except (*_BAD_DATA, ZeroDivisionError, OverflowError):
        return 0
    # A camera writes 72 because it has to write something.
    is_scanner = across == down and across in _SCANNERS and across not in (72, 96)
    return across if is_scanner else 0


def _require_decodable(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise _too_large()


def _too_large() -> ScanError:
    return ScanError("图像的像素太多，请用 200 至 300 dpi 重新扫描。")


def _broken() -> ScanError:
    return ScanError("图像打不开，可能没有保存完或者已损坏，请重新扫描。")


def count_scans(path: Path) -> int:
    """How many pages the scans in ``path`` have. Raises ScanError."""
    with closing(open_scan(path)) as file:
        return file.count
