"""`make audit`: what is known against the locked libraries, and under which licences they come.

Starts pip-audit, which the Makefile puts into an environment of its own, and reads its answer. An
index that serves no advisories answers like one that knows of none: that is told apart here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run.txt", "build.txt", "package.txt")  # what is given out, and what makes it
NOT_ASKED = "没能查到公开的漏洞：{why}。这不表示没有漏洞，请在能连到 PyPI 的电脑上再运行一次。"


def main() -> int:
    """Prints advisories and licences. 1 when something is known against a library, else 0."""
    status = 0
    try:
        found = advisories(ask(sys.argv[1]))
    except LookupError as error:
        print(NOT_ASKED.format(why=error.args[0]))
    else:
        print("\n".join(found) or "对锁定的依赖，没有查到公开的漏洞。")
        status = 1 if found else 0
    print("\n许可：")
    print("\n".join(licences()))
    return status


def ask(pip_audit: str) -> Mapping[str, Any]:
    """What the program ``pip_audit`` answers about the locks. Raises LookupError when nothing."""
    locks = [f"-r{ROOT / 'requirements' / name}" for name in LOCKS]
    options = ("--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off")
    done = subprocess.run([pip_audit, *locks, *options], capture_output=True, text=True)
    try:
        answer: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["pip-audit 没有回答"])[-1]
        raise LookupError(last) from None
    return answer


def advisories(answer: Mapping[str, Any]) -> Sequence[str]:
    """A line for each advisory in an answer of pip-audit. Raises LookupError unless the index knew
    every library.
    """
    libraries = answer["dependencies"]
    unknown = [each["name"] for each in libraries if "skip_reason" in each]
    if unknown or not libraries:
        raise LookupError(f"软件源没有提供 {len(unknown)} 个依赖的漏洞信息")
    return [
        f"{each['name']} {each['version']}：{known['id']}"
        f"（{'、'.join(known['fix_versions']) or '还没有修复的版本'}）"
        for each in libraries
        for known in each.get("vulns", ())
    ]


def licences() -> Sequence[str]:
    """A line for each part that is given out: what 关于 shows, without the texts."""
    from PySide6.QtCore import qVersion

    from jbgs_desktop.ui.shell.licences import parts

    return [f"{part.name} {part.version}：{part.licence}" for part in parts(qVersion())]


if __name__ == "__main__":
    sys.exit(main())
