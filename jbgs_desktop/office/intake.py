"""收件: many bundles of strangers taken in, each for itself, a bad one never stopping the rest."""

import itertools
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle.bagit_profile import LARGEST_BUNDLE
from jbgs_desktop.bundle.confined_verify import verdict_from
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.clean import portable
from jbgs_desktop.office.bundle_search import FoundKind, FoundPlace, bundles_below
from jbgs_desktop.office.register.received_folder import PART, PART_END, remove_parts
from jbgs_desktop.office.zip_bundles import LARGEST_PACKAGE
from jbgs_desktop.private_folders import private_folder, roomy_place
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

_TASK = "jbgs_desktop.office.intake_worker:receive"
_LIST_TASK = "jbgs_desktop.office.zip_bundles:list_zip"
_LIST_SECONDS = 120.0  # for one zip
_SECONDS = 900.0  # for one bundle; a slow stick reads 5 MB in one
_MEMORY = 2**31  # bytes of address space; seals are looked for in it
_WORKERS = 2
_LONGEST = 80  # characters of a copy's folder

_FAILURES = FAILURE_SENTENCES[ChildWork.BUNDLE]


@dataclass(frozen=True, slots=True)
class Received:
    """One bundle that was found at ``place``.

    An accepted one has its ``verdict`` (without the form's notices) and ``application``, and
    ``folder`` is where its copy is kept; any other has a ``reason``, and nothing of what it says
    can be relied on; one that is no bundle at all is not ``is_bundle``. What is only to be told has
    a ``notice``. ``at`` is its place, from 0, among all that were found, as they lie there.
    """

    place: Path
    when: datetime
    reason: str = ""
    folder: Path | None = None
    verdict: Verdict | None = None
    at: int = 0
    is_bundle: bool = True
    notice: str = ""
    rows: str = ""  # what the office that sent a package has said of its bundles, as JSON

    @property
    def is_accepted(self) -> bool:
        return not self.reason and not self.notice

    @property
    def application(self) -> Application | None:
        return self.verdict.application if self.verdict else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.verdict.findings if self.verdict else ()


def receive_bundles(
    places: Sequence[Path],
    into: Path | None = None,
    *,
    thorough: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Received]:
    """Take in every bundle in ``places``, in the order in which they are done.

    Each place is a bundle or holds bundles. Each is copied first, and the copy is verified in a
    child process; accepted copies stay in the folder ``into``, or nowhere without one.
    ``thorough`` verifies it as :func:`verify` says, which takes long. ``progress`` counts
    bundles. Ends early once ``cancelled``. Raises FileAccessError when ``into`` cannot be
    used.
    """
    found = list(_expanded(bundles_below(places), cancelled))
    others = [_without_bundle(each, at) for at, each in enumerate(found) if each.is_no_bundle]
    yield from others
    sources = [(at, each) for at, each in enumerate(found) if not each.is_no_bundle]
    with _workshop(into) as (parts, folder):
        items = list(_items([each for _, each in sources], parts, folder, thorough=thorough))
        outcomes = run_in_workers(
            _TASK,
            items,
            seconds=_SECONDS,
            memory=_MEMORY,
            cancelled=cancelled,
            workers=_WORKERS,
            largest_file=LARGEST_BUNDLE,
            reads=[source.place for _, source in sources],
            writes=[parts],
        )
        for done, outcome in enumerate(outcomes, start=1):
            at, source = sources[outcome.index]
            received = _received(
                source.shown, items[outcome.index], outcome.result, outcome.failure
            )
            yield replace(_of_package(received) if source.is_package else received, at=at)
            progress(done, len(sources))


@dataclass(frozen=True, slots=True)
class _Source:
    """Something found at ``place``; ``root`` is its folder in the zip that ``place`` is."""

    place: Path
    shown: Path
    kind: FoundKind
    reason: str = ""
    root: str | None = None

    @property
    def is_no_bundle(self) -> bool:
        return self.kind in (FoundKind.REFUSED, FoundKind.NOTICE)

    @property
    def is_package(self) -> bool:
        return self.kind is FoundKind.PACKAGE

    @property
    def name(self) -> str:
        """What a copy of it is called."""
        if self.root is None:
            return self.place.name
        return self.root.rpartition("/")[2] or self.place.stem


