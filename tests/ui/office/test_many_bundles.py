"""Of thousands of bundles the list asks for what is in sight, however it is sorted or changed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.office.received_model import RECEIVED_COLUMNS, ReceivedModel
from tests.bundle.small_bundles import CALL
from tests.office.registers import application, new_register, receive
from tests.ui.office.conftest import close_view
from tests.ui.office.test_office import named

MANY = 600


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        one = receive(register, application(1))
        others = {
            number: one.model_copy(
                update={"unit": f"第{number * 7 % MANY}公司", "application": f"{number}"}
            )
            for number in range(one.number + 1, one.number + MANY)
        }
        register.join(others, {number: b"{}" for number in others}, "many")
        yield register


@pytest.fixture
def view(qtbot: QtBot, register: Register) -> Iterator[OfficeView]:
    view = OfficeView(register, [CALL])
    view.scan_check.cancel()
    view.resize(1366, 768)
    qtbot.addWidget(view, before_close_func=close_view)
    with qtbot.waitExposed(view):
        view.show()
    yield view


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that the list asked the model for."""
    rows: list[int] = []
    plain = ReceivedModel.data

    def data(self: ReceivedModel, index: object, role: int = 0) -> object:
        rows.append(index.row())  # type: ignore[attr-defined]
        return plain(self, index, role)  # type: ignore[arg-type]

    monkeypatch.setattr(ReceivedModel, "data", data)
    return rows


@pytest.mark.parametrize("column", range(len(RECEIVED_COLUMNS)))
def test_sorting_asks_for_the_rows_in_sight_only(
    view: OfficeView, asked: list[int], column: int
) -> None:
    table = named(view, QTreeView, "收到的报送包")
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        table.sortByColumn(column, order)
    table.repaint()
    assert len(set(asked)) < MANY / 4


def test_a_change_of_all_is_one_change_to_the_list(
    register: Register, view: OfficeView, qtbot: QtBot
) -> None:
    table = named(view, QTreeView, "收到的报送包")
    view.received.choose(register.entries[50].number)
    changes: list[object] = []
    table.model().dataChanged.connect(lambda *where: changes.append(where))
    register.keep([each.model_copy(update={"remarks": "看过"}) for each in register.entries])
    view.received.refresh()
    assert len(changes) == 1
    assert view.received.entry == register.entries[50]


def test_units_are_sorted_as_chinese_is_and_numbers_by_their_size(view: OfficeView) -> None:
    table = named(view, QTreeView, "收到的报送包")
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    model = table.model()
    units = [model.index(row, 0).data() for row in range(model.rowCount())]
    numbers = [int(unit[1:-2]) for unit in units if unit.endswith("公司") and "示例" not in unit]
    assert numbers == sorted(numbers)
    assert len(units) == MANY
