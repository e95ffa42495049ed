"""What an attached file is, by its bytes: the task of a child, see :mod:`.inspect`.

Everything here may hang, eat memory or crash on a hostile file.
"""

import hashlib
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.attachments.archive_locks import is_locked_archive
from jbgs_desktop.documents.attachments.image_look import look_at_image, shows_only_paper
from jbgs_desktop.documents.attachments.image_metadata import MOST_PIXELS
from jbgs_desktop.documents.attachments.old_office_locks import is_locked_office
from jbgs_desktop.documents.attachments.page_worker import fitted
from jbgs_desktop.documents.attachments.seen import DAMAGED, TOO_FINE, Seen
from jbgs_desktop.documents.attachments.spreads import (
    GUTTER_DPI,
    gutter_of,
    half_size,
    is_wide_enough,
)
from jbgs_desktop.documents.page_geometry import PICTURE
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.file_kinds import FileKind, holds_stream, kind_in
from jbgs_desktop.forms.unsafe_files import DANGERS, danger_of

if TYPE_CHECKING:
    from jbgs_desktop.documents.pdf.images import PdfPages

LIBRARIES = ("PIL.Image", "pypdf", "pypdfium2")  # slow from a cold disk; no file's fault
LARGEST_ATTACHMENT = 2**30  # bytes
_HASHED = 2**28  # bytes: a larger file would take too much of its time
_LEAST_SIDE = 3  # mm: less is no page, or one that is cropped where it is not
_LARGE_SIDE = 1000  # mm: printed on A4, what stands on a larger page can hardly be read
_LEAST_LETTER = 6.0  # points as it is printed: less is hard to read, and lost on a copier
_BLANK_SECONDS, _BLANK_DPI = 1.0, 10  # of the processor, for finding pages that show nothing
_SECONDS = 2.5  # for looking into the pages of one file
_MOST_NAMED, _LONGEST_FONT = 3, 40  # fonts that a sentence names, and the characters of each
_MOST_SHOWN = 20  # characters that a sentence names
_TAIL = 4096  # bytes in which a PDF ends

_NO_SIZE = (
    "第{}页的大小几乎是零，可能裁剪框在页面以外，看不到也印不出来，请用“打印到PDF”另存一份再添加。"
)
_DYNAMIC = (
    "这是动态表单（XFA），别的程序只看得到它的替代页，常见的是一句“请稍候”，印出来的也是它。"
    "请用Adobe Reader打开，“打印到PDF”另存一份再添加。"
)
_PORTFOLIO = (
    "这是PDF包（Portfolio），印出来的只有封面，里面的各个文件不会印进合订本，"
    "请把它们取出来逐个添加。"
)
_NO_FILE = "这不是普通文件，而是文件夹、管道或设备，请选择一个文件。"


@dataclass(frozen=True, slots=True)
class EvidenceFormat:
    """A format that is told apart from others; what bytes begin so, ``forms.file_kinds`` knows.

    ``look`` finds out more. ``name`` is what sentences call it, ``member`` the file in it by which
    a zip of this format is known. What is printable, ``page_worker`` draws.
    """

    key: str
    look: Callable[[Path, Seen], None]
    name: str = ""
    endings: tuple[str, ...] = ()
    printable: bool = False
    member: str = ""


def inspect_file(name: str) -> dict[str, Any]:
    """Look at the file ``name``; the fields of a :class:`Seen`."""
    path = Path(name)
    size = path.stat().st_size
    if not path.is_file():  # a pipe would never end
        return asdict(Seen("unknown", code="no-file", problem=_NO_FILE))
    with path.open("rb") as file:
        seen = Seen(_kind(path, kind_in(file)))
        danger = danger_of(path.name, file, size)
        if size <= _HASHED:
            file.seek(0)
            seen.digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not size:
        seen.refuse("empty", "文件是空的（0字节），请换成有内容的文件。")
    elif size > LARGEST_ATTACHMENT:
        seen.refuse("too-large", "文件超过1 GB，无法印进合订本，请压缩后或分成几份重新添加。")
    elif danger:
        problem = f"文件{DANGERS[danger]}，接收单位会退回整个报送包，"
        seen.refuse(danger.value, f"{problem}请换成PDF、图片或普通文档再添加。")
    else:
        form = EVIDENCE_FORMATS.get(seen.kind)
        (form.look if form else _look_at_other)(path, seen)
        _compare_ending(path, seen)
    return asdict(seen)


def _kind(path: Path, kind: FileKind) -> str:
    if kind is FileKind.OLE2:
        return "office"
    if kind is FileKind.ZIP:
        names = _zip_names(path)
        zipped = (
            each.key for each in EVIDENCE_FORMATS.values() if each.member and each.member in names
        )
        return next(zipped, "unknown")
    return kind.value if kind.value in EVIDENCE_FORMATS else "unknown"


