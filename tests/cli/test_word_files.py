"""import-docx and hand-out as a script calls them."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from jbgs_desktop.cli import main
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.finalise.record import read_record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.sample import sample_application, write_sample
from tests.documents.evidence_corpus import ole2
from tests.documents.printed_forms import the_call
from tests.drafts.cheap_drafts import CHEAP

SECTION = "taskbooks.2.risks"
PASSPHRASE = "口令"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    error: str

    @property
    def answer(self) -> Any:
        return json.loads(self.out)

    @property
    def states(self) -> dict[str, str]:
        return {field["path"]: field["state"] for field in self.answer["fields"]}


Jbgs = Callable[..., Answer]


@pytest.fixture
def jbgs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Jbgs:
    """Runs a command in this process."""
    monkeypatch.setenv("JBGS_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))

    def run(*arguments: object) -> Answer:
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    file = tmp_path / "a.json"
    write_sample(sample_application(the_call(), "humanoid-robot", (2,)), the_call(), file)
    return file


@pytest.fixture
def word(sample: Path, jbgs: Jbgs) -> Path:
    """The docx of the sample."""
    exported = jbgs("export", sample, "--out", sample.parent / "out", "--format", "docx")
    assert exported.code == 0, exported.error
    return Path(exported.out.strip())


def changed(source: Path, target: Path, old: str, new: str) -> Path:
    document = docx.Document(str(source))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
    document.save(str(target))
    return target


def test_a_docx_becomes_an_application_with_its_pictures_beside_it(
    word: Path, jbgs: Jbgs, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "b.json"
    answer = jbgs("import-docx", word, "--out", out, "--json")
    assert answer.code == 1
    assert set(answer.answer) == {"kind", "fields", "losses"}
    assert [loss["kind"] for loss in answer.answer["losses"]] == ["evidence-list"]
    assert set(answer.states.values()) == {"taken", "empty"}
    made = Application.model_validate_json(out.read_text(encoding="utf-8"))
    assert made.track == "humanoid-robot"
    assert made.files()
    assert all((out.parent / file).is_file() for file in made.files())


def test_an_export_comes_back_the_same(word: Path, sample: Path, jbgs: Jbgs) -> None:
    before = sample.read_bytes()
    answer = jbgs("import-docx", word, "--into", sample, "--json")
    assert (answer.code, set(answer.states.values())) == (0, {"same"})
    assert answer.answer["losses"] == []
    assert sample.read_bytes() == before


def test_what_came_back_changed_is_taken_and_a_draft_keeps_what_was_before(
    tmp_path: Path, jbgs: Jbgs
) -> None:
    file, part = tmp_path / "d.jbgs", tmp_path / "part.docx"
    application = Application(call=the_call().id, track="humanoid-robot", directions=(2,))
    holder = Passphrase(PASSPHRASE)
    write_draft(file, application.set(SECTION, "风险甲。"), [holder], cost=CHEAP)
    handed = jbgs("hand-out", file, "--field", SECTION, "--to", " 张三\n", "--out", part)
    assert (handed.code, handed.error) == (0, "")
    back = changed(part, tmp_path / "back.docx", "风险甲", "风险乙")
    for state in ("changed", "same"):
        answer = jbgs("import-docx", back, "--into", file, "--json")
        assert (answer.code, answer.states) == (0, {SECTION: state})
    other = changed(part, tmp_path / "other.docx", "风险甲", "风险丙")
    answer = jbgs("import-docx", other, "--into", file, "--json")
    assert (answer.code, answer.states) == (1, {SECTION: "conflict"})
    with closing(open_draft(file, lambda: [holder], read_only=True)) as draft:
        assert draft.load().application.get(SECTION) == "风险乙。"
        named = {point.name: point.number for point in draft.points if point.name}
        assert set(named) == {"导出前"}
        assert draft.read(named["导出前"]).application.get(SECTION) == "风险甲。"
        (given,) = read_record(draft).parts
        assert (given.fields, given.to, given.file) == ((SECTION,), "张三", "part.docx")
        assert given.token in [point.token for point in draft.points if point.name]


def test_the_file_of_another_unit_is_told_and_what_both_have_stays(
    word: Path, sample: Path, jbgs: Jbgs, tmp_path: Path
) -> None:
    ours = Application.model_validate_json(sample.read_text(encoding="utf-8"))
    for path, text in {"unit.name": "乙公司", "unit.code": "", SECTION: "我们的风险。"}.items():
        ours = ours.set(path, text)
    into = tmp_path / "ours.json"
    into.write_text(ours.set("taskbooks.2.plan", "").to_json(), encoding="utf-8")
    answer = jbgs("import-docx", word, "--into", into, "--json")
    assert answer.code == 1
    assert f"“{word.name}”属于另一份申报（" in answer.error
    assert "不是这份申报（乙公司，方向2）导出的" in answer.error
    assert answer.states[SECTION] == answer.states["unit.name"] == "conflict"
    assert answer.states["taskbooks.2.plan"] == "changed"


def test_what_only_can_be_read_gives_its_sections_all_the_same(tmp_path: Path, jbgs: Jbgs) -> None:
    file, part = tmp_path / "d.jbgs", tmp_path / "part.docx"
    application = Application(call=the_call().id, track="humanoid-robot", directions=(2,))
    holder = Passphrase(PASSPHRASE)
    write_draft(file, application, [holder], cost=CHEAP)
    with closing(open_draft(file, lambda: [holder])) as held:
        answer = jbgs("hand-out", file, "--field", SECTION, "--to", "张三", "--out", part)
        assert (answer.code, part.is_file()) == (0, True)
        assert "没有记在里面" in answer.error
        assert read_record(held).parts == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import-docx", "a.docx"], "--out"),
        (["import-docx", "a.json", "--out", "x.json"], "不是Word文档"),
        (["import-docx", "none.docx", "--out", "x.json"], "不存在"),
        (["import-docx", "other.docx", "--out", "x.json"], "认不出"),
        (["hand-out", "a.json", "--field", "unit.name", "--out", "x.docx"], "不是可以分的一节"),
        (["hand-out", "a.json", "--field", "taskbooks.99.plan", "--out", "x.docx"], "方向99"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    sample: Path, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, jbgs: Jbgs
) -> None:
    monkeypatch.chdir(sample.parent)
    document = docx.Document()
    document.add_paragraph("别的内容")
    document.save("other.docx")
    answer = jbgs(*arguments)
    assert answer.code == 2
    assert words in answer.error
    assert answer.error.count("\n") == 1
    assert not Path("x.json").exists()


OLD_AND_FOREIGN: dict[str, tuple[bytes, str]] = {
    "申报书.doc": (ole2("WordDocument"), "旧格式的Word或WPS文档"),
    "申报书.wps": (ole2("WordDocument"), "旧格式的Word或WPS文档"),
    "有密码.docx": (ole2("EncryptedPackage"), "有密码"),
    "申报书.rtf": (b"{\\rtf1}", "RTF文档"),
    "网页.docx": (b"<html><body>", "网页"),
    "损坏.docx": (b"PK\x03\x04 damaged", "损坏"),
    "空.docx": (b"", "0字节"),
}


@pytest.mark.parametrize("name", OLD_AND_FOREIGN)
def test_an_old_or_foreign_file_is_refused_with_a_sentence(
    jbgs: Jbgs, tmp_path: Path, name: str
) -> None:
    data, words = OLD_AND_FOREIGN[name]
    (tmp_path / name).write_bytes(data)
    answer = jbgs("import-docx", tmp_path / name, "--out", tmp_path / "a.json")
    assert (answer.code, answer.out) == (2, "")
    assert name in answer.error
    assert words in answer.error
    assert answer.error.count("\n") == 1
    assert not (tmp_path / "a.json").exists()


def test_a_folder_and_nothing_are_refused_too(jbgs: Jbgs, tmp_path: Path) -> None:
    for place, words in ((tmp_path, "这是一个文件夹"), (tmp_path / "没有.docx", "不存在")):
        answer = jbgs("import-docx", place, "--out", tmp_path / "a.json")
        assert (answer.code, words in answer.error) == (2, True), answer.error
