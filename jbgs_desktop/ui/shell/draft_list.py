"""本机的申报: the list of the start page, read off the window's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.drafts.draft_library import ListedDraft, is_kept_here, listed_drafts
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.finalise.kept_book import kept_spots
from jbgs_desktop.finalise.record import Stage, parse_record
from jbgs_desktop.forms.application import Unit
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Severity

_COLUMNS = ("单位", "", "方向", "状态", "最后修改", "下一截止", "位置")
_NAME, _CHANGED, _TRACK = (_COLUMNS.index(each) for each in ("单位", "最后修改", ""))
_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as the list shows it."""

    file: Path
    is_encrypted: bool
    is_here: bool  # in this computer's own folder
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def name(self) -> str:
        return self.cells[_NAME]

    @property
    def changed(self) -> str:
        return self.cells[_CHANGED]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows: drafts, units that are known, and what could not be read."""

    lines: tuple[DraftLine, ...]
    units: tuple[Unit, ...]
    problem: str = ""


def read_overview(keys: UserKeys) -> Overview:
    """Everything at once; takes as long as opening every draft does."""
    units: tuple[Unit, ...] = ()
    places: Sequence[Path] = ()
    problem = ""
    if isinstance(keys.secret, UserSecret):
        try:
            data = UserData(keys.secret)
            units, places = tuple(data.units()), data.places()
        except JbgsError as error:
            problem = str(error)
    listed = listed_drafts(keys.holders, places, _stage_of)
    return Overview(tuple(map(_line, listed)), units, problem)


class DraftList(QTreeWidget):
    """``opened`` and ``removed`` carry a :class:`DraftLine`."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drafts")
        self.setAccessibleName("本机的申报")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_NAME, _LINE)))

    def head_tracks(self, word: str) -> None:
        """Head the column of tracks as the calls call them."""
        self.headerItem().setText(_TRACK, word)

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show ``lines``, with the same one chosen as before where it is still there."""
        chosen = self.chosen
        self.clear()
        for line in lines:
            item = QTreeWidgetItem(list(line.cells))
            item.setToolTip(_NAME, line.problem)
            item.setData(_NAME, _LINE, line)
            self.addTopLevelItem(item)
        files = [line.file for line in lines]
        row = files.index(chosen.file) if chosen and chosen.file in files else 0
        self.setCurrentIndex(self.model().index(row, 0))

    @property
    def chosen(self) -> DraftLine | None:
        item = self.currentItem()
        line: DraftLine | None = item.data(_NAME, _LINE) if item else None
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen:
            self.opened.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Delete and self.chosen:
            self.removed.emit(self.chosen)
        else:
            super().keyPressEvent(event)


def _line(listed: ListedDraft) -> DraftLine:
    changed = f"{listed.changed:%Y-%m-%d %H:%M}"
    is_here = is_kept_here(listed.file)
    place = "本机" if is_here else str(listed.file.parent)
    place = place if listed.is_encrypted else f"{place}，未加密"
    application = listed.application
    cells: tuple[str, ...]
    if application is None:
        cells = (listed.file.name, "", "", "无法读取", changed, "", place)
    else:
        directions = "、".join(str(no) for no in application.directions)
        track, state, deadline = _facts(listed)
        name = application.unit.name or "（未填单位名称）"
        cells = (name, track, directions, state, changed, deadline, place)
    return DraftLine(listed.file, listed.is_encrypted, is_here, cells, listed.problem)


def _facts(listed: ListedDraft) -> tuple[str, str, str]:
    """Track, state and next deadline of a draft, as the list shows them."""
    application = listed.application
    assert application is not None
    try:
        call = find_call(application.call, listed.call_version)
    except CallPackError:
        call = None
    if call is None:
        return application.track, "缺少通知数据", ""
    now = datetime.now().astimezone()
    findings = check(application, call, now=now, evidence_size=listed.evidence_size)
    has_errors = any(finding.severity is Severity.ERROR for finding in findings)
    track = call.track(application.track)
    region = call.region(application.region)
    upcoming = [d for d in region.next_deadlines if not d.passed(now)] if region else []
    deadline = f"{upcoming[0].printed} {upcoming[0].what}" if upcoming else "均已过"
    stage = Stage(listed.stage) if listed.stage else Stage.DRAFT
    if stage is Stage.DRAFT and not has_errors:
        return track.name if track else "", "检查通过", deadline
    return track.name if track else "", stage.word, deadline


def _stage_of(draft: SealedDraft) -> str:
    """A stage that is told in the list; opening the draft tells of what cannot be read."""
    try:
        record = parse_record(draft.record, draft.place)
        if record.stage is not Stage.SCANNED:
            return record.stage.value
        from jbgs_desktop.ui.scans.scan_seals import stage_seen  # the first paint need not wait

        current = record.current
        spots = kept_spots(draft, current.code) if current else None
    except JbgsError:
        return Stage.DRAFT.value
    return stage_seen(record, spots).value
