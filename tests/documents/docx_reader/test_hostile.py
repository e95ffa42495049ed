"""What a stranger may send under the name of a docx: a sentence each, and nothing is opened."""

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.docx_file import read_docx
from jbgs_desktop.documents.docx_reader.foreign_files import foreign_file
from jbgs_desktop.documents.docx_reader.model import ReadFigure, ReadTable
from jbgs_desktop.documents.docx_reader.package import WORD, RefusedOfficeError
from jbgs_desktop.errors import DocumentError
from tests.documents.compound_file import compound
from tests.documents.docx_reader import word_files as w
from tests.documents.evidence_corpus import OLE2, ole2


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedOfficeError) as caught:
        read_document(data)
    return WORD.sentence(str(caught.value))


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


CLOUD = b"\x12E-SafeNet\0\0LOCK" + bytes(range(256)) * 9
FOREIGN: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "doc": (lambda: ole2("WordDocument"), ("旧格式的Word或WPS文档", "另存为")),
    "wps, a whole file": (
        lambda: compound(WordDocument=struct.pack("<5HH", 0xA5EC, 0xC1, 0, 0, 0, 0) + bytes(900)),
        ("旧格式的Word或WPS文档", "另存为"),
    ),
    "locked doc": (
        lambda: compound(WordDocument=struct.pack("<5HH", 0xA5EC, 0xC1, 0, 0, 0, 256) + bytes(900)),
        ("旧格式", "密码", "去掉密码", "另存为"),
    ),
    "doc with a sheet in it": (lambda: ole2("WordDocument", "Workbook"), ("Word或WPS文档",)),
    "password": (lambda: ole2("EncryptedPackage"), ("有密码", "去掉密码")),
    "rights": (lambda: ole2("DRMEncryptedTransform", "EncryptedPackage"), ("权限",)),
    "xls": (lambda: ole2("Workbook"), ("旧格式的Excel或WPS表格", "不是Word文档", "换成正确的文件")),
    "ppt": (lambda: ole2("PowerPoint Document"), ("演示文稿", "不是Word文档")),
    "msg": (lambda: ole2("__nameid_version1.0"), ("旧格式的Office文件", "不是Word文档")),
    "rtf": (lambda: b"{\\rtf1 a}", ("RTF", "另存为")),
    "odt": (lambda: _open_document("text"), ("OpenDocument文档", "另存为")),
    "ods": (lambda: _open_document("spreadsheet"), ("OpenDocument表格", "不是Word文档")),
    "odp": (lambda: _open_document("presentation"), ("演示文稿", "不是Word文档")),
    "html": (lambda: b"\xef\xbb\xbf<html><body>a</body></html>", ("网页", "另存为")),
    "utf-16 html": (lambda: "<html>".encode("utf-16"), ("网页", "另存为")),
    "a table of a web page": (lambda: b"<meta charset=gbk><table><tr>", ("网页", "另存为")),
    "mhtml": (lambda: b"From: <saved by Word>\r\nMIME-Version: 1.0\r\n", ("网页", "另存为")),
    "xhtml": (lambda: b"<?xml version='1.0'?><html xmlns='a'>", ("网页",)),
    "Word 2003 XML": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
        ("XML格式的Word文档", "另存为"),
    ),
    "Excel 2003 XML": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><w/>',
        ("XML格式的Excel表格", "不是Word文档"),
    ),
    "other xml": (lambda: b"<?xml version='1.0'?><w/>", ("XML",)),
    "pdf": (lambda: b"%PDF-1.7", ("PDF", "逐段复制")),
    "photo": (lambda: b"\xff\xd8\xff\xe0" + bytes(50), ("图片", "照着图片填写")),
    "empty": (lambda: b"", ("0字节", "重新复制")),
    "never written": (lambda: bytes(70_000), ("空白的字节", "重新复制")),
    "sealed by the firm": (lambda: b"%TSD-Header-###%" + CLOUD, ("加密软件", "解密")),
    "sealed by another": (lambda: CLOUD, ("加密软件", "解密")),
    "text": (lambda: "一、概述\r\n\t甲".encode("gb18030"), ("文字文件", "另存为")),
    "utf-16 text": (lambda: "概述".encode("utf-16"), ("文字文件", "另存为")),
    "rubbish": (lambda: bytes(range(1, 256)), ("不是Word文档", "已经损坏", "换一个")),
}


def _open_document(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return buffer.getvalue()


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_told_with_the_way_to_a_docx(name: str) -> None:
    make, words = FOREIGN[name]
    sentence = foreign_file(make(), WORD)
    for word in words:
        assert word in sentence
    assert sentence.endswith("。")
    assert "{" not in sentence


def office_file(kind: str) -> bytes:
    """A package whose main part is of another Office program."""
    parts = w.parts_of_docx(w.p("甲"))
    types = str(parts["[Content_Types].xml"])
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert old in types
    return w.packed({**parts, "[Content_Types].xml": types.replace(old, kind)})


OTHER_OFFICE = {
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "这是Excel表格（xlsx），不是Word文档（docx）",
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        "这是演示文稿（pptx），不是Word文档（docx）",
    ),
    "visio": ("application/vnd.ms-visio.drawing.main+xml", "别的程序的文件"),
}


@pytest.mark.parametrize("name", OTHER_OFFICE)
def test_another_office_file_under_the_name_of_a_docx_is_told_as_what_it_is(name: str) -> None:
    kind, words = OTHER_OFFICE[name]
    assert words in refusal(office_file(kind))


def test_a_doc_that_is_a_docx_inside_is_read() -> None:
    """Whatever the name says: the reader is only given the bytes."""
    assert len(read_docx(w.docx_with(w.p("甲"))).document.blocks) == 1


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", OLE2, b"<?xml", b"{\\rtf"]))
def test_any_bytes_are_told_in_one_sentence(data: bytes, head: bytes) -> None:
    sentence = foreign_file(head + data, WORD)
    if sentence or not (head + data).startswith(b"PK"):
        assert sentence.endswith("。")
        assert "{" not in sentence


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
