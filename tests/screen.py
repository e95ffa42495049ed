"""A real X server with a window manager for the window's tests: ``pytest --xcb 1366x768``.

Each process that runs tests has a server of its own, since two on one would take the focus and the
clipboard from each other. The window manager is needed too: only it gives the focus back to the
window below when a dialog closes, as on every desktop.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_NO_SCREEN = Path(__file__).with_name("screen.json")
_running: list["subprocess.Popen[str]"] = []


def add_option(parser: pytest.Parser) -> None:
    parser.getgroup("screen", "where the tests show their windows").addoption(
        "--xcb",
        metavar="WIDTHxHEIGHT",
        help="on an X server of this size (Xvfb with openbox), one for each worker",
    )


def prepare(config: pytest.Config) -> None:
    """Choose what Qt shows windows on, and start that if this process is going to run tests.

    Raises ``pytest.UsageError`` with the reason if it does not start.
    """
    size = config.getoption("--xcb")
    if size is None:
        # Qt reads it when the application is made, which is for the first test that wants one.
        # By itself the screen would be smaller than any that is sold.
        os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_NO_SCREEN}")
    elif not config.getoption("numprocesses", None):  # else the workers come here too
        screen = _start(f"Xvfb -displayfd 1 -nolisten tcp -screen 0 {size}x24", r"\d+")
        os.environ |= {"DISPLAY": f":{screen}", "QT_QPA_PLATFORM": "xcb"}
        # Those of the developer's own desktop.
        for name in ("WAYLAND_DISPLAY", "SESSION_MANAGER"):
            os.environ.pop(name, None)
        _start("openbox --sm-disable --startup", "ready", "echo ready")


def _start(command: str, ready: str, *more: str) -> str:
    """Start ``command``, which ends with this process; its first line that is all ``ready``."""
    program, *arguments = command.split()
    for name in (program, "setpriv"):
        if shutil.which(name) is None:
            raise pytest.UsageError(f"--xcb needs {name}; make test-window installs it")
    with tempfile.TemporaryFile("w+") as errors:
        started = subprocess.Popen(
            # It is told to end, and not killed, so that it removes its socket and its lock.
            ["setpriv", "--pdeathsig", "TERM", program, *arguments, *more],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        _running.append(started)
        assert started.stdout
        for line in started.stdout:
            if re.fullmatch(ready, line.strip()):
                return line.strip()
        errors.seek(0)
        raise pytest.UsageError(f"{program} did not start:\n{errors.read()}")
