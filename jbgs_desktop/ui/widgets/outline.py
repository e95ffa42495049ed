"""The rail: which pages there are, which fields stand on which page, how far each one is.

There is no widget in it, so that navigation can be tested without a window.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from jbgs_desktop.finalise.record import Record, Stage
from jbgs_desktop.forms.application import Application, texts_below
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.section import is_empty


class PageKey(StrEnum):
    """The pages of the rail but the task books, of which each direction has one."""

    COVER = "cover"
    INSTRUCTIONS = "instructions"
    UNIT = "unit"
    DIRECTIONS = "directions"
    OVERVIEW = "overview"
    TASKBOOKS = "taskbooks"
    EVIDENCE = "evidence"
    PLEDGE = "pledge"
    CHECK = "check"
    FINALISE = "finalise"
    SCANS = "scans"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page, named by its ``key``; ``direction`` is whose task book it is, 0 for any other."""

    key: str
    number: str
    title: str
    fields: tuple[str, ...] = ()  # path prefixes of the fields that stand on the page
    direction: int = 0

    @property
    def is_nested(self) -> bool:
        return not self.number


class PageProgress(StrEnum):
    """How much of a page is done."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    COMPLETE = "complete"

    @property
    def word(self) -> str:
        """What is read out of it."""
        return _PROGRESS_WORDS[self]


_PROGRESS_WORDS = {
    PageProgress.UNTOUCHED: "未填写",
    PageProgress.BEGUN: "填写中",
    PageProgress.COMPLETE: "已完成",
}


@dataclass(frozen=True, slots=True)
class Status:
    """How far a page is: ``share`` is the filled part of a task book in percent.

    ``word`` says it in a word, where there is one. ``warnings`` may stand on a complete page.
    """

    progress: PageProgress
    errors: int
    share: int | None = None
    word: str = ""
    warnings: int = 0


def outline(application: Application, call: Call) -> tuple[PageEntry, ...]:
    """The pages in the paper's own order, one task book for each chosen direction."""
    track, words = call.track(application.track), call.form.vocabulary
    taskbooks = []
    for no in dict.fromkeys(application.directions):
        direction = track.direction(no) if track else None
        title = f"方向{no} {direction.title}" if direction else f"方向{no}"
        taskbooks.append(PageEntry(f"taskbook.{no}", "", title, (f"taskbooks.{no}",), no))
    return (
        PageEntry(PageKey.COVER, "1", "封面", ("cover", "call", "region", "track")),
        PageEntry(PageKey.INSTRUCTIONS, "2", words.instructions),
        PageEntry(PageKey.UNIT, "3", "单位情况", ("unit",)),
        PageEntry(PageKey.DIRECTIONS, "4", "任务方向", ("directions",)),
        PageEntry(PageKey.OVERVIEW, "5", "产品概述", ("product_overview",)),
        PageEntry(PageKey.TASKBOOKS, "6", words.taskbook),
        *taskbooks,
        PageEntry(PageKey.EVIDENCE, "7", words.evidence, ("evidence",)),
        PageEntry(PageKey.PLEDGE, "8", words.pledge, ("pledge",)),
        PageEntry(PageKey.CHECK, "9", "检查"),
        PageEntry(PageKey.FINALISE, "10", "定稿与打印"),
        PageEntry(PageKey.SCANS, "11", "盖章与扫描"),
        PageEntry(PageKey.BUNDLE, "12", f"{call.carrier(application.region)}报送"),
    )


def page_of(path: str, entries: Sequence[PageEntry]) -> PageEntry:
    """The page on which the field at ``path`` stands.

    A task book of a direction that is not chosen belongs to the choice of directions.
    """
    for entry in entries:
        if any(path == field or path.startswith(field + ".") for field in entry.fields):
            return entry
    return next(entry for entry in entries if entry.key == PageKey.DIRECTIONS)


def findings_by_page(
    findings: Sequence[Finding], entries: Sequence[PageEntry]
) -> dict[PageEntry, list[Finding]]:
    """The findings grouped by page, in the order of the rail."""
    groups: dict[PageEntry, list[Finding]] = {entry: [] for entry in entries}
    for finding in findings:
        groups[page_of(finding.path, entries)].append(finding)
    return {entry: group for entry, group in groups.items() if group}


def statuses(
    entries: Sequence[PageEntry],
    application: Application,
    findings: Sequence[Finding],
    record: Record,
    *,
    looking: bool = False,
    unseen: int | None = None,
) -> list[Status | None]:
    """How far each page is: by its fields, or by what was done after the form was filled in.

    While somebody is ``looking`` at the attached files nobody knows whether they are in order.
    ``unseen`` is how many seals and signatures nobody saw in the scans, None if that is not known.
    """
    groups = findings_by_page(findings, entries)
    found = [
        submission_status(entry.key, record, unseen)
        or status(entry, application, groups.get(entry, ()))
        for entry in entries
    ]
    return [
        replace(state, progress=PageProgress.BEGUN, word="核对中")
        if state
        and looking
        and entry.key == PageKey.EVIDENCE
        and state.progress is PageProgress.COMPLETE
        else state
        for entry, state in zip(entries, found, strict=True)
    ]


def status(
    entry: PageEntry, application: Application, findings: Sequence[Finding]
) -> Status | None:
    """How far the page ``entry`` is; ``findings`` are those of its fields.

    None for a page that has no fields to fill in.
    """
    if not entry.fields:
        return None
    severities = [finding.severity for finding in findings]
    errors = severities.count(Severity.ERROR)
    share = _share(entry, application)
    if not _is_begun(entry, application):
        return Status(PageProgress.UNTOUCHED, errors, share)
    progress = PageProgress.BEGUN if errors else PageProgress.COMPLETE
    return Status(progress, errors, share, warnings=severities.count(Severity.WARNING))


_STAGE_OF: dict[str, Stage] = {
    PageKey.FINALISE: Stage.PRINTED,
    PageKey.SCANS: Stage.SCANNED,
    PageKey.BUNDLE: Stage.PACKED,
}


def submission_status(key: str, record: Record, unseen: int | None = None) -> Status | None:
    """How far a page after the form is; None for any other page. ``unseen``: as above."""
    wanted = _STAGE_OF.get(key)
    if wanted is None:
        return None
    if record.has(wanted) and wanted is Stage.SCANNED and unseen != 0:
        word = wanted.word if unseen is None else f"{unseen} 处章未看"
        return Status(PageProgress.BEGUN, 0, word=word)
    if record.has(wanted):
        return Status(PageProgress.COMPLETE, 0, word=wanted.word)
    if key == PageKey.FINALISE and record.current is not None:
        # What is scanned was printed, though perhaps elsewhere; nothing is left to do here.
        is_past = record.stage in (Stage.SCANNED, Stage.PACKED)
        done = Status(PageProgress.COMPLETE, 0, word=Stage.FINALISED.word)
        return done if is_past else Status(PageProgress.BEGUN, 0, word=Stage.FINALISED.word)
    return Status(PageProgress.UNTOUCHED, 0)


def _share(entry: PageEntry, application: Application) -> int | None:
    if not entry.direction:
        return None
    filled = [not is_empty(section) for _, section in application.taskbook(entry.direction)]
    return round(100 * sum(filled) / len(filled))


def _is_begun(entry: PageEntry, application: Application) -> bool:
    if entry.key == PageKey.DIRECTIONS:
        return bool(application.directions)
    fields = [field for field in entry.fields if field not in ("call", "region", "track")]
    return any(
        text.strip() for field in fields for _, text in texts_below(application.get(field), field)
    )
