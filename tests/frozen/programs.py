"""Copies of the program with a few more lines: what a newer one would be."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNIT = ("forms/application.py", r'class Unit\(.*?\n    name: Organisation = ""\n')


def program_with(folder: Path, *additions: tuple[tuple[str, str], str]) -> Path:
    """The program in ``folder``, each text of the ``additions`` put in after what stands there."""
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "jbgs_desktop", folder / "jbgs_desktop", ignore=skipped)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "resources").symlink_to(ROOT / "resources")
    for (name, place), text in additions:
        file = folder / "jbgs_desktop" / name
        source = file.read_text(encoding="utf-8")
        (found,) = re.finditer(place, source, re.DOTALL)
        file.write_text(source[: found.end()] + text + source[found.end() :], encoding="utf-8")
    return folder


def run(program: Path, *arguments: object) -> str:
    """What the arguments of Python print with ``program`` as the program."""
    result = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    return result.stdout
