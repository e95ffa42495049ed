"""Files that are not what is wanted, whatever their names say: what each is, and the way out."""

import io
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from jbgs_desktop.documents.attachments.old_office_locks import is_locked_office
from jbgs_desktop.documents.docx_reader.package import OTHER, STEPS, OfficeWords
from jbgs_desktop.forms.file_kinds import HEAD, FileKind, holds_stream, kind_of

_LOOK = 4096  # bytes in which a text tells what it is
_PICTURES = {FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.BMP, FileKind.WEBP}
_PICTURES |= {FileKind.GIF, FileKind.JPX, FileKind.HEIC}
# What the encryption that firms put on their computers (天锐绿盾, 亿赛通) writes before a file.
_SEALED = (b"%TSD-Header-###%", b"E-SafeNet")


class ForeignKind(StrEnum):
    """What a file is that neither is a zip nor opens as one that is wanted."""

    EMPTY = "empty"
    ZEROS = "zeros"
    LOCKED = "locked"
    RESTRICTED = "restricted"
    LOCKED_OLD = "locked-old"
    OLD_WORD = "old-word"
    OLD_SHEET = "old-sheet"
    OLD_SLIDES = "old-slides"
    OLD_OTHER = "old-other"
    SEALED = "sealed"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    WEB_PAGE = "web-page"
    WORD_XML = "word-xml"
    SHEET_XML = "sheet-xml"
    XML = "xml"
    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"
    UNKNOWN = "unknown"


_OPEN_DOCUMENTS = {
    b"opendocument.text": ForeignKind.ODT,
    b"opendocument.spreadsheet": ForeignKind.ODS,
    b"opendocument.presentation": ForeignKind.ODP,
}
_OLD_STREAMS = {  # in this order: a document may hold a table of the other program
    "WordDocument": ForeignKind.OLD_WORD,
    "PowerPoint Document": ForeignKind.OLD_SLIDES,
    "Workbook": ForeignKind.OLD_SHEET,
    "Book": ForeignKind.OLD_SHEET,
}

_WAY: Final = f"读不了。{STEPS}。"
_TEMPLATES: Mapping[ForeignKind, str] = MappingProxyType(
    {
        ForeignKind.EMPTY: "文件是空的（0字节），可能没有复制完。请重新复制，或请对方重新发来。",
        ForeignKind.ZEROS: "文件里全是空白的字节，内容没有存下来，可能是复制时拔了盘或断了电。"
        "请从原来的地方重新复制，或请对方重新发来。",
        ForeignKind.LOCKED: "文件有密码，读不了。请在{app}里用密码打开它，选“文件”→“信息”→“{guard}”"
        "（WPS为“文件”→“文档加密”）去掉密码，保存后再{again}。",
        ForeignKind.RESTRICTED: "文件设了权限（只有指定的人能打开），读不了。"
        "请有权限的人用{app}打开它，选“文件”→“信息”→“{guard}”去掉限制，保存后再{again}。",
        ForeignKind.LOCKED_OLD: "这是旧格式的Office文件，还有密码，读不了。"
        "请用{app}输入密码打开它，去掉密码，选“文件”→“另存为”，保存类型选“{kind}”，再{again}新的文件。",
        ForeignKind.OLD_WORD: f"这是旧格式的Word或WPS文档（.doc、.wps），{_WAY}",
        ForeignKind.OLD_SHEET: f"这是旧格式的Excel或WPS表格（.xls、.et），{_WAY}",
        ForeignKind.OLD_SLIDES: f"这是旧格式的演示文稿（.ppt、.dps）{OTHER}",
        ForeignKind.OLD_OTHER: f"这是旧格式的Office文件，不是{{what}}，{_WAY}",
        ForeignKind.SEALED: "文件被单位的文档加密软件加了密，本程序读不了。"
        "请在装有这个加密软件的电脑上申请解密（外发），再{again}解密后的文件。",
        ForeignKind.RTF: f"这是RTF文档，{_WAY}",
        ForeignKind.ODT: f"这是OpenDocument文档（.odt），{_WAY}",
        ForeignKind.ODS: f"这是OpenDocument表格（.ods），{_WAY}",
        ForeignKind.ODP: f"这是OpenDocument演示文稿（.odp）{OTHER}",
        ForeignKind.WEB_PAGE: f"这是网页（有些系统导出的Office文件其实是网页），{_WAY}",
        ForeignKind.WORD_XML: f"这是XML格式的Word文档，{_WAY}",
        ForeignKind.SHEET_XML: f"这是XML格式的Excel表格，{_WAY}",
        ForeignKind.XML: f"这是XML文件，不是{{ending}}，{_WAY}",
        ForeignKind.PDF: "这是PDF，不是{what}，读不出栏目。请找来做出它的{what}；"
        "没有的，请打开PDF，把文字逐段复制过来。",
        ForeignKind.PICTURE: "这是图片，不是{what}，读不出文字。请找来原来的{what}；"
        "没有的，请照着图片填写。",
        ForeignKind.TEXT: f"这是文字文件（如txt、csv），不是{{what}}，{_WAY}",
        ForeignKind.UNKNOWN: "这不是{what}，或者已经损坏。"
        "能用{app}打开的，请打开它，选“文件”→“另存为”，保存类型选“{kind}”，再{again}新的文件；打不开的，请换一个文件。",
    }
)
# Of no use to somebody who wants the other kind: saved as that, they hold nothing to be read.
_OF_DOCUMENTS = {ForeignKind.OLD_WORD, ForeignKind.RTF, ForeignKind.ODT, ForeignKind.WORD_XML}
_OF_SHEETS = {ForeignKind.OLD_SHEET, ForeignKind.ODS, ForeignKind.SHEET_XML}


