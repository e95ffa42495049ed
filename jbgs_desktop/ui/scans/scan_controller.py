"""The scans of the open application: reading them in, what they are, and what was decided."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.record import Record, ScannedPage, Turn
from jbgs_desktop.finalise.version_code import application_id
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.findings import ScanFinding, findings
from jbgs_desktop.scans.matcher import (
    BookPageKey,
    Expected,
    ScanReport,
    assign,
    leave_out,
    match_pages,
)
from jbgs_desktop.scans.reader import UnreadableScan, read_scans
from jbgs_desktop.scans.storage import expected_book, keep_files
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report
from jbgs_desktop.ui.widgets.signs import DONE

_IN_BAR = 2  # problems that the bar tells of
_TURNS: dict[Turn, Turn] = {0: 90, 90: 180, 180: 270, 270: 0}


@dataclass(frozen=True, slots=True)
class _ReadIn:
    found: tuple[ScannedPage, ...]
    unread: tuple[UnreadableScan, ...]
    cancelled: bool

    @property
    def names(self) -> set[str]:
        """The names of all files that the pages and problems came from."""
        files = [*(page.file for page in self.found), *(each.file for each in self.unread)]
        return {Path(file).name for file in files}


class ScanController(QObject):
    """What the page 盖章与扫描 shows and does, without its widgets.

    ``changed`` comes with every new report, ``pictures_changed`` with new small pictures,
    ``progressed`` with pages read and to read, and ``ended`` with a severity for the bar and the
    sentence that tells the outcome of a reading.
    """

    changed = Signal()
    pictures_changed = Signal()
    progressed = Signal(int, int)
    ended = Signal(object, str)

    def __init__(self, context: SubmissionContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._parts: tuple[PartPages, ...] = ()
        self._unread: tuple[UnreadableScan, ...] = ()
        self._found: tuple[ScannedPage, ...] = ()
        self._seen: tuple[object, ...] = ()
        self._expected: Expected | None = None
        self.report: ScanReport | None = None
        self.pictures: dict[BookPageKey, QPixmap] = {}
        self._asked: set[str] = set()  # files whose pictures are made or being made
        self._waiting: list[Path] = []
        self._reading = BackgroundTask(self)
        self._reading.reported.connect(lambda reports: self.progressed.emit(*reports[-1]))
        self._drawing = BackgroundTask(self)
        self._drawing.reported.connect(self._take_pictures)
        context.changed.connect(self.refresh)

    # -- what there is

    @property
    def is_reading(self) -> bool:
        return self._reading.is_busy

    @property
    def findings(self) -> tuple[ScanFinding, ...]:
        return findings(self.report, self._unread) if self.report else ()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the kept files, in the order in which they came."""
        return tuple(dict.fromkeys(scan.file for scan in self._found))

    @property
    def path_of(self) -> Callable[[str], Path]:
        """Gives the file on disk of a kept scan; any thread may ask."""
        return self._context.kept.path

    def scan(self, key: BookPageKey) -> ScannedPage | None:
        return next((scan for scan in self._found if scan.key == key), None)

    def show_parts(self, parts: Sequence[PartPages]) -> None:
        """The parts of the book, once they are known, so that pages are called by them."""
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.refresh()

    def refresh(self) -> None:
        """Take in what the record holds now. Tells only when it is something else."""
        record = self._record()
        current = record.current
        seen = (current, record.scans, self._parts, self._unread)
        if seen == self._seen:
            return
        self._seen = seen
        if current is None:
            self._expected = self.report = None
            self._found = ()
        else:
            application = application_id(self._context.session.value)
            self._expected = expected_book(record, current, application, self._parts)
            self._found = record.scans
            self.report = match_pages(self._found, self._expected)
        self.changed.emit()

    def _record(self) -> Record:
        try:
            return self._context.record
        except JbgsError:
            return Record()

    # -- reading in

    def add(self, paths: Iterable[Path]) -> None:
        """Read the scans in ``paths``, files and folders, and keep them with the draft."""
        self._waiting += paths
        if self._reading.is_busy or not self._waiting:
            return
        wanted, self._waiting = self._waiting, []
        self._reading.start(
            lambda cancelled, report: _read_in(wanted, cancelled, report),
            self._keep_files,
            lambda sentence: self._end(Severity.ERROR, sentence),
        )
        self.progressed.emit(0, 0)

    def cancel(self) -> None:
        """Stop the reading that is under way; the pages read so far are kept."""
        self._waiting.clear()
        self._reading.cancel()

    def _keep_files(self, read: _ReadIn) -> None:
        draft = self._context.draft
        # In a step of its own: for an application that was closed meanwhile nothing is kept.
        self._reading.start(
            lambda _cancelled, _report: keep_files(draft, read.found),
            lambda kept: self._add_scans(read, kept),
            lambda sentence: self._end(Severity.ERROR, sentence),
        )

    def _take_pictures(self, made: list[tuple[BookPageKey, bytes]]) -> None:
        if any([self._take_picture(key, data) for key, data in made]):
            self.pictures_changed.emit()

    def _take_picture(self, key: BookPageKey, data: bytes) -> bool:
        picture = QPixmap()
        if not picture.loadFromData(data):
            return False
        self.pictures[key] = picture
        return True

    def _add_scans(self, read: _ReadIn, kept: Sequence[ScannedPage]) -> None:
        for scan in kept:
            self._asked.add(scan.file)
            self._take_picture(scan.key, scan.picture)
        self._unread = (*self._still_unread(read), *read.unread)
        if kept and not self._keep((*self._found, *kept)):
            self._end(DONE, "")
            return
        self._seen = ()
        self.refresh()
        self.pictures_changed.emit()
        problems = "".join(each.sentence for each in read.unread[:_IN_BAR])
        if len(read.unread) > _IN_BAR:
            problems += f"还有 {len(read.unread) - _IN_BAR} 处没有读出来，都列在“待办”里。"
        is_done = read.found and not read.cancelled and not problems
        self._end(DONE if is_done else Severity.WARNING, _outcome(read) + problems)

    def _still_unread(self, read: _ReadIn) -> Iterator[UnreadableScan]:
        """The problems of earlier batches but those of files that came again."""
        return (each for each in self._unread if Path(each.file).name not in read.names)

    def _end(self, severity: Severity | None, sentence: str) -> None:
        self.ended.emit(severity, sentence)
        if self._waiting:
            self.add(())

    # -- pictures of what was kept earlier

    def want_pictures(self) -> None:
        """Make the small pictures of kept files again, which the record does not hold."""
        missing = [file for file in self.files if file not in self._asked]
        if not missing or self._drawing.is_busy:
            return
        self._asked.update(missing)
        path_of = self._context.kept.path
        self._drawing.start(
            lambda cancelled, report: _draw(missing, path_of, cancelled, report),
            lambda _: self.want_pictures(),  # of what came meanwhile
            lambda _: self.want_pictures(),
        )

    # -- deciding

    def assign(self, key: BookPageKey, page: int | None) -> None:
        """A person says that the scan is ``page``; None takes that back."""
        if self._expected is not None:
            self._keep(assign(self._found, key, page, self._expected))

    def leave_out(self, key: BookPageKey, out: bool) -> None:
        """A person says that the scan is not used, or is."""
        self._keep(leave_out(self._found, key, out))

    def turn(self, key: BookPageKey) -> None:
        """Turn the scan by 90° clockwise."""
        self._keep(
            tuple(
                scan.model_copy(update={"turn": _TURNS[scan.turn]}) if scan.key == key else scan
                for scan in self._found
            )
        )

    def remove_all(self) -> None:
        """Let go of every kept scan."""
        record = self._context.record
        names = {entry.file for entry in record.scans}
        self._unread = ()
        self.pictures.clear()
        self._asked.clear()
        self._context.kept.clear()
        try:
            self._context.keep(record.with_scans(()))
            self._context.draft.drop_scans(names)
        except JbgsError as error:
            self.ended.emit(Severity.ERROR, str(error))
            return
        self.ended.emit(DONE, "已移除全部扫描件，可以重新添加。")

    def _keep(self, scans: Sequence[ScannedPage]) -> bool:
        if self._expected is None:
            return False
        try:
            self._context.keep(self._context.record.with_scans(tuple(scans)))
        except JbgsError as error:
            self.ended.emit(Severity.ERROR, str(error))
            return False
        return True


