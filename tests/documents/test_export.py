"""Files on the disk: named so that every stick takes them, all of them or none."""

from dataclasses import replace
from pathlib import Path

import pytest

from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.export import FORMATS, MakeBook, build, export, file_name
from jbgs_desktop.errors import DocumentError, FileAccessError
from jbgs_desktop.forms.application import Application
from tests.documents.printed_forms import UNIT, blank, filled, the_call
from tests.documents.rich_sections import pictures, rich, with_missing

FOR_GOOD = MakeBook(book=Book(b"%PDF-1.7 of a version", 1, (), (), ("有一个文件没有印。",)))


def test_all_formats_are_written(tmp_path: Path) -> None:
    paths = export(
        filled(), the_call(), tmp_path / "新", formats=FORMATS, draft=False, source=FOR_GOOD
    )
    assert [path.name for path in paths] == [
        f"人形机器人_{UNIT}_申报材料.docx",
        f"人形机器人_{UNIT}_申报材料.pdf",
        f"人形机器人_{UNIT}_申报材料.xlsx",
    ]
    assert sorted((tmp_path / "新").iterdir()) == sorted(paths)
    assert [path.read_bytes()[:4] for path in paths] == [b"PK\x03\x04", b"%PDF", b"PK\x03\x04"]


def test_only_what_was_asked_for_is_made(tmp_path: Path) -> None:
    (path,) = build(filled(), the_call(), tmp_path, formats=("xlsx",), draft=False)
    assert path.suffix == ".xlsx"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("unit", "draft", "name"),
    [
        ("示例公司", False, "元宇宙_示例公司_申报材料"),
        ("示例公司", True, "元宇宙_示例公司_申报材料_草稿"),
        ("", True, "元宇宙_申报材料_草稿"),
        ("a/b:c*", False, "元宇宙_a_b_c__申报材料"),
        ("长" * 100, False, f"元宇宙_{'长' * 46}_申报材料"),
    ],
)
def test_names(unit: str, draft: bool, name: str) -> None:
    application = blank("metaverse").set("unit.name", unit)
    assert file_name(application, the_call(), draft=draft) == name


def test_a_pdf_for_good_is_the_book_that_is_given(tmp_path: Path) -> None:
    notes: list[str] = []
    source = replace(FOR_GOOD, notify=notes.append)
    assert FOR_GOOD.book
    made = build(filled(), the_call(), tmp_path, formats=("pdf",), draft=False, source=source)
    assert list(made.values()) == [FOR_GOOD.book.pdf]
    assert notes == list(FOR_GOOD.book.notes)
    with pytest.raises(ValueError, match="book"):
        build(filled(), the_call(), tmp_path, formats=("pdf",), draft=False)


def test_what_the_pdf_does_not_show_is_told(tmp_path: Path) -> None:
    notes: list[str] = []
    source = MakeBook(notify=notes.append)
    application = filled().set("unit.address", "示例路\U0001f600号")
    export(application, the_call(), tmp_path, formats=("pdf",), draft=True, source=source)
    assert any("2022年度审计报告" in sentence and "重新添加" in sentence for sentence in notes)
    assert any("单位地址" in sentence and "U+1F600" in sentence for sentence in notes)


def test_what_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        export(Application(), the_call(), tmp_path, formats=FORMATS, draft=True)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_without_its_picture_is_told_once_in_a_draft_and_refused_for_good(
    tmp_path: Path,
) -> None:
    notes: list[str] = []
    application = with_missing(rich("usual"))
    source = MakeBook(evidence=pictures, notify=notes.append)
    build(application, the_call(), tmp_path, formats=("docx", "pdf"), draft=True, source=source)
    assert sum("图1　不见的图" in sentence for sentence in notes) == 1
    with pytest.raises(DocumentError, match="图1　不见的图”印不出来"):
        build(application, the_call(), tmp_path, formats=["docx"], draft=False, source=source)


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.write_text("内容", encoding="utf-8")
    with pytest.raises(FileAccessError, match="无法写入"):
        export(filled(), the_call(), file, formats=FORMATS, draft=False, source=FOR_GOOD)
    assert file.read_text(encoding="utf-8") == "内容"
