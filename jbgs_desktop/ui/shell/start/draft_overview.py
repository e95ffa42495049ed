"""What the start page shows of this computer's drafts, read off the window's thread."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

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
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.shell.start.draft_list import DraftLine, Overview
from jbgs_desktop.ui.shell.start.start_page import StartPage
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.short_words import size_words


def refresh_start_page(start: StartPage, gate: KeyGate) -> None:
    """Read the drafts of this computer anew, in the background; without a key, say why not."""
    keys = gate.keys
    if gate.is_open:
        start.bar.settle(Severity.WARNING)
        run_in_background(
            start, lambda: read_overview(keys), start.show_overview, start.show_trouble
        )
    elif gate.is_asking:
        start.show_waiting()
    else:
        start.show_closed(gate.unlock)


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
        from jbgs_desktop.ui.scans.scan_seals import stage_seen  # few drafts need it

        current = record.current
        spots = kept_spots(draft, current.code) if current else None
    except JbgsError:
        return Stage.DRAFT.value
    return stage_seen(record, spots).value
