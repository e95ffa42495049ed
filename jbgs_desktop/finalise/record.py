"""经办记录: what has happened to an application on its way to the office.

It is kept inside the draft, beside the application and under the same seal.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import DraftDamagedError
from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.forms.kept import Kept, Since, lowest_version


class Stage(StrEnum):
    """How far an application is; each stage holds what the ones before it say."""

    DRAFT = "draft"
    FINALISED = "finalised"
    PRINTED = "printed"
    SCANNED = "scanned"
    PACKED = "packed"

    @property
    def word(self) -> str:
        """How the stage is called in front of a user."""
        return _STAGE_WORDS[self]


_STAGE_WORDS = {
    Stage.DRAFT: "草稿",
    Stage.FINALISED: "已定稿",
    Stage.PRINTED: "已打印",
    Stage.SCANNED: "已扫描",
    Stage.PACKED: "已打包",
}


class Fault(StrEnum):
    """What makes a scanned page poor."""

    BLANK = "blank"
    LOW_DPI = "low-dpi"
    BLURRED = "blurred"
    CUT_OFF = "cut-off"
    SKEWED = "skewed"

    @property
    def word(self) -> str:
        """How the fault is called in front of a user."""
        return _FAULT_WORDS[self]


_FAULT_WORDS = {
    Fault.BLANK: "空白页",
    Fault.LOW_DPI: "分辨率不足",
    Fault.BLURRED: "模糊",
    Fault.CUT_OFF: "边缘被裁切",
    Fault.SKEWED: "歪斜",
}
# What stands for a fault in a record of version 1. It wrote what its users read, so this is no
# table of words: a word may be worded better one day, what was stored stays.
_IN_VERSION_1 = {
    Fault.BLANK: "空白页",
    Fault.LOW_DPI: "分辨率不足",
    Fault.BLURRED: "模糊",
    Fault.CUT_OFF: "边缘被裁切",
    Fault.SKEWED: "歪斜",
}
_OF_VERSION_1 = {stored: fault for fault, stored in _IN_VERSION_1.items()}
_StoredFault = Annotated[Fault, BeforeValidator(lambda name: _OF_VERSION_1.get(name, name))]


Turn = Literal[0, 90, 180, 270]


class Finalised(Kept, first="code digest when point pages reopened reason"):
    """定稿: one locked version. ``point`` is its revision in the draft's history.

    ``reopened`` is when it was unlocked again (退回修改), and ``reason`` why.
    """

    code: str
    digest: str
    when: AwareDatetime
    point: int
    pages: int
    reopened: AwareDatetime | None = None
    reason: str = ""


class Print(Kept, first="code when printer copies pages"):
    """One print job that was handed to a printer; ``pages`` is empty for the whole book."""

    code: str
    when: AwareDatetime
    printer: str
    copies: int
    pages: tuple[int, ...] = ()


class Ticked(Kept, first="code spot when"):
    """A seal or signature that somebody has seen to. ``spot`` is its id in the book."""

    code: str
    spot: str
    when: AwareDatetime


class ScannedPage(
    Kept,
    first="file index page application code turn dpi faults by_hand left_out qr width height"
    " corners",
):
    """One scanned page: place ``index`` (from 0) in ``file``, and what it was found to be.

    It stands for ``page`` of the version ``code`` of ``application``: by its own code, whose text
    is ``qr``, or by a person's word, which ``by_hand`` says; None and empty while nobody knows.
    ``turn`` is by how many degrees clockwise the picture has to be turned to stand upright.
    ``dpi`` is 0 when nothing tells it. ``width`` and ``height`` are the picture's pixels as they
    are stored, before turning. ``corners`` are those of the code (x, y in these pixels), in its
    own order: top left, top right, bottom right, bottom left.
    """

    file: str
    index: int
    page: int | None = None
    application: str = ""
    code: str = ""
    turn: Turn = 0
    dpi: int = 0
    faults: tuple[_StoredFault, ...] = ()
    by_hand: bool = False
    left_out: bool = False
    qr: str = ""
    width: int = 0
    height: int = 0
    corners: tuple[tuple[float, float], ...] = ()
    _picture: bytes = PrivateAttr(b"")

    @property
    def key(self) -> tuple[str, int]:
        """Names the scan among all of them."""
        return self.file, self.index

    @property
    def is_blank(self) -> bool:
        return Fault.BLANK in self.faults

    @property
    def page_code(self) -> PageCode | None:
        """What its own code says."""
        return PageCode.parse(self.qr)

    def is_assigned_to(self, version: str) -> bool:
        """Whether a person has said which page of ``version`` it is."""
        return self.by_hand and self.code == version

    def assigned(self, application: str, version: str, page: int) -> Self:
        """The same scan, said by a person to be this page of this version."""
        stands_for = {"application": application, "code": version, "page": page}
        return self.model_copy(update={**stands_for, "by_hand": True, "left_out": False})

    def by_its_code(self) -> Self:
        """The same scan, standing for what its own code says."""
        code = self.page_code
        stands_for = {
            "application": code.application if code else "",
            "code": code.version if code else "",
            "page": code.page if code else None,
        }
        return self.model_copy(update={**stands_for, "by_hand": False})

    @property
    def picture(self) -> bytes:
        """A small upright JPEG to show, which comes with the reading and is not kept."""
        return self._picture

    def with_picture(self, picture: bytes) -> Self:
        """The same scan as it was just read."""
        read = self.model_copy()
        read._picture = picture
        return read

    def without(self, *, left_out: bool = True) -> Self:
        """The same scan, left out of everything, or taken in again."""
        return self.model_copy(update={"left_out": left_out})


class Packed(Kept, first="code when name place files size"):
    """A bundle that was written and read back to the drive or folder ``place``, as it was shown.

    ``files`` and ``size`` are those of its payload, ``digest`` is the SHA-256 of its last list."""

    code: str
    when: AwareDatetime
    name: str
    place: str
    files: int = 0
    size: int = 0
    digest: Annotated[str, Since(2)] = ""


class Entered(Kept, first="path digest"):
    """A field that was copied to the online system; ``digest`` tells its content then."""

    path: str
    digest: str


class Record(Kept, first="version finalised prints ticks scans packed online"):
    """All of it, the oldest entry first.

    It is in version 2 only where that shows: once a part was given out, a bundle packed, and while
    faults of scans are kept in its words; in 3 where a part has a code. Any other goes on in the
    words of version 1 for them, so that the program that wrote them reads all of it.
    """

    version: Literal[1, 2, 3] = 1
    finalised: tuple[Finalised, ...] = ()
    prints: tuple[Print, ...] = ()
    ticks: tuple[Ticked, ...] = ()
    scans: tuple[ScannedPage, ...] = ()
    packed: tuple[Packed, ...] = ()
    online: tuple[Entered, ...] = ()
    parts: Annotated[tuple[GivenPart, ...], Since(2)] = ()

    @property
    def current(self) -> Finalised | None:
        """The version that the draft is locked to; None while it may be edited."""
        last = self.finalised[-1] if self.finalised else None
        return last if last and last.reopened is None else None

    @property
    def stage(self) -> Stage:
        """How far the current version is; 检查通过 is no entry but what the checks say."""
        now = self.current
        if now is None:
            return Stage.DRAFT
        done = (Stage.PACKED, Stage.SCANNED, Stage.PRINTED)
        return next((stage for stage in done if self.has(stage)), Stage.FINALISED)

    def has(self, stage: Stage) -> bool:
        """Whether there is an entry that the current version was printed, scanned or packed.

        A book may come back scanned that no entry says was printed: from another computer.
        """
        now = self.current
        if now is None:
            return False
        if stage is Stage.PRINTED:
            return any(each.code == now.code for each in self.prints)
        if stage is Stage.SCANNED:
            found = {s.page for s in self.scans if s.code == now.code and not s.left_out}
            return found >= set(range(1, now.pages + 1))
        return stage is Stage.PACKED and any(each.code == now.code for each in self.packed)

    def number_of(self, code: str) -> int:
        """第几版: the place of ``code`` among the versions, or the next one for a new code."""
        codes = list(dict.fromkeys(each.code for each in self.finalised))
        return codes.index(code) + 1 if code in codes else len(codes) + 1

    def is_outdated(self, code: str) -> bool:
        """Whether paper or scans of the version ``code`` are no longer what counts."""
        return self.current is None or self.current.code != code

    @model_serializer(mode="wrap")
    def _in_its_version(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        made: dict[str, Any] = write(self)
        if self.version == 1:
            for scan in made.get("scans", ()):
                scan["faults"] = [_IN_VERSION_1[fault] for fault in scan["faults"]]
        return made

    @property
    def numbers(self) -> dict[str, int]:
        """第几版 of every 核验码."""
        return {each.code: self.number_of(each.code) for each in self.finalised}

    def with_finalised(self, entry: Finalised) -> Self:
        """``entry`` as the current version.

        Where its paper is another than it was before, with the same content, what was printed,
        ticked and assigned by hand of the old paper no longer counts.
        """
        record = self
        if any(old.code == entry.code and old.pages != entry.pages for old in self.finalised):
            record = self._without_paper(entry.code)
        return record.model_copy(update={"finalised": (*self.finalised, entry)})

    def _without_paper(self, code: str) -> Self:
        scans = (each.by_its_code() if each.is_assigned_to(code) else each for each in self.scans)
        changed = {
            "prints": tuple(each for each in self.prints if each.code != code),
            "ticks": tuple(each for each in self.ticks if each.code != code),
            "scans": tuple(scans),
        }
        return self.model_copy(update=changed)

    def with_reopened(self, when: datetime, reason: str) -> Self:
        """The current version unlocked again. Raises ValueError without one."""
        if self.current is None:
            raise ValueError("nothing is finalised")
        last = self.current.model_copy(update={"reopened": when, "reason": reason})
        return self.model_copy(update={"finalised": (*self.finalised[:-1], last)})

    def with_print(self, entry: Print) -> Self:
        return self.model_copy(update={"prints": (*self.prints, entry)})

    def with_tick(self, spot: str, when: datetime | None) -> Self:
        """The spot of the current version ticked at ``when``, or no longer with None."""
        code = self.current.code if self.current else ""
        others = tuple(t for t in self.ticks if (t.code, t.spot) != (code, spot))
        new = (Ticked(code=code, spot=spot, when=when),) if when else ()
        return self.model_copy(update={"ticks": (*others, *new)})

    def is_ticked(self, spot: str) -> bool:
        code = self.current.code if self.current else ""
        return any((t.code, t.spot) == (code, spot) for t in self.ticks)

    def with_scans(self, scans: tuple[ScannedPage, ...]) -> Self:
        holds_old_words = self.version == 1 and any(scan.faults for scan in self.scans)
        is_new = any(scan.faults for scan in scans) and not holds_old_words
        version = max(2 if is_new else 1, _version_of(self.parts), lowest_version(self.packed))
        return self.model_copy(update={"version": version, "scans": scans})

    def with_online(self, path: str, digest: str | None) -> Self:
        """The field at ``path`` copied as ``digest``, or no longer with None."""
        others = tuple(each for each in self.online if each.path != path)
        new = (Entered(path=path, digest=digest),) if digest is not None else ()
        return self.model_copy(update={"online": (*others, *new)})

    def with_packed(self, entry: Packed) -> Self:
        version = max(self.version, lowest_version(entry))
        return self.model_copy(update={"version": version, "packed": (*self.packed, entry)})

    def with_part(self, entry: GivenPart) -> Self:
        return self._with_parts((*self.parts, entry))

    def with_part_returned(self, part: GivenPart, when: datetime, original: str = "") -> Self:
        """``part`` taken back at ``when`` out of the kept file ``original``.

        Raises ValueError where it is none of the parts.
        """
        others = tuple(each for each in part.originals if each != original)
        originals = (*others, original) if original else part.originals
        return self.with_part_as(part, {"returned": when, "originals": originals})

    def with_part_withdrawn(self, part: GivenPart, when: datetime) -> Self:
        """The giving of ``part`` taken back at ``when``. Raises ValueError as above."""
        return self.with_part_as(part, {"withdrawn": when})

    def with_part_as(self, part: GivenPart, update: Mapping[str, Any]) -> Self:
        """``part`` with other values. Raises ValueError where it is none of the parts."""
        at = self.parts.index(part)
        changed = (*self.parts[:at], part.model_copy(update=update), *self.parts[at + 1 :])
        return self._with_parts(changed)

    def _with_parts(self, parts: tuple[GivenPart, ...]) -> Self:
        version = max(self.version, _version_of(parts))
        return self.model_copy(update={"version": version, "parts": parts})


def _version_of(parts: tuple[GivenPart, ...]) -> int:
    return max(2, lowest_version(parts)) if parts else 1


def read_record(draft: SealedDraft) -> Record:
    """The record of ``draft``. Raises DraftDamagedError."""
    return parse_record(draft.record, draft.place)


def parse_record(text: str, place: str) -> Record:
    """The record that a draft at ``place`` keeps as ``text``. Raises DraftDamagedError."""
    if not text:
        return Record()
    try:
        return Record.model_validate_json(text)
    except ValidationError:
        raise DraftDamagedError(
            f"草稿“{place}”里的经办记录不是这个程序能读的，可能来自更新的版本。"
            "请用最新的程序打开；填写的内容不受影响。"
        ) from None


def keep_record(draft: SealedDraft, record: Record) -> None:
    """Keep ``record`` in ``draft``, durably. Raises JbgsError."""
    draft.keep_record(record.model_dump_json())
