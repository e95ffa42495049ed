"""应报单位: the units that the office expects to hand in, and which of them have not."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jbgs_desktop.office.register.entry import RegisterEntry

_HEADINGS = frozenset({"单位名称", "企业名称", "单位", "企业", "名称", "申报单位", "推荐单位"})
_NUMBER = re.compile(r"[(（]?\d+[)）.、．]?")
_LEADING_NUMBER = re.compile(r"^[(（]?\d+(?:[)）.、．](?!\d)|\s+)")


@dataclass(frozen=True, slots=True)
class Expectation:
    """How far the expected units are: ``missing`` handed nothing in, ``refused`` nothing usable.

    ``others`` handed in and were not expected. Each in the order of the list or of receipt.
    """

    expected: tuple[str, ...]
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """One sentence for the page; empty where nobody is expected."""
        if not self.expected:
            return ""
        came = len(self.expected) - len(self.missing) - len(self.refused)
        parts = [f"应报 {len(self.expected)} 家，已收到 {came} 家"]
        if self.missing:
            parts.append(f"还没有收到 {len(self.missing)} 家：{_some(self.missing)}")
        if self.refused:
            parts.append(f"收到的不能用 {len(self.refused)} 家：{_some(self.refused)}")
        if self.others:
            parts.append(f"名单以外的 {len(self.others)} 家：{_some(self.others)}")
        return "；".join(parts) + "。"


def expectation(expected: Sequence[str], entries: Iterable[RegisterEntry]) -> Expectation:
    """What became of the units named ``expected``. Who is deleted from the register is not in."""
    there = [entry for entry in entries if not entry.removed and entry.unit.strip()]
    good = {_key(entry.unit) for entry in there if not entry.reason}
    bad = {_key(entry.unit) for entry in there if entry.reason} - good
    known = {_key(name) for name in expected}
    others = dict.fromkeys(e.unit for e in there if not e.reason and _key(e.unit) not in known)
    return Expectation(
        tuple(expected),
        tuple(name for name in expected if _key(name) not in good | bad),
        tuple(name for name in expected if _key(name) in bad),
        tuple(others) if expected else (),
    )


def names_in(text: str) -> tuple[str, ...]:
    """The names in ``text``: one a line, or the first cell of a line that holds more than a number.

    A list copied from a sheet or a document has headings, numbers in front and names twice; none
    of them is a unit.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        cells = (_LEADING_NUMBER.sub("", cell.strip()).strip() for cell in line.split("\t"))
        name = next((c for c in cells if c and not _NUMBER.fullmatch(c) and c != "序号"), "")
        if name and name.replace(" ", "") not in _HEADINGS:
            found.setdefault(_key(name), name)
    return tuple(found.values())


def _key(name: str) -> str:
    """What two spellings of one name share: width of characters, brackets and blanks aside."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _some(names: Sequence[str], most: int = 5) -> str:
    more = f" 等 {len(names)} 家" if len(names) > most else ""
    return "、".join(names[:most]) + more
