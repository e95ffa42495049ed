"""Listens to the running program as a screen reader does, on every page and in a table.

at-spi is asked from outside, by the system's own bindings. `make check-screen-reader`; for the
frozen program: `make check-screen-reader PROGRAM=build/package/dist/jbgs/jbgs-desktop`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from installer.linux.clerk import (
    Clerk,
    begun_application,
    clerk_at,
    missing_packages,
    pictures_folder,
    trial_options,
)
from installer.linux.trial_desktop import Case, TrialError, wait_for
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.section import SectionTable, TableItem
from jbgs_desktop.ui.widgets.outline import outline

_BUS = Path("/usr/libexec/at-spi-bus-launcher")
_PYTHON = Path("/usr/bin/python3")  # the one for which Debian packs the bindings
_OBJECTS = Path(__file__).with_name("accessible_objects.py")
# What holds others, and has the keys only so that it can be scrolled by them.
_HOLDERS = {"scroll pane", "filler", "panel", "frame", "viewport", "layered pane"}
_HEARD = (  # key, and what is heard then
    ("Tab", "表1 表题"),
    ("Tab", "表1 主要指标，第1行第1列"),
    ("Down", "表1 主要指标，第2行第1列，指标"),
    ("Right", "表1 主要指标，第2行第2列，目标，效率"),
    ("Escape", "表1，按回车进去，按Delete删除，Alt+Shift+↑↓移动"),
)


class Listener:
    """A screen reader beside the clerk."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    def objects(self) -> list[dict[str, Any]]:
        """All that is in sight, as :mod:`accessible_objects` tells of it."""
        process = str(self._clerk.process.pid)
        printed = self._clerk.desktop.call(_PYTHON, _OBJECTS, process)
        return [json.loads(line) for line in printed.splitlines()]

    def in_focus(self) -> list[str]:
        """The names of what has the keys; the current line of a list always claims them too."""
        return [each["name"] for each in self.objects() if each["has_focus"]]

    def require_names(self, page: str) -> int:
        """How many objects of the page take keys. Raises TrialError when one has no name."""
        takes_keys = [
            each for each in self.objects() if each["can_focus"] and each["role"] not in _HOLDERS
        ]
        nameless = [each["role"] for each in takes_keys if not each["name"].strip()]
        if not takes_keys or nameless:
            raise TrialError(
                f"“{page}”一页上没有名字的：{'、'.join(nameless) or '一样也没有读到'}。"
            )
        return len(takes_keys)


def with_table() -> tuple[Application, list[str]]:
    """An application with a table in its task book, and the titles of its pages."""
    begun = begun_application()
    call = installed_calls()[0]
    rows = (("指标", "目标"), ("效率", "≥95"))
    table = TableItem(table=SectionTable(rows=rows, header_rows=1, caption="主要指标"))
    section = call.form.taskbook.sections[0]
    path = f"taskbooks.{begun.directions[0]}.{section}"
    application = begun.set(path, (table, "见表1。"))
    return application, [entry.title for entry in outline(application, call)]


def listen_everywhere(clerk: Clerk, titles: list[str]) -> None:
    """Every page, then the cells of the table."""
    listener = Listener(clerk)
    wait_for("读屏软件看见的窗口", listener.objects)
    for number, title in enumerate(titles, 1):
        clerk.open_page(number)
        print(f"{title}：{listener.require_names(title)} 处", flush=True)
    clerk.open_page(1 + next(at for at, title in enumerate(titles) if title.startswith("方向")))
    for key, expected in _HEARD:
        clerk.press(key)
        if expected not in (heard := listener.in_focus()):
            raise TrialError(f"按了 {key}，读出“{'、'.join(heard)}”，应当有“{expected}”。")


def outcome(program: Path, pictures: Path) -> str:
    """What is wrong, in a sentence; empty for nothing."""
    application, titles = with_table()
    always = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    case = Case("screen-reader", "", always, service=(_BUS, "--launch-immediately"))
    with clerk_at(case, program, pictures, application) as clerk:
        try:
            clerk.unlock()
            listen_everywhere(clerk, titles)
            clerk.require_quiet()
        except TrialError as error:
            clerk.picture("failed")
            return str(error)
        return ""


def main() -> int:
    """0 when everything had a name."""
    options = trial_options("像读屏软件那样听程序怎样说它的每一页。", "screen-reader").parse_args()
    if missing_packages({str(_BUS): "at-spi2-core python3-gi gir1.2-atspi-2.0"}):
        return 2
    pictures = pictures_folder(options)
    wrong = outcome(options.program.absolute(), pictures)
    print(f"不行。{wrong}" if wrong else "可以")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
