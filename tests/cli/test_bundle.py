"""``jbgs bundle`` as a script calls it, with scans made of the book's own pages."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.finalise.finalise import finalise
from jbgs_desktop.finalise.kept_book import kept_book
from jbgs_desktop.forms.calls.call import installed_calls
from tests.bundle.sample_bundles import one_page
from tests.cli.test_commands import CALL, as_json, error_output, jbgs
from tests.finalise.finalised_drafts import small_draft
from tests.finalise.other_layout import lay_out_otherwise
from tools.make_scans import make_scans


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 申报.json of few pages and its scans."""
    folder = tmp_path_factory.mktemp("home")
    file = folder / "申报.json"
    result = jbgs("sample", "--track", CALL.tracks[0].id, "--directions", "2", "--out", file)
    assert result.returncode == 0, error_output(result)
    for evidence in (folder / "evidence").rglob("*.pdf"):
        evidence.write_bytes(one_page(evidence.stem))
    result = jbgs("export", file, "--out", folder, "--format", "pdf")
    assert result.returncode == 0, error_output(result)
    make_scans(next(folder.glob("*.pdf")), folder / "scans")
    return folder


def _copy_files(home: Path, folder: Path) -> None:
    """The files that the application names, beside another one."""
    for name in ("evidence", "figures"):
        shutil.copytree(home / name, folder / name)


def test_the_bundle_is_written_and_verifies(home: Path, tmp_path: Path) -> None:
    result = jbgs("bundle", home / "申报.json", "--scans", home / "scans", "--out", tmp_path / "u")
    assert result.returncode == 0, error_output(result)
    folder = Path(result.stdout.decode().strip())
    assert [folder] == list((tmp_path / "u").iterdir())
    verdict = as_json(jbgs("verify", folder, "--json"))
    assert verdict["ok"]
    assert verdict["version_code"] in folder.name

    unread = tmp_path / "坏的.pdf"  # nothing is said of it: the bundle that is there comes first
    unread.write_bytes(b"%PDF-1.7\nbroken off")
    again = jbgs("bundle", home / "申报.json", "--scans", unread, "--out", tmp_path / "u")
    assert again.returncode == 2
    assert unread.name not in error_output(again)
    assert "已经有同名的报送包" in error_output(again)
    assert as_json(jbgs("verify", folder, "--json"))["ok"]


def test_the_book_itself_is_no_sealed_scan_and_this_is_told(home: Path, tmp_path: Path) -> None:
    exported = next(home.glob("*.pdf"))
    result = jbgs("bundle", home / "申报.json", "--scans", exported, "--out", tmp_path / "u")
    assert result.returncode == 0, error_output(result)
    assert "不是扫描的图像" in error_output(result) and "没有看到红色" in error_output(result)
    folder = Path(result.stdout.decode().strip())
    verdict = as_json(jbgs("verify", folder, "--json"))
    warned = [each["code"] for each in verdict["findings"] if each["severity"] == "warning"]
    assert verdict["ok"] and set(warned) == {"bundle.scan.plain", "bundle.scan.unsealed"}
    received = jbgs("intake", folder, "--out", tmp_path / "表", "--json")
    assert received.returncode == 0, error_output(received)
    notices = [each["text"] for each in as_json(received)["notices"]]
    assert len(notices) == 2 and all("对照纸质件核对" in text for text in notices)


def test_a_missing_page_is_named_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    shutil.copytree(home / "scans", scans)
    (scans / "扫描_003.jpg").unlink()
    result = jbgs("bundle", home / "申报.json", "--scans", scans, "--out", tmp_path / "u")
    assert result.returncode == 1
    assert "第 3 页缺失" in error_output(result)
    assert not (tmp_path / "u").exists()


def test_pages_of_an_older_version_are_refused(home: Path, tmp_path: Path) -> None:
    application = json.loads((home / "申报.json").read_text(encoding="utf-8"))
    application["unit"]["contact"]["name"] = "王新"
    _copy_files(home, tmp_path)
    changed = tmp_path / "申报.json"
    changed.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    result = jbgs("bundle", changed, "--scans", home / "scans", "--out", tmp_path / "u")
    assert result.returncode == 1
    assert "是另一个版本" in error_output(result)
    assert not (tmp_path / "u").exists()