def _without_bundle(source: _Source, at: int) -> Received:
    now = datetime.now().astimezone()
    if source.kind is FoundKind.NOTICE:
        return Received(source.shown, now, notice=source.reason, at=at, is_bundle=False)
    return Received(source.shown, now, source.reason, at=at, is_bundle=False)


def _of_package(received: Received) -> Received:
    """What is said of a package itself, whose bundles are taken in each for itself."""
    if received.reason:
        reason = f"上报包不完整：{received.reason}里面完好的报送包仍逐份接收。"
        return replace(received, reason=reason, is_bundle=False)
    ranks = "连同下级的名次和推荐理由" if received.rows else "没有下级的名次和推荐理由"
    notice = f"是上报包，内容完整，里面的报送包逐份接收，{ranks}。"
    return replace(received, notice=notice, verdict=None, is_bundle=False)


def _expanded(found: Iterable[FoundPlace], cancelled: Callable[[], bool]) -> Iterator[_Source]:
    """``found`` with the bundles in each zip in its place."""
    places = list(found)
    zips = [at for at, each in enumerate(places) if each.kind is FoundKind.ZIP]
    items = [{"source": str(places[at].place)} for at in zips]
    roots: dict[int, list[_Source]] = {}
    outcomes = run_in_workers(
        _LIST_TASK,
        items,
        seconds=_LIST_SECONDS,
        memory=_MEMORY,
        cancelled=cancelled,
        reads=[places[at].place for at in zips],
    )
    for outcome in outcomes if items else ():
        place = places[zips[outcome.index]].place
        roots[zips[outcome.index]] = _in_zip(place, outcome.result, outcome.failure)
    for at, each in enumerate(places):
        if each.kind is FoundKind.ZIP:
            yield from roots.get(at, ())  # none once it was cancelled
        else:
            yield _Source(each.place, each.place, each.kind, each.reason)


def _in_zip(place: Path, answer: Any, failure: ChildFailure | None) -> list[_Source]:
    problem = _FAILURES[failure or ChildFailure.CRASH]
    if isinstance(answer, dict) and not failure:
        problem = str(answer.get("problem") or problem)
        if found := answer.get("roots"):
            roots = [str(root) for root in found]
            shown = [place / root if len(roots) > 1 else place for root in roots]
            packages = {str(root) for root in answer.get("packages") or ()}
            kinds = (FoundKind.PACKAGE if r in packages else FoundKind.BUNDLE for r in roots)
            return [
                _Source(place, seen, kind, root=root)
                for root, seen, kind in zip(roots, shown, kinds, strict=True)
            ]
    return [_Source(place, place, FoundKind.REFUSED, problem)]


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
        rows = str(answer.get("rows") or "")
        return Received(place, now, folder=folder, verdict=verdict, rows=rows)
    return Received(place, now, reason_of(verdict), verdict=verdict)


def reason_of(verdict: Verdict) -> str:
    """Why a bundle is refused, in a sentence; empty when it is not."""
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    more = f"（另有 {len(errors) - 1} 处问题）" if len(errors) > 1 else ""
    return f"{errors[0].message}{more}" if errors else ""


@contextmanager
def _workshop(into: Path | None) -> Iterator[tuple[Path, Path | None]]:
    """The folder for copies in the making, and the one for those that stay."""
    if into is None:
        with private_folder(roomy_place()) as folder:
            yield folder, None
        return
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_parts(into)
    except OSError as error:
        raise access_error("写入", into, error) from error
    try:
        yield into, into
    finally:
        remove_parts(into)


def _items(
    sources: Sequence[_Source], parts: Path, folder: Path | None, *, thorough: bool
) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for source in sources:
        part, target = str(parts / f"{PART}{secrets.token_hex(8)}{PART_END}"), None
        if folder is not None and not source.is_package:
            name = _free(safe_name(portable(source.name), longest=_LONGEST), folder, taken)
            taken.add(name.casefold())
            target = str(folder / name)
        yield {
            "source": str(source.place),
            "root": source.root,
            # A folder that an office has forwarded is verified where it stands.
            "part": None if source.is_package and source.root is None else part,
            "target": target,
            "most": LARGEST_PACKAGE if source.is_package else LARGEST_BUNDLE,
            "thorough": thorough,
        }


def _free(name: str, folder: Path, taken: set[str]) -> str:
    others = (f"{name[: _LONGEST - 6]}-{number}" for number in itertools.count(2))
    return next(
        each
        for each in itertools.chain((name,), others)
        if each.casefold() not in taken and not (folder / each).exists()
    )
