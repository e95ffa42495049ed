"""A field that is added to the model changes nothing of what was made before it.

The whole of ``test_what_was_made`` runs once more, against a copy of the program whose 单位情况 has
one more field, so that children and commands have it too.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jbgs_desktop.forms.kept import Kept, since_of

ROOT = Path(__file__).parents[2]
UNIT = re.compile(r'(class Unit\(.*?\n    name: Organisation = ""\n)', re.DOTALL)


def program_with(line: str, folder: Path) -> Path:
    """The program in ``folder``, with ``line`` in the class of 单位情况."""
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "jbgs_desktop", folder / "jbgs_desktop", ignore=skipped)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "resources").symlink_to(ROOT / "resources")
    model = folder / "jbgs_desktop" / "forms" / "application.py"
    changed, times = UNIT.subn(rf"\1    {line}\n", model.read_text(encoding="utf-8"))
    assert times == 1
    model.write_text(changed, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "line",
    [
        'patents: Annotated[ShortText, FieldKind.TEXT] = ""',
        'patents: Annotated[tuple[ShortText, ...], FieldKind.LIST] = ("无",)',
    ],
    ids=["text", "list"],
)
def test_codes_and_verdicts_stay(line: str, tmp_path: Path) -> None:
    program = program_with(line, tmp_path / "program")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, "tests/frozen/test_what_was_made.py", "--basetemp", str(tmp_path / "work")],
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:]
    found = [sys.executable, "-c", "import jbgs_desktop.forms.application as a; print(a.__file__)"]
    where = subprocess.run(found, cwd=program, capture_output=True, encoding="utf-8", check=True)
    assert Path(where.stdout.strip()).is_relative_to(program)


def all_kept(base: type[Kept] = Kept) -> list[type[Kept]]:
    return [base, *(each for below in base.__subclasses__() for each in all_kept(below))]


def test_every_later_field_says_since_when_and_has_a_default() -> None:
    for part in all_kept():
        for name, field in part.later_fields().items():
            assert since_of(field) > 1, f"{part.__name__}.{name} has no Since"
            assert not field.is_required(), f"{part.__name__}.{name} has no default"
