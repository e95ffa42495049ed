"""The office's view over a register of its own, and folders with bundles to take in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.office.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.widgets.work import shared_workers
from tests.bundle.small_bundles import CALL, write_bundle
from tests.office.registers import application, new_register


class Chosen:
    """The folder that the user picks next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, parent: object, title: str) -> Path | None:
        return self.folder


class Answers:
    """Says yes to every question, and remembers them."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def __call__(self, parent: object, question: str, action: str) -> bool:
        self.questions.append(question)
        return True


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return new_register(tmp_path)


@pytest.fixture
def chosen(tmp_path: Path) -> Chosen:
    folder = tmp_path / "chosen"
    folder.mkdir()
    return Chosen(folder)


@pytest.fixture
def view(
    qtbot: QtBot, register: Register, chosen: Chosen, answers: Answers
) -> Iterator[OfficeView]:
    view = OfficeView(register, [CALL], chosen, answers)
    view.resize(1366, 768)
    qtbot.addWidget(view, before_close_func=let_go)
    with qtbot.waitExposed(view):
        view.show()
    yield view


def let_go(view: OfficeView) -> None:
    view.receiving.cancel()
    shared_workers().wait()
    view.let_go()


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
