"""The start of the program as a whole."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest


def test_a_start_removes_what_a_killed_program_left_in_clear(data_folder: Path) -> None:
    left = data_folder / "viewing" / "jbgs-private-x" / "审计报告.pdf"
    left.parent.mkdir(parents=True)
    left.parent.with_name("jbgs-private-x.lock").touch()
    left.write_bytes(b"in clear")
    environment = {key: value for key, value in os.environ.items() if key != "XDG_RUNTIME_DIR"}
    environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    program = subprocess.Popen(
        [sys.executable, "-c", "from jbgs_desktop.app import run; run([])"], env=environment
    )
    try:
        for _ in range(600):
            if not left.parent.exists():
                break
            time.sleep(0.05)
        assert not left.parent.exists()
        assert program.poll() is None
    finally:
        program.kill()
        program.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a desktop")
def test_without_a_desktop_a_sentence_says_so(data_folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    run = subprocess.run(
        [sys.executable, "-c", "from jbgs_desktop.__main__ import window; window()"],
        env={**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 2
    assert run.stderr.startswith("打不开窗口：没有连接到桌面")
    assert run.stderr.count("\n") == 1


# What takes long to load, and what loads it.
_LATE = (
    *("pydantic", "pydantic_core", "email_validator", "cryptography", "sqlite3", "keyring"),
    *("docx", "lxml", "openpyxl", "typst", "pypdf", "pypdfium2", "PIL", "zxingcpp", "segno"),
    *("concurrent.futures", "PySide6.QtDBus", "PySide6.QtPrintSupport"),
    *("jbgs_desktop.forms.application", "jbgs_desktop.forms.calls.call"),
    *("jbgs_desktop.forms.checks", "jbgs_desktop.drafts", "jbgs_desktop.documents"),
    *("jbgs_desktop.finalise", "jbgs_desktop.ui.drafts", "jbgs_desktop.ui.form"),
    *("jbgs_desktop.ui.shell.window_controller", "jbgs_desktop.ui.shell.workspace"),
)


def test_the_window_is_painted_before_what_takes_long_is_loaded(data_folder: Path) -> None:
    painted, completed = "qt.widgets.painting: Flushing", "jbgs_desktop.ui.shell.window_controller"
    environment = {
        **os.environ,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        "QT_LOGGING_RULES": "qt.widgets.painting.debug=true",
        "QT_FORCE_STDERR_LOGGING": "1",
    }
    program = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "jbgs_desktop"],
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stderr is not None
    with program.stderr as lines:
        before, after = _loaded_until(lines, painted), _loaded_until(lines, f" {completed}\n")
        program.kill()
        program.wait()
    early = [name for name in before if any(f"{name}.".startswith(f"{late}.") for late in _LATE)]
    assert early == []
    assert "jbgs_desktop.ui.shell.main_window" in before
    assert {"pydantic", completed} <= after


def _loaded_until(lines: Iterable[str], end: str) -> set[str]:
    """The modules that ``-X importtime`` names before a line with ``end``, which has to come."""
    loaded = set()
    for line in lines:
        if line.startswith("import time:"):
            loaded.add(line.rpartition("|")[2].strip())
        if end in line:
            return loaded
    raise AssertionError(f"the program ended before {end}")
