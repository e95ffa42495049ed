"""What may be finalised can be bundled, verified and taken in; what is refused is so everywhere."""

import re
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.contents import Documents, compose_bundle
from jbgs_desktop.bundle.model import BundleContent
from jbgs_desktop.bundle.safe_names import path_fault, twins
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.errors import BundleError, JbgsError
from jbgs_desktop.finalise.evidence_check import file_findings
from jbgs_desktop.finalise.finalise import book_of, opener, standing_errors
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.unsafe_files import DANGERS, Danger
from jbgs_desktop.office.intake import receive_bundles
from jbgs_desktop.ui.widgets.evidence_inspector import add_evidence_file
from tests.bundle import small_bundles
from tests.bundle.corpus import Spoiled
from tests.bundle.sample_bundles import CALL, MADE, one_page, sample_draft
from tests.cli.test_commands import as_json, error_output, jbgs
from tests.documents.evidence_corpus import write_files
from tests.finalise.finalised_drafts import NOW

CODES = ("bundle.program", "bundle.macros")
OLD_OFFICE = (".doc", ".xls", ".et", ".bak")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its disks take not all the names")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> PlainDraft:
    """The sample with every file of the corpus beside it, under the names they came with."""
    draft = sample_draft(tmp_path_factory.mktemp("draft"))
    for path in draft.file.parent.rglob("*.pdf"):
        path.write_bytes(one_page(path.stem))
    return draft


@pytest.fixture(scope="module")
def rules(draft: PlainDraft) -> dict[str, str]:
    """File of the corpus in the application -> what becomes of it."""
    return {
        f"corpus/{name}": rule for name, rule in write_files(draft.file.parent / "corpus").items()
    }


def with_files(draft: PlainDraft, *files: str) -> Application:
    application = draft.load().application
    more = tuple(Evidence(category=5, title=f"材料{at}", file=f) for at, f in enumerate(files))
    return application.set("evidence", (*application.evidence, *more))


def refusals(application: Application, findings: list[Finding]) -> dict[str, str]:
    """The rule that refuses it, by the file."""
    found = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            part, at, _ = finding.path.split(".")
            assert part == "evidence", finding
            assert "请" in finding.message
            file = application.evidence[int(at)].file
            assert file not in found, f"{file} is told twice"
            found[file] = finding.code.removeprefix("evidence.file.")
    return found


def content_of(
    draft: PlainDraft, application: Application, docx: bytes = b"d", xlsx: bytes = b"x"
) -> BundleContent:
    version = version_of(application, draft.open_evidence)
    return compose_bundle(
        application,
        CALL,
        version,
        Documents(one_page("合订本", version.code), docx, xlsx),
        {layout.WHOLE_SCAN: one_page("全册"), layout.scan_name(1, "封面"): one_page("封面")},
        draft,
        made=MADE,
    )


def test_the_check_refuses_just_what_the_corpus_says(
    draft: PlainDraft, rules: dict[str, str]
) -> None:
    assert len(rules) >= 60
    application = with_files(draft, *rules)
    findings = check(application, CALL, now=NOW, evidence_size=draft.evidence_size)
    findings += file_findings(draft, application, CALL)
    assert refusals(application, findings) == {file: rule for file, rule in rules.items() if rule}


def test_what_may_be_finalised_is_bundled_verified_and_taken_in(
    draft: PlainDraft, rules: dict[str, str], tmp_path: Path
) -> None:
    allowed = [file for file, rule in rules.items() if not rule]
    application = with_files(draft, *allowed)
    assert standing_errors(draft, application, CALL, NOW) == []
    version = version_of(application, opener(draft))
    assert book_of(draft, application, CALL, version).pages > len(allowed) / 3
    source = MakeBook(evidence=draft.open_evidence)
    files = build(application, CALL, tmp_path, formats=("docx", "xlsx"), draft=False, source=source)
    (tmp_path / "stick").mkdir()
    content = content_of(draft, application, *files.values())
    verdict = verify(write_bundle(content, tmp_path / "stick").folder)
    assert (verdict.ok, verdict.errors) == (True, [])
    (received,) = receive_bundles([tmp_path / "stick"], tmp_path / "in")
    assert received.is_accepted, received.reason


