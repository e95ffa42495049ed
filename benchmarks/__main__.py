"""``make bench``: all benchmarks in one run, and at the end what falls short of its goal.

Each is a process of its own, so that the memory that it reports is its own; bytecode is compiled
before, as the set-up does it.
"""

import os
import subprocess
import sys

from benchmarks.timer import SHORT

_ALL = (
    *("start", "frozen", "forms", "keystrokes", "documents", "book", "evidence", "preview"),
    *("sandbox", "drafts", "autosave", "bundle", "verify", "scans", "intake"),
)
_FAILED = "没有量成"


def main() -> None:
    names = sys.argv[1:] or _ALL
    compile_bytecode()
    short = [line for name in names for line in _run(name)]
    print(f"{SHORT}目标：{'；'.join(short)}" if short else "全部达到目标")


def compile_bytecode() -> None:
    """For what is measured; a variable of the environment may keep Python from doing it."""
    folders = ["jbgs_desktop", "tests", "benchmarks"]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], check=True)


def _run(name: str) -> list[str]:
    """Run one benchmark; what of it falls short."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    short = []
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.rstrip().endswith(SHORT):
            short.append(line.partition("  ")[0])
    if process.wait():
        short.append(f"{name}（{_FAILED}）")
    return short


if __name__ == "__main__":
    main()
