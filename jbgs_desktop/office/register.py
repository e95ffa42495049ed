"""登记表: what the recommending unit has received, returned and forwarded, kept encrypted.

The received bundles lie beside it as they came; what was read of them is kept here, so that a
list of two thousand needs no bundle to be opened.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, ValidationError

from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.drafts.format.sealed_table import SealedTable, TableChange
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey
from jbgs_desktop.errors import (
    DraftDamagedError,
    DraftGoneError,
    DraftHeldError,
    DraftNewerError,
    JbgsError,
)
from jbgs_desktop.files import data_folder
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import ReceivedApplication, receive_application
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.kept import Kept, lowest_version
from jbgs_desktop.office.register_backup import copies, keep_copy, register_damaged, restore

_SETTINGS = 1  # the number of the settings in the file; entries begin above it
_MOST_NAMED = 5  # copies that one sentence names


class EntryState(StrEnum):
    """Where a received bundle is on its way."""

    REFUSED = "refused"
    DOUBLED = "doubled"
    REPLACED = "replaced"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    FAULTY = "faulty"
    FINE = "fine"

    @property
    def word(self) -> str:
        """How the office calls it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    EntryState.REFUSED: "不能接收",
    EntryState.DOUBLED: "重复件",
    EntryState.REPLACED: "已有新版",
    EntryState.RETURNED: "已退回",
    EntryState.FORWARDED: "已上报",
    EntryState.FAULTY: "需更正",
    EntryState.FINE: "检查通过",
}


class Problem(Kept, first="severity label message path code"):
    """Something that was found in a bundle or in its application; ``path`` names a field."""

    severity: Severity
    label: str
    message: str
    path: str = ""
    code: str = ""


class Proposal(Kept, first="direction task product reason rank left_out"):
    """A row of the 推荐表 in the making: one direction of one application.

    ``rank`` orders the rows of a track; ``left_out`` ones are not recommended.
    """

    direction: int
    task: str
    product: str = ""
    reason: str = ""
    rank: int = 0
    left_out: bool = False


class Returned(Kept, first="when reasons until"):
    """A 退回单: what had to be corrected, until when as it was written there."""

    when: AwareDatetime
    reasons: tuple[str, ...]
    until: str = ""


class Forwarded(Kept, first="when package"):
    """A forward package that the bundle went into."""

    when: AwareDatetime
    package: str


class RegisterEntry(
    Kept,
    first="number when source folder reason call call_version region track unit unit_code"
    " participants directions contact mobile application code problems proposals ticks"
    " returned forwarded",
):
    """One received bundle. ``folder`` is its place below the folder of received bundles.

    ``application`` names the application in all its versions, ``code`` is the 核验码. ``ticks``
    are the seals and signatures that were seen on its paper. A bundle that could not be taken in
    has a ``reason`` and nothing of what stands in it can be relied on.
    """

    number: int = 0
    when: AwareDatetime
    source: str
    folder: str = ""
    reason: str = ""
    call: str = ""
    call_version: str = ""  # of the call pack that it was made by; empty when the bundle says none
    region: str = ""
    track: str = ""
    unit: str = ""
    unit_code: str = ""
    participants: tuple[str, ...] = ()
    directions: tuple[int, ...] = ()
    contact: str = ""
    mobile: str = ""
    application: str = ""
    code: str = ""
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    ticks: tuple[str, ...] = ()
    returned: tuple[Returned, ...] = ()
    forwarded: tuple[Forwarded, ...] = ()

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def products(self) -> str:
        return "、".join(filter(None, (proposal.product for proposal in self.proposals)))


class Settings(Kept, first="version recommender quota"):
    """What the office is called on its papers, and whose quota it has."""

    version: Literal[1] = 1
    recommender: str = ""
    quota: str = ""  # ``who`` of the chosen quota


