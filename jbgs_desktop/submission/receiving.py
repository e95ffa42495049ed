"""收件: what is registered of a bundle that was verified."""

from collections.abc import Sequence
from datetime import datetime

from jbgs_desktop.documents.recommendation import suggested_rows
from jbgs_desktop.errors import CallPackError, DocumentError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call, find_call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.submission.layout import evidence_places
from jbgs_desktop.submission.office_rules import as_problems
from jbgs_desktop.submission.register import Entry, Problem, Proposal
from jbgs_desktop.submission.verdict import Verdict
from jbgs_desktop.submission.version import application_id


def received_entry(verdict: Verdict, *, source: str, folder: str, when: datetime) -> Entry:
    """The entry for a bundle with this verdict.

    ``source`` is where it came from as the office reads it, ``folder`` where its copy lies below
    the register's own folder. A bundle that is not ``ok`` is entered with its reason only.
    """
    application = verdict.application
    call = _call_of(application)
    if not verdict.ok or application is None or call is None:
        reason = _reason(verdict) or "申报数据属于本程序没有的通知，请用最新的程序接收。"
        return refused_entry(reason, source=source, when=when, verdict=verdict)
    unit = application.unit
    return Entry(
        when=when,
        source=source,
        folder=folder,
        call=application.call,
        region=application.region,
        track=application.track,
        unit=unit.name,
        unit_code=unit.code,
        participants=tuple(p.name.strip() for p in unit.participants if p.name.strip()),
        directions=application.directions,
        contact=unit.contact.name,
        mobile=unit.contact.mobile,
        application=application_id(application),
        code=verdict.version_code,
        problems=_problems(application, call, verdict, when),
        proposals=_proposals(application, call),
    )


def refused_entry(
    reason: str, *, source: str, when: datetime, verdict: Verdict | None = None
) -> Entry:
    """The entry for what could not be taken in, with what it claims to be."""
    findings = verdict.findings if verdict else ()
    return Entry(
        when=when,
        source=source,
        reason=reason,
        unit=verdict.applicant if verdict else "",
        track=verdict.track if verdict else "",
        problems=tuple(map(_problem, findings)),
    )


def _call_of(application: Application | None) -> Call | None:
    try:
        return find_call(application.call) if application else None
    except CallPackError:
        return None


def _reason(verdict: Verdict) -> str:
    errors = [f for f in verdict.findings if f.severity is Severity.ERROR]
    more = f"（另有 {len(errors) - 1} 处问题）" if len(errors) > 1 else ""
    return f"{errors[0].message}{more}" if errors else ""


def _problem(finding: Finding) -> Problem:
    return Problem(
        severity=finding.severity,
        label=finding.label,
        message=finding.message,
        path=finding.path,
        code=finding.code,
    )


def _problems(
    application: Application, call: Call, verdict: Verdict, now: datetime
) -> tuple[Problem, ...]:
    """The full checks once more, as the office judges them."""
    places = evidence_places(application)

    def size(file: str) -> int | None:
        hashed = verdict.files.get(places.get(file, ""))
        return hashed.size if hashed else None

    return as_problems(check(application, call, now=now, evidence_size=size))


def _proposals(application: Application, call: Call) -> tuple[Proposal, ...]:
    try:
        rows = suggested_rows(application, call)
    except DocumentError:
        return ()
    return tuple(
        Proposal(direction=no, task=row.task, product=row.product)
        for no, row in zip(_printed_directions(application, call), rows, strict=True)
    )


def _printed_directions(application: Application, call: Call) -> Sequence[int]:
    """The chosen directions in the order in which documents have them."""
    track = call.track(application.track)
    chosen = set(application.directions)
    return [d.no for d in track.directions if d.no in chosen] if track else []
