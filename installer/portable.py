"""Lays out the portable program: a folder for a stick, without links, that nobody has to install.

`python3 installer/portable.py` takes every frozen program that lies in build/ (`make package`,
`make package ARCH=arm64`, `wine.sh prepare build`) and leaves
build/portable/揭榜挂帅申报材料, in it a folder for each system, which is started where it lies, and
使用说明.txt. What carries the data is a folder 数据 beside these that the user makes: see
jbgs_desktop/files.py.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer.build import size_of  # noqa: E402

TARGET = ROOT / "build" / "portable" / "揭榜挂帅申报材料"
MARK = "portable"  # as jbgs_desktop/files.py knows it; this script runs without its libraries
_PROGRAMS = {
    "Linux-amd64": "package/dist/jbgs",
    "Linux-arm64": "arm64/dist/jbgs",
    "Windows": "windows/dist/jbgs",
}
# In the place of the link `jbgs`, for there are none on exFAT: see installer/start.py.
_COMMANDS = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/jbgs-desktop" --commands "$@"
"""
# What exFAT and Windows refuse in a name.
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')


def main() -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    found = [kind for kind, place in _PROGRAMS.items() if (ROOT / "build" / place).is_dir()]
    if not found:
        sys.exit("还没有可以放进便携版的程序。请先运行 make package。")
    for kind in found:
        lay_out(ROOT / "build" / _PROGRAMS[kind], TARGET / kind)
        print(f"{TARGET.relative_to(ROOT) / kind}：{size_of(TARGET / kind) / 1e6:.0f} MB")
    guide = (ROOT / "installer" / "portable.txt").read_text(encoding="utf-8")
    # As the editor of each Windows reads it.
    (TARGET / "使用说明.txt").write_bytes(guide.replace("\n", "\r\n").encode("utf-8-sig"))


def lay_out(program: Path, target: Path) -> None:
    """A copy of the frozen ``program`` that any file system holds and that knows it is portable.

    Raises ValueError for a file that some would not hold.
    """
    shutil.copytree(program, target, symlinks=False, ignore=_commands)
    if (program / "jbgs").is_symlink():
        (target / "jbgs").write_text(_COMMANDS, encoding="ascii")
        (target / "jbgs").chmod(0o755)
    (target / "_internal" / MARK).touch()
    require_plain(target)


def _commands(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "jbgs" and os.path.islink(os.path.join(folder, name))]


def require_plain(tree: Path) -> None:
    """Raises ValueError for links, names that exFAT refuses, and names that it takes for one."""
    seen = set[str]()
    for file in tree.rglob("*"):
        name = str(file.relative_to(tree))
        if file.is_symlink() or _REFUSED.search(file.name) or name.casefold() in seen:
            raise ValueError(f"not for every stick: {name}")
        seen.add(name.casefold())


if __name__ == "__main__":
    main()
