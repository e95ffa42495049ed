"""The steps by which scans become PDFs, each done in children with limits (:mod:`.scan_worker`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.forms.file_kinds import FileKind, kind_in
from jbgs_desktop.sandbox import run_in_workers
from jbgs_desktop.scans.findings import scan_label
from jbgs_desktop.scans.reader import SCAN_FAILURES

_WORKERS = 2
_SECONDS = 30.0  # for what is done once
_SECONDS_A_PAGE = 4.0
_MEMORY = 2**32  # bytes of address space; a book of some hundred scans is bound in it
_LONGEST_SENTENCE = 2000
_LARGEST_FILE = 2**32 - 1  # bytes, what a stick can hold


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What becomes a page: page ``index`` of the file ``path``, turned clockwise by ``turn``.

    ``is_drawn`` when it is a picture of the scan's page, which could not be carried over.
    """

    path: str
    index: int
    turn: int
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class BoundPdf:
    """A PDF to be made at ``target``: its ``name`` for the user, its pages and their scans."""

    target: Path
    name: str
    pages: tuple[tuple[SourcePage, ScannedPage], ...]


class StepCount:
    """Tells ``progress`` how many of ``total`` steps are done."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def add(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def _believed_sentence(answer: Any) -> str:
    if not isinstance(answer, str) or len(answer) > _LONGEST_SENTENCE:
        raise ValueError("no sentence")
    return answer


class ScanBinder:
    """Makes PDFs of scans, with what it needs meanwhile in ``folder``.

    ``source`` gives the file on disk for the name that a scan's file has. Every step raises
    ScanError for what cannot be done, and when it was cancelled.
    """

    def __init__(
        self,
        source: Callable[[str], Path],
        folder: Path,
        cancelled: Callable[[], bool],
        steps: StepCount,
    ) -> None:
        self._source, self._folder = source, folder
        self._cancelled, self._steps = cancelled, steps

    def as_scanned(self, order: Sequence[ScannedPage]) -> list[SourcePage]:
        """``order`` with its images as they are, and the pages of PDFs as they are seen."""
        pages = [SourcePage(self._path(scan), scan.index, scan.turn) for scan in order]
        groups: dict[str, list[int]] = {}
        for at, page in enumerate(pages):
            if self._is_pdf(order[at]):
                groups.setdefault(page.path, []).append(at)
        items = [
            [path, [pages[at].index for at in places], str(self._folder / f"of{number}.pdf")]
            for number, (path, places) in enumerate(groups.items())
        ]
        names = [f"“{Path(path).name}”" for path in groups]
        most = max(map(len, groups.values()), default=0)
        carried = self._run(
            "carry_pages_of",
            items,
            names,
            groups,
            writes=[self._folder],
            believe=self._believed_carrying,
            pages=most,
        )
        for number, answer in carried:
            self._require(names[number], answer["problem"])
            for at, place in enumerate(groups[str(items[number][0])]):
                drawn, turn = answer["drawn"][at], pages[place].turn
                path, index = (drawn, 0) if drawn else (str(items[number][2]), at)
                pages[place] = SourcePage(path, index, turn, bool(drawn))
        return pages

    def shrunk(self, order: Sequence[ScannedPage], dpi: int, jpeg: int) -> list[SourcePage]:
        """``order`` as JPEGs of at most ``dpi`` and of the quality ``jpeg``."""
        files = [str(self._folder / f"{at}.jpg") for at in range(len(order))]
        items = [
            [self._path(scan), scan.index, scan.dpi, dpi, jpeg, file]
            for scan, file in zip(order, files, strict=True)
        ]
        names = [scan_label(scan) for scan in order]
        for at, problem in self._run(
            "shrink", items, names, [str(item[0]) for item in items], writes=[self._folder]
        ):
            self._require(names[at], problem)
            self._steps.add()
        return [SourcePage(file, 0, scan.turn) for scan, file in zip(order, files, strict=True)]

    def bind(self, wanted: Sequence[BoundPdf]) -> None:
        """Make the PDFs."""
        items = [
            [[[page.path, page.index, page.turn] for page, _ in pdf.pages], str(pdf.target)]
            for pdf in wanted
        ]
        names = [f"，“{pdf.name}”没有生成" for pdf in wanted]
        most = max(len(pdf.pages) for pdf in wanted)
        reads = [page.path for pdf in wanted for page, _ in pdf.pages]
        writes = {pdf.target.parent for pdf in wanted}
        for at, problem in self._run("bind", items, names, reads, writes=writes, pages=most):
            self._require(names[at], problem)
            self._steps.add()

    def compare(self, made: Sequence[BoundPdf]) -> None:
        """Read the finished PDFs, page by page, and hold each against its scan."""
        pages = [
            (str(pdf.target), at, pdf.name, scan)
            for pdf in made
            for at, (_, scan) in enumerate(pdf.pages)
        ]
        items = [
            [path, at, scan.qr, self._path(scan), scan.index, scan.turn]
            for path, at, _, scan in pages
        ]
        names = [
            f"{scan_label(scan)}，“{name}”第 {at + 1} 页没有生成" for _, at, name, scan in pages
        ]
        for number, problem in self._run(
            "compare_page",
            items,
            names,
            [str(path) for item in items for path in (item[0], item[3])],
        ):
            self._require(names[number], problem)
            self._steps.add()

    def _path(self, scan: ScannedPage) -> str:
        return str(self._source(scan.file))

    def _is_pdf(self, scan: ScannedPage) -> bool:
        try:
            with self._source(scan.file).open("rb") as file:
                return kind_in(file) is FileKind.PDF
        except OSError as error:
            gone = "文件无法打开，请检查它是否还在，存储设备是否已拔出。"
            raise _unusable(scan_label(scan), gone) from error

    def _run(
        self,
        task: str,
        items: Sequence[Any],
        names: Sequence[str],
        reads: Iterable[str],
        *,
        writes: Iterable[Path] = (),
        believe: Callable[[Any], Any] = _believed_sentence,
        pages: int = 0,
    ) -> Iterator[tuple[int, Any]]:
        """The place of each of ``items`` with its answer, as they come."""
        self._raise_if_cancelled()
        for outcome in run_in_workers(
            f"jbgs_desktop.bundle.scan_worker:{task}",
            items,
            seconds=_SECONDS + _SECONDS_A_PAGE * pages,
            memory=_MEMORY,
            cancelled=self._cancelled,
            workers=_WORKERS,
            largest_file=_LARGEST_FILE,
            reads=reads,
            writes=writes,
            believe=believe,
        ):
            if outcome.failure:
                raise _unusable(names[outcome.index], SCAN_FAILURES[outcome.failure])
            yield outcome.index, outcome.result
        self._raise_if_cancelled()

    def _believed_carrying(self, answer: Any) -> dict[str, Any]:
        """Pictures of pages lie where this child may write, and nowhere else."""
        drawn = [None if each is None else Path(each) for each in answer["drawn"]]
        if any(each and each.parent != self._folder for each in drawn):
            raise ValueError("a file of somebody else")
        return {
            "problem": _believed_sentence(answer["problem"]),
            "drawn": [each and str(each) for each in drawn],
        }

    def _require(self, name: str, problem: str) -> None:
        if problem:
            raise _unusable(name, problem)

    def _raise_if_cancelled(self) -> None:
        if self._cancelled():
            raise ScanError("已经取消，没有生成扫描件。")


def _unusable(name: str, problem: str) -> ScanError:
    return ScanError(f"无法使用扫描件{name}：{problem}")
