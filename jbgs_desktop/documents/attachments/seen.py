"""What a child has found out about an attached file, and the sentences that several kinds share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_PAGES = 1000  # a block of 5 cm printed on both sides: thicker ones cannot be bound
DAMAGED = "文件打不开，可能已损坏或没有传完整，请重新扫描或重新导出后再添加。"
TOO_FINE = "图像的像素太多（超过2亿），打开它会占满内存，请用较低的分辨率重新扫描或导出。"
_MOST_PAGES_NAMED = 5  # pages that a sentence names


@dataclass(slots=True)
class Seen:
    """What was found out; ``code`` names the ``problem`` for programs."""

    kind: str
    pages: int = 0
    code: str = ""
    problem: str = ""
    has_location: bool = False
    pixels: tuple[int, int] = (0, 0)  # of a picture as it is looked at
    digest: str = ""  # of the bytes, where it was quick to be had
    notes: list[str] = field(default_factory=list)
    spreads: list[int] = field(default_factory=list)  # pages, from 1, that may be cut in two
    cut_notes: list[str] = field(default_factory=list)  # in place of ``whole_notes`` once they are
    whole_notes: list[str] = field(default_factory=list)  # besides ``notes``

    def refuse(self, code: str, problem: str) -> None:
        if not self.problem:
            self.code, self.problem = code, problem

    def refuse_too_many(self) -> bool:
        """Refuse a file with more pages than can be bound; whether it was."""
        if self.pages <= MOST_PAGES:
            return False
        self.refuse(
            "too-many-pages",
            f"有{self.pages}页，超过{MOST_PAGES}页，装订不成一册，"
            "请只附与这一项有关的页，完整的文件可以另外报送。",
        )
        return True

    def note_blank_pages(self, blank: Sequence[int]) -> None:
        """Say which pages, counted from 1, have nothing on them."""
        if blank:
            where = self._named(blank)
            self.notes.append(f"{where}是空白页，会照样印进合订本，请核对文件是否完整。")

    def note_small_print(self, sizes: Mapping[int, float], cut: Mapping[int, float]) -> None:
        """Say on which pages, counted from 1, the letters are printed so small, in points.

        ``cut`` are those that are small even where two pages beside each other are cut apart.
        """
        way = "可以把并排的两页裁开，" if self.spreads and not cut else ""
        self.whole_notes += self._small_print(sizes, way)
        self.cut_notes += self._small_print(cut, "")

    def _small_print(self, sizes: Mapping[int, float], way: str) -> list[str]:
        if not sizes:
            return []
        return [
            f"{self._named(list(sizes))}印到A4上以后，最小的字只有{min(sizes.values()):.1f}磅，"
            f"复印、扫描以后可能看不清，请核对，{way}必要时放大字号或分成几页重新导出再添加。"
        ]

    def _named(self, pages: Sequence[int]) -> str:
        shown = "、".join(map(str, pages[:_MOST_PAGES_NAMED]))
        more = f"等{len(pages)}页" if len(pages) > _MOST_PAGES_NAMED else ""
        return "全部" if len(pages) == self.pages else f"第{shown}页{more}"
