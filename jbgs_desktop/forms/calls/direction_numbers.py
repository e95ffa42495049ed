"""方向的编号和类别: how a notice numbers its tasks, also over its parts, and groups them.

A direction is called by the number of its □方向N box, 16 as well as 1; that number is kept in its
own place and not a second time at the head of its title.
"""

import re
from collections.abc import Iterable, Sequence

_HAN_DIGITS = "零一二三四五六七八九"
_HEAD = re.compile(
    r"^\s*(?:方向|任务|第)?\s*[（(]?\s*(?P<no>\d{1,4}|[一二三四五六七八九十]{1,3})\s*"
    r"(?:[）)][、.．:：]?|[、．:：]|\.(?!\d)|项(?:[、.．:：]|\s)|号(?:[、.．:：]|\s))\s*"
)


def without_number(title: str, no: int) -> str:
    """``title`` without ``no`` at its head (16. 方向16： （十六）); another number stays."""
    found = _HEAD.match(title)
    rest = title[found.end() :] if found else ""
    return rest if found and rest and found["no"] in (str(no), _in_han(no)) else title


def number_ranges(numbers: Iterable[int]) -> str:
    """The numbers as a sentence lists them: ``1至15``, ``1、3、16至22``."""
    runs: list[list[int]] = []
    for no in sorted(set(numbers)):
        if runs and no == runs[-1][-1] + 1:
            runs[-1].append(no)
        else:
            runs.append([no])
    return "、".join("、".join(map(str, run)) if len(run) < 3 else _run(run) for run in runs)


def new_headings(above: Sequence[str], own: Sequence[str]) -> Sequence[str]:
    """Those of a direction's ``own`` headings that do not stand over the direction ``above`` it."""
    same = 0
    for one, other in zip(above, own, strict=False):
        if one != other:
            break
        same += 1
    return own[same:]


def _run(run: list[int]) -> str:
    return f"{run[0]}至{run[-1]}"


def _in_han(no: int) -> str:
    """``no`` below 100 in Chinese figures; empty for others."""
    tens, ones = divmod(no, 10)
    if not 0 < no < 100:
        return ""
    head = "" if not tens else "十" if tens == 1 else f"{_HAN_DIGITS[tens]}十"
    return head + (_HAN_DIGITS[ones] if ones else "")
