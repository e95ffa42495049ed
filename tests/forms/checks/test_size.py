"""What no receiving program reads for its size cannot be finalised."""

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import LARGEST_APPLICATION
from jbgs_desktop.forms.checks.size import MOST_CELLS
from jbgs_desktop.forms.finding import Finding, Severity
from tests.forms.applications import checked, complete_application

PLACE = "taskbooks.2.other"


def with_rows(rows: int) -> Application:
    """An application with a table of 1000 rows, and one with the others."""
    cells = [["某某说明文字", *["长一些的单元格内容" * 12] * 8]] * rows
    tables = [{"table": {"caption": "数据", "rows": part}} for part in (cells[:1000], cells[1000:])]
    return complete_application().set(PLACE, ("见表。", *(each for each in tables if rows)))


def most_rows() -> int:
    """How many rows the largest application has that is read."""
    one, two = (size_of(with_rows(rows)) for rows in (1100, 1101))
    return 1100 + (LARGEST_APPLICATION - one) // (two - one)


def found(application: Application) -> list[Finding]:
    return [each for each in checked(application) if each.code.endswith(".too-large")]


def size_of(application: Application) -> int:
    return len(application.to_json().encode())


def test_data_that_nobody_reads_are_an_error_where_most_of_them_stand() -> None:
    application = with_rows(most_rows() + 1)
    assert size_of(application) > LARGEST_APPLICATION
    (finding,) = found(application)
    assert (finding.severity, finding.path) == (Severity.ERROR, PLACE)
    assert "全部申报数据有 4.0 MB，最多 4 MB" in finding.message


def test_the_largest_that_is_read_is_no_error() -> None:
    application = with_rows(most_rows())
    assert LARGEST_APPLICATION - 10_000 < size_of(application) <= LARGEST_APPLICATION
    assert found(application) == []


def test_an_application_without_tables_is_held_to_it_too() -> None:
    assert found(complete_application().set("unit.profile", "字" * (LARGEST_APPLICATION // 3)))
    assert found(complete_application()) == []


def with_cells(rows: int) -> Application:
    """An application with tables of forty cells a row."""
    cells = [["1"] * 40] * rows
    tables = [{"table": {"caption": "数据", "rows": part}} for part in (cells[:900], cells[900:])]
    return complete_application().set(PLACE, tables)


def test_tables_that_nobody_has_the_memory_for_are_an_error_where_most_of_them_stand() -> None:
    """A book of more is not made again in the memory that a receiving program gives it."""
    (finding,) = (
        each
        for each in checked(with_cells(MOST_CELLS // 40 + 1))
        if each.code.endswith(".too-many-cells")
    )
    assert (finding.severity, finding.path) == (Severity.ERROR, PLACE)
    assert "最多 40000 格" in finding.message
    codes = {each.code for each in checked(with_cells(MOST_CELLS // 40 - 20))}
    assert not any(code.endswith(".too-many-cells") for code in codes)