class Register:
    """The office's register. Any thread may call any method.

    ``received`` is the folder of the received bundles. ``notices`` are sentences about what was
    found when it was opened.
    """

    def __init__(self, table: SealedTable, file: Path) -> None:
        self._table, self._file = table, file
        self._mutex = threading.RLock()
        self._is_open = True
        self.notices: tuple[str, ...] = ()
        self.received = file.parent / "received"
        kept = dict(table.entries)
        try:
            settings = kept.pop(_SETTINGS, None)
            self.settings = Settings.model_validate_json(settings) if settings else Settings()
            self._entries = {n: RegisterEntry.model_validate_json(data) for n, data in kept.items()}
        except ValidationError:
            raise DraftNewerError(
                "登记表不是这个程序能读的，可能来自更新的版本。请用最新的程序打开，文件没有改动。"
            ) from None
        self._versions: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            self._note_version(entry)

    @classmethod
    def open(
        cls, holders: Sequence[HolderKey], folder: Path | None = None, *, cost: Cost | None = None
    ) -> "Register":
        """The register of this computer, or that in ``folder``; made when it is missing.

        A copy of it is kept beside it. Raises RegisterDamagedError, which says whether
        :meth:`restore` can help, and other JbgsErrors.
        """
        file = _file_in(folder)
        if not file.exists() and copies(file):
            raise register_damaged(file)
        try:
            table = SealedTable.open(file, holders, cost=cost)
        except DraftNewerError:
            raise
        except DraftDamagedError:
            raise register_damaged(file) from None
        except DraftHeldError:
            raise DraftHeldError(
                "登记表正由另一个窗口或另一台电脑使用，不能同时登记。请先关闭那个窗口，再打开。"
            ) from None
        try:
            register = cls(table, file)
            register.notices = (*register._back_up(), *register._unregistered())
            return register
        except BaseException:
            table.close()
            raise

    @staticmethod
    def restore(holders: Sequence[HolderKey], folder: Path | None = None) -> None:
        """Put the newest good copy back in the place of a damaged register. Raises JbgsError."""
        restore(_file_in(folder), holders)

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """Everything that came in, in the order in which it came."""
        return tuple(self._entries[number] for number in sorted(self._entries))

    def entry(self, number: int) -> RegisterEntry:
        return self._entries[number]

    def state(self, entry: RegisterEntry) -> EntryState:
        """What has become of ``entry``; only one that is FINE or FAULTY still waits."""
        if entry.reason:
            return EntryState.RETURNED if entry.returned else EntryState.REFUSED
        versions = self.versions(entry)
        if any(e.code == entry.code and e.number < entry.number for e in versions):
            return EntryState.DOUBLED
        if any(e.code != entry.code and e.number > entry.number for e in versions):
            return EntryState.REPLACED
        if entry.returned:
            return EntryState.RETURNED
        if entry.forwarded:
            return EntryState.FORWARDED
        return EntryState.FAULTY if entry.errors else EntryState.FINE

    def recommendable(self, call: str = "", track: str = "") -> list[RegisterEntry]:
        """The entries that may stand in a 推荐表, of one track or of all."""
        out = (EntryState.REFUSED, EntryState.DOUBLED, EntryState.REPLACED, EntryState.RETURNED)
        return [
            entry
            for entry in self.entries
            if self.state(entry) not in out
            and (not track or (entry.call, entry.track) == (call, track))
        ]

    def versions(self, entry: RegisterEntry) -> list[RegisterEntry]:
        """Every received version of the same application, the oldest first."""
        numbers = () if entry.reason else self._versions.get(entry.application, ())
        return [self._entries[number] for number in numbers]

    def application(self, number: int) -> Application:
        """The application of an entry that could be taken in. Raises KeyError, JbgsError."""
        data = self._table.body(number)
        return receive_application(data, self._entries[number].unit).application

    def add(self, entry: RegisterEntry, received: ReceivedApplication | None) -> RegisterEntry:
        """Register ``entry`` under a number of its own, durably; its application as it came.

        Raises JbgsError.
        """
        body = received.data if received else None
        with self._mutex:
            self._require_open()
            number = max(self._entries, default=_SETTINGS) + 1
            numbered = entry.model_copy(update={"number": number})
            self._table.write({number: _change(numbered, body)})
            self._entries[number] = numbered
            self._note_version(numbered)
        return numbered

    def keep(self, entries: Iterable[RegisterEntry]) -> None:
        """Keep changed entries, all or none, durably. Raises JbgsError."""
        with self._mutex:
            self._require_open()
            changed = {e.number: e for e in entries if self._entries[e.number] != e}
            if changed:
                self._table.write({n: _change(entry) for n, entry in changed.items()})
                self._entries.update(changed)

    def keep_settings(self, settings: Settings) -> None:
        """Raises JbgsError."""
        if settings != self.settings:
            self._table.write({_SETTINGS: _change(settings)})
            self.settings = settings

    def close(self) -> None:
        """Let go of it; what another thread would still add is refused."""
        with self._mutex:
            if self._is_open:
                self._back_up()  # what it has to say, the next opening says too
            self._is_open = False
            self._table.close()

    def _back_up(self) -> tuple[str, ...]:
        try:
            keep_copy(self._table, self._file)
        except (JbgsError, OSError) as error:
            return (f"登记表没有备份：{error}",)
        return ()

    def _unregistered(self) -> tuple[str, ...]:
        """What to say of received copies that have no entry: a kill or a restored copy left them.

        They are named and not removed, since after a restored copy they may be all that is left.
        """
        known = {entry.folder for entry in self._entries.values()}
        try:
            found = sorted(each.name for each in self.received.iterdir() if each.is_dir())
        except OSError:  # nothing was received yet, or the first look at a bundle will tell
            return ()
        left = [name for name in found if name not in known and not name.startswith(".")]
        if not left:
            return ()
        names = "".join(f"“{safe_for_display(name, 40)}”" for name in left[:_MOST_NAMED])
        return (
            f"有 {len(left)} 个报送包的副本没有登记（{names}{'等' * (len(left) > _MOST_NAMED)}），"
            "可能是接收时程序中断了，或者放回过备份。请重新接收它们的优盘；"
            f"也可以把这些文件夹从“{self.received}”移到别处，再从那里接收。",
        )

    def _require_open(self) -> None:
        if not self._is_open:
            raise DraftGoneError("登记表已经关闭，这一条没有登记。请重新打开后再收件。")

    def _note_version(self, entry: RegisterEntry) -> None:
        if entry.application and not entry.reason:
            self._versions[entry.application].append(entry.number)


def _file_in(folder: Path | None) -> Path:
    return (folder or data_folder() / "office") / "register.jbgs"


def return_entry(
    entry: RegisterEntry, reasons: Sequence[str], until: str, when: datetime
) -> RegisterEntry:
    """``entry`` sent back for correction."""
    new = Returned(when=when, reasons=tuple(reasons), until=until)
    return entry.model_copy(update={"returned": (*entry.returned, new)})


def forward_entry(entry: RegisterEntry, package: str, when: datetime) -> RegisterEntry:
    """``entry`` gone into a forward package."""
    new = Forwarded(when=when, package=package)
    return entry.model_copy(update={"forwarded": (*entry.forwarded, new)})


def _change(part: Kept, body: bytes | None = None) -> TableChange:
    return TableChange(part.model_dump_json().encode(), body, lowest_version(part))
