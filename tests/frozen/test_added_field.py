"""A field that is added to the model changes nothing of what was made before it.

The whole of ``test_what_was_made`` runs once more, against a copy of the program whose 单位情况 has
one more field, so that children and commands have it too. What a program with more fields writes
is read by one without, as long as it does not use them.
"""

from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.drafts.format.manifest import Manifest
from jbgs_desktop.errors import DraftNewerError
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.application import Unit
from jbgs_desktop.forms.kept import Kept, since_of
from jbgs_desktop.office.register.entry import RegisterEntry
from tests.drafts.cheap_drafts import application, reopen
from tests.frozen.programs import UNIT, program_with, run
from tests.office.registers import new_register


@pytest.mark.parametrize(
    "line",
    [
        'patents: Annotated[ShortText, FieldKind.TEXT] = ""',
        'patents: Annotated[tuple[ShortText, ...], FieldKind.LIST] = ("无",)',
    ],
    ids=["text", "list"],
)
def test_codes_and_verdicts_stay(line: str, tmp_path: Path) -> None:
    program = program_with(tmp_path / "program", (UNIT, f"    {line}\n"))
    ours = "import jbgs_desktop.forms.application as a; print(a.__file__)"
    assert Path(run(program, "-c", ours).strip()).is_relative_to(program)
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", tmp_path / "work")
    run(program, *tests, "tests/frozen/test_what_was_made.py")


NEWER = (
    (("drafts/format/database.py", "FORMAT_VERSION = 1"), " + 1"),
    (
        ("drafts/format/manifest.py", r'class Manifest\(.*?record: str = ""[^\n]*\n'),
        '    stamp: Annotated[str, Since(2)] = ""\n',
    ),
    (("drafts/format/manifest.py", "forms.kept import Kept"), ", Since"),
    (("drafts/store.py", 'update={"record": record'), ', "stamp": record'),
    (
        ("office/register/entry.py", r"class RegisterEntry\(.*?number: int = 0\n"),
        '    note: Annotated[str, Since(2)] = ""\n',
    ),
    (("office/register/entry.py", "forms.kept import Kept"), ", Since"),
    (("office/register/entry.py", "from typing import"), " Annotated,"),
)
WRITES = """
import sys
from contextlib import closing
from pathlib import Path
from tests.drafts.cheap_drafts import application, new_draft, reopen
from tests.office.registers import new_register, application as received, receive

for name, mark in (("plain", ""), ("newer", "x")):
    folder = Path(sys.argv[1]) / name
    folder.mkdir()
    with closing(new_draft(folder / "a.jbgs")) as draft:
        draft.keep_record("x")
        draft.keep_record(mark)
        draft.save(application(2))
    with closing(reopen(folder / "a.jbgs")) as draft:
        assert draft.load().application == application(2)
    with closing(new_register(folder)) as register:
        entry = receive(register, received(1))
        register.keep([entry.model_copy(update={"note": mark})])
        register.keep([register.entry(entry.number).model_copy(update={"source": "x"})])
    with closing(new_register(folder)) as register:
        assert register.entries[0].note == mark
"""


def test_an_older_program_opens_what_uses_nothing_newer(tmp_path: Path) -> None:
    """This program is the older one here: the copy has one more field in drafts and registers."""
    run(program_with(tmp_path / "program", *NEWER), "-c", WRITES, tmp_path)
    with closing(reopen(tmp_path / "plain" / "a.jbgs")) as draft:
        assert draft.load().application == application(2)
    with closing(new_register(tmp_path / "plain")) as register:
        assert register.entries[0].source == "x"
    with pytest.raises(DraftNewerError, match="请安装更新的程序"):
        reopen(tmp_path / "newer" / "a.jbgs")
    with pytest.raises(DraftNewerError, match="请安装更新的程序"):
        new_register(tmp_path / "newer")


def all_kept(base: type[Kept] = Kept) -> list[type[Kept]]:
    below = [each for part in base.__subclasses__() for each in all_kept(part)]
    return [base, *below] if base.__module__.startswith("jbgs_desktop.") else below


def test_every_later_field_says_since_when_and_has_a_default() -> None:
    parts = all_kept()
    assert {Unit, Manifest, RegisterEntry, Record} <= set(parts)
    for part in parts:
        for name, field in part.later_fields().items():
            assert since_of(field) > 1, f"{part.__name__}.{name} has no Since"
            assert not field.is_required(), f"{part.__name__}.{name} has no default"
