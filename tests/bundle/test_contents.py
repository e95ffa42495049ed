"""What is in a bundle, and that every BagIt tool accepts it."""

import io
import json
import logging
import subprocess
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
import zxingcpp

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.contents import Documents, compose_bundle, facts_of, write_receipt
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import Written, write_bundle
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import BundleError
from jbgs_desktop.finalise.version_code import version_of
from tests.bundle.sample_bundles import CALL, MADE, digests, one_page, sample_content, sample_draft
from tests.libreoffice import require


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    target = tmp_path_factory.mktemp("stick")
    return write_bundle(sample_content(tmp_path_factory.mktemp("draft")), target)


def test_the_bundle_has_the_tree_of_the_customs(written: Written) -> None:
    assert written.folder.name.startswith("人形机器人_")
    assert "_揭榜申报材料_" in written.folder.name
    paths = set(digests(written.folder))
    assert {layout.APPLICATION, layout.DOCX, layout.PDF, layout.ROW, layout.WHOLE_SCAN} <= paths
    assert {"请先读我.txt", "报送清单.pdf", "校验.html", "bagit.txt"} <= paths
    originals = [path for path in paths if path.startswith(layout.ORIGINALS)]
    application = json.loads((written.folder / layout.APPLICATION).read_bytes())
    assert len(originals) == len({each["file"] for each in application["evidence"]})


def test_bagit_takes_it(written: Written, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    assert bagit.Bag(str(written.folder)).validate(processes=1)
    assert caplog.records == []


def test_sha256sum_takes_it(written: Written) -> None:
    require("sha256sum")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--strict", "--quiet", "-c", manifest]
        result = subprocess.run(command, cwd=written.folder, capture_output=True, check=False)
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_our_own_check_takes_it(written: Written) -> None:
    verdict = verify(written.folder)
    found = [each for each in verdict.findings if each.code.startswith("bundle.")]
    assert (found, verdict.ok) == ([], True)
    assert verdict.version_code in written.folder.name
    assert verdict.call_version == CALL.version


def test_what_is_told_of_the_files_is_what_is_there(written: Written) -> None:
    assert {file.path: file.digest for file in written.files} == digests(written.folder)


def test_the_read_me_opens_in_every_notepad(written: Written) -> None:
    data = (written.folder / layout.README).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    for name in (layout.LISTING, layout.CHECKER, "sha256sum -c manifest-sha256.txt"):
        assert name in text


def test_the_listing_names_every_file_with_its_digest_and_the_code(written: Written) -> None:
    pages = PdfPages(written.folder / layout.LISTING)
    code = written.folder.name.rpartition("_")[2]
    assert pages.find(format_code(code))
    for file in written.files:
        if file.path.startswith("data/"):
            assert pages.find(file.digest[:12]), file.path
            assert pages.find(file.digest[48:]), file.path
    for words in (f"{CALL.version} 版", "交件人（签字）", "收件人（签字）", "日期"):
        assert pages.find(words)
    pages.close()


def test_the_receipt_says_what_is_handed_over(tmp_path: Path) -> None:
    draft = sample_draft(tmp_path)
    application = draft.load().application
    version = version_of(application, draft.open_evidence)
    facts = facts_of(application, CALL, version, made=MADE, pages={layout.PDF: 15})
    digest = sha256(b"tagmanifest").hexdigest()
    when = datetime(2024, 1, 2, 10, 30)
    pages = PdfPages(write_receipt(facts, "U盘（KINGSTON）", when, 9, digest))
    for words in (format_code(version.code), "每份 15 页", "报送包有 9 个文件", "2024-01-02 10:30"):
        assert pages.find(words), words
    assert pages.count == 1
    assert pages.find(digest[:16]) and pages.find(digest[48:])
    (code,) = zxingcpp.read_barcodes(pages.picture(0, 200))
    assert code.text.lower() == digest  # what a hand scanner types at the office
    pages.close()
    pages = PdfPages(write_receipt(facts, "U盘", when, 9))  # packed by an older program
    assert not pages.find("tagmanifest")
    pages.close()


def test_a_bundle_without_one_of_its_evidence_files_is_refused(tmp_path: Path) -> None:
    draft = sample_draft(tmp_path)
    application = draft.load().application
    version = version_of(application, draft.open_evidence)
    draft.evidence_path(application.evidence[0].file).unlink()
    pdf = one_page("a")
    with pytest.raises(BundleError, match="缺少证明材料"):
        compose_bundle(application, CALL, version, Documents(pdf, b"d", b"x"), {}, draft, made=MADE)


def with_macros() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/vbaProject.bin", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("安装.exe", b"x", "从扩展名看是程序"),
        ("表格.docm", b"x", "带宏的文档"),
        ("网页.html", b"x", "网页"),
        ("合同.pdf", b"MZ\x90\x00", "从内容看是程序"),
        ("合同.docx", with_macros(), "带有宏"),
        ("合同.pdf", b"", "是空的"),
    ],
)
def test_evidence_that_no_office_takes_is_refused(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    draft = sample_draft(tmp_path)
    application = draft.load().application
    (tmp_path / "evidence" / name).write_bytes(data)
    application = application.set("evidence.0.file", f"evidence/{name}")
    version = version_of(application, draft.open_evidence)
    with pytest.raises(BundleError, match=reason):
        compose_bundle(
            application,
            CALL,
            version,
            Documents(one_page("a"), b"d", b"x"),
            {},
            draft,
            made=MADE,
        )


def test_an_evidence_that_changed_after_its_version_is_told(tmp_path: Path) -> None:
    content = sample_content(tmp_path / "draft")
    draft = sample_draft(tmp_path / "draft")
    file = draft.evidence_path(draft.load().application.evidence[0].file)
    file.write_bytes(bytes(file.stat().st_size))
    (tmp_path / "stick").mkdir()
    with pytest.raises(BundleError, match="来源文件与这个版本里的不一样"):
        write_bundle(content, tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []
