"""What a spreadsheet says, cell by cell, in plain values that go through the pipe of a child."""

from dataclasses import dataclass
from enum import StrEnum


class CellDoubt(StrEnum):
    """Why the text of a cell is not what the user sees there."""

    ERROR = "error"  # #REF! and the like
    NOT_COMPUTED = "not-computed"  # a formula without its value
    DIGITS = "digits"  # a number of more digits than a spreadsheet keeps
    SCALED = "scaled"  # shown as thousands or 万 of what is in it
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with content; ``row`` and ``column`` from 0, ``rows`` and ``columns`` when merged."""

    row: int
    column: int
    text: str
    doubt: CellDoubt | None = None
    rows: int = 1
    columns: int = 1
    is_number: bool = False

    @property
    def address(self) -> str:
        """C5, as the user knows it."""
        letters, rest = "", self.column + 1
        while rest:
            rest, at = divmod(rest - 1, 26)
            letters = chr(ord("A") + at) + letters
        return f"{letters}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet; of one that is hidden no cell is told.

    ``later_start``: its workbook counts days from 1904, as those of old Macs do.
    """

    name: str
    is_hidden: bool
    cells: tuple[SheetCell, ...]
    later_start: bool = False
