"""Types pinyin into the running program through real input methods and looks at what was saved.

Each case is a desktop of its own: an X server, a session bus, a window manager and an input
method, with the variables that such a desktop sets. Keys come from xdotool, and the saved draft is
read back with the program's own command. `make check-pinyin`; for the frozen program:
`make check-pinyin PROGRAM=build/package/dist/jbgs/jbgs-desktop`.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.linux.pinyin_desktop import METHODS, Case, Desktop, PinyinError, wait_for
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application, Unit
from jbgs_desktop.forms.calls.call import installed_calls

_NEEDED = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
}
_GOOD = "可以"
_WARNING = "输入法"  # the title of the window that says why Chinese cannot be typed
_UNIT, _OVERVIEW = 3, 5  # pages, counted along the rail
_RAIL = (60, 178)  # where another page stands in the rail, in pixels
_SECRET = "pinyin by real keys"

CASES = (
    Case("fcitx5-fcitx", "fcitx5", {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}, True),
    Case("fcitx5-ibus", "fcitx5", {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}),
    Case("fcitx5-xmodifiers", "fcitx5", {"XMODIFIERS": "@im=fcitx"}),
    Case("fcitx5-unset", "fcitx5"),
    Case("fcitx5-modules", "fcitx5", {"QT_IM_MODULES": "wayland;fcitx"}),
    Case("ibus-ibus", "ibus", {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}, True),
    Case("ibus-xmodifiers", "ibus", {"XMODIFIERS": "@im=ibus"}),
    Case("fcitx4-fcitx", "fcitx4", {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}, True),
    Case("fcitx-missing", "", {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}),
)


class Clerk:
    """The program with an application open, and a clerk at keyboard and mouse."""

    def __init__(self, desktop: Desktop, program: Path, pictures: Path) -> None:
        self.desktop = desktop
        self._command = program.with_name("jbgs")
        self._pictures = pictures
        self._draft = _make_draft(desktop.home)
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
            raise PinyinError("保存的草稿读不出来。")
        return Application.model_validate(json.loads(plain.read_text(encoding="utf-8")))

    def error_output(self) -> str:
        """What the program wrote to its standard error."""
        return self._errors.read_text()


def _make_draft(home: Path) -> Path:
    """A draft for the passphrase, with nothing in it but what the pages need to be there."""
    os.environ["JBGS_HOME"] = str(home)
    keys = UserKeys()
    keys.begin()
    keys.protect_with(Passphrase(_SECRET))
    call = installed_calls()[0]
    track = call.tracks[0]
    application = Application(
        call=call.id,
        track=track.id,
        directions=(track.directions[0].no,),
        unit=Unit(profile="单位简介。"),
    )
    draft = create_draft(application, keys.holders())
    draft.close()
    return Path(draft.file)


@contextmanager
def clerk_at(case: Case, program: Path, pictures: Path) -> Iterator[Clerk]:
    """A clerk on the desktop of ``case``, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jbgs-pinyin-"))
    desktop = Desktop(case, folder)
    try:
        yield Clerk(desktop, program, pictures)
    finally:
        desktop.close()
        shutil.rmtree(folder, ignore_errors=True)


def write_everywhere(clerk: Clerk, name: str) -> None:
    """A line, the next line, a long text with its counter, and the find bar."""
    clerk.open_page(_UNIT)
    clerk.write("nihao", "zhongguo")
    clerk.press("Tab")
    clerk.write("jiqiren")
    clerk.open_page(_OVERVIEW)
    clerk.write("nihao", "zhongguo")
    clerk.type("jiqiren")
    clerk.picture(f"{name}-candidates")
    clerk.press("space", "ctrl+f")
    clerk.write("jiqiren")
    clerk.picture(f"{name}-find")
    # What the find bar took is carried into a field, where it can be read.
    clerk.press("ctrl+a", "ctrl+x", "Escape")
    clerk.open_page(_UNIT)
    clerk.press("Tab", "Tab", "ctrl+v", "Tab")
    expect(clerk, "unit.name", "你好中国")
    expect(clerk, "unit.leader.name", "机器人")
    expect(clerk, "product_overview", "你好中国机器人")
    expect(clerk, "unit.leader.title", "机器人")


