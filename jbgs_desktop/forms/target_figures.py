"""The figures of a direction's 预期目标, and whether a text speaks of them.

Numbers are compared as numbers: 1,000 is 1000, 50毫秒 is 0.05s, and neither 50 nor 2025 is a 5.
A name with a digit in it (3D, 5G-A, FP16, 6自由度) is no figure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.text.units import as_half_width, same_quantity, whole_unit

_NUMBER = re.compile(
    r"""
    (?<![A-Za-z\d._])                                        # FP16, 1.2.3
    (?:
      (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?)(?!\d|\.\d)
      (?!D(?![A-Za-z])|[2-6]?G(?![A-Za-z])|自由度)            # 3D, 5G, 6自由度
      \ ?(?P<times>[十百千]?[万亿]{1,2})?
    | (?<![\d十百千万亿])(?P<word>[十百千]?[万亿]{1,2})(?=级|参数|个|规模|以上)    # 千亿级
    | (?<![\d第一二三四五六七八九十百])(?P<han>[一两二三四五六七八九十])(?=[种类款项家台套倍])
    )
    (?P<unit>
      \ ?[A-Za-zμµΩσ°℃%‰]+[23²³]?(?:[/·.*][A-Za-zμµΩ°]+[23²³]?)*
    | 级|参数|毫秒|微秒|秒|分钟|小时|天|个月|年|毫米|厘米|公里(?:/小时|每小时)?|千米|米
    | 千克|公斤|克|吨|千瓦|瓦|伏|牛|度|勒克斯|帧(?:/秒|每秒)?|倍|[个种类款项家台套件人名对卡条]
    )?
    (?P<bound>及?以[上下内])?
    """,
    re.VERBOSE,
)
_RANGE_SIGN = re.compile(r"\s?[-~～—–至到]+\s?")
_PARAGRAPH_ENDS = re.compile(r"(?<![-~～—–至到\s])\n(?![-~～—–至到\s])")
_COMPARISON = re.compile(
    r"(?:不[低少小高多大]于|不超过|[小大高低优]于|超过?|至少|最低支持|达到?|提升|覆盖|[≥≤><＞＜±])\s?$"
)
_NO_FIGURE = re.compile(
    r"""
    (?:19|20)\d\d(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d.]))
    | (?<!\d)\d{1,2}(?:月\d{1,2}[日号]|月(?!个))                 # 6月30日, not 6个月
    | (?:^|(?<=[。；;]))[ \t　]*[（(]?\d{1,2}[)）.、．](?!\d)      # 1. as the mark of an item
    | [（(]\d{1,2}[)）]
    | (?:第|方向|附件|(?:(?<![\u3400-\u9fff])|[见如和])[表图])[ ]?\d{1,3}
    """,
    re.VERBOSE | re.MULTILINE,
)
_POWERS_OF_TEN = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_HAN_NUMBERS = {"两": 2} | {word: value for value, word in enumerate("一二三四五六七八九十", 1)}
_CLAUSE_ENDS = "，；。,;\n"
_KEPT_CELLS = 4096
_KEPT_TEXTS = 32  # parsed texts; more than the task books of one application


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """One number of a 预期目标, or of what answers it.

    ``number`` and ``unit`` are its value (100亿 is 10000000000), ``text`` is the figure with its
    comparison as written (``不低于95%``), ``clause`` the part of the sentence in which it stands.
    """

    number: Decimal
    unit: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class _Quantity:
    number: Decimal
    unit: str
    start: int
    end: int


@lru_cache(maxsize=256)
def target_figures(direction: Direction, target_year: int) -> tuple[TargetFigure, ...]:
    """The figures of the direction's 预期目标 in its order, each only once.

    The target year itself is not among them.
    """
    figures: dict[tuple[Decimal, str], TargetFigure] = {}
    for clause in _clauses(direction.target):
        for quantity in _quantities(clause):
            if quantity.number == target_year:
                continue
            figure = TargetFigure(
                quantity.number, quantity.unit, _with_comparison(clause, quantity), clause
            )
            figures.setdefault((figure.number, figure.unit), figure)
    return tuple(figures.values())


@lru_cache(maxsize=_KEPT_CELLS)
def figures_in(text: str) -> tuple[TargetFigure, ...]:
    """Every number of a short text such as a cell, with its comparison; dates are none."""
    return tuple(
        TargetFigure(each.number, each.unit, _with_comparison(text, each), text)
        for each in _quantities(text)
    )


def is_mentioned(figure: TargetFigure, text: str) -> bool:
    """Whether a number of ``text`` is the figure, in its own or another unit of the same kind."""
    return any(
        same_quantity(quantity.number, quantity.unit, figure.number, figure.unit)
        for piece in _pieces(text)
        for quantity in _quantities_in_piece(piece)
    )


@lru_cache(maxsize=_KEPT_TEXTS)
def _pieces(text: str) -> tuple[str, ...]:
    """The paragraphs of ``text``, of which a key changes one; those that a range joins are one."""
    return tuple(_PARAGRAPH_ENDS.split(as_half_width(text)))


@lru_cache(maxsize=_KEPT_CELLS)
def _quantities_in_piece(piece: str) -> tuple[_Quantity, ...]:
    return tuple(_quantities(piece))


def _quantities(text: str) -> Iterator[_Quantity]:
    """Every number of ``text`` but dates and the numbers of items, with its unit."""
    plain = _NO_FIGURE.sub(lambda match: " " * len(match[0]), as_half_width(text))
    waiting: re.Match[str] | None = None  # the first number of what may be a range
    for match in _NUMBER.finditer(plain):
        if waiting:
            is_range = _RANGE_SIGN.fullmatch(plain, waiting.end(), match.start())
            yield _quantity(waiting, _unit(match) if is_range else "")
        waiting = None if match["unit"] else match
        if match["unit"]:
            yield _quantity(match, _unit(match))
    if waiting:
        yield _quantity(waiting, "")


def _quantity(match: re.Match[str], unit: str) -> _Quantity:
    digits = (match["digits"] or "1").replace(",", "")
    number = Decimal(_HAN_NUMBERS[match["han"]] if match["han"] else digits)
    for character in match["times"] or match["word"] or "":
        number *= 10 ** _POWERS_OF_TEN[character]
    return _Quantity(number, unit, match.start(), match.end())


def _unit(match: re.Match[str]) -> str:
    return whole_unit(match["unit"] or "")


def _with_comparison(clause: str, quantity: _Quantity) -> str:
    before = _COMPARISON.search(clause[: quantity.start])
    return clause[before.start() if before else quantity.start : quantity.end].strip()


def _clauses(sentence: str) -> Iterator[str]:
    """The parts between commas; brackets stay whole, and a list is parted when all have figures."""
    for part in _split(sentence, _CLAUSE_ENDS):
        items = list(_split(part, "、"))
        has_each = all(next(_quantities(item), None) for item in items)
        yield from items if has_each else [part]


def _split(text: str, ends: str) -> Iterator[str]:
    depth = start = 0
    for at, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth <= 0 and character in ends:
            yield from filter(None, [text[start:at].strip()])
            start = at + 1
    yield from filter(None, [text[start:].strip()])