def foreign_file(data: bytes, wanted: OfficeWords) -> str:
    """A sentence about ``data`` that is not what is ``wanted``; empty for a zip, which may be."""
    kind = foreign_kind(data)
    if kind is None:
        return ""
    template = _TEMPLATES[kind]
    others = _OF_SHEETS if wanted.ending == "docx" else _OF_DOCUMENTS
    if kind in others:
        template = template.removesuffix(f"，{_WAY}") + OTHER
    return wanted.sentence(template)


def foreign_kind(data: bytes) -> ForeignKind | None:
    """What ``data`` is; None for a zip that may be a docx or an xlsx."""
    if not data:
        return ForeignKind.EMPTY
    match kind_of(data[:HEAD]):
        case FileKind.ZIP:
            return _open_document(data)
        case FileKind.OLE2:
            return _old_office(data)
        case FileKind.PDF:
            return ForeignKind.PDF
        case picture if picture in _PICTURES:
            return ForeignKind.PICTURE
    return _kind_by_text(data)


def _kind_by_text(data: bytes) -> ForeignKind:
    if any(mark in data[:64] for mark in _SEALED):
        return ForeignKind.SEALED
    if not data.strip(b"\0"):
        return ForeignKind.ZEROS
    head = data[:_LOOK].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"").lower()
    if head.startswith(b"{\\rtf"):
        return ForeignKind.RTF
    if head.startswith(b"<?xml") and b"<html" not in head:
        if b"word.document" in head or b"2003/wordml" in head or b"office/2006/xmlpackage" in head:
            return ForeignKind.WORD_XML
        is_sheet = b"excel.sheet" in head or b"office:spreadsheet" in head
        return ForeignKind.SHEET_XML if is_sheet else ForeignKind.XML
    marks = (b"<html", b"<!doctype html", b"mime-version:", b"<table", b"<meta", b"<body")
    if any(mark in head for mark in marks):
        return ForeignKind.WEB_PAGE
    return ForeignKind.TEXT if _is_text(data[:_LOOK]) else ForeignKind.UNKNOWN


def _is_text(head: bytes) -> bool:
    """Whether ``head`` has none of the control characters that no text has."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\f\r\x1a\x1b" for byte in head)


def _old_office(data: bytes) -> ForeignKind:
    file = io.BytesIO(data)
    if holds_stream(file, "EncryptedPackage"):
        is_restricted = holds_stream(file, "DRMEncrypted")
        return ForeignKind.RESTRICTED if is_restricted else ForeignKind.LOCKED
    if is_locked_office(file):
        return ForeignKind.LOCKED_OLD
    found = (kind for name, kind in _OLD_STREAMS.items() if holds_stream(file, name))
    return next(found, ForeignKind.OLD_OTHER)


def _open_document(data: bytes) -> ForeignKind | None:
    # The format has its kind as the first entry, not packed, at a fixed place.
    if data[30:38] != b"mimetype":
        return None
    return next(
        (kind for media_type, kind in _OPEN_DOCUMENTS.items() if media_type in data[38:120]), None
    )
