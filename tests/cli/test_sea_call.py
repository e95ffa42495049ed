"""A call like that of 2025, from its pack to the 推荐表, by commands: nothing speaks of 2023."""

import json
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jbgs_desktop.bundle import layout
from tests.bundle.sample_bundles import one_page
from tests.cli.test_commands import as_json, error_output, jbgs
from tests.documents.pdf_reader import page_texts
from tests.forms.sea_call import SEA, sea_application
from tests.of_2023 import OF_2023
from tools.make_scans import make_scans

# What every bundle calls its own files and folders; an old checker must know them again.
_FILES = re.compile(
    r"\S*(?:揭榜申报材料|推荐表[(]供推荐单位[)]|封面至申报表|任务书_方向|承诺书\.pdf)\S*"
)


@pytest.fixture
def file(tmp_path: Path, data_folder: Path) -> Path:
    """The application beside its files, on a computer that has the call from a file."""
    shutil.copytree(SEA, data_folder / "calls" / "sea-2032" / "2032.1")
    file = tmp_path / "in" / "申报.json"
    file.parent.mkdir()
    file.write_text(sea_application().to_json(), "utf-8")
    for evidence in sea_application().files():
        (file.parent / evidence).write_bytes(one_page(evidence))
    return file


def _says(text: str) -> None:
    assert text
    found = OF_2023.search(_FILES.sub("", text))
    assert found is None, text[max(0, found.start() - 30) : found.end() + 30]


def _cells(file: Path) -> str:
    sheets = load_workbook(file)
    return "\n".join(
        str(cell)
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def test_from_the_pack_to_the_table_of_the_office(file: Path, tmp_path: Path) -> None:
    calls = {each["id"]: each for each in as_json(jbgs("calls", "--json"))["calls"]}
    _says(json.dumps(calls["sea-2032"], ensure_ascii=False))
    found = as_json(jbgs("check", file, "--json"))
    assert found["errors"] == 0
    _says(json.dumps(found, ensure_ascii=False))

    paper = tmp_path / "paper"
    result = jbgs("export", file, "--out", paper)
    assert result.returncode == 0, error_output(result)
    (book,), (sheet,) = paper.glob("*.pdf"), paper.glob("*.xlsx")
    printed = "\n".join(page_texts(book.read_bytes()))
    assert "第16号：养殖水质智能预报" in printed and "16. 养殖" not in printed
    _says(printed)
    _says(_cells(sheet))

    make_scans(book, tmp_path / "scans")
    result = jbgs("bundle", file, "--scans", tmp_path / "scans", "--out", tmp_path / "disc")
    assert result.returncode == 0, error_output(result)
    (bundle,) = (tmp_path / "disc").iterdir()
    _says("\n".join(page_texts((bundle / layout.LISTING).read_bytes())))
    _says((bundle / layout.README).read_text("utf-8-sig"))
    assert as_json(jbgs("verify", bundle, "--json"))["ok"]

    result = jbgs("intake", tmp_path / "disc", "--out", tmp_path / "office", "--json")
    (accepted,) = as_json(result)["accepted"]
    assert (accepted["unit"], accepted["track"]) == ("海港船厂", "services")
    _says(error_output(result))
    (table,) = (tmp_path / "office").glob("*.pdf")
    rows = "".join(page_texts(table.read_bytes()))
    assert "养殖水质智能预报" in rows and "实海测试场" in rows
    _says(rows)


def test_a_call_without_sample_says_so(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    result = jbgs("sample", "--call", "sea-2032", "--track", "services", "--out", out)
    assert result.returncode == 2
    assert "没有自带的样例" in error_output(result)
    assert not out.exists()
