"""揭榜单位相关证明材料: the five items and their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from jbgs_desktop.documents.attachments.inspect import Inspection
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Evidence
from jbgs_desktop.forms.calls.form import EvidenceItem
from jbgs_desktop.forms.text.clean import clean_line
from jbgs_desktop.ui.form.evidence_drops import EvidenceDrops
from jbgs_desktop.ui.form.evidence_entry import EvidenceEntry
from jbgs_desktop.ui.form.evidence_item import ItemBox, is_none_entry
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.evidence_inspector import add_evidence_file
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.session import Session

_PATH = "evidence"
_UNKNOWN = 0


def open_in_system(file: Path) -> bool:
    """Open ``file`` with the program of the desktop that is meant for it."""
    return file.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


@dataclass(slots=True)
class _Copied:
    """Files that came into the draft, what was seen in them, and sentences about the others."""

    entries: list[Evidence] = field(default_factory=list)
    looks: dict[str, Inspection] = field(default_factory=dict)
    without_location: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class EvidencePage(FormPage):
    """A box for each item; a file that is added is copied into the draft at once.

    ``attach`` and ``locate`` are those of :func:`jbgs_desktop.ui.form.pages.make_page`;
    ``open_`` stands for the desktop.
    """

    def __init__(
        self,
        session: Session,
        attach: Callable[[Path], str],
        locate: Callable[[str], Path],
        open_: Callable[[Path], bool] = open_in_system,
    ) -> None:
        text = session.call.form.evidence
        super().__init__(session, text.title, session.field(_PATH).text.note or "")
        self._attach, self._locate, self._open = attach, locate, open_
        self._looks = session.looks
        self._looks.looked.connect(self._show_look)
        self._items = {item.no: item for item in text.items}
        self._shape: list[tuple[int, str]] | None = None
        self.rows.addWidget(Messages(session, _PATH))
        parts: list[tuple[int, EvidenceItem | None]] = [*self._items.items(), (_UNKNOWN, None)]
        self._boxes = {no: ItemBox(session, item) for no, item in parts}
        for box in self._boxes.values():
            box.files_chosen.connect(self._add_files)
            box.entry_dropped.connect(lambda no, place: self._send(place, no))
            box.none_chosen.connect(self._add_none)
            box.row_made.connect(self.adopt)
            self.rows.addWidget(box)
        self.rows.addStretch(1)
        EvidenceDrops(self, self._boxes.values())
        session.changed.connect(self._on_changed)
        self._refresh()

    def reveal(self, path: str) -> bool:
        if super().reveal(path.replace(".file", ".title").replace(".category", ".title")):
            return True
        self.point_at(next(iter(self._boxes.values())).add)
        return path.startswith(_PATH)

    def first_fields(self) -> list[QWidget]:
        return [box.add for no, box in self._boxes.items() if no in self._items]

    def showEvent(self, event: QShowEvent) -> None:
        self._shape = None  # files may have come or gone while the page was not in sight
        self._refresh()
        super().showEvent(event)
        self.focused.emit(_PATH)
        self.session.look_at_files()

    # -- showing

    @property
    def _evidence(self) -> tuple[Evidence, ...]:
        return self.session.value.evidence

    def _on_changed(self, path: str) -> None:
        if path == _PATH:
            self._refresh()
        for entry in self.findChildren(EvidenceEntry):
            if path in (_PATH, f"{_PATH}.{entry.number}.cut"):
                entry.show_cut()

    def _refresh(self) -> None:
        shape = [(evidence.category, evidence.file) for evidence in self._evidence]
        if shape == self._shape:
            return
        self._shape = shape
        for no, box in self._boxes.items():
            places = self._places(no)
            box.show_entries([self._make_entry(place, places) for place in places])
        self.order_tabs()
        if self.isVisible():
            self.session.look_at_files()

    def _show_look(self, file: str) -> None:
        look = self._looks.of(file)
        for entry in self.findChildren(EvidenceEntry):
            if entry.file == file and look is not None and not entry.isHidden():
                entry.show_look(look)

    def _places(self, no: int) -> list[int]:
        """Where the entries of item ``no`` stand in the application's evidence."""
        return [
            place
            for place, evidence in enumerate(self._evidence)
            if (evidence.category if evidence.category in self._items else _UNKNOWN) == no
        ]

    def _make_entry(self, place: int, places: list[int]) -> EvidenceEntry:
        at = places.index(place)
        neighbours = (at > 0, at < len(places) - 1)
        entry = EvidenceEntry(self.session, place, neighbours)
        if look := self._looks.of(entry.file):
            entry.show_look(look)
        entry.opened.connect(lambda: self._open_entry(place))
        entry.removed.connect(lambda: self._remove(place))
        entry.sent.connect(lambda no: self._send(place, no))
        entry.moved.connect(lambda by: self._swap(place, places[at + by]))
        return entry

    # -- changing

    def _add_files(self, no: int, files: Sequence[Path]) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()  # so that a title under work is finished while it has its place
        self._boxes[no].show_copying(True)
        run_in_background(
            self,
            lambda: self._copy(no, files),
            lambda copied: self._add_copied(no, copied),
            lambda sentence: self._add_copied(no, _Copied(problems=[sentence])),
        )

    def _copy(self, no: int, files: Sequence[Path]) -> _Copied:
        """Copy ``files`` into the draft, off the window's thread: a film takes its time."""
        copied = _Copied()
        for file in files:
            try:
                title = clean_line(file.stem).text
                name, look = add_evidence_file(file, self._attach)
            except JbgsError as error:
                copied.problems.append(str(error))
                continue
            copied.entries.append(Evidence(category=no, title=title, file=name))
            if look.has_location:
                copied.without_location.append(file.name)
            copied.looks[name] = replace(look, has_location=False)
        return copied

    def _add_copied(self, no: int, copied: _Copied) -> None:
        self._boxes[no].show_copying(False)
        for file, look in copied.looks.items():
            self._looks.keep(file, look)
        if copied.entries:
            marker = self.session.call.empty_marker
            kept = [
                evidence
                for evidence in self._evidence
                if not (evidence.category == no and is_none_entry(evidence, marker))
            ]
            self._write(_in_order([*kept, *copied.entries]))
        self._boxes[no].show_problems(copied.problems)
        self._boxes[no].show_location_removed(copied.without_location)
        # A copy takes its time, and the user may be typing elsewhere by now.
        if self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self._boxes[no].add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_none(self, no: int) -> None:
        none = Evidence(category=no, title=self.session.call.empty_marker)
        self._write(_in_order([*self._evidence, none]))
        self._boxes[no].add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, place: int) -> None:
        no = self._evidence[place].category
        self._write(self._evidence[:place] + self._evidence[place + 1 :])
        if no in self._items:
            self._boxes[no].add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _swap(self, one: int, other: int) -> None:
        order = list(self._evidence)
        order[one], order[other] = order[other], order[one]
        self._write(tuple(order))
        self.reveal(f"{_PATH}.{other}.title")

    def _send(self, place: int, no: int) -> None:
        """Have the entry at ``place`` go to the end of item ``no``."""
        entry = self._evidence[place]
        if entry.category == no:
            return
        marker = self.session.call.empty_marker
        moved = entry.model_copy(update={"category": no})
        left = (*self._evidence[:place], *self._evidence[place + 1 :])
        kept = [each for each in left if each.category != no or not is_none_entry(each, marker)]
        order = _in_order([*kept, moved])
        self._write(order)
        self.reveal(f"{_PATH}.{order.index(moved)}.title")

    def _write(self, evidence: tuple[Evidence, ...]) -> None:
        self.session.set(_PATH, evidence)
        self.session.leave(_PATH)

    def _open_entry(self, place: int) -> None:
        evidence = self._evidence[place]
        no = evidence.category if evidence.category in self._items else _UNKNOWN
        try:
            opened = self._open(self._locate(evidence.file))
        except JbgsError as error:
            self._boxes[no].show_problems([str(error)])
            return
        sentence = (
            f"打不开“{evidence.file.rpartition('/')[2]}”：文件不在原处，或这台电脑没有能打开它的程序。"
            "请确认文件还在，或移除后重新添加。"
        )
        self._boxes[no].show_problems([] if opened else [sentence])


def _in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The entries by their items, those of one item in the order in which they stand."""
    return tuple(sorted(evidence, key=lambda entry: entry.category))
