"""Paper against stick: whether a sheet of paper is the version that was received.

The 核验码 is typed from the page's foot, or read from the QR code on a photo or scan of any page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.drafts.difference import differences
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.finalise.version_code import parse_code
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.office.register import Register
from jbgs_desktop.office.register_entry import RegisterEntry

_OF_NO_FIELD = {"call": "通知", "region": "属地口径", "track": "赛道"}


class Match(StrEnum):
    """How the paper stands to what was received."""

    SAME = "same"
    OTHER_VERSION = "other-version"
    OTHER_APPLICATION = "other-application"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """The ``sentence`` for the user; ``entry`` is the bundle that it speaks of.

    ``fields`` names the fields in which the paper's version differs from the bundle's, as far as
    both were received.
    """

    match: Match
    sentence: str
    entry: RegisterEntry | None = None
    fields: tuple[str, ...] = ()


def check_typed(register: Register, typed: str, chosen: RegisterEntry | None = None) -> PaperAnswer:
    """The answer for a 核验码 typed from paper; ``chosen`` is the bundle that the paper is with.

    Raises JbgsError when the register cannot be read.
    """
    code = parse_code(typed)
    if code is None:
        return PaperAnswer(
            Match.UNREADABLE,
            f"“{typed.strip()[:40]}”不是核验码：应有 10 个字母和数字，最后一位是校验位。"
            "请照页脚再抄一遍，注意 8 与 B、5 与 S、2 与 Z。",
        )
    return check_code(register, code, chosen)


def check_code(
    register: Register, code: str, chosen: RegisterEntry | None = None, application: str = ""
) -> PaperAnswer:
    """The answer for the 核验码 ``code``; ``application`` is known when a QR code was read."""
    of_paper = next(
        (e for e in register.entries if e.code == code and not e.reason and not e.removed), None
    )
    if of_paper is None:
        return _not_received(register, code, chosen, application)
    if chosen is not None and chosen.application != of_paper.application:
        return PaperAnswer(
            Match.OTHER_APPLICATION,
            f"这份纸质件（{format_code(code)}）是“{of_paper.unit}”的，"
            f"不是选中的“{chosen.unit}”的，请把纸质件和U盘重新对好。",
            of_paper,
        )
    current = chosen or _newest(register, of_paper)
    if current.code == code:
        return PaperAnswer(
            Match.SAME,
            f"纸质件与U盘是同一版本：“{current.unit}”，核验码 {format_code(code)}。",
            current,
        )
    fields = tuple(_differing(register, of_paper, current))
    told = (
        f"有 {len(fields)} 个栏目不同，列在下面。" if fields else "两版的栏目相同，证明材料不同。"
    )
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"纸质件与U盘不是同一版本：纸质件是 {format_code(code)}，U盘是 "
        f"{format_code(current.code)}（“{current.unit}”）。{told}",
        current,
        fields,
    )


def check_picture(
    register: Register,
    file: Path,
    chosen: RegisterEntry | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PaperAnswer:
    """The answer for a photo or scan of any page. Raises JbgsError."""
    # Imported where it is used: with it come the libraries that read pictures.
    from jbgs_desktop.scans.reader import UnreadableScan, read_scans

    sentence = ""
    for found in read_scans([file], cancelled=cancelled):
        if isinstance(found, UnreadableScan):
            sentence = sentence or found.sentence
        elif code := found.page_code:
            page = f"（照片是第 {code.page} 页，共 {code.total} 页）"
            answer = check_code(register, code.version, chosen, code.application)
            return PaperAnswer(answer.match, answer.sentence + page, answer.entry, answer.fields)
    return PaperAnswer(
        Match.UNREADABLE,
        sentence
        or f"在“{file.name}”里没有找到页脚的二维码。请把整个页脚拍清楚，或者改为输入核验码。",
    )


def _not_received(
    register: Register, code: str, chosen: RegisterEntry | None, application: str
) -> PaperAnswer:
    same = next((e for e in register.entries if application and e.application == application), None)
    if same and not chosen and (current := register.submission(same).current):
        chosen = register.entry(current)
    shown = format_code(code)
    if chosen is None:
        return PaperAnswer(
            Match.UNKNOWN,
            f"登记表里没有核验码 {shown}。可能还没有收它的U盘，或者纸质件是没有报送的版本。",
        )
    if application and application != chosen.application:
        return PaperAnswer(
            Match.OTHER_APPLICATION,
            f"这份纸质件（{shown}）不是选中的“{chosen.unit}”的这份申报，请把纸质件和U盘重新对好。",
            chosen,
        )
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"纸质件与U盘不是同一版本：纸质件是 {shown}，U盘是 {format_code(chosen.code)}"
        f"（“{chosen.unit}”）。没有收到过纸质件那一版的U盘，所以说不出哪些栏目不同。",
        chosen,
    )


def _newest(register: Register, entry: RegisterEntry) -> RegisterEntry:
    return register.entry(register.submission(entry).current or entry.number)


def _differing(register: Register, old: RegisterEntry, new: RegisterEntry) -> Iterable[str]:
    before, after = register.application(old.number), register.application(new.number)
    call = _call(after, new.call_version)
    found = [_name(call, after, each.path) for each in differences(before, after)]
    return dict.fromkeys(found)


def _call(application: Application, version: str) -> Call:
    try:
        call = find_call(application.call, version)
    except CallPackError:
        call = None
    if call is None:
        raise JbgsError(
            "本机没有这份申报的通知数据，不能比较栏目。请向发布通知的单位或申报单位索取数据文件"
            "（.jbgscall），在开始页点“导入通知数据”，再核对。"
        )
    return call


def _name(call: Call, application: Application, path: str) -> str:
    try:
        return describe(call, path, application.track).name
    except LookupError:
        return _OF_NO_FIELD.get(path, path)
