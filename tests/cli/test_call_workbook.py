"""``jbgs calls --workbook``, ``--make`` and ``--add`` (docs/developer/interface.md)."""

import io
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from jbgs_desktop.cli import main
from jbgs_desktop.forms.calls.call import find_call
from tests.documents.call_workbook.edited_workbooks import SECOND, cell, column, edited, item, put
from tests.documents.call_workbook.notices import running_lines, word_file
from tests.documents.xlsx_reader.made_workbooks import saved
from tests.forms.applications import national_call

ID = national_call().id
Streams = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def empty_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))


def test_a_call_goes_out_as_a_workbook_and_comes_in_again(tmp_path: Path, capsys: Streams) -> None:
    book, pack = tmp_path / "call.xlsx", tmp_path / "call.jbgscall"
    assert main(["calls", "--workbook", ID, "--out", str(book)]) == 0
    opened = load_workbook(io.BytesIO(book.read_bytes()))
    item(opened, "代号").value = "province-2099"
    item(opened, "版本").value = "2099.1"
    cell(opened, "方向", 2, "标题").value = "换了的标题"
    book.write_bytes(saved(opened))
    assert main(["calls", "--make", str(book), "--out", str(pack)]) == 0
    assert find_call("province-2099") is None
    assert main(["calls", "--add", str(pack)]) == 0
    call = find_call("province-2099")
    assert call is not None and call.tracks[0].directions[0].title == "换了的标题"
    streams = capsys.readouterr()
    assert streams.out.splitlines()[:2] == [str(book), str(pack)]
    assert "校验值（SHA-256）" in streams.err


def test_all_faults_are_lines_on_stderr_and_nothing_is_written(
    tmp_path: Path, capsys: Streams
) -> None:
    book, pack = tmp_path / "call.xlsx", tmp_path / "call.jbgscall"
    book.write_bytes(
        edited(
            put("方向", 4, "类别", None), put("方向", 5, "标题", None), put("期限", 2, "类型", "?")
        )
    )
    assert main(["calls", "--make", str(book), "--out", str(pack)]) == 1
    streams = capsys.readouterr()
    assert streams.out == "" and not pack.exists()
    title = get_column_letter(column(load_workbook(book), "方向", "标题"))
    assert sorted(line.partition("：")[0] for line in streams.err.splitlines()) == [
        "方向 第4行 C列", f"方向 第5行 {title}列", "期限 第2行 E列"
    ]  # fmt: skip


def test_what_is_not_read_is_told_and_the_call_made(tmp_path: Path, capsys: Streams) -> None:
    book, pack = tmp_path / "call.xlsx", tmp_path / "call.jbgscall"
    book.write_bytes(
        edited(lambda opened: opened.create_sheet("草稿").append(["记"]), folder=SECOND)
    )
    assert main(["calls", "--make", str(book), "--out", str(pack)]) == 0
    assert capsys.readouterr().err == "多出的工作表“草稿”没有读取。\n"
    assert pack.is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--make", "x.xlsx"], "要与 --out 连用"),
        (["--out", "x"], "要与 --out 连用"),
        (["--workbook", "nix", "--out", "x.xlsx"], "没有通知“nix”的数据"),
        (["--make", "gone.xlsx", "--out", "x"], "gone.xlsx"),
        (["--add", "gone.jbgscall"], "gone.jbgscall"),
        (["--tasks", "a.docx"], "要与 --workbook 连用"),
        (["--workbook", ID, "--tasks", "gone.docx", "--out", "x.xlsx"], "gone.docx"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Streams,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["calls", *arguments]) == 2
    error = capsys.readouterr().err
    assert sentence in error and error.count("\n") == 1
    assert not [*tmp_path.iterdir()]


def test_what_is_no_workbook_is_told(tmp_path: Path, capsys: Streams) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4")
    made = ["calls", "--make", str(tmp_path / "a.xlsx"), "--out", str(tmp_path / "a.jbgscall")]
    assert main(made) == 2
    assert "PDF" in capsys.readouterr().err


def test_the_tasks_of_a_notice_in_word_are_put_in(tmp_path: Path, capsys: Streams) -> None:
    notice, book = tmp_path / "通知.docx", tmp_path / "call.xlsx"
    notice.write_bytes(word_file(running_lines()))
    assert main(
        ["calls", "--workbook", ID, "--tasks", str(notice), "--out", str(book)]
    ) == 0  # fmt: skip
    assert capsys.readouterr().err.startswith("读到 22 个任务。其中 4 个有存疑之处")
    opened = load_workbook(io.BytesIO(book.read_bytes()))
    assert cell(opened, "方向", 23, "标题").value == "高可靠钢材"
    notice.write_bytes(b"no docx")
    assert main(["calls", "--workbook", ID, "--tasks", str(notice), "--out", "x"]) == 2
    assert "没有读取“通知.docx”" in capsys.readouterr().err
