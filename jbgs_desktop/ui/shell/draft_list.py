"""本机的申报: the list of the start page, read off the window's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.drafts.draft_library import ListedDraft, is_kept_here, listed_drafts
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.user_data import DraftName, UserData
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.finalise.kept_book import kept_spots
from jbgs_desktop.finalise.record import Stage, parse_record
from jbgs_desktop.forms.application import Unit
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.display_text import first_words, size_words

_COLUMNS = (
    *("单位", "名称和备注", "赛道", "方向", "状态", "最后修改", "下一截止"),
    *("大小", "位置"),
)
_NAME, _CHANGED = _COLUMNS.index("单位"), _COLUMNS.index("最后修改")
_CALLED, _SIZE = _COLUMNS.index("名称和备注"), _COLUMNS.index("大小")
_CALLED_EMS = 20  # characters of what it is called that are seen; the rest is in the tool tip
_LINE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
    names: Mapping[Path, DraftName] = {}
    problem = ""
    if isinstance(keys.secret, UserSecret):
        try:
            data = UserData(keys.secret)
            units, places, names = tuple(data.units()), data.places(), data.names()
        except JbgsError as error:
            problem = str(error)
    listed = listed_drafts(keys.holders, places, _stage_of)
    lines = (_line(each, names.get(each.file.absolute())) for each in listed)
    return Overview(tuple(lines), units, problem)


class DraftList(QTreeWidget):
    """``opened`` and ``removed`` carry a :class:`DraftLine`, ``copied`` and ``renamed`` too."""

    opened = Signal(object)
    copied = Signal(object)
    renamed = Signal(object)
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

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show ``lines``, with the same one chosen as before where it is still there."""
        chosen = self.chosen
        self.clear()
        self.setColumnHidden(_CALLED, not any(line.cells[_CALLED] for line in lines))
        for line in lines:
            item = QTreeWidgetItem(list(line.cells))
            item.setToolTip(_NAME, line.problem)
            item.setToolTip(_CALLED, line.cells[_CALLED])
            item.setText(_CALLED, first_words(line.cells[_CALLED], _CALLED_EMS))
            item.setTextAlignment(_SIZE, _RIGHT)
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
        elif event.key() == Qt.Key.Key_F2 and self.chosen:
            self.renamed.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        line = self.chosen
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, wanted in self.acts(line):
            menu.addAction(words).triggered.connect(
                lambda _=False, wanted=wanted: wanted.emit(line)
            )
        menu.popup(event.globalPos())

    def acts(self, line: DraftLine) -> list[tuple[str, SignalInstance]]:
        """What can be done with ``line``: the words, and the signal that asks for it."""
        others = [("打开副本(&Y)", self.copied), ("名称和备注(&E)…", self.renamed)]
        return [
            ("打开(&P)", self.opened),
            *(others if line.is_encrypted else []),
            ("删除(&D)…", self.removed),
        ]


def _line(listed: ListedDraft, called: DraftName | None) -> DraftLine:
    changed = f"{listed.changed:%Y-%m-%d %H:%M}"
    is_here = is_kept_here(listed.file)
    place = "本机" if is_here else str(listed.file.parent)
    place = place if listed.is_encrypted else f"{place}，未加密"
    words = "；".join(filter(None, (called.name, called.note, called.origin))) if called else ""
    try:
        size = size_words(listed.file.stat().st_size)
    except OSError:
        size = ""
    application = listed.application
    cells: tuple[str, ...]
    if application is None:
        cells = (listed.file.name, words, "", "", "无法读取", changed, "", size, place)
    else:
        directions = "、".join(str(no) for no in application.directions)
        track, state, deadline = _facts(listed)
        name = application.unit.name or "（未填单位名称）"
        cells = (name, words, track, directions, state, changed, deadline, size, place)
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
