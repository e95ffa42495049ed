"""What stands against finalising is found in the attached files themselves."""

from pathlib import Path

import pytest

from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.finalise.evidence_check import file_findings
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.finding import Finding
from tests.documents import attached_files as make
from tests.documents.pdf_reader import pdf_of_pages


@pytest.fixture
def call() -> Call:
    return installed_calls()[0]


@pytest.fixture
def empty(call: Call) -> Application:
    return Application(call=call.id, region=call.regions[0].id, track=call.tracks[1].id)


@pytest.fixture
def draft(tmp_path: Path) -> PlainDraft:
    return PlainDraft(tmp_path / "draft" / "申报.json")


def attached(draft: PlainDraft, application: Application, *paths: Path) -> Application:
    entries = [
        {"category": 1, "title": path.stem, "file": attach_file(draft, path)} for path in paths
    ]
    return application.set("evidence", tuple(entries))


def summary(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.severity, finding.code, finding.path) for finding in findings]


def test_unreadable_files_are_errors_and_unprinted_ones_notices(
    draft: PlainDraft, empty: Application, call: Call, tmp_path: Path
) -> None:
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf_of_pages(1))
    locked = make.encrypted_pdf(tmp_path / "locked.pdf")
    office = make.archive(tmp_path / "a.docx", "[Content_Types].xml")
    photo = make.photo(tmp_path)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n")
    application = attached(draft, empty, good, locked, office, photo, broken)
    findings = file_findings(draft, application, call)
    assert summary(findings) == [
        ("error", "evidence.file.encrypted", "evidence.1.file"),
        ("notice", "evidence.file.not-printed", "evidence.2.file"),
        ("warning", "evidence.file.location", "evidence.3.file"),
        ("error", "evidence.file.damaged", "evidence.4.file"),
    ]
    assert all(finding.label and finding.source for finding in findings)


def test_the_same_file_under_two_names_is_told(
    draft: PlainDraft, empty: Application, call: Call, tmp_path: Path
) -> None:
    for name in ("专利证书.pdf", "软件著作权.pdf"):
        (tmp_path / name).write_bytes(pdf_of_pages(1))
    other = tmp_path / "other.pdf"
    other.write_bytes(pdf_of_pages(2))
    files = (tmp_path / "专利证书.pdf", other, tmp_path / "软件著作权.pdf")
    (finding,) = file_findings(draft, attached(draft, empty, *files), call)
    assert summary([finding]) == [("notice", "evidence.file.same-content", "evidence.2.file")]
    assert "与第1份材料的内容一模一样" in finding.message


def test_missing_and_empty_files_are_left_to_the_checks(
    draft: PlainDraft, empty: Application, call: Call, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.pdf"
    nothing.write_bytes(b"")
    application = attached(draft, empty, nothing)
    application = application.set("evidence.0.title", "x")
    gone = application.set("evidence.0.file", "evidence/gone.pdf")
    assert file_findings(draft, application, call) == []
    assert file_findings(draft, gone, call) == []


def test_a_cancelled_look_ends_early(
    draft: PlainDraft, empty: Application, call: Call, tmp_path: Path
) -> None:
    application = attached(draft, empty, make.encrypted_pdf(tmp_path / "a.pdf"))
    assert file_findings(draft, application, call, cancelled=lambda: True) == []
