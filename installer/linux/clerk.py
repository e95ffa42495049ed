"""A clerk at the running program, by real keys, on a desktop of its own; and what a trial needs.

The trials beside this file use it: each of them types, looks at the windows, and reads the saved
draft back with the program's own command.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from installer.linux.trial_desktop import Case, Desktop, TrialError, wait_for
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application, Unit
from jbgs_desktop.forms.calls.call import installed_calls

# The Debian package of each command that every trial needs.
_NEEDED = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
}
_SECRET = "typed by real keys"


def missing_packages(further: Mapping[str, str] | None = None) -> str:
    """The Debian packages that are not here, of what each trial needs and ``further`` commands.

    Prints a sentence about them, since a trial that cannot be made must not look like one.
    """
    needed = {**_NEEDED, **(further or {})}
    missing = " ".join(package for command, package in needed.items() if not shutil.which(command))
    if missing:
        print(f"没有试：这台电脑上还缺 Debian 软件包 {missing}。")
    return missing


def trial_options(description: str, pictures: str) -> argparse.ArgumentParser:
    """The arguments of every trial: the program, and the folder for pictures of its windows."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("program", type=Path, help="jbgs-desktop；旁边要有 jbgs")
    parser.add_argument("--pictures", type=Path, default=Path("build") / pictures)
    return parser


def pictures_folder(options: argparse.Namespace) -> Path:
    """The folder for pictures that was asked for; made when it is not there."""
    folder: Path = options.pictures.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Clerk:
    """The program with an application open, and a clerk at keyboard and mouse."""

    def __init__(
        self, desktop: Desktop, program: Path, pictures: Path, application: Application
    ) -> None:
        self.desktop = desktop
        self._command = program.with_name("jbgs")
        self._pictures = pictures
        self._draft = _make_draft(desktop.home, application)
        self._errors = desktop.folder / "stderr"
        self.process = desktop.start([program, self._draft], stderr=self._errors.open("w"))

    def unlock(self) -> None:
        """Give the passphrase and wait for the pages."""
        wait_for("口令窗口", lambda: self.windows("打开草稿"))
        time.sleep(1)
        self.type(_SECRET)
        self.press("Return")
        wait_for("申报的各页", lambda: not self.windows("打开草稿"))
        time.sleep(3)

    def windows(self, title: str) -> list[str]:
        """The visible windows whose title is ``title``."""
        found = self.desktop.call("xdotool", "search", "--onlyvisible", "--name", f"^{title}$")
        return found.split()

    def press(self, *keys: str) -> None:
        self.desktop.call("xdotool", "key", "--delay", "150", *keys)
        time.sleep(0.5)

    def type(self, letters: str) -> None:
        self.desktop.call("xdotool", "type", "--delay", "90", letters)
        time.sleep(0.8)

    def click(self, x: int, y: int) -> None:
        self.desktop.call("xdotool", "mousemove", str(x), str(y), "click", "1")
        time.sleep(0.8)

    def write(self, *pinyin: str) -> None:
        """Each word with its first candidate, as the space bar takes it."""
        for word in pinyin:
            self.type(word)
            self.press("space")

    def picture(self, name: str) -> None:
        self.desktop.call("import", "-window", "root", self._pictures / f"{name}.png")

    def open_page(self, number: int) -> None:
        """Page ``number`` of the rail, from the first one on; its first field has the focus."""
        self.press(*["ctrl+Prior"] * 12, *["ctrl+Next"] * (number - 1))
        time.sleep(1)

    def saved(self) -> Application:
        """What the draft holds, once the program has saved."""
        time.sleep(1.5)
        secret, plain = self.desktop.folder / "口令", self.desktop.folder / "读出.json"
        secret.write_text(_SECRET)
        plain.unlink(missing_ok=True)
        self.desktop.call(
            self._command, "unseal", self._draft, "--out", plain, "--passphrase-file", secret
        )
        if not plain.exists():
            raise TrialError("保存的草稿读不出来。")
        return Application.model_validate(json.loads(plain.read_text(encoding="utf-8")))

    def require_quiet(self) -> None:
        """Raises TrialError when the program has ended, or wrote to its standard error."""
        if self.process.poll() is not None:
            raise TrialError(f"程序自己结束了，返回值 {self.process.returncode}。")
        if errors := self._errors.read_text():
            raise TrialError(f"程序在标准错误输出上说了：{errors}")


def begun_application() -> Application:
    """An application with nothing in it but what the pages need to be there."""
    call = installed_calls()[0]
    track = call.tracks[0]
    return Application(
        call=call.id,
        track=track.id,
        directions=(track.directions[0].no,),
        unit=Unit(profile="单位简介。"),
    )


def _make_draft(home: Path, application: Application) -> Path:
    """A draft for the passphrase."""
    os.environ["JBGS_HOME"] = str(home)
    keys = UserKeys()
    keys.begin()
    keys.protect_with(Passphrase(_SECRET))
    draft = create_draft(application, keys.holders())
    draft.close()
    return Path(draft.file)


@contextmanager
def clerk_at(
    case: Case, program: Path, pictures: Path, application: Application | None = None
) -> Iterator[Clerk]:
    """A clerk on the desktop of ``case`` with ``application``; the desktop is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jbgs-trial-"))
    desktop = Desktop(case, folder)
    try:
        yield Clerk(desktop, program, pictures, application or begun_application())
    finally:
        desktop.close()
        shutil.rmtree(folder, ignore_errors=True)