def test_no_name_that_the_bundle_gives_is_refused(rules: dict[str, str]) -> None:
    files = tuple(Evidence(category=1, title="x", file=file) for file in rules)
    places = layout.file_places(Application(evidence=files))
    assert {path_fault(place) for place in places.values()} == {""}
    assert twins(places.values()) == []


def test_what_no_office_takes_is_refused_everywhere_for_the_same_reason(
    draft: PlainDraft, rules: dict[str, str], tmp_path: Path
) -> None:
    template = small_bundles.write_bundle(tmp_path / "template", small_bundles.an_application())
    dangers = {file: Danger(rule) for file, rule in rules.items() if rule in set(Danger)}
    assert set(dangers.values()) == set(Danger)
    for number, (file, danger) in enumerate(dangers.items()):
        changed = with_files(draft, file)
        with pytest.raises(BundleError, match=DANGERS[danger]):
            content_of(draft, changed)
        bundle = Path(shutil.copytree(template, tmp_path / str(number)))
        place = layout.file_places(changed)[file]
        Spoiled(bundle, tmp_path).add(place, (draft.file.parent / file).read_bytes())
        verdict = verify(bundle)
        (finding,) = [
            each for each in verdict.findings if each.path == place and each.code in CODES
        ]
        assert DANGERS[danger] in finding.message, file
        # What the first programs packed stays valid: old Office files with macros are only told.
        was_packed = finding.code == "bundle.macros"
        assert (finding in verdict.errors) is not was_packed, file
        assert was_packed is (Path(file).suffix in OLD_OFFICE and danger is Danger.MACROS), file


def test_what_no_office_takes_does_not_come_into_a_draft(
    draft: PlainDraft, rules: dict[str, str]
) -> None:
    def attach(path: Path) -> str:
        raise AssertionError(f"{path} was attached")

    for rule in Danger:
        file = next(file for file, each in rules.items() if each == rule)
        with pytest.raises(JbgsError, match=f"没有添加“.*{DANGERS[rule]}.*请"):
            add_evidence_file(draft.file.parent / file, attach)


def test_the_commands_refuse_it(draft: PlainDraft, rules: dict[str, str], tmp_path: Path) -> None:
    refused = (*Danger, "mislabelled", "damaged", "encrypted")
    files = [next(file for file, each in rules.items() if each == rule) for rule in refused]
    broken = tmp_path / "申报.json"
    broken.write_text(with_files(draft, *files).to_json(), encoding="utf-8")
    for folder in ("evidence", "figures", "corpus"):
        shutil.copytree(draft.file.parent / folder, tmp_path / folder)
    codes = [f"evidence.file.{rule}" for rule in refused]
    checked = jbgs("check", broken, "--json")
    errors = [each for each in as_json(checked)["findings"] if each["severity"] == "error"]
    assert (checked.returncode, [each["code"] for each in errors]) == (1, codes)
    (tmp_path / "scan.pdf").write_bytes(one_page("a"))
    unsafe = codes[: len(Danger)]  # of a document without the book only these are refused
    for expected, command in (
        (codes, ("export", broken, "--format", "pdf", "--out", tmp_path / "out")),
        (unsafe, ("export", broken, "--format", "docx,xlsx", "--out", tmp_path / "out")),
        (codes, ("bundle", broken, "--scans", tmp_path / "scan.pdf", "--out", tmp_path / "out")),
    ):
        result = jbgs(*command)
        assert result.returncode == 1
        assert re.findall(r"错误.*\[(.+)\]", error_output(result)) == expected
    assert not (tmp_path / "out").exists()


def test_a_bundle_larger_than_an_office_takes_in_is_not_written(
    draft: PlainDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = with_files(draft)
    for size, is_too_large in ((2**28, False), (2**30, True)):
        monkeypatch.setattr(draft, "evidence_size", lambda _, size=size: size)
        with pytest.raises(BundleError, match="最多收 4 GB") if is_too_large else nullcontext():
            content_of(draft, application)
