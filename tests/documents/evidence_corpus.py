"""Files of every kind that somebody might attach, and what is to become of each.

``""`` is a file that may be handed in; anything else is the rule by which it is refused.
"""

import io
import zipfile
from pathlib import Path

from tests.documents import attached_files as make

PDF = make.plain_pdf(
    [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
)
NAME, CONTENT, MACROS = "program", "program-content", "macros"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str, filling: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in (*names, *(f"media/{number}.png" for number in range(filling))):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def office(*names: str, filling: int = 0) -> bytes:
    return zipped("[Content_Types].xml", *names, filling=filling)


def ole2(*streams: str) -> bytes:
    return OLE2 + b"".join(name.encode("utf-16-le") for name in streams)


def picture(format_: str) -> bytes:
    stream = io.BytesIO()
    make.picture().save(stream, format_)
    return stream.getvalue()


_PNG, _JPEG, _TIFF = picture("PNG"), picture("JPEG"), picture("TIFF")
_DOCX, _MACRO = office("word/document.xml"), office("word/document.xml", "word/vbaProject.bin")
_PROGRAMS = (
    *("exe", "com", "bat", "cmd", "scr", "lnk", "msi", "dll", "reg", "url", "js", "vbs", "wsf"),
    *("ps1", "hta", "jar", "sh", "py", "pl", "bin", "so", "app", "desktop", "deb", "apk", "iso"),
    *("docm", "xlsm", "pptm", "xlsb", "mht", "html", "htm", "xhtml", "svg", "swf", "chm"),
)

# The name of a file as it lies on somebody's disk -> its content and what becomes of it.
FILES: dict[str, tuple[bytes, str]] = {
    "报告.pdf": (PDF, ""),
    "大写.PDF": (PDF, ""),
    "早期的头.pdf": (b"\x1b%-12345X@PJL\n" + PDF, ""),
    "图.png": (_PNG, ""),
    "照片.jpg": (_JPEG, ""),
    "照片.jpeg": (_JPEG, ""),
    "扫描.tif": (_TIFF, ""),
    "图当照片.jpg": (_PNG, ""),
    "报告没有扩展名": (PDF, ""),
    "苹果.heic": (b"\0\0\0\x18ftypheic" + bytes(40), ""),
    "合同.docx": (_DOCX, ""),
    "表.xlsx": (office("xl/workbook.xml"), ""),
    "演示.pptx": (office("ppt/presentation.xml"), ""),
    "旧合同.doc": (ole2("WordDocument"), ""),
    "旧表.xls": (ole2("Workbook"), ""),
    "金山.wps": (ole2("WordDocument"), ""),
    "许多图.docx": (office("word/document.xml", filling=6000), ""),
    "版式.ofd": (zipped("OFD.xml"), ""),
    "说明.txt": ("说明".encode(), ""),
    "清单.csv": (b"a,b\n1,2\n", ""),
    "数据.json": (b"{}", ""),
    "数据.xml": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
    "资料.zip": (zipped("a.pdf", "b.txt"), ""),
    "空.zip": (zipped(), ""),
    "资料.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(64), ""),
    "资料.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(64), ""),
    "资料.tar.gz": (b"\x1f\x8b\x08" + bytes(64), ""),
    "录像.mp4": (b"\0\0\0\x18ftypmp42" + bytes(64), ""),
    "录音.mp3": (b"ID3" + bytes(64), ""),
    "图纸.dwg": (b"AC1032" + bytes(64), ""),
    "数据库.db": (b"SQLite format 3\0" + bytes(84), ""),
    "说#!明.txt": ("第一行\n#!/bin/sh\n".encode(), ""),
    "两个.扩展名.txt.pdf": (PDF, ""),
    "程序.exe.pdf": (PDF, ""),
    "长" * 70 + ".pdf": (PDF, ""),
    "100%.pdf": (PDF, ""),
    "con.pdf": (PDF, ""),
    "clock$.pdf": (PDF, ""),
    "con .说明.pdf": (PDF, ""),
    "ｗｉｄｅ.pdf": (PDF + b"%", ""),
    "wide.pdf": (PDF + b"%%", ""),
    "Wide.pdf": (PDF + b"%%%", ""),
    ".隐藏.pdf": (PDF, ""),
    " 空格 .pdf": (PDF, ""),
    "点.pdf.": (PDF, ""),
    "分解e\u0301.pdf": (PDF, ""),
    **{f"文件.{ending}": (b"x", NAME) for ending in _PROGRAMS},
    "报告.pdf.exe": (PDF, NAME),
    "报告.EXE": (b"MZ", NAME),
    "报告.exe.": (PDF, NAME),
    "报告.exe ": (PDF, NAME),
    "报告. exe": (PDF, NAME),
    "报告.e\u200bxe": (PDF, NAME),
    "报告.e\ufe0fxe": (PDF, NAME),
    "报告.sea\ufe0frch-ms": (PDF, NAME),
    "报告.search-msx": (PDF, NAME),
    "autorun": (b"x", NAME),
    "autorun.inf": (b"x", NAME),
    "改名.txt": (b"#!/bin/sh\necho\n", CONTENT),
    "改名.pdf": (b"MZ\x90\0" + bytes(60), CONTENT),
    "改名.docx": (b"\x7fELF" + bytes(60), CONTENT),
    "改名.class": (b"\xca\xfe\xba\xbe" + bytes(60), CONTENT),
    "改名": (b"\xcf\xfa\xed\xfe" + bytes(60), CONTENT),
    "又是程序.pdf": (b"#!/bin/sh\n" + PDF, CONTENT),
    "又是程序.jpg": (b"MZ\n" + PDF, CONTENT),
    "宏.docx": (_MACRO, MACROS),
    "宏.xlsx": (office("xl/workbook.xml", "xl/VBAPROJECT.BIN"), MACROS),
    "宏.dat": (_MACRO, MACROS),
    "宏.wps": (_MACRO, MACROS),
    "宏在许多图里.docx": (office("word/vbaProject.bin", filling=6000), MACROS),
    "宏在前面加了东西.docx": (b"PK\x03\x04" + bytes(60) + _MACRO, MACROS),
    "宏.doc": (ole2("WordDocument", "Macros", "_VBA_PROJECT"), MACROS),
    "宏.xls": (ole2("Workbook", "_VBA_PROJECT_CUR"), MACROS),
    "宏.et": (ole2("Workbook", "_VBA_PROJECT"), MACROS),
    "宏.bak": (ole2("_VBA_PROJECT"), MACROS),
    "假.pdf": (b"<html></html>", "mislabelled"),
    "假.docx": (PDF, ""),  # it is printed, and told to have another ending
    "假.xlsx": (b"<table/>", "mislabelled"),
    "假.jpg": (b"<html></html>", "mislabelled"),
    "半个.gif": (b"GIF89a" + bytes(30), "damaged"),
    "半个.jpg": (_JPEG[: len(_JPEG) // 2], "damaged"),
    "半个.pdf": (PDF[:20], "damaged"),
    "半个.docx": (_DOCX[:-10], "mislabelled"),
    "加密.doc": (ole2("EncryptedPackage"), "encrypted"),
    "加密.docx": (ole2("EncryptedPackage"), "encrypted"),
    "空.pdf": (b"", "zero-bytes"),
    "空.txt": (b"", "zero-bytes"),
}


def write_files(folder: Path) -> dict[str, str]:
    """Write every file of the corpus into ``folder``; what becomes of each by its name."""
    folder.mkdir(parents=True)
    for name, (content, _) in FILES.items():
        (folder / name).write_bytes(content)
    locked = make.encrypted_pdf(folder / "加密.pdf")
    return {name: rule for name, (_, rule) in FILES.items()} | {locked.name: "encrypted"}
