"""Numbers at the head of headings: （六）, 六、, 16. or 任务16."""

import re

_ONES = {word: value for value, word in enumerate("一二三四五六七八九", 1)}
_HEAD = re.compile(
    r"\s*(?:任务|方向|榜单|第)?\s*[（(【]?\s*([0-9]{1,3}|[一二三四五六七八九十]{1,4})\s*"
    r"(?:[)）】.．、：:]|号[.．、：:]?)\s*"
)


def han_number(word: str) -> int | None:
    """``word`` of 一 to 九十九, or of digits, as a number; None for another."""
    if word.isascii() and word.isdigit():
        return int(word)
    tens, ten, ones = word.partition("十")
    if not ten:
        return _ONES.get(word)
    high = _ONES.get(tens, 0) if tens else 1
    low = _ONES.get(ones, 0) if ones else 0
    is_whole = bool(high) and (not ones or bool(low))
    return high * 10 + low if is_whole else None


def number_at_start(text: str) -> tuple[int | None, str]:
    """The number that ``text`` begins with, and the rest of it."""
    match = _HEAD.match(text)
    number = han_number(match[1]) if match else None
    return (number, text[match.end() :].strip()) if match and number else (None, text.strip())
