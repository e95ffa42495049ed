"""The unit's name in the prose, written nearly but not quite as in the 申报表."""

import re
from collections.abc import Iterator
from itertools import takewhile

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.checks.book_tables import place_in_book
from jbgs_desktop.forms.checks.context import CheckContext, Steps, is_blank, quoted
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.text.clean import folded

_SHORTEST, _LONGEST = 6, 100  # characters; in a shorter name one slip makes another unit
# 第一医院 and 第二医院 are two units.
_DISTINGUISHING = frozenset("一二三四五六七八九十东西南北中甲乙丙丁0123456789")
_PLACE = re.compile(r"([\u3400-\u9fff]{2})[省市]?")
_CUT = "\n"
_ANY_COMPANY = re.compile(r"(?:有限责任|股份有限|有限|股份)?公司")
_COMPANY = re.compile(_ANY_COMPANY.pattern + "$")
# Words that a writer in a hurry leaves out.
_SPARE_WORDS = (
    "科技",
    "技术",
    "信息",
    "智能",
    "网络",
    "软件",
    "电子",
    "数字",
    "实业",
    "发展",
    "股份",
)
_BRACKETS = dict.fromkeys(map(ord, "（）()"))
_PLACE_IN_BRACKETS = re.compile(r"[（(]([\u3400-\u9fff]{2,4})[)）]")
_MAY_STAND_BEFORE = frozenset(
    "是由为即与和及系在对向经于们司位家了的以让使把被跟给至请称：，。；、（“"
)
_PREFIX_PLACE = re.compile(r"([\u3400-\u9fff]{2})[省市]?$")


def rules(case: CheckContext) -> Steps:
    name = case.application.unit.name.strip()
    if not _SHORTEST <= len(name) <= _LONGEST:
        return
    others = [other for _, other in case.participants]
    address = case.application.unit.address
    short_forms, other_forms = _without_place(name, address), _other_forms(name)
    for path, text in case.texts_by_field:
        if field_patterns().get(pattern_of(path)) is not FieldKind.PROSE or is_blank(text):
            continue
        rest = text
        for known in (name, *others):
            rest = rest.replace(known, _CUT)
        variants = [
            *_slips(name, rest),
            *_shortened(short_forms, rest, address),
            *(form for form in other_forms if form in rest),
            *_of_another_form(name, rest),
            *_prefixed(name, text, address),
        ]
        for variant in dict.fromkeys(variants):
            where = case.path_of(path, variant)
            message = (
                f"{place_in_book(case, where) or '这里'}写{quoted(variant)}，"
                f"与单位名称{quoted(name)}不完全一致，请改为全称；指的是另一家单位的不用改。"
            )
            yield case.warning(where, "unit-name-differs", message)
        yield None


def _without_place(name: str, address: str) -> list[str]:
    """The name without the place that it begins with or has in brackets, when that is its own."""
    forms = []
    start = _PLACE.match(name)
    if start and start[1] in address:
        forms.append(name[start.end() :])
    forms += [
        name.replace(match[0], "")
        for match in _PLACE_IN_BRACKETS.finditer(name)
        if match[1] in address
    ]
    return [form for form in forms if len(form) >= _SHORTEST]


def _shortened(forms: list[str], text: str, address: str) -> Iterator[str]:
    """The name without its place, alone or behind another place of the address."""
    for form in forms:
        at = text.find(form)
        before = text[max(0, at - 3) : max(0, at)]
        place = _PREFIX_PLACE.search(before)
        if place and place[1] in address:
            yield place[0] + form
        elif at >= 0 and (not before or before[-1] in _MAY_STAND_BEFORE or before[-1].isspace()):
            yield form


def _other_forms(name: str) -> list[str]:
    """The name without its brackets, or with one word left out."""
    forms = [name.translate(_BRACKETS)] if _PLACE_IN_BRACKETS.search(name) else []
    forms += [name.replace(word, "", 1) for word in _SPARE_WORDS if word in name]
    return [form for form in forms if len(form) >= _SHORTEST]


def _of_another_form(name: str, text: str) -> Iterator[str]:
    """The name with 有限责任公司, 股份有限公司 or the like in the place of its own."""
    stem = _COMPANY.sub("", name)
    if stem == name or len(stem) < _SHORTEST:
        return
    for at in _places(stem, text):
        if company := _ANY_COMPANY.match(text, at + len(stem)):
            yield stem + company[0]


def _prefixed(name: str, text: str, address: str) -> Iterator[str]:
    """The whole name behind a place of the address that is no part of it (河南郑州…公司)."""
    for at in _places(name, text):
        place = _PREFIX_PLACE.search(text[max(0, at - 3) : at])
        if place and place[1] in address:
            yield place[0] + name


def _places(part: str, text: str) -> Iterator[int]:
    """Where ``part`` begins in ``text``."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _slips(name: str, text: str) -> Iterator[str]:
    """Pieces of ``text`` that one slip, other brackets or blanks make of ``name``.

    One slip leaves one half of the name whole, so only what stands around a half is looked at.
    """
    whole, half = folded(name), len(name) // 2
    name, plain = _half_width(name), _half_width(text)
    for part, is_start in ((name[:half], True), (name[half:], False)):
        for at in _places(part, plain):
            for length in range(len(name) - 1, len(name) + 3):
                start = at if is_start else at + len(part) - length
                piece = text[start : start + length] if start >= 0 else ""
                if piece and _CUT not in piece and _is_slip(whole, folded(piece)):
                    yield piece
                    break


def _half_width(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def _is_slip(name: str, piece: str) -> bool:
    """Whether ``piece`` is ``name`` with one character changed, lost or added, or two swapped.

    The first and the last must be right, since beyond them stands another word.
    """
    if name == piece:
        return True
    same_start = _in_common(name, piece)
    same_end = _in_common(name[:0:-1], piece[:0:-1])
    if not same_start or not same_end:
        return False
    if len(name) != len(piece):
        shorter = min(len(name), len(piece))
        return abs(len(name) - len(piece)) == 1 and same_start + same_end >= shorter
    end = len(name) - same_end
    was, now = name[same_start:end], piece[same_start:end]
    if len(was) == 1:
        return not {was, now} <= _DISTINGUISHING
    return len(was) == 2 and was == now[::-1]


def _in_common(first: str, second: str) -> int:
    """How many characters both begin with."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
