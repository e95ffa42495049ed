"""收件: what is registered of a bundle that was verified."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from jbgs_desktop.bundle.layout import SCANNED, file_places
from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.documents.recommendation import suggested_rows
from jbgs_desktop.errors import CallPackError, DocumentError
from jbgs_desktop.finalise.version_code import application_id
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.office.forwarded_rows import (
    ForwardedRows,
    read_forwarded_rows,
    recommended_entries,
    units_by_hand,
)
from jbgs_desktop.office.intake import Received, receive_bundles
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Problem, Proposal
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.severity import as_problems

_LONGEST_PLACE, _LONGEST_NAME = 200, 80  # characters
_DIGITS = 16  # of the name of scans: they are told apart within one application
UNKNOWN_CALL = (
    "本机没有这份申报所用的通知，或者没有它的赛道。请向发布通知的单位或申报单位索取这份通知的数据文件"
    "（.jbgscall），在开始页点“导入通知数据”，再接收一次。"
)


def register_bundles(
    register: Register,
    places: Sequence[Path],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    on_no_bundle: Callable[[Received], None] = lambda received: None,
) -> Iterator[RegisterEntry]:
    """Take in every bundle in ``places``; each is registered as soon as it is through.

    They come as they are done, with numbers in the order in which they lie in their folders.
    What is no bundle is not registered; ``on_no_bundle`` gets it. What the office that sent a
    package has said of its bundles is kept with them at the end.
    ``progress`` counts bundles. Ends early once ``cancelled``. Raises JbgsError.
    """
    first, batch = register.next_number, secrets.token_hex(4)
    packages: list[ForwardedRows] = []
    for received in receive_bundles(
        places, register.received, cancelled=cancelled, progress=progress
    ):
        if not received.is_bundle:
            on_no_bundle(received)
            packages += filter(None, [read_forwarded_rows(received.rows)])
            continue
        verdict, entry = received.verdict, received_entry(received)
        application = verdict.received if verdict else None
        yield register.add(entry, application, first + received.at, batch)
    for package in packages:
        for entry in units_by_hand(register, package):
            yield register.add(entry, None, batch=batch)
        register.keep(recommended_entries(register, package), batch)


def received_entry(received: Received) -> RegisterEntry:
    """The entry for what was taken in; one that was refused has its reason only."""
    application, verdict = received.application, received.verdict
    call = _call_of(verdict)
    if not received.is_accepted or application is None or verdict is None or call is None:
        return _refused(received)
    unit = application.unit
    return RegisterEntry(
        when=received.when,
        source=safe_for_display(str(received.place), _LONGEST_PLACE),
        folder=received.folder.name if received.folder else "",
        call=application.call,
        call_version=safe_for_display(verdict.call_version, _LONGEST_NAME),
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
        problems=_problems(application, call, verdict, received.when),
        proposals=_proposals(application, call),
        finalised=verdict.history.finalised,
        replaces=verdict.history.replaces,
        made=verdict.history.made,
        scans=_scans(verdict),
        proof=verdict.proof,
        proves=verdict.proves,
        by_hand=tuple(sorted(verdict.by_hand)),
    )


def _scans(verdict: Verdict) -> str:
    """Names the content of the scans, whatever else is in the bundle."""
    of_scans = {p: f.digest for p, f in verdict.files.items() if p.startswith(f"{SCANNED}/")}
    listed = "".join(f"{path}\0{of_scans[path]}\n" for path in sorted(of_scans))
    return sha256(listed.encode()).hexdigest()[:_DIGITS]


def _refused(received: Received) -> RegisterEntry:
    """What a bundle that could not be taken in claims to be, and why it was not."""
    verdict = received.verdict
    return RegisterEntry(
        when=received.when,
        source=safe_for_display(str(received.place), _LONGEST_PLACE),
        reason=received.reason or UNKNOWN_CALL,
        unit=safe_for_display(verdict.applicant, _LONGEST_NAME) if verdict else "",
        track=safe_for_display(verdict.track, _LONGEST_NAME) if verdict else "",
        problems=tuple(map(_problem, received.findings)),
    )


def _call_of(verdict: Verdict | None) -> Call | None:
    if verdict is None or verdict.application is None:
        return None
    try:
        return find_call(verdict.application.call, verdict.call_version)
    except CallPackError:
        return None


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
    """The full checks once more, as the office judges them; first what the bundle gives to say."""
    places = file_places(application)

    def size(file: str) -> int | None:
        hashed = verdict.files.get(places.get(file, ""))
        return hashed.size if hashed else None

    found = check(application, call, now=now, evidence_size=size)
    return as_problems([*verdict.findings, *found])


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
