"""登记表: what the recommending unit has received, returned and forwarded, kept encrypted.

The received bundles lie beside it as they came; what was read of them is kept here, so that a
list of two thousand needs no bundle to be opened.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from jbgs_desktop.drafts.format.sealed_table import SealedTable
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey
from jbgs_desktop.errors import DraftGoneError, DraftHeldError, DraftNewerError, JbgsError
from jbgs_desktop.files import data_folder
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import ReceivedApplication, receive_application
from jbgs_desktop.forms.kept import Kept
from jbgs_desktop.office.register.act import Act, last_to_redo, last_to_undo
from jbgs_desktop.office.register.backup import keep_copy, open_table, restore
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.logged_rows import NO_BODIES, LoggedRows
from jbgs_desktop.office.register.parts import (
    Removed,
    ScanCheck,
    Settings,
)
from jbgs_desktop.office.register.received_folder import keep_private, unregistered_copies
from jbgs_desktop.office.register.unit_submission import Standing, UnitSubmission

FILE = "register.jbgs"
_SETTINGS = 1  # the number of the settings in the file; entries begin above it


_OFFICERS = ("reason", "rank", "left_out")  # what the officer decides of a row
_WAITING = (EntryState.FORWARDED, EntryState.FAULTY, EntryState.CORRECTED, EntryState.FINE)


class Register:
    """The office's register. Any thread may call any method.

    ``received`` is the folder of the received bundles. ``notices`` are sentences about what was
    found when it was opened.
    """

    def __init__(self, table: SealedTable, file: Path) -> None:
        self._table, self._file = table, file
        self._mutex = threading.RLock()
        self._is_open, self.is_read_only = True, False
        self._log = LoggedRows(table)
        self.notices: tuple[str, ...] = ()
        self.received = file.parent / "received"
        self._read()

    def _read(self) -> None:
        kept = dict(self._table.entries)
        try:
            self.settings = Settings.model_validate_json(kept.pop(_SETTINGS, b"{}"))
            self._entries = {n: RegisterEntry.model_validate_json(data) for n, data in kept.items()}
        except ValidationError:
            raise DraftNewerError(
                "登记表不是这个程序能读的，是更新的程序保存的。文件没有改动；请安装更新的程序再打开它。"
            ) from None
        self._submissions: dict[str, list[int]] = defaultdict(list)
        self._changes: Counter[str] = Counter()  # of the entries of each application
        self._states: dict[int, tuple[RegisterEntry, int, EntryState]] = {}
        for entry in self.entries:
            self._note(entry)

    @classmethod
    def open(
        cls,
        holders: Sequence[HolderKey],
        folder: Path | None = None,
        *,
        cost: Cost | None = None,
        read_only: bool = False,
        take_over: bool = False,
    ) -> "Register":
        """The register of this computer, or that in ``folder``; made when it is missing.

        A copy of it is kept beside it, unless it is ``read_only``: then it is as it stands now,
        and nothing is written. ``take_over`` is for one that another computer did not let go of.
        Raises RegisterDamagedError, which says whether :meth:`restore` can help, and other
        JbgsErrors.
        """
        file = (folder or data_folder() / "office") / FILE
        table = open_table(file, holders, cost, read_only=read_only, take_over=take_over)
        try:
            register = cls(table, file)
            register.is_read_only = read_only
            if read_only:
                return register
            keep_private(register.received)
            register.notices = (
                *register._back_up(),
                *unregistered_copies(
                    register.received, {entry.folder for entry in register.entries}
                ),
            )
            return register
        except BaseException:
            table.close()
            raise

    @staticmethod
    def restore(holders: Sequence[HolderKey], folder: Path | None = None) -> None:
        """Put the newest good copy back in the place of a damaged register. Raises JbgsError."""
        restore((folder or data_folder() / "office") / FILE, holders)

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """Everything that came in, in the order in which it came."""
        return tuple(self._entries[number] for number in sorted(self._entries))

    def entry(self, number: int) -> RegisterEntry:
        return self._entries[number]

    def state(self, entry: RegisterEntry) -> EntryState:
        """What has become of ``entry``; only one that is FINE, CORRECTED or FAULTY still waits."""
        # Asked for thousands at a time. What is told while another thread writes is not kept: the
        # count of changes was read before the entries were.
        changes = self._changes[entry.application]
        known = self._states.get(entry.number)
        if known and known[0] is entry and known[1] == changes:
            return known[2]
        state = self._state_of(entry)
        self._states[entry.number] = (entry, changes, state)
        return state

    def _state_of(self, entry: RegisterEntry) -> EntryState:
        if entry.removed:
            return EntryState.REMOVED
        if entry.reason:
            return EntryState.RETURNED if entry.returned else EntryState.REFUSED
        submission = self.submission(entry)
        standing = submission.standing(entry.number)
        if standing is not Standing.CURRENT:
            return EntryState(standing.value)
        if entry.returned:
            return EntryState.RETURNED
        if entry.forwarded:
            return EntryState.FORWARDED
        if entry.errors:
            return EntryState.FAULTY
        return EntryState.CORRECTED if submission.came_again else EntryState.FINE

    def recommendable(self, call: str = "", track: str = "") -> list[RegisterEntry]:
        """The entries that may stand in a 推荐表, of one track or of all: one for each unit."""
        return [
            entry
            for entry in self.entries
            if (not track or (entry.call, entry.track) == (call, track))
            and self.state(entry) in _WAITING
        ]

    def versions(self, entry: RegisterEntry) -> list[RegisterEntry]:
        """Every bundle of the same application that was taken in, in the order of their numbers."""
        numbers = () if entry.reason else self._submissions.get(entry.application, ())
        return [each for number in numbers if not (each := self._entries[number]).removed]

    def submission(self, entry: RegisterEntry) -> UnitSubmission:
        """What the unit has handed in of the application of ``entry``."""
        return UnitSubmission(self.versions(entry))

    def application(self, number: int) -> Application:
        """The application of an entry that could be taken in. Raises KeyError, JbgsError."""
        data = self._table.body(number)
        return receive_application(data, self._entries[number].unit).application

    @property
    def next_number(self) -> int:
        """The number that the next entry gets, and what comes with it the ones after."""
        return max(self._entries, default=_SETTINGS) + 1

    def add(
        self,
        entry: RegisterEntry,
        received: ReceivedApplication | None,
        number: int = 0,
        batch: str = "",
    ) -> RegisterEntry:
        """Register ``entry`` under a number of its own, durably; its application as it came.

        What an officer has written on the bundle that it takes the place of goes over to it.
        Raises JbgsError.
        """
        with self._mutex:
            number = number or self.next_number
            numbered = entry.model_copy(update={"number": number})
            bodies = {number: received.data} if received else {}
            self._keep({number: numbered}, self._act(batch=batch), bodies)
            return self._entries[number]

    def keep(self, entries: Iterable[RegisterEntry], batch: str = "") -> None:
        """Keep changed entries, all or none, durably, as one act. Raises JbgsError."""
        with self._mutex:
            changed = {e.number: e for e in entries if self._entries[e.number] != e}
            if changed:
                self._keep(changed, self._act(batch=batch))

    def keep_read(self, number: int, check: ScanCheck | None) -> None:
        """Keep what the program has read of a bundle's scans in the background, None to read anew.

        Raises JbgsError.
        """
        with self._mutex:
            entry = self._entries[number].model_copy(update={"scan_check": check})
            act = self._act().model_copy(update={"automatic": True})
            self._write({number: entry}, act)

    def join(
        self, entries: Mapping[int, RegisterEntry], bodies: Mapping[int, bytes], batch: str
    ) -> None:
        """Keep new and changed ``entries`` by their numbers exactly as they are, as one act.

        Raises JbgsError.
        """
        with self._mutex:
            self._write(
                {n: e.model_copy(update={"number": n}) for n, e in entries.items()},
                self._act(batch=batch),
                bodies,
            )

    def body(self, number: int) -> bytes:
        """The application of an entry as it came. Raises KeyError, JbgsError."""
        return self._table.body(number)

    def copy_into(self, empty: SealedTable) -> None:
        """All of it with its log into another file. Raises JbgsError."""
        self._table.copy_into(empty)

    def take_over(self, other: "Register") -> bool:
        """Become what ``other`` is, with its log, if nothing was done here yet; whether so.

        Raises JbgsError.
        """
        with self._mutex:
            self._require_open()
            if self._entries or self._log.acts():
                return False
            other.copy_into(self._table)
            self._log = LoggedRows(self._table)
            self._read()
            return True

    def keep_settings(self, settings: Settings) -> None:
        """Raises JbgsError."""
        with self._mutex:
            if settings != self.settings:
                self._write({_SETTINGS: settings}, self._act())

    def acts(self) -> tuple[Act, ...]:
        """The log, the oldest act first. Raises JbgsError."""
        with self._mutex:
            return tuple(self._log.acts())

    def undo(self) -> tuple[Act, ...]:
        """Take back the last act, or all of its batch; what was taken back, nothing if nothing is.

        A bundle whose coming is undone is marked as deleted. Raises JbgsError.
        """
        return self._take_back(last_to_undo)

    def redo(self) -> tuple[Act, ...]:
        """Take back the last undoing, as long as nothing else was done. Raises JbgsError."""
        return self._take_back(last_to_redo)

    def _take_back(self, choose: Callable[[Sequence[Act]], tuple[int, ...]]) -> tuple[Act, ...]:
        with self._mutex:
            self._require_open()
            numbers, rows = self._log.before(choose)
            if not numbers:
                return ()
            acts = [self._log.acts()[number - 1] for number in numbers]
            came = {c.row for act in acts for c in act.changes if c.was is None}
            act = self._act(undoes=numbers)
            gone = Removed(when=act.when, reason="撤销收件")
            parts: dict[int, Kept] = {n: _kind_of(n).model_validate(r) for n, r in rows.items()}
            for n in came:
                new = parts[n].model_copy(update={"removed": gone})
                parts[n] = Settings() if n == _SETTINGS else new
            self._write(parts, act)
            return tuple(acts)

    def close(self) -> None:
        """Let go of it; what another thread would still add is refused."""
        with self._mutex:
            if self._is_open and not self.is_read_only:
                self._back_up()  # what it has to say, the next opening says too
            self._is_open = False
            self._table.close()

    def _back_up(self) -> tuple[str, ...]:
        try:
            keep_copy(self._table, self._file)
        except (JbgsError, OSError) as error:
            return (f"登记表没有备份：{error}",)
        return ()

    def _act(self, batch: str = "", undoes: tuple[int, ...] = ()) -> Act:
        now = datetime.now().astimezone()
        return Act(when=now, who=self.settings.who, batch=batch, undoes=undoes)

    def _require_open(self) -> None:
        if not self._is_open:
            raise DraftGoneError("登记表已经关闭，这一条没有登记。请重新打开后再收件。")
        if self.is_read_only:
            raise DraftHeldError(
                "登记表是只读打开的，没有改动。请等另一个窗口关闭以后重新打开，再做这一步。"
            )

    def _note(self, entry: RegisterEntry) -> None:
        numbers = self._submissions[entry.application]
        if entry.application and not entry.reason and entry.number not in numbers:
            numbers.append(entry.number)
            numbers.sort()

    def _keep(
        self, changed: dict[int, RegisterEntry], act: Act, bodies: Mapping[int, bytes] = NO_BODIES
    ) -> None:
        """Keep ``changed``; where another bundle counts now, the officer's work goes over to it."""
        after = self._entries | changed
        carried = dict(changed)
        groups: dict[str, set[int]] = defaultdict(set)
        for number, entry in changed.items():
            if entry.application and not entry.reason:
                groups[entry.application].add(number)
        for id_, new in groups.items():
            known = self._submissions.get(id_, [])
            before = _current(self._entries[n] for n in known)
            now = _current(after[n] for n in sorted({*known, *new}))
            if before and now and before.number != now.number:
                carried[now.number] = _with_work_of(before, now)
        self._write(carried, act, bodies)

    def _write(
        self, parts: Mapping[int, Kept], act: Act, bodies: Mapping[int, bytes] = NO_BODIES
    ) -> None:
        self._require_open()
        self._log.write(parts, act, bodies)
        for number, part in parts.items():
            if isinstance(part, Settings):
                self.settings = part
            elif isinstance(part, RegisterEntry):
                self._entries[number] = part
                self._note(part)
                self._changes[part.application] += 1


def _kind_of(number: int) -> type[Kept]:
    return Settings if number == _SETTINGS else RegisterEntry


def _current(bundles: Iterable[RegisterEntry]) -> RegisterEntry | None:
    there = [each for each in bundles if not each.removed]
    number = UnitSubmission(there).current
    return next((each for each in there if each.number == number), None)


def _with_work_of(old: RegisterEntry, new: RegisterEntry) -> RegisterEntry:
    """``new`` with what the officer has written, ranked and ticked on ``old``."""
    done = {each.direction: each for each in old.proposals}
    proposals = tuple(
        each.model_copy(update={name: getattr(done[each.direction], name) for name in _OFFICERS})
        if each.direction in done
        else each
        for each in new.proposals
    )
    work: dict[str, object] = {"proposals": proposals, "ticks": old.ticks, "paper": old.paper}
    work["remarks"] = old.remarks
    if not new.recommended:
        work["recommended"] = old.recommended
    return new.model_copy(update=work)