def _outcome(read: _ReadIn) -> str:
    files, pages = len({scan.file for scan in read.found}), len(read.found)
    if not read.cancelled:
        return f"已读入 {files} 个文件，{pages} 页。" if files else "没有读到任何页面。"
    kept = f"已经读到的 {pages} 页保留了，还没有读的请重新添加" if pages else "还没有读到任何页面"
    return f"已取消读入，{kept}。"


def _read_in(paths: Sequence[Path], cancelled: Cancelled, report: Report) -> _ReadIn:
    """Read ``paths``, and report pages read and to read. Raises JbgsError."""
    found: list[ScannedPage] = []
    unread: list[UnreadableScan] = []
    pages = read_scans(
        paths, cancelled=cancelled, progress=lambda done, total: report((done, total))
    )
    for page in pages:
        if isinstance(page, ScannedPage):
            found.append(page)
        else:
            unread.append(page)
    return _ReadIn(tuple(found), tuple(unread), cancelled())


def _draw(
    files: Sequence[str], path_of: Callable[[str], Path], cancelled: Cancelled, report: Report
) -> None:
    """Report the small picture of each page of the kept ``files``."""
    names = {str(path_of(file)): file for file in files}
    for page in read_scans([Path(path) for path in names], cancelled=cancelled):
        if isinstance(page, ScannedPage):
            report(((names[page.file], page.index), page.picture))
