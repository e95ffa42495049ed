"""The window waits for nobody: what asks the user gives what comes next as a function."""

import re

import pytest

from tools.make_map import MODULES, PACKAGE, ROOT

# What runs an event loop of its own, so that the window is not alive behind it.
NESTED_LOOP = re.compile(
    r"\w+(?:\([\w, ]*\))?\.exec_?\(|"
    r"QMessageBox\.(?:about|critical|information|question|warning)\(|QInputDialog\.get\w+\(|"
    r"QFileDialog\.get(?:Open|Save|Existing)\w+\("
)


def test_only_the_print_dialogs_run_a_loop_of_their_own() -> None:
    found = {
        module.relative_to(ROOT / PACKAGE).as_posix(): loops
        for module in MODULES
        if (loops := NESTED_LOOP.findall(module.read_text(encoding="utf-8")))
    }
    assert found == {
        "app.py": ["app.exec("],
        "ui/form/evidence_entry.py": ["drag.exec("],  # the window lives on behind what is dragged
        "ui/drafts/recovery_sheet.py": ["QPrintDialog(printer, parent).exec("],
        "ui/finalise/print_book.py": ["dialog.exec("],
    }


@pytest.mark.parametrize(
    "source",
    ["box.exec()", "QMessageBox.warning(self, title, text)", "QFileDialog.getOpenFileName(self)"],
)
def test_a_loop_of_its_own_is_found(source: str) -> None:
    assert NESTED_LOOP.search(source)
