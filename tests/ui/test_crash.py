"""kill -9 while somebody types in the window: nothing that it called saved is lost, or in clear.

``pytest --window-kills 500 tests/ui/test_crash.py`` for the long run.
"""

import os
import random
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.forms.application import Application
from tests.drafts.cheap_drafts import new_draft, reopen
from tests.libreoffice import require

ROOT = Path(__file__).parents[2]
LONG = 60  # s until a window on a busy machine has saved something
_MARK = re.compile(r"绝密标记(\d+)SECRETMARK\1\n")


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    """Everywhere where the program could put something, by the variables that say so."""
    names = {"HOME": "home", "JBGS_HOME": "data", "TMPDIR": "temp", "XDG_RUNTIME_DIR": "run"}
    for place in names.values():
        (tmp_path / place).mkdir(mode=0o700)
    folders = {name: str(tmp_path / place) for name, place in names.items()}
    return {**folders, "SQLITE_TMPDIR": folders["TMPDIR"]}


@pytest.fixture
def file(folders: dict[str, str], empty: Application) -> Path:
    file = Path(folders["JBGS_HOME"]) / "drafts" / "a.jbgs"
    file.parent.mkdir()
    new_draft(file, empty).close()
    return file


def start(file: Path, folders: dict[str, str], *first: str, **more: str) -> "subprocess.Popen[str]":
    folders = {**folders, **more}
    environment = {**os.environ, **folders, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ui.crash_driver", str(file), *first],
        env=environment,
        cwd=folders["HOME"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_while_typing(typist: "subprocess.Popen[str]", dice: random.Random) -> list[int]:
    """The numbers that were called saved before the end."""
    assert typist.stdout
    with selectors.DefaultSelector() as waiting:
        waiting.register(typist.stdout, selectors.EVENT_READ)
        ready = waiting.select(LONG)
    time.sleep(dice.random() * 1.5)
    is_alive = typist.poll() is None
    typist.kill()
    out, errors = typist.communicate()
    assert ready, errors
    assert is_alive, errors
    return [int(line) for line in out.split("\n")[:-1]]


def require_nothing_in_clear(folder: Path) -> int:
    """The number of bytes that were searched."""
    searched = 0
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        searched += len(content)
        for text in ("绝密标记", "SECRETMARK"):
            for form in (text.encode(), text.encode("utf-16-le"), text.encode("gb18030")):
                assert form not in content, path
    return searched


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_no_kill_loses_what_the_window_called_saved(
    tmp_path: Path, file: Path, folders: dict[str, str], pytestconfig: pytest.Config
) -> None:
    dice, saved, first = random.Random(5), set[int](), 1
    for _ in range(pytestconfig.getoption("--window-kills")):
        saved_words = kill_while_typing(start(file, folders, str(first)), dice)
        saved.update(saved_words)
        with closing(reopen(file)) as draft:
            profile = draft.load().application.unit.profile
            assert draft.notices == ()
        found = {int(number) for number in _MARK.findall(profile)}
        assert saved <= found, sorted(saved - found)
        first = max(found) + 1
    assert require_nothing_in_clear(tmp_path) > file.stat().st_size
    print(f"{len(saved)} marks called saved, all there")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_a_log_off_in_the_middle_of_a_sentence_saves_and_closes(
    file: Path, folders: dict[str, str], number: str
) -> None:
    typist = start(file, folders)
    assert typist.stdout
    typist.stdout.readline()
    typist.send_signal(getattr(signal, number))
    _, errors = typist.communicate(timeout=LONG)
    assert typist.returncode == 0, errors
    assert not file.with_name("a.jbgs.lock").exists()
    with closing(reopen(file)) as draft:
        assert _MARK.findall(draft.load().application.unit.profile) == ["1"]


@pytest.fixture
def system_bus(tmp_path: Path) -> Iterator[str]:
    """The address of a message bus of this test."""
    require("dbus-daemon", "dbus-send")
    address = f"unix:path={tmp_path}/bus"
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bus:
        assert bus.stdout
        bus.stdout.readline()
        yield address
        bus.terminate()


def test_a_computer_that_goes_to_sleep_saves_first(
    file: Path, folders: dict[str, str], system_bus: str
) -> None:
    typist = start(file, folders, DBUS_SYSTEM_BUS_ADDRESS=system_bus, NEVER_BY_ITSELF="1")
    assert typist.stdout
    typist.stdout.readline()
    sleep = "org.freedesktop.login1.Manager.PrepareForSleep"
    signal_ = ["dbus-send", f"--bus={system_bus}", "--type=signal", "/org/freedesktop/login1"]
    before = file.stat().st_mtime_ns
    deadline = time.monotonic() + LONG
    while file.stat().st_mtime_ns == before and time.monotonic() < deadline:
        subprocess.run([*signal_, sleep, "boolean:true"], check=True)
        time.sleep(0.2)
    typist.kill()
    _, errors = typist.communicate()
    with closing(reopen(file)) as draft:
        profile = draft.load().application.unit.profile
        assert _MARK.findall(profile) == ["1"], errors
