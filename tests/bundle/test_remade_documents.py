"""The documents of a bundle are made again from its JSON when it is verified thoroughly."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import (
    INFO,
    MANIFEST,
    RENDERING_NUMBER,
    TAG_MANIFEST,
    PageFacts,
    read_info,
    read_manifest,
    tag_files,
)
from jbgs_desktop.bundle.contents import Documents, compose_bundle
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.version_code import version_of
from tests.bundle.sample_bundles import CALL, MADE, one_page, sample_content, sample_draft
from tests.bundle.small_bundles import hashed

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = sample_content(tmp_path_factory.mktemp("draft"))
    return write_bundle(content, tmp_path_factory.mktemp("stick")).folder


@pytest.fixture
def forge(good: Path, tmp_path: Path) -> Callable[..., list[tuple[str, str]]]:
    """What is said of a bundle in which files were exchanged and all manifests renewed."""

    def forged(changes: dict[str, Change], **info: str | None) -> list[tuple[str, str]]:
        folder = tmp_path / good.name
        shutil.copytree(good, folder)
        for path, change in changes.items():
            (folder / path).write_bytes(change((folder / path).read_bytes()))
        renew(folder, info)
        verdict = verify(folder, with_form=False, thorough=True)
        return [
            (each.severity.value, each.code.removeprefix("bundle.made."))
            for each in verdict.findings
            if each.code.startswith("bundle.made.")
        ]

    return forged


def renew(folder: Path, changed: dict[str, str | None]) -> None:
    """Make the tag files of the bundle anew, as a forger does; None takes an entry out."""
    listed = read_manifest((folder / MANIFEST).read_bytes())
    beside = set(read_manifest((folder / TAG_MANIFEST).read_bytes())) - {
        "bagit.txt",
        INFO,
        MANIFEST,
    }
    info = {**read_info((folder / INFO).read_bytes()), **changed}
    entries = [(key, text) for key, text in info.items() if text and key != "Payload-Oxum"]
    payload, others = (
        {path: hashed((folder / path).read_bytes()) for path in paths} for paths in (listed, beside)
    )
    for path, data in tag_files(payload, entries, others).items():
        (folder / path).write_bytes(data)


def with_part(name: str, old: str, new: str) -> Change:
    """The Office file with words exchanged in one part."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
            for part in source.namelist():
                text = source.read(part)
                if part == name:
                    assert old.encode() in text
                    text = text.replace(old.encode(), new.encode(), 1)
                target.writestr(part, text)
        return stream.getvalue()

    return change


def with_more(name: str, text: str = "<x/>") -> Change:
    """The Office file with a part more."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a") as target:
            target.writestr(name, text)
        return stream.getvalue()

    return change


def packed_again(data: bytes) -> bytes:
    """The same parts, packed by another program."""
    return with_part("[Content_Types].xml", "<Types", "<Types")(data)


OTHER_RELEASE = {RENDERING_NUMBER: "999"}
NO_RELEASE = {RENDERING_NUMBER: None}


def test_what_the_program_wrote_is_the_same(forge: Callable[..., object]) -> None:
    assert forge({}) == []


def test_the_same_parts_packed_otherwise_are_the_same(forge: Callable[..., object]) -> None:
    assert forge({layout.DOCX: packed_again, layout.ROW: packed_again}) == []


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (layout.DOCX, with_part("word/document.xml", "示例机器人科技", "别的一家科技")),
        (layout.DOCX, with_more("word/vbaData.xml")),
        (layout.DOCX, with_more("word/_rels/settings.xml.rels", "<Relationships/>")),
        (layout.ROW, with_part("xl/worksheets/sheet1.xml", "</sheetData>", "<row/></sheetData>")),
        (layout.ROW, with_more("xl/macrosheets/sheet1.xml")),
        (layout.ROW, with_more("xl/embeddings/oleObject1.bin", "x")),
    ],
    ids=["another firm", "macro", "remote template", "row", "macro sheet", "object"],
)
def test_a_document_that_the_data_does_not_make_refuses(
    forge: Callable[..., object], path: str, change: Change
) -> None:
    assert forge({path: change}) == [("error", "differs")]


def test_a_checking_page_that_always_says_yes_refuses(forge: Callable[..., object]) -> None:
    assert forge({layout.CHECKER: lambda _: b"<!doctype html>ok"}) == [("error", "checker")]


@pytest.mark.parametrize("release", [OTHER_RELEASE, NO_RELEASE], ids=["other", "none"])
def test_a_forgery_that_claims_another_release_is_told(
    forge: Callable[..., object], release: dict[str, str | None]
) -> None:
    changes = {
        layout.DOCX: with_part("word/document.xml", "示例机器人科技", "别的一家科技"),
        layout.CHECKER: lambda _: b"<!doctype html>ok",
    }
    found = [("warning", "older"), ("warning", "unknown-checker")]
    assert sorted(forge(changes, **release)) == found  # type: ignore[call-overload]


def test_another_release_that_says_the_same_is_fine(forge: Callable[..., object]) -> None:
    styled = with_part("word/styles.xml", "<w:styles", "<w:styles ")
    assert forge({layout.DOCX: styled}, **NO_RELEASE) == []


def test_a_document_that_cannot_be_opened_is_told(forge: Callable[..., object]) -> None:
    def cut(data: bytes) -> bytes:
        return data[:200] + b"\0" * 200 + data[400:]

    assert forge({layout.DOCX: cut}) in ([("warning", "unmade")], [("error", "differs")])


def whole_bundle(folder: Path, stick: Path, **changed: str) -> Path:
    """A bundle with the book that the program makes; forged where fields are ``changed`` in it."""
    draft = sample_draft(folder)
    application = draft.load().application
    version = version_of(application, opener(draft))
    printed = application
    for path, text in changed.items():
        printed = printed.set(path.replace("__", "."), text)
    stamp = BookStamp(version.application, version.code, version.proof)
    book = make_book(printed, CALL, evidence=opener(draft), mark=stamp)
    source, formats = MakeBook(evidence=opener(draft)), ("docx", "xlsx")
    made = build(application, CALL, folder, formats=formats, draft=False, source=source)
    content = compose_bundle(
        *(application, CALL, version, Documents(book.pdf, *made.values())),
        *({layout.WHOLE_SCAN: one_page("全册")}, draft),
        made=MADE,
        page_facts=PageFacts(book_rendering=book.rendering),
    )
    return write_bundle(content, stick).folder


@pytest.mark.parametrize("forged", [False, True], ids=["as made", "forged"])
def test_the_whole_book_is_made_again(tmp_path: Path, forged: bool) -> None:
    for name in ("draft", "stick"):
        (tmp_path / name).mkdir()
    changed = {"unit__revenue": "986000.00"} if forged else {}
    folder = whole_bundle(tmp_path / "draft", tmp_path / "stick", **changed)
    verdict = verify(folder, with_form=False, thorough=True)
    messages = [each.message for each in verdict.findings if each.code.startswith("bundle.made.")]
    if forged:
        (sentence,) = messages
        assert "第 3 页和按申报数据、证明材料重新排的不同" in sentence
        assert not verdict.ok
    else:
        assert messages == []
