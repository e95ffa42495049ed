"""What a stranger may send under the name of a docx: a sentence each, and nothing is opened."""

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.docx_file import read_docx
from jbgs_desktop.documents.docx_reader.foreign_files import foreign_file
from jbgs_desktop.documents.docx_reader.model import ReadFigure, ReadTable
from jbgs_desktop.documents.docx_reader.package import RefusedDocxError
from jbgs_desktop.errors import DocumentError
from tests.documents.docx_reader import word_files as w
from tests.documents.evidence_corpus import ole2


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedDocxError) as caught:
        read_document(data)
    return str(caught.value)


def with_part(name: str, content: bytes) -> bytes:
    return w.packed({**w.parts_of_docx(w.p("甲")), name: content})


def nested_tables(depth: int) -> str:
    inner = w.p("芯")
    for _ in range(depth):
        inner = w.tbl(w.tr(w.tc(inner + w.p(""))))
    return inner


def with_count(count: int) -> bytes:
    """A docx whose end tells ``count`` entries."""
    data = bytearray(w.docx_with(w.p("甲")))
    struct.pack_into("<HH", data, data.rfind(b"PK\x05\x06") + 8, count % 65536, count % 65536)
    return bytes(data)


def many_entries() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in w.parts_of_docx(w.p("甲")).items():
            archive.writestr(name, content)
        for at in range(5000):
            archive.writestr(str(at), b"")
    return buffer.getvalue()


DTD = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;">]>'


def with_dtd(dtd: str, text: str) -> bytes:
    parts = w.parts_of_docx(w.p(text))
    document = str(parts["word/document.xml"])
    return w.packed({**parts, "word/document.xml": document.replace("?>", f"?>{dtd}", 1)})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: with_part("word/media/a.bin", bytes(60 * 2**20)), "大得不正常"),
    "100 MB XML": (
        lambda: with_part("word/styles.xml", b"<a>" + b" " * 100 * 2**20 + b"</a>"),
        "文字部分太大",
    ),
    "10^6 entries": (lambda: with_count(65535), "部件太多"),
    "5000 entries": (many_entries, "部件太多"),
    "../": (lambda: with_part("word/../../a.xml", b"x"), "指向文件以外"),
    "root": (lambda: with_part("/etc/passwd", b"x"), "指向文件以外"),
    "drive": (lambda: with_part("C:/a", b"x"), "指向文件以外"),
    "twins": (lambda: with_part("WORD/document.xml", b"x"), "损坏"),
    "dtd": (lambda: with_dtd(DTD, "&amp;x;"), "DTD"),
    "entity": (lambda: with_dtd(DTD, "&x;"), "DTD"),
    "laughs": (lambda: with_dtd(LAUGHS, "&c;"), "DTD"),
    "50 tables deep": (lambda: w.docx_with(nested_tables(50)), "表格套表格"),
    "200 tables deep": (lambda: w.docx_with(nested_tables(200)), "表格套表格"),
    "cut off": (lambda: w.docx_with(w.p("甲" * 999))[:-30], "损坏"),
    "no XML": (lambda: with_part("word/styles.xml", b"\0\1") and w.docx_with("<w:p>"), "损坏"),
    "a zip": (lambda: w.packed({"a.txt": "x"}), "不是Word文档"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    make, words = HOSTILE[name]
    began = time.process_time()
    sentence = refusal(make())
    assert words in sentence
    assert sentence.endswith("。")
    assert time.process_time() - began < 20


FOREIGN: dict[str, tuple[Callable[[], bytes], str]] = {
    "doc": (lambda: ole2("WordDocument"), "旧格式的Word或WPS文档"),
    "password": (lambda: ole2("EncryptedPackage"), "有密码"),
    "xls": (lambda: ole2("Workbook"), "不是Word文档"),
    "rtf": (lambda: b"{\\rtf1 a}", "RTF"),
    "odt": (lambda: w.packed({"mimetype": ""}) and _odt(), "OpenDocument"),
    "html": (lambda: b"\xef\xbb\xbf<html><body>a</body></html>", "网页"),
    "utf-16 html": (lambda: "<html>".encode("utf-16"), "网页"),
    "mhtml": (lambda: b"MIME-Version: 1.0\r\n", "网页"),
    "flat xml": (lambda: b"<?xml version='1.0'?><w/>", "XML"),
    "pdf": (lambda: b"%PDF-1.7", "PDF"),
    "empty": (lambda: b"", "0字节"),
    "text": (lambda: "一、概述".encode(), "不是Word文档"),
}


def _odt() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return buffer.getvalue()


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_told_with_the_way_to_a_docx(name: str) -> None:
    make, words = FOREIGN[name]
    sentence = foreign_file(make())
    assert words in sentence
    assert sentence.endswith("。")


def large_document() -> bytes:
    """As large as a real task book: 2,000 paragraphs, 79 tables, 86 pictures."""
    body: list[str] = []
    media: dict[str, str | bytes] = {}
    for at in range(2000):
        body.append(w.p(w.run(f"第{at}段。" + "实测数据与说明文字。" * 8, "<w:b/>"), w.in_list()))
        if at % 25 == 0 and at // 25 < 79:
            rows = (w.tr(*(w.tc(f"{at}-{row}-{n}") for n in range(5))) for row in range(12))
            body.append(w.tbl(*rows, widths=(900,) * 5))
        if at % 23 == 0 and at // 23 < 86:
            media[f"media/p{at}.png"] = w.picture(size=(400, 300), colour=f"#{at:06x}")
            body.append(w.p(w.drawing(f"p{at}")))
    return w.docx_with("".join(body), {"numbering.xml": w.numbering(("decimal", "%1.")), **media})


def test_a_large_real_document_is_read_in_the_child() -> None:
    content = read_docx(large_document())
    blocks = content.document.blocks
    assert len([each for each in blocks if isinstance(each, ReadTable)]) == 79
    assert len([each for each in blocks if isinstance(each, ReadFigure)]) == 86
    assert len(content.pictures) == 86
    assert content.document.losses == ()


@pytest.mark.parametrize(("data", "words"), [(b"", "0字节"), (b"PK\x03\x04", "损坏")])
def test_the_child_hands_the_sentence_on(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read_docx(data)
