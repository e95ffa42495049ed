"""seal, unseal, and check of an encrypted draft, as a script calls them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.forms.application import Evidence
from tests.drafts.cheap_drafts import CHEAP, application
from tests.drafts.keys.test_keyring import failing

ROOT = Path(__file__).parents[2]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    draft = PlainDraft(tmp_path / "申报.json")
    file = draft.attach("甲.pdf", io.BytesIO(b"%PDF"))
    draft.save(application(1).set("evidence", (Evidence(category=1, title="证", file=file),)))
    return draft.file


def jbgs(*arguments: object, passphrase: str | None = "口令") -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key != "JBGS_PASSPHRASE"}
    environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    if passphrase is not None:
        environment["JBGS_PASSPHRASE"] = passphrase
    return subprocess.run(
        [sys.executable, "-m", "jbgs_desktop", *map(str, arguments)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_seal_check_unseal(plain: Path, tmp_path: Path) -> None:
    sealed, back = tmp_path / "a.jbgs", tmp_path / "back" / "b.json"
    assert jbgs("seal", plain, "--out", sealed).returncode == 0
    assert "示例".encode() not in sealed.read_bytes()
    first, second = (jbgs("check", file, "--json") for file in (plain, sealed))
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert "errors" in json.loads(second.stdout)
    assert jbgs("unseal", sealed, "--out", back).returncode == 0
    assert back.read_bytes() == plain.read_bytes()
    assert (back.parent / "evidence" / "甲.pdf").read_bytes() == b"%PDF"


def test_the_passphrase_may_come_from_a_file(plain: Path, tmp_path: Path) -> None:
    sealed, file = tmp_path / "a.jbgs", tmp_path / "pass"
    file.write_text("口令\n", encoding="utf-8")
    option = ("--passphrase-file", file)
    assert jbgs("seal", plain, "--out", sealed, *option, passphrase=None).returncode == 0
    for passphrase in (None, "另一个"):  # the file counts more than the variable
        result = jbgs("check", sealed, "--json", *option, passphrase=passphrase)
        assert result.returncode in (0, 1)
    assert jbgs("unseal", sealed, "--out", tmp_path / "b.json").returncode == 0


def test_this_computers_passphrase_opens_the_drafts_of_its_window(tmp_path: Path) -> None:
    keys = UserKeys(Keyring(failing(ImportError())))
    keys.begin()
    keys.keep()
    keys.protect_with(Passphrase("口令"), CHEAP)
    file = tmp_path / "窗口.jbgs"
    write_draft(file, application(1), keys.holders())
    assert jbgs("check", file, "--json").returncode in (0, 1)
    result = jbgs("check", file, "--json", passphrase="错")
    assert (result.returncode, result.stdout) == (2, "")
    assert "口令不对" in result.stderr


@pytest.mark.parametrize(
    ("passphrase", "sentence"), [("错", "口令不对"), (None, "--passphrase-file"), ("", "空的")]
)
def test_without_the_right_key_there_is_one_sentence_and_no_file(
    plain: Path, tmp_path: Path, passphrase: str | None, sentence: str
) -> None:
    sealed, back = tmp_path / "a.jbgs", tmp_path / "b.json"
    jbgs("seal", plain, "--out", sealed)
    for command in (("unseal", sealed, "--out", back), ("check", sealed, "--json")):
        result = jbgs(*command, passphrase=passphrase)
        assert (result.returncode, result.stdout) == (2, "")
        assert sentence in result.stderr
        assert result.stderr.count("\n") == 1
    assert not back.exists()


def test_what_is_no_draft_or_cannot_be_written_is_told(plain: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk.jbgs"
    junk.write_bytes(b"x" * 1000)
    for command in (
        ("unseal", junk, "--out", tmp_path / "b.json"),
        ("check", junk),
        ("seal", tmp_path / "none.json", "--out", tmp_path / "a.jbgs"),
        ("seal", plain, "--out", tmp_path),
    ):
        result = jbgs(*command)
        assert (result.returncode, result.stderr.count("\n")) == (2, 1)
        assert result.stderr.startswith("无法")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "evidence",
        "junk.jbgs",
        "申报.json",
    ]


def test_missing_evidence_is_a_problem_but_no_failure(plain: Path, tmp_path: Path) -> None:
    (plain.parent / "evidence" / "甲.pdf").unlink()
    result = jbgs("seal", plain, "--out", tmp_path / "a.jbgs")
    assert result.returncode == 1
    assert "甲.pdf" in result.stderr
