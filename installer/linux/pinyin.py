"""Types pinyin into the running program through real input methods and looks at what was saved.

Each case is a desktop of its own: an X server, a session bus, a window manager and an input
method, with the variables that such a desktop sets. Keys come from xdotool, and the saved draft is
read back with the program's own command. `make check-pinyin`; for the frozen program:
`make check-pinyin PROGRAM=build/package/dist/jbgs/jbgs-desktop`.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from installer.linux.clerk import (
    Clerk,
    clerk_at,
    missing_packages,
    pictures_folder,
    trial_options,
)
from installer.linux.trial_desktop import METHODS, Case, TrialError, wait_for

_GOOD = "可以"
_WARNING = "输入法"  # the title of the window that says why Chinese cannot be typed
_UNIT, _OVERVIEW = 3, 5  # pages, counted along the rail
_RAIL = (60, 178)  # where another page stands in the rail, in pixels

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
    """Raises TrialError unless ``text`` was saved in the field ``path``."""
    found = clerk.saved().get(path)
    if found != text:
        raise TrialError(f"{what or '输入'}以后，{path} 里是“{found}”，应当是“{text}”。")


def try_case(case: Case, program: Path, pictures: Path) -> None:
    """Raises TrialError when Chinese does not arrive, or when nobody says that it cannot."""
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
                raise TrialError("程序说打不出中文。")
            write_everywhere(clerk, case.name)
            if case.is_disturbed:
                disturb(clerk, case.name)
        except TrialError:
            clerk.picture(f"{case.name}-failed")
            raise
        clerk.require_quiet()


def outcome(case: Case, program: Path, pictures: Path) -> str:
    """What came of ``case``, in a sentence."""
    if case.method and shutil.which(METHODS[case.method][0]) is None:
        return _missing(case.method)
    try:
        try_case(case, program, pictures)
    except TrialError as error:
        return f"不行。{error}"
    return _GOOD


def _missing(method: str) -> str:
    return f"没有试，这台电脑上缺 Debian 软件包 {METHODS[method][1]}。"


def main() -> int:
    """0 when every case passed for which the input method is here."""
    parser = trial_options("用真的输入法在程序里打拼音，再读出保存的草稿。", "pinyin")
    parser.add_argument("--case", choices=[case.name for case in CASES], action="append")
    options = parser.parse_args()
    if missing_packages():
        return 2
    pictures = pictures_folder(options)
    results = []
    for case in CASES:
        if not options.case or case.name in options.case:
            results.append(outcome(case, options.program.absolute(), pictures))
            print(f"{case.name}：{results[-1]}", flush=True)
    print(f"窗口的样子在 {pictures}")
    return 0 if set(results) <= {_GOOD, *map(_missing, METHODS)} and _GOOD in results else 1


if __name__ == "__main__":
    sys.exit(main())
