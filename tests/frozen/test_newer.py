"""What a newer program has made gets one sentence that says so, by every command and in the window.

Made of what is frozen, with a number above those that this program knows.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from jbgs_desktop.bundle.bagit_profile import INFO, MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.layout import APPLICATION
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.salvage import salvage
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.errors import ApplicationNewerError, DraftNewerError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.office.register.entry import EntryState
from jbgs_desktop.office.registration import register_bundles
from tests.cli.test_commands import as_json, error_output, jbgs
from tests.drafts.cheap_drafts import SECRET, application, new_draft, reopen
from tests.frozen.programs import UNIT, program_with, run
from tests.frozen.samples import VERSIONS, Frozen

NEWER = "更新的程序"
UPDATE = "请安装更新的程序"


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    return Frozen(VERSIONS[-1], tmp_path)


@pytest.fixture
def newer_json(frozen: Frozen) -> Path:
    folder = Path(shutil.copytree(frozen.plain("metaverse").file.parent, frozen.work / "plain"))
    file = folder / "申报.json"
    tree = json.loads(file.read_text(encoding="utf-8"))
    tree |= {"schema_version": 3, "awards": ["某奖"]}
    file.write_text(json.dumps(tree, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def newer_draft(frozen: Frozen) -> Path:
    file = frozen.copy("metaverse.jbgs")
    _raise_format(file)
    return file


def _raise_format(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 9")


Command = Callable[[Path, Path], list[object]]
OF_A_FILE: dict[str, Command] = {
    "check": lambda file, out: ["check", file, "--json"],
    "export": lambda file, out: ["export", file, "--out", out],
    "bundle": lambda file, out: ["bundle", file, "--scans", file.parent, "--out", out],
}
COMMANDS = [
    *(("newer_json", name, command) for name, command in OF_A_FILE.items()),
    ("newer_json", "seal", lambda file, out: ["seal", file, "--out", out / "neu.jbgs"]),
    *(("newer_draft", name, command) for name, command in OF_A_FILE.items()),
    ("newer_draft", "unseal", lambda file, out: ["unseal", file, "--out", out / "neu.json"]),
]


@pytest.mark.parametrize(
    ("made", "command"),
    [pytest.param(made, command, id=f"{name}-{made}") for made, name, command in COMMANDS],
)
def test_a_command_says_so_in_one_sentence_and_writes_nothing(
    frozen: Frozen, request: pytest.FixtureRequest, made: str, command: Command
) -> None:
    file: Path = request.getfixturevalue(made)
    before, out = file.read_bytes(), frozen.work / "out"
    passphrase = {"JBGS_PASSPHRASE": str(frozen.expected["passphrase"])}
    result = jbgs(*command(file, out), environment=passphrase)
    (line,) = error_output(result).splitlines()
    assert result.returncode == 2
    assert result.stdout == b""
    assert NEWER in line and UPDATE in line and file.name in line
    assert file.read_bytes() == before
    assert not out.exists()


def test_a_draft_whose_application_is_newer_is_neither_read_nor_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = application(1).to_json().replace(": 2,", ": 3,", 1)
    with closing(new_draft(tmp_path / "a.jbgs")) as draft, monkeypatch.context() as newer:
        newer.setattr(Application, "to_json", lambda _: text)
        draft.save(application(1))
    with closing(reopen(tmp_path / "a.jbgs")) as draft:
        with pytest.raises(ApplicationNewerError, match=f"{NEWER}.*{UPDATE}"):
            draft.load()
        assert draft.examine() == []
    with pytest.raises(ApplicationNewerError, match=UPDATE):
        salvage(tmp_path / "a.jbgs", lambda: [SECRET], tmp_path / "b.jbgs", [SECRET])
    assert not (tmp_path / "b.jbgs").exists()


def _bundle(frozen: Frozen) -> Path:
    return Path(shutil.copytree(frozen.bundle("metaverse"), frozen.work / "sticks" / "报送包"))


def _list_anew(bundle: Path, *changed: str) -> None:
    """The lists of ``bundle`` with the digests that the ``changed`` files have now."""
    for path in (*changed, MANIFEST):
        file = bundle / (MANIFEST if path.startswith("data/") else TAG_MANIFEST)
        digest = sha256((bundle / path).read_bytes()).hexdigest()
        lines = [
            f"{digest}  {path}" if line[66:] == path else line
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def newer_application(bundle: Path) -> None:
    file = bundle / APPLICATION
    tree = json.loads(file.read_bytes())
    tree |= {"schema_version": 3, "awards": ["某奖"]}
    data = (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()
    info, size = bundle / INFO, len(data) - file.stat().st_size
    file.write_bytes(data)
    text = info.read_text(encoding="utf-8")
    total = next(line for line in text.splitlines() if line.startswith("Payload-Oxum"))
    count, _, files = total.partition(": ")[2].partition(".")
    text = text.replace(total, f"Payload-Oxum: {int(count) + size}.{files}")
    info.write_text(text, encoding="utf-8", newline="\n")
    _list_anew(bundle, APPLICATION, INFO)


def newer_profile(bundle: Path) -> None:
    info = bundle / INFO
    text = info.read_text(encoding="utf-8").replace("JBGS-Profile: 1\n", "JBGS-Profile: 2\n")
    info.write_text(text, encoding="utf-8", newline="\n")
    _list_anew(bundle, INFO)


@pytest.mark.parametrize("spoil", [newer_application, newer_profile])
def test_a_bundle_is_refused_with_that_sentence_alone(
    frozen: Frozen, spoil: Callable[[Path], None]
) -> None:
    bundle = _bundle(frozen)
    spoil(bundle)
    result = jbgs("verify", bundle, "--json")
    verdict = as_json(result)
    (finding,) = verdict["findings"]
    assert (result.returncode, verdict["ok"]) == (1, False)
    assert (finding["severity"], finding["code"]) == ("error", "bundle.newer")
    assert NEWER in finding["message"] and UPDATE in finding["message"]

    result = jbgs("intake", bundle.parent, "--out", frozen.work / "out", "--json")
    answer = as_json(result)
    (rejected,) = answer["rejected"]
    assert (result.returncode, answer["accepted"]) == (1, [])
    assert rejected == {"path": os.fsdecode(bundle), "reason": finding["message"]}


def test_a_register_is_not_opened(frozen: Frozen) -> None:
    with closing(frozen.register()):
        pass
    file = frozen.work / "office" / "register.jbgs"
    _raise_format(file)
    before = file.read_bytes()
    with pytest.raises(DraftNewerError, match=f"{NEWER}.*{UPDATE}"):
        frozen.open_register()
    assert file.read_bytes() == before


def test_an_office_enters_a_bundle_as_refused(frozen: Frozen) -> None:
    bundle = _bundle(frozen)
    newer_application(bundle)
    with closing(frozen.register()) as register:
        (entry,) = register_bundles(register, [bundle])
        assert register.state(entry) is EntryState.REFUSED
        assert NEWER in entry.reason and UPDATE in entry.reason
        with pytest.raises(KeyError):
            register.application(entry.number)


REMEMBER = """
import sys
from jbgs_desktop.drafts.keys.recovery_code import secret_of
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.forms.application import Unit
UserData(secret_of(sys.argv[1])).keep_unit(Unit(name="某公司", patents="一项"))
"""


def test_unit_profiles_of_a_newer_program_are_not_called_damaged(
    frozen: Frozen, data_folder: Path
) -> None:
    line = '    patents: Annotated[ShortText, FieldKind.TEXT, Since(2)] = ""\n'
    known = (("forms/application.py", "forms.kept import Kept"), ", Since")
    program = program_with(frozen.work / "program", (UNIT, line), known)
    run(program, "-c", REMEMBER, frozen.expected["recovery_code"])
    assert isinstance(frozen.by_code, UserSecret)
    data = UserData(frozen.by_code)
    before = (data_folder / "remembered").read_bytes()
    with pytest.raises(DraftNewerError, match=UPDATE):
        data.units()
    assert (data_folder / "remembered").read_bytes() == before
