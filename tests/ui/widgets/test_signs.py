"""A severity has one sign and one colour, wherever the window shows it."""

from pathlib import Path

import pytest

from jbgs_desktop import ui
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets import signs
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, sign_of, signed
from jbgs_desktop.ui.widgets.theme import tokens_of

ALL = (*Severity, DONE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_severity_can_be_told_from_the_others_with_and_without_colours(scheme: str) -> None:
    assert len({sign_of(severity) for severity in ALL}) == len(ALL)
    assert len({tokens_of(scheme)[colour_of(severity)] for severity in ALL}) == len(ALL)
    assert [signed(severity, "缺页 1") for severity in ALL] == [
        "✕ 缺页 1",
        "! 缺页 1",
        "· 缺页 1",
        "✓ 缺页 1",
    ]


def test_no_other_file_of_the_window_has_signs_of_its_own() -> None:
    files = [file for folder in ui.__path__ for file in Path(folder).rglob("*.py")]
    own = [file.name for file in files if {*"✓✕"} & {*file.read_text(encoding="utf-8")}]
    assert own == [Path(str(signs.__file__)).name]