def _zip_names(path: Path) -> set[str]:
    with suppress(zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as archive:
        return {name.lower() for name in archive.namelist()}
    return set()


def _compare_ending(path: Path, seen: Seen) -> None:
    ending, form = path.suffix.lower(), EVIDENCE_FORMATS.get(seen.kind)
    expected = next((each for each in EVIDENCE_FORMATS.values() if ending in each.endings), None)
    if expected in (None, form):
        return
    is_, wanted = form.name if form else "", expected.name
    if form and form.printable:
        seen.notes.append(
            f"扩展名是{ending}，内容其实是{is_}；能照常打印，但建议改成相符的扩展名，以免对方打不开。"
        )
        return
    what = f"其实是{is_}" if is_ else f"却不是{wanted}"
    seen.refuse(
        "mislabelled",
        f"扩展名是{ending}，内容{what}，对方会打不开，请核对是否选错了文件，重新导出后再添加。",
    )


# -- PDF


def _look_at_pdf(path: Path, seen: Seen) -> None:
    from jbgs_desktop.documents.pdf.images import CertificatePdfError, LockedPdfError, PdfPages

    try:
        with closing(PdfPages(path)) as pages:
            seen.pages = pages.count
            if seen.refuse_too_many():
                return
            if not pages.count:
                seen.refuse("damaged", DAMAGED)
                return
            _look_at_pages(pages, seen)
            has = {"script": pages.has_scripts, "files": pages.has_files}
            acts = {act for act, is_there in has.items() if is_there}
            if pages.is_dynamic_form:
                seen.notes.append(_DYNAMIC)
    except CertificatePdfError:
        seen.refuse(
            "encrypted",
            "PDF用数字证书加了密，对方打不开，也印不出来，请用原来的程序另存为不加密的PDF再添加。",
        )
        return
    except LockedPdfError:
        seen.refuse(
            "encrypted",
            "PDF加了密码，打不开也印不出来，请先去掉密码（用原来的程序另存为不加密的PDF）再添加。",
        )
        return
    except DocumentError:
        seen.refuse("damaged", DAMAGED)
        return
    _note_actions(path, acts, seen)
    _note_missing_end(path, seen)


@dataclass(slots=True)
class _PagesSeen:
    """What is told of all pages together, those that it is told of counted from 1."""

    largest: float = 0.0
    fonts: set[str] = field(default_factory=set)
    unshown: dict[str, None] = field(default_factory=dict)
    empty: list[int] = field(default_factory=list)
    packed: dict[int, int] = field(default_factory=dict)  # by index: the bytes of its images
    small: dict[int, float] = field(default_factory=dict)
    small_if_cut: dict[int, float] = field(default_factory=dict)
    spreads: list[int] = field(default_factory=list)

    def add(self, pages: "PdfPages", index: int) -> None:
        size = pages.size(index)
        self.largest = max(self.largest, *size)
        if pages.is_empty(index):
            self.empty.append(index + 1)
        is_spread = is_wide_enough(size) and shows_only_paper(
            gutter_of(pages.picture(index, GUTTER_DPI))
        )
        if is_spread:
            self.spreads.append(index + 1)
        letter, halved = pages.letter_size(index), half_size(size) if is_spread else size
        if letter is not None:
            for small, printed in ((self.small, size), (self.small_if_cut, halved)):
                points = letter * fitted(printed, PICTURE[2:])
                if points < _LEAST_LETTER:
                    small[index + 1] = points
        missing = pages.missing_fonts(index)
        self.fonts |= missing.names
        self.unshown |= dict.fromkeys(missing.characters)


def _look_at_pages(pages: "PdfPages", seen: Seen) -> None:
    last = time.monotonic() + _SECONDS
    found = _PagesSeen()
    for index in range(pages.count):
        if time.monotonic() > last:
            break
        try:
            if min(pages.size(index)) < _LEAST_SIDE:
                seen.refuse("no-size", _NO_SIZE.format(index + 1))
                return
            pixels, found.packed[index] = pages.image_load(index)
            if pixels > MOST_PIXELS:
                seen.refuse("too-fine", f"第{index + 1}页的{TOO_FINE}")
                return
            found.add(pages, index)
            if index == 0:
                pages.image(index, min(30, 30 * _LARGE_SIDE / max(found.largest, 1)))
        except DocumentError:
            seen.refuse(
                "damaged",
                f"第{index + 1}页打不开，文件可能已损坏，请重新扫描或重新导出后再添加。",
            )
            return
    _note_fonts(found.fonts, found.unshown, seen)
    seen.spreads = found.spreads
    seen.note_small_print(found.small, found.small_if_cut)
    white = _white_pages(pages, found.packed, found.empty)
    seen.note_blank_pages(sorted({*found.empty, *white}))
    if found.largest > _LARGE_SIDE:
        metres = found.largest / 1000
        seen.notes.append(
            f"最大的一页长{metres:.1f}米，缩小印到A4上可能看不清，请核对，必要时分成几页。"
        )


def _white_pages(
    pages: "PdfPages", packed: Mapping[int, int], empty: Sequence[int]
) -> Iterator[int]:
    """Pages that have something on them, but nothing to be seen, as far as there is time.

    A scan of nothing is packed small, so pages with few bytes of images are looked at first.
    """
    last = time.process_time() + _BLANK_SECONDS
    for index in sorted(packed, key=lambda index: packed[index]):
        if time.process_time() > last:
            return
        if index + 1 not in empty and shows_only_paper(pages.picture(index, _BLANK_DPI)):
            yield index + 1


def _font_name(name: str) -> str:
    shown = "".join(each for each in name.rpartition("+")[2] if each.isprintable())
    return shown[:_LONGEST_FONT] or "未写名称"


def _note_fonts(fonts: set[str], unshown: Iterable[str], seen: Seen) -> None:
    if not fonts:
        return
    names = "、".join(_font_name(name) for name in sorted(fonts)[:_MOST_NAMED])
    note = f"文件没有带上所用的字体（{names}），印的时候用程序自带的字体代替，字形可能与原来不同，"
    if lacking := "".join(unshown):
        note += f"其中这些字印不出来：{lacking[:_MOST_SHOWN]}，"
    seen.notes.append(f"{note}请核对；要与原来一样，请在原来的程序里选择“嵌入字体”重新导出PDF。")


_ACTS = {"script": "脚本", "launch": "启动其他程序的动作", "files": "夹带的其他文件"}


def _note_actions(path: Path, acts: set[str], seen: Seen) -> None:
    from jbgs_desktop.documents.pdf.acts import active_parts

    acts = acts | active_parts(path, 1.0)
    if "portfolio" in acts:
        seen.notes.append(_PORTFOLIO)
    elif acts:
        names = "、".join(name for act, name in _ACTS.items() if act in acts)
        seen.notes.append(
            f"PDF里有{names}：合订本里只印各页的图像，报送包里保留原文件；"
            "受理方的电脑可能拦截它，建议用“打印到PDF”另存一份再添加。"
        )


def _note_missing_end(path: Path, seen: Seen) -> None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        if b"%%EOF" not in file.read():
            seen.notes.append(
                f"文件的结尾不完整，可能没有传完，现在能读出{seen.pages}页，请打开核对页数是否齐全。"
            )


# -- what is not printed


def _look_at_ofd(path: Path, seen: Seen) -> None:
    _check_archive(path, seen)
    seen.notes.append(
        "OFD文件不会印进合订本，只放进报送包；需要印出来的，请用OFD阅读器另存为PDF再添加。"
    )


def _look_at_office(path: Path, seen: Seen) -> None:
    with path.open("rb") as file:
        is_old = kind_in(file) is FileKind.OLE2
        # An encrypted docx is kept as the former, an old doc has its own way.
        if is_old and (holds_stream(file, "EncryptedPackage") or is_locked_office(file)):
            seen.refuse("encrypted", "文档加了密码，对方打不开，请去掉密码后重新添加。")
    if not is_old:
        _check_archive(path, seen)
    seen.notes.append("办公文档不会印进合订本，只放进报送包；需要印出来的，请另存为PDF再添加。")


def _check_archive(path: Path, seen: Seen) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                seen.refuse("encrypted", "文件加了密码，对方打不开，请去掉密码后重新添加。")
    except (zipfile.BadZipFile, OSError, ValueError):
        seen.refuse("damaged", DAMAGED)


def _look_at_other(path: Path, seen: Seen) -> None:
    if is_locked_archive(path):
        seen.refuse("encrypted", "文件加了密码，对方打不开，请去掉密码后重新添加。")
    seen.notes.append("这种文件不会印进合订本，只放进报送包；需要印出来的，请转成PDF或图片再添加。")


def _look_at_heic(path: Path, seen: Seen) -> None:
    seen.notes.append(
        "这是苹果手机的HEIC照片，不会印进合订本，请在手机上或电脑上另存为JPEG再添加。"
    )


_OFFICE = (
    *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx"),
    *(".wps", ".et", ".dps", ".docm", ".xlsm", ".pptm"),
)
EVIDENCE_FORMATS = MappingProxyType(
    {
        form.key: form
        for form in (
            EvidenceFormat("pdf", _look_at_pdf, "PDF", (".pdf",), printable=True),
            EvidenceFormat(
                "jpeg",
                look_at_image,
                "JPEG图片",
                (".jpg", ".jpeg", ".jpe", ".jfif"),
                printable=True,
            ),
            EvidenceFormat("png", look_at_image, "PNG图片", (".png",), printable=True),
            EvidenceFormat("tiff", look_at_image, "TIFF图片", (".tif", ".tiff"), printable=True),
            EvidenceFormat("bmp", look_at_image, "BMP图片", (".bmp", ".dib"), printable=True),
            EvidenceFormat("webp", look_at_image, "WebP图片", (".webp",), printable=True),
            EvidenceFormat("gif", look_at_image, "GIF图片", (".gif",), printable=True),
            EvidenceFormat(
                "jpx",
                look_at_image,
                "JPEG 2000图片",
                (".jp2", ".j2k", ".jpf", ".jpx", ".j2c"),
                printable=True,
            ),
            EvidenceFormat("heic", _look_at_heic),
            EvidenceFormat("ofd", _look_at_ofd, "OFD", (".ofd",), member="ofd.xml"),
            EvidenceFormat(
                "office", _look_at_office, "办公文档", _OFFICE, member="[content_types].xml"
            ),
        )
    }
)
