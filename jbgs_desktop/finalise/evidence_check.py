"""What the attached files hold that an application's text cannot show: whether they open at all."""

from collections.abc import Callable, Iterator
from contextlib import closing

from jbgs_desktop.documents.attachments.inspect import LOCATION, Inspection, inspect_attachment
from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.plaintext_copies import PlaintextCopies
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.finding import Finding, Severity


def evidence_findings(
    draft: Draft,
    application: Application,
    call: Call,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Finding]:
    """Look at every file of the evidence, each in a child with limits.

    A file that cannot be opened or printed as it should is an error, a file that is not printed a
    notice. Missing and empty ones are left to the checks. Ends early once ``cancelled()``. Raises
    JbgsError when a file cannot be taken out of the draft.
    """
    places: dict[str, list[int]] = {}
    for at, entry in enumerate(application.evidence):
        if entry.file and draft.evidence_size(entry.file):
            places.setdefault(entry.file, []).append(at)
    findings: dict[int, list[Finding]] = {}
    for file, at_places in places.items():
        if cancelled():
            break
        look = look_at_file(draft, file)
        for at in at_places:
            findings[at] = list(_findings(look, at, application, call))
    return [finding for _, found in sorted(findings.items()) for finding in found]


def findings_so_far(
    application: Application,
    call: Call,
    look: Callable[[str], Inspection | None],
    size: Callable[[str], int | None],
) -> list[Finding]:
    """The same from what is known already: ``look`` gives None for a file not looked at yet.

    ``size`` is in bytes. A problem that may pass is a warning only, since 定稿 looks once more.
    """
    return [
        finding
        for at, entry in enumerate(application.evidence)
        if entry.file and size(entry.file) and (seen := look(entry.file))
        for finding in _findings(seen, at, application, call, passing=Severity.WARNING)
    ]


def look_at_file(draft: Draft, file: str) -> Inspection:
    """What the attached ``file`` is, through a copy in clear in a private folder that goes at once.

    Raises JbgsError when it cannot be taken out of the draft.
    """
    with closing(PlaintextCopies()) as viewing:
        with draft.open_evidence(file) as stream:
            path = viewing.show(file, stream)
        return inspect_attachment(path)


def _findings(
    look: Inspection,
    at: int,
    application: Application,
    call: Call,
    passing: Severity = Severity.ERROR,
) -> Iterator[Finding]:
    path = f"evidence.{at}.file"
    field = describe(call, path, application.track)

    def finding(severity: Severity, rule: str, message: str) -> Finding:
        code = f"evidence.file.{rule}"
        return Finding(severity, code, path, field.name, message, field.clause)

    if look.problem:
        yield finding(passing if look.is_transient else Severity.ERROR, look.code, look.problem)
    if look.has_location:
        yield finding(Severity.WARNING, "location", LOCATION)
    for note in look.notes:
        rule = "note" if look.printable else "not-printed"
        yield finding(Severity.NOTICE, rule, note)