# What is done while 你好 is being composed behind 中国, and what the space bar takes afterwards.
_STAYING: dict[str, Callable[[Clerk], object]] = {
    "自动保存和检查": lambda clerk: time.sleep(4),
    "撤销": lambda clerk: clerk.press("ctrl+z"),
    "立即保存": lambda clerk: clerk.press("ctrl+s"),
}
_LEAVING: dict[str, Callable[[Clerk], object]] = {
    "检查（F5）": lambda clerk: clerk.press("F5"),
    "点别的页": lambda clerk: clerk.click(*_RAIL),
    "查找": lambda clerk: clerk.press("ctrl+f", "Escape"),
    "返回开始页": lambda clerk: clerk.press("ctrl+w"),  # the last, since the draft is closed
}


def disturb(clerk: Clerk, name: str) -> None:
    """A composition in a line and in a long text, with everything that may happen meanwhile."""
    for page, path in ((_UNIT, "unit.name"), (_OVERVIEW, "product_overview")):
        for what, act in _STAYING.items():
            _compose(clerk, page)
            act(clerk)
            expect(clerk, path, "中国", what)
            clerk.press("space")
            expect(clerk, path, "中国你好", what)
        for what, act in _LEAVING.items():
            if what == "返回开始页" and page != _OVERVIEW:
                continue
            _compose(clerk, page)
            act(clerk)
            expect(clerk, path, "中国", what)
    clerk.picture(f"{name}-closed")


def _compose(clerk: Clerk, page: int) -> None:
    clerk.open_page(page)
    clerk.press("ctrl+a", "Delete")
    clerk.write("zhongguo")
    clerk.type("nihao")


def expect(clerk: Clerk, path: str, text: str, what: str = "") -> None:
    """Raises PinyinError unless ``text`` was saved in the field ``path``."""
    found = clerk.saved().get(path)
    if found != text:
        raise PinyinError(f"{what or '输入'}以后，{path} 里是“{found}”，应当是“{text}”。")


def try_case(case: Case, program: Path, pictures: Path) -> None:
    """Raises PinyinError when Chinese does not arrive, or when nobody says that it cannot."""
    with clerk_at(case, program, pictures) as clerk:
        if not case.method:
            wait_for("输入法的提示", lambda: clerk.windows(_WARNING))
            time.sleep(1)
            clerk.picture(f"{case.name}-warning")
            clerk.press("Return")
            clerk.unlock()
            return
        try:
            clerk.unlock()
            if clerk.windows(_WARNING):
                raise PinyinError("程序说打不出中文。")
            write_everywhere(clerk, case.name)
            if case.is_disturbed:
                disturb(clerk, case.name)
        except PinyinError:
            clerk.picture(f"{case.name}-failed")
            raise
        if clerk.process.poll() is not None:
            raise PinyinError(f"程序自己结束了，返回值 {clerk.process.returncode}。")
        if errors := clerk.error_output():
            raise PinyinError(f"程序在标准错误输出上说了：{errors}")


def outcome(case: Case, program: Path, pictures: Path) -> str:
    """What came of ``case``, in a sentence."""
    if case.method and shutil.which(METHODS[case.method][0]) is None:
        return _missing(case.method)
    try:
        try_case(case, program, pictures)
    except PinyinError as error:
        return f"不行。{error}"
    return _GOOD


def _missing(method: str) -> str:
    return f"没有试，这台电脑上缺 Debian 软件包 {METHODS[method][1]}。"


def main() -> int:
    """0 when every case passed for which the input method is here."""
    parser = argparse.ArgumentParser(description="用真的输入法在程序里打拼音，再读出保存的草稿。")
    parser.add_argument("program", type=Path, help="jbgs-desktop；旁边要有 jbgs")
    parser.add_argument("--case", choices=[case.name for case in CASES], action="append")
    parser.add_argument("--pictures", type=Path, default=Path("build/pinyin"))
    options = parser.parse_args()
    packages = [package for command, package in _NEEDED.items() if shutil.which(command) is None]
    if packages:
        print(f"没有试：这台电脑上还缺 Debian 软件包 {' '.join(packages)}。")
        return 2
    pictures = options.pictures.resolve()
    pictures.mkdir(parents=True, exist_ok=True)
    results = []
    for case in CASES:
        if not options.case or case.name in options.case:
            results.append(outcome(case, options.program.absolute(), pictures))
            print(f"{case.name}：{results[-1]}", flush=True)
    print(f"窗口的样子在 {pictures}")
    return 0 if set(results) <= {_GOOD, *map(_missing, METHODS)} and _GOOD in results else 1


if __name__ == "__main__":
    sys.exit(main())
