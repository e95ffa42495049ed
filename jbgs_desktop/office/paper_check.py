"""Paper against stick: whether a sheet of paper is the version that was received.

The 核验码 is typed from the page's foot, or read from the QR code on a photo or scan of any page.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import TAG_MANIFEST
from jbgs_desktop.documents.page_code import PageCode, format_code
from jbgs_desktop.drafts.difference import differences
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.finalise.version_code import parse_code
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.register import Register

_DIGEST = re.compile(r"[0-9a-f]{16,64}")
_OF_NO_FIELD = {"call": "通知", "region": "报送地区", "track": "赛道"}


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

    ``digest`` is that of a 交接清单, where it is the same. ``fields`` names the fields in which the
    paper's version differs from the bundle's, as far as both were received.
    """

    match: Match
    sentence: str
    entry: RegisterEntry | None = None
    fields: tuple[str, ...] = ()
    digest: str = ""


def check_typed(register: Register, typed: str, chosen: RegisterEntry | None = None) -> PaperAnswer:
    """The answer for what was typed from paper; ``chosen`` is the bundle that the paper is with.

    A 核验码, the text of a page's QR as a scanner types it, or the digest on the 交接清单.

    Raises JbgsError when the register cannot be read.
    """
    if scanned := PageCode.parse(typed.strip()):  # by a scanner that types what it reads
        return check_page(register, scanned, chosen)
    if _DIGEST.fullmatch(digest := "".join(typed.split()).lower()):
        return check_digest(register, digest, chosen)
    code = parse_code(typed)
    if code is None:
        return PaperAnswer(
            Match.UNREADABLE,
            f"“{typed.strip()[:40]}”不是核验码：应有 10 个字母和数字，最后一位是校验位。"
            "请照页脚再抄一遍，注意 8 与 B、5 与 S、2 与 Z。",
        )
    return check_code(register, code, chosen)


def check_page(
    register: Register, page: PageCode, chosen: RegisterEntry | None = None
) -> PaperAnswer:
    """The answer for the code that was read on a ``page``."""
    answer = check_code(register, page.version, chosen, page.application)
    entry = answer.entry
    if answer.match is not Match.SAME or entry is None or page.may_be_of(entry.proof):
        return answer
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"纸质件和报送包的核验码都是 {format_code(entry.code)}，但二维码里的内容摘要不同："
        f"这页纸印的不是报送包里“{entry.unit}”的这份申报。请不要接收，与申报单位核对。",
        entry,
    )


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
            f"不是选中的“{chosen.unit}”的，请把纸质件和报送包重新对好。",
            of_paper,
        )
    current = chosen or _newest(register, of_paper)
    if current.code == code:
        return PaperAnswer(
            Match.SAME,
            f"纸质件与报送包是同一版本：“{current.unit}”，核验码 {format_code(code)}。",
            current,
        )
    fields = tuple(_differing(register, of_paper, current))
    difference = (
        f"有 {len(fields)} 个栏目不同，列在下面。" if fields else "两版的栏目相同，证明材料不同。"
    )
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"纸质件与报送包不是同一版本：纸质件是 {format_code(code)}，报送包是 "
        f"{format_code(current.code)}（“{current.unit}”）。{difference}",
        current,
        fields,
    )


def check_digest(
    register: Register, digest: str, chosen: RegisterEntry | None = None
) -> PaperAnswer:
    """The answer for the digest on a signed 交接清单, or its first 16 digits or more."""
    candidates = [chosen] if chosen else [e for e in register.entries if e.folder]
    for entry in candidates:
        if bundle_digest(register.received / entry.folder).startswith(digest):
            return PaperAnswer(
                Match.SAME,
                f"交接清单上的校验值与收到的报送包一致：“{entry.unit}”。",
                entry,
                digest=digest,
            )
    if chosen is None:
        return PaperAnswer(Match.UNKNOWN, "收到的报送包里没有这个校验值，请确认它已经接收。")
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"交接清单上的校验值与收到的“{chosen.unit}”的报送包不一致：签字交接的不是这一份，"
        "或者抄错了。请再核对一遍，仍不一致的退回申报单位。",
        chosen,
    )


def bundle_digest(bundle: Path) -> str:
    """The SHA-256 of the last list of a received bundle, which all else hangs on; empty without."""
    try:
        return sha256((bundle / TAG_MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return ""


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
            answer = check_page(register, code, chosen)
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
            f"登记表里没有核验码 {shown}。可能还没有收它的报送包，或者纸质件是没有报送的版本。",
        )
    if application and application != chosen.application:
        return PaperAnswer(
            Match.OTHER_APPLICATION,
            f"这份纸质件（{shown}）不是选中的“{chosen.unit}”的这份申报，请把纸质件和报送包重新对好。",
            chosen,
        )
    return PaperAnswer(
        Match.OTHER_VERSION,
        f"纸质件与报送包不是同一版本：纸质件是 {shown}，报送包是 {format_code(chosen.code)}"
        f"（“{chosen.unit}”）。没有收到过纸质件那一版的报送包，所以说不出哪些栏目不同。",
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
