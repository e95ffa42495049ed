"""A desktop of its own for a trial: X server, session bus, window manager and an input method."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The program of each input method. Debian does not let fcitx 4 and 5 stand beside each other.
METHODS = {
    "fcitx5": ("fcitx5", "fcitx5 fcitx5-chinese-addons"),
    "fcitx4": (
        "fcitx",
        "fcitx fcitx-module-dbus fcitx-module-x11 fcitx-ui-classic fcitx-libpinyin",
    ),
    "ibus": ("ibus-daemon", "ibus ibus-libpinyin"),
}
_PATIENCE = 60.0  # seconds for a window to appear, on a computer that does other things as well


_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""
_FCITX4_PROFILE = """[Profile]
IMName=pinyin-libpinyin
EnabledIMList=fcitx-keyboard-us:True,pinyin-libpinyin:True
"""
_FCITX4_CONFIG = """[Program]
ShareStateAmongWindow=All
DefaultInputMethodState=Active
"""
# A bus that starts nothing by itself: this computer's keyring would ask for a password of its own.
_BUS = """<busconfig>
<type>session</type>
<listen>unix:tmpdir=/tmp</listen>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>
"""
_CONFIG = """[Behavior]
ActiveByDefault=True
ShareInputState=All
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A desktop: the input method that runs on it, and the variables that it sets."""

    name: str
    method: str  # fcitx5, fcitx4, ibus or nothing
    variables: dict[str, str] = field(default_factory=dict)
    is_disturbed: bool = False  # whether it is also tried what may happen during a composition
    service: tuple[str | Path, ...] = ()  # a command that runs beside the program


class TrialError(Exception):
    """What was expected did not come about; the text says what."""


def wait_for(what: str, holds: Callable[[], Any], patience: float = _PATIENCE) -> Any:
    """The first true answer of ``holds``. Raises TrialError after ``patience`` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(0.2)
    raise TrialError(f"等了 {patience:.0f} 秒，{what}没有出现。")


class Desktop:
    """A running desktop in ``folder``; close it with :meth:`close`."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "数据"
        self._running = ExitStack()
        kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
        self.environment = {
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            **kept,
            **case.variables,
        }
        for key, part in (("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("JBGS_HOME", "数据")):
            (folder / part).mkdir(mode=0o700)
            self.environment[key] = str(folder / part)
        self._start_screen()
        if case.method:
            getattr(self, f"_start_{case.method}")()
        if case.service:
            self.start(case.service)

    def close(self) -> None:
        self._running.close()

    def start(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[str]:
        """Start ``command`` here; it is ended with the desktop."""
        log = self._running.enter_context((self.folder / "log").open("a"))
        options = {"stdout": log, "stderr": log, "text": True, **options}
        process = subprocess.Popen(command, env=self.environment, cwd=self.folder, **options)
        self._running.callback(_end, process)
        return process

    def call(self, *command: str | Path) -> str:
        """What ``command`` prints."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip()

    def _start_screen(self) -> None:
        read, write = os.pipe()
        # 24 bits: openbox and the candidate window want a true colour screen.
        self.start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"], pass_fds=[write]
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            self.environment["DISPLAY"] = f":{pipe.readline().strip()}"
        settings = self.folder / "bus.conf"
        settings.write_text(_BUS)
        command = ["dbus-daemon", f"--config-file={settings}", "--nofork", "--print-address"]
        bus = self.start(command, stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.start(["openbox"])

    def _start_fcitx5(self) -> None:
        settings = self.folder / "home/.config/fcitx5"
        settings.mkdir(parents=True)
        (settings / "profile").write_text(_PROFILE)
        (settings / "config").write_text(_CONFIG)
        self.start(["fcitx5", "--disable=wayland"])
        wait_for("fcitx5", lambda: self.call("fcitx5-remote") in ("1", "2"))

    def _start_fcitx4(self) -> None:
        settings = self.folder / "home/.config/fcitx"
        settings.mkdir(parents=True)
        (settings / "profile").write_text(_FCITX4_PROFILE)
        (settings / "config").write_text(_FCITX4_CONFIG)
        self.start(["fcitx", "-D"])
        ask = ["dbus-send", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        ask += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.portal.Fcitx"]
        wait_for("fcitx 4", lambda: "true" in self.call(*ask))
        time.sleep(2)  # its engines are loaded after its name is taken

    def _start_ibus(self) -> None:
        self.start(["ibus-daemon", "--xim", "--replace"])
        wait_for("ibus 的拼音", self._has_ibus_settled)

    def _has_ibus_settled(self) -> bool:
        # Its panel chooses an engine of its own a moment after the start.
        if self.call("ibus", "engine") == "libpinyin":
            time.sleep(4)
            return self.call("ibus", "engine") == "libpinyin"
        self.call("ibus", "engine", "libpinyin")
        return False


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
