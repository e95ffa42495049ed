"""The start of the program as a whole."""

import os
import subprocess
import sys
import time
from pathlib import Path


def test_a_start_removes_what_a_killed_program_left_in_clear(data_folder: Path) -> None:
    left = data_folder / "viewing" / "jbgs-viewing-999999999-x" / "审计报告.pdf"
    left.parent.mkdir(parents=True)
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