def test_errors_of_the_application_come_first(home: Path, tmp_path: Path) -> None:
    application = json.loads((home / "申报.json").read_text(encoding="utf-8"))
    application["unit"]["code"] = "1"
    _copy_files(home, tmp_path)
    broken = tmp_path / "申报.json"
    broken.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    result = jbgs("bundle", broken, "--scans", home / "scans", "--out", tmp_path / "u")
    assert result.returncode == 1
    assert "没有打包" in error_output(result)
    assert "[unit.code" in error_output(result)
    assert not (tmp_path / "u").exists()


def test_scans_that_are_not_there_are_named(home: Path, tmp_path: Path) -> None:
    scans = (home / "scans", tmp_path / "漏打的.pdf")
    result = jbgs("bundle", home / "申报.json", "--scans", *scans, "--out", tmp_path / "u")
    assert result.returncode == 2
    assert "漏打的.pdf”：文件或文件夹不存在" in error_output(result)
    assert "缺失" not in error_output(result)
    assert not (tmp_path / "u").exists()


def test_a_file_in_the_place_of_the_folder_is_told_at_once(home: Path, tmp_path: Path) -> None:
    taken = tmp_path / "u"
    taken.write_text("别的文件", encoding="utf-8")
    result = jbgs("bundle", home / "申报.json", "--scans", home / "scans", "--out", taken)
    assert result.returncode == 2
    assert f"无法写入“{taken}”" in error_output(result)
    assert taken.read_text(encoding="utf-8") == "别的文件"


def test_no_scans_at_all_is_one_sentence(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "扫描"
    (empty / "别的").mkdir(parents=True)
    (empty / "别的" / "说明.txt").write_text("没有图片", encoding="utf-8")
    result = jbgs("bundle", home / "申报.json", "--scans", empty, "--out", tmp_path / "u")
    assert result.returncode == 1
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith(f"“{empty}”里没有扫描件，没有打包。")
    assert not (tmp_path / "u").exists()


def test_scans_of_nothing_name_the_whole_book_once(home: Path, tmp_path: Path) -> None:
    blank = tmp_path / "空白.pdf"
    blank.write_bytes(one_page("没有二维码的一页"))
    result = jbgs("bundle", home / "申报.json", "--scans", blank, "--out", tmp_path / "u")
    assert result.returncode == 1
    assert error_output(result).count("没有扫描件") == 1
    assert "缺失" not in error_output(result)


def test_a_book_that_could_not_be_handed_in_is_not_printed(home: Path, tmp_path: Path) -> None:
    _copy_files(home, tmp_path)
    shutil.copy(home / "申报.json", tmp_path)
    next((tmp_path / "evidence").rglob("*.pdf")).write_bytes(b"%PDF-1.7\nbroken off")
    call = ("export", tmp_path / "申报.json", "--out", tmp_path / "u", "--format")
    result = jbgs(*call, "pdf")
    assert result.returncode == 1
    assert "[evidence.file.damaged]" in error_output(result)
    assert not (tmp_path / "u").exists()
    assert jbgs(*call, "docx").returncode == 0


def test_a_finalised_draft_gives_the_paper_it_was_finalised_as(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, passphrase = tmp_path / "申报.jbgs", "一段足够长的口令"
    with monkeypatch.context() as other, closing(small_draft(file, [Passphrase(passphrase)])) as it:
        lay_out_otherwise(other)  # unlike the commands below
        code = finalise(it, installed_calls()[0], datetime.now(UTC)).code
        kept = kept_book(it, code)
    assert kept
    monkeypatch.setenv("JBGS_PASSPHRASE", passphrase)
    result = jbgs("export", file, "--out", tmp_path / "out", "--format", "pdf")
    assert result.returncode == 0, error_output(result)
    (pdf,) = (tmp_path / "out").iterdir()
    assert pdf.read_bytes() == kept.pdf
    make_scans(pdf, tmp_path / "scans")
    result = jbgs("bundle", file, "--scans", tmp_path / "scans", "--out", tmp_path / "u")
    assert result.returncode == 0, error_output(result)
    folder = Path(result.stdout.decode().strip())
    assert kept.pdf in [pdf.read_bytes() for pdf in folder.rglob("*.pdf")]
    assert as_json(jbgs("verify", folder, "--json"))["ok"]
