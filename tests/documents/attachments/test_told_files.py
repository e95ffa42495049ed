"""Files that are not what they look like: each with a sentence that says so."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments.inspect import Inspection, inspect_attachment
from jbgs_desktop.documents.attachments.inspect_worker import inspect_file
from tests.documents.attached_files import plain_pdf
from tests.documents.compound_file import compound

_PAGES = b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>"
_EMPTY = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
_BOX = b"<</Length 22>>stream\n0 0 0 rg 9 9 99 99 re f\nendstream"


def look(folder: Path, content: bytes, name: str = "a.pdf") -> Inspection:
    (folder / name).write_bytes(content)
    return inspect_attachment(folder / name)


def pdf(catalogue: bytes = b"", *pages: bytes, trailer: bytes = b"") -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue
    made = plain_pdf([root, _PAGES, *(pages or (_PAGE, _PAGE)), _BOX])
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R%b" % trailer)


def test_a_form_that_is_made_when_it_is_opened(tmp_path: Path) -> None:
    seen = look(tmp_path, pdf(b"/NeedsRendering true/AcroForm<</Fields[]/XFA[(a) 5 0 R]>>"))
    assert [note for note in seen.notes if "XFA" in note and "打印到PDF" in note]


def test_a_portfolio(tmp_path: Path) -> None:
    seen = look(tmp_path, pdf(b"/Collection<</View/D>>"))
    assert [note for note in seen.notes if "只有封面" in note and "逐个添加" in note]


def test_empty_pages(tmp_path: Path) -> None:
    assert look(tmp_path, pdf()).notes == ()
    assert look(tmp_path, pdf(b"", _PAGE, _EMPTY)).notes == (
        "第2页是空白页，会照样印进合订本，请核对文件是否完整。",
    )
    (note,) = look(tmp_path, pdf(b"", _EMPTY, _EMPTY)).notes
    assert note.startswith("全部是空白页")


def test_a_white_page_at_the_end_of_a_long_scan(tmp_path: Path) -> None:
    noise = Image.effect_noise((1240, 1754), 90).convert("RGB")  # the dearest that a page can be
    white = Image.new("RGB", noise.size, (250, 249, 247))
    pages = [*[noise] * 119, white]
    noise.save(tmp_path / "a.pdf", save_all=True, append_images=pages, resolution=150)
    seen = inspect_attachment(tmp_path / "a.pdf")
    assert [note for note in seen.notes if note.startswith("第121页是空白页")]


def test_a_certificate_is_no_damage(tmp_path: Path) -> None:
    lock = b"/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4>>/ID[<00><00>]"
    seen = look(tmp_path, pdf(trailer=lock))
    assert (seen.code, "数字证书" in seen.problem) == ("encrypted", True)


def _odt(manifest: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def _locked_zip() -> bytes:
    data = bytearray(_odt("<x/>"))
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + at] |= 1
    return bytes(data)


def _word(flags: int, size: int) -> bytes:
    return (b"\xec\xa5\xc1\0" + bytes(6) + struct.pack("<H", flags)).ljust(size, b"\0")


def _workbook(*records: int) -> bytes:
    begin = struct.pack("<HH4x", 0x809, 4)
    return begin + b"".join(struct.pack("<HH2x", record, 2) for record in (*records, 0x0A))


def _slides(token: int) -> bytes:
    return compound(
        **{"Current User": struct.pack("<8xII", 20, token), "PowerPoint Document": b"x"}
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", compound(WordDocument=_word(0x0100, 5000)), "encrypted"),
        ("a.doc", compound(WordDocument=_word(0x0100, 600)), "encrypted"),
        ("a.doc", compound(WordDocument=_word(0x1200, 5000)), ""),
        ("a.xls", compound(Workbook=_workbook(0x2F)), "encrypted"),
        ("a.xls", compound(Book=_workbook(0xE1, 0x2F)), "encrypted"),
        ("a.xls", compound(Workbook=_workbook(0xE1)), ""),
        ("a.ppt", _slides(0xF3D1C4DF), "encrypted"),
        ("a.ppt", _slides(0xE391C05F), ""),
        ("a.doc", compound(WordDocument=_word(0x0100, 5000))[:700], ""),
        ("a.odt", _odt("<manifest:file-entry><manifest:encryption-data/>"), "encrypted"),
        ("a.odt", _odt("<manifest:file-entry/>"), ""),
        ("a.zip", _locked_zip(), "encrypted"),
    ],
    ids=[
        *("locked-doc", "locked-short-doc", "doc", "locked-xls", "locked-old-xls", "xls"),
        *("locked-ppt", "ppt", "broken-doc", "locked-odt", "odt", "locked-zip"),
    ],
)
def test_what_asks_for_a_password_is_refused(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert inspect_file(str(tmp_path / name))["code"] == code
