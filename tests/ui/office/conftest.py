"""The office's view over a register of its own, and folders with bundles to take in."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.widgets.background_task import shared_workers
from tests.bundle.small_bundles import CALL, write_bundle
from tests.office.registers import application, new_register
from tests.ui.boxes import pick


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the user picks in every dialog."""
    folder = tmp_path / "chosen"
    folder.mkdir()
    pick(monkeypatch, folder)
    return folder


@pytest.fixture
def view(qtbot: QtBot, register: Register) -> Iterator[OfficeView]:
    view = OfficeView(register, [CALL])
    view.resize(1366, 768)
    qtbot.addWidget(view, before_close_func=close_view)
    with qtbot.waitExposed(view):
        view.show()
    yield view


def close_view(view: OfficeView) -> None:
    view.intake.cancel()
    shared_workers().wait()
    view.close_register()


@pytest.fixture
def sticks(tmp_path: Path) -> Path:
    """Five bundles: three good ones, one of them twice, and one with a program in it."""
    folder = tmp_path / "sticks"
    for number in (1, 2, 3):
        write_bundle(folder / f"good-{number}", application(number, (2, 8)))
    write_bundle(folder / "twin", application(1, (2, 8)))
    write_bundle(folder / "bad", application(9))
    (folder / "bad" / "data" / "setup.exe").write_bytes(b"MZ")
    return folder
