"""Files that are no docx, whatever their names say: what each is, and how it becomes one."""

import io

from jbgs_desktop.documents.docx_reader.package import STEPS
from jbgs_desktop.forms.file_kinds import HEAD, FileKind, holds_stream, kind_of

_PASSWORD = (
    "文件有密码，读不了。请在Word或WPS里用密码打开它，选“文件”→“信息”→“保护文档”"
    "（WPS为“文件”→“文档加密”）去掉密码，保存后再导入。"
)
_OLD = f"这是旧格式的Word或WPS文档（.doc、.wps），读不了。{STEPS}。"
_OLD_OTHER = f"这是旧格式的Office文件，不是Word文档（docx），读不了。内容是文档的，{STEPS}。"
_RTF = f"这是RTF文档，读不了。{STEPS}。"
_ODT = (
    "这是OpenDocument文档（.odt），读不了。请用LibreOffice、WPS或Word打开它，选“文件”→“另存为”，"
    "保存类型选“Word文档（*.docx）”，再导入新的文件。"
)
_HTML = f"这是网页（有些系统导出的“Word文档”其实是网页），读不了。{STEPS}。"
_XML = f"这是XML格式的文档，不是docx，读不了。{STEPS}。"
_PDF = (
    "这是PDF，不是Word文档，读不出栏目。请找来做出它的Word文档；"
    "没有的，请打开PDF，把文字逐段复制过来。"
)
_EMPTY = "文件是空的（0字节），可能没有复制完。请重新复制，或请对方重新发来。"
_UNKNOWN = f"这不是Word文档（docx）。内容是用Word或WPS写的，{STEPS}；是别的文件的，请换一个。"


def foreign_file(data: bytes) -> str:
    """A sentence about ``data`` that is no docx; empty for a zip, which may be one."""
    if not data:
        return _EMPTY
    match kind_of(data[:HEAD]):
        case FileKind.ZIP:
            return _ODT if _is_open_document(data) else ""
        case FileKind.OLE2:
            return _old_office(data)
        case FileKind.PDF:
            return _PDF
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"").lower()
    if head.startswith(b"{\\rtf"):
        return _RTF
    if any(mark in head for mark in (b"<html", b"<!doctype html", b"mime-version:")):
        return _HTML
    return _XML if head.startswith(b"<?xml") else _UNKNOWN


def _old_office(data: bytes) -> str:
    if holds_stream(io.BytesIO(data), "EncryptedPackage"):
        return _PASSWORD
    return _OLD if holds_stream(io.BytesIO(data), "WordDocument") else _OLD_OTHER


def _is_open_document(data: bytes) -> bool:
    # The format has its kind as the first entry, not packed, at a fixed place.
    return data[30:38] == b"mimetype" and b"opendocument" in data[38:120]
