"""收件: many bundles of strangers taken in, each for itself, a bad one never stopping the rest."""

import itertools
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle.bagit_profile import BAGIT, INFO, LARGEST_BUNDLE, MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.layout import CHECKER, LISTING
from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, safe_name, scanned
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.clean import portable
from jbgs_desktop.office.intake_worker import verdict_from
from jbgs_desktop.private_folders import private_folder, roomy_place
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

_TASK = "jbgs_desktop.office.intake_worker:receive"
_SECONDS = 900.0  # for one bundle; a slow stick reads 5 MB in one
_MEMORY = 2**30  # bytes
_WORKERS = 2
_DEEPEST = 3  # folders below a place in which bundles are looked for
_MOST = 20_000  # bundles and other folders that are looked at
_LONGEST = 80  # characters of a copy's folder
_PART, _PART_END = ".jbgs-", ".part"

_SIGNS = (BAGIT, INFO, MANIFEST, TAG_MANIFEST, CHECKER, LISTING, "data")

_FAILURES = FAILURE_SENTENCES[ChildWork.BUNDLE]


@dataclass(frozen=True, slots=True)
class Received:
    """One bundle that was found at ``place``.

    An accepted one has its ``verdict`` (without the form's notices) and ``application``, and
    ``folder`` is where its copy is kept; any other has a ``reason``, and nothing of what it says
    can be relied on. ``at`` is its place, from 0, among all that were found, as they lie there.
    """

    place: Path
    when: datetime
    reason: str = ""
    folder: Path | None = None
    verdict: Verdict | None = None
    at: int = 0

    @property
    def is_accepted(self) -> bool:
        return not self.reason

    @property
    def application(self) -> Application | None:
        return self.verdict.application if self.verdict else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.verdict.findings if self.verdict else ()


def take_in(
    places: Sequence[Path],
    into: Path | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Received]:
    """Take in every bundle in ``places``, in the order in which they are done.

    Each place is a bundle or holds bundles. Each is copied first, and the copy is verified in a
    child process; accepted copies stay in the folder ``into``, or nowhere without one. ``progress``
    counts bundles. Ends early once ``cancelled``. Raises FileAccessError when ``into`` cannot be
    used.
    """
    found = list(bundles_below(places))
    sources = {at: each for at, each in enumerate(found) if isinstance(each, Path)}
    refused = {at: each for at, each in enumerate(found) if isinstance(each, Received)}
    yield from (replace(each, at=at) for at, each in refused.items())
    order = list(sources)
    with _workshop(into) as (parts, folder):
        items = list(_items(list(sources.values()), parts, folder))
        outcomes = run_in_workers(
            _TASK,
            items,
            seconds=_SECONDS,
            memory=_MEMORY,
            cancelled=cancelled,
            workers=_WORKERS,
            largest_file=LARGEST_BUNDLE,
        )
        for done, outcome in enumerate(outcomes, start=1 + len(refused)):
            item, at = items[outcome.index], order[outcome.index]
            received = _received(sources[at], item, outcome.result, outcome.failure)
            yield replace(received, at=at)
            progress(done, len(found))


def _received(
    place: Path,
    item: Mapping[str, Any],
    answer: Mapping[str, Any] | None,
    failure: ChildFailure | None,
) -> Received:
    now = datetime.now().astimezone()
    if failure or answer is None:
        return Received(place, now, _FAILURES[failure or ChildFailure.CRASH])
    if problem := answer.get("problem"):
        return Received(place, now, problem)
    folder = Path(item["target"]) if item["target"] else None
    try:
        verdict = verdict_from(answer["verdict"], folder or place)
    # A child that was taken over answers anything.
    except (JbgsError, ValueError, TypeError, KeyError, AttributeError):
        return Received(place, now, _FAILURES[ChildFailure.CRASH])
    if verdict.ok:
        return Received(place, now, folder=folder, verdict=verdict)
    return Received(place, now, reason_of(verdict), verdict=verdict)


def reason_of(verdict: Verdict) -> str:
    """Why a bundle is refused, in a sentence; empty when it is not."""
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    more = f"（另有 {len(errors) - 1} 处问题）" if len(errors) > 1 else ""
    return f"{errors[0].message}{more}" if errors else ""


def bundles_below(places: Iterable[Path]) -> Iterator[Path | Received]:
    """The bundles in ``places``, links not followed; what cannot be looked at, with the reason.

    A folder is taken for a bundle as soon as it has one sign of it, so that a spoilt one is named.
    """
    left = _MOST
    for place in places:
        now = datetime.now().astimezone()
        count = 0
        try:
            for each in _below(place, _DEEPEST):
                count += 1
                if (left := left - 1) < 0:
                    yield Received(place, now, "里面的文件夹太多，没有全部查看，请分几次接收。")
                    return
                if isinstance(each, Path):
                    yield each
                else:
                    yield Received(each.place, now, each.reason)
            if not count:
                yield Received(place, now, "里面没有报送包，请检查是否选对了文件夹或优盘。")
        except (OSError, ValueError) as problem:
            error = problem if isinstance(problem, OSError) else OSError(22, str(problem))
            sentence = access_error("读取", Path(safe_for_display(str(place), 200)), error)
            yield Received(place, now, str(sentence))


@dataclass(frozen=True, slots=True)
class _Refused:
    place: Path
    reason: str


def _below(folder: Path, depth: int) -> Iterator[Path | _Refused]:
    with scanned(folder) as listed:
        entries = sorted(listed, key=lambda each: each.name)
    if any(each.name in _SIGNS for each in entries):
        yield folder
        return
    for each in entries:
        below = folder / each.name
        if each.is_symlink():
            yield _Refused(below, "它是链接，不是报送包本身，没有打开。请直接接收真正的文件夹。")
        elif each.is_dir(follow_symlinks=False) and depth and not each.name.startswith((".", "$")):
            try:
                yield from _below(below, depth - 1)
            except OSError:
                yield _Refused(
                    below, "无法读取这个文件夹，没有权限或者优盘已损坏，请检查后再接收。"
                )


@contextmanager
def _workshop(into: Path | None) -> Iterator[tuple[Path, Path | None]]:
    """The folder for copies in the making, and the one for those that stay."""
    if into is None:
        with private_folder(roomy_place()) as folder:
            yield folder, None
        return
    try:
        into.mkdir(parents=True, exist_ok=True)
        _remove_parts(into)
    except OSError as error:
        raise access_error("写入", into, error) from error
    try:
        yield into, into
    finally:
        _remove_parts(into)


def _remove_parts(folder: Path) -> None:
    """What a killed program has left of copies in the making."""
    for left in folder.glob(f"{_PART}*{_PART_END}"):
        shutil.rmtree(left, ignore_errors=True)


def _items(sources: Sequence[Path], parts: Path, folder: Path | None) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for source in sources:
        target = None
        if folder is not None:
            name = _free(safe_name(portable(source.name), longest=_LONGEST), folder, taken)
            taken.add(name.casefold())
            target = str(folder / name)
        part = parts / f"{_PART}{secrets.token_hex(8)}{_PART_END}"
        yield {"source": str(source), "part": str(part), "target": target, "most": LARGEST_BUNDLE}


def _free(name: str, folder: Path, taken: set[str]) -> str:
    others = (f"{name[: _LONGEST - 6]}-{number}" for number in itertools.count(2))
    return next(
        each
        for each in itertools.chain((name,), others)
        if each.casefold() not in taken and not (folder / each).exists()
    )
