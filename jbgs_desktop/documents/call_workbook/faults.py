"""What is wrong with a workbook, each thing with its cell; all of it is told at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """A cell as its user knows it: by its sheet's name, its row from 1, its column's letters."""

    sheet: str
    row: int = 1
    column: str = "A"


@dataclass(frozen=True, slots=True)
class CellFault:
    """``str()`` is its line."""

    place: CellPlace
    sentence: str

    def __str__(self) -> str:
        place = self.place
        return f"{place.sheet} 第{place.row}行 {place.column}列：{self.sentence}"


@dataclass(slots=True)
class Faults:
    """Of each cell the first fault; ``notices`` are sentences about what was not read.

    ``removed`` and ``exchanged`` are how many characters were, as ``forms.text.clean`` does it.
    """

    by_place: dict[CellPlace, CellFault] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    removed: int = 0
    exchanged: int = 0

    def add(self, place: CellPlace, sentence: str) -> None:
        line = " ".join(sentence.split()).removesuffix("。")
        self.by_place.setdefault(place, CellFault(place, f"{line}。"))
