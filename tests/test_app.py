"""The start of the program as a whole."""

import os
import subprocess
import sys
import time
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
