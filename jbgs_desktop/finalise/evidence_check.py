"""What the attached files hold that an application's text cannot show: whether they open at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from jbgs_desktop.documents.attachments.inspect import LOCATION, Inspection, inspect_all
from jbgs_desktop.drafts.draft import Draft, free_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.clean import portable
from jbgs_desktop.private_folders import PrivateFolder

_IN_CLEAR = 2**27  # bytes of files that are copied out at a time, unless a single one has more


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
    files = dict.fromkeys(entry.file for entry in application.evidence if entry.file)
    there = [file for file in files if draft.evidence_size(file)]
    looks: dict[str, Inspection] = {}
    for _attempt in range(2):  # a busy computer may miss the time once
        again = [file for file in there if file not in looks or looks[file].is_transient]
        looks |= dict(_looks(draft, again, cancelled))
    return [
        finding
        for at, entry in enumerate(application.evidence)
        if (look := looks.get(entry.file))
        for finding in _findings(look, at, application, call)
    ]


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
    ((_, look),) = _looks(draft, [file], lambda: False)
    return look


def _looks(
    draft: Draft, files: Sequence[str], cancelled: Callable[[], bool]
) -> Iterator[tuple[str, Inspection]]:
    """Each of ``files`` with what it is, by the name that it will have in a bundle."""
    for some in _batches(draft, files):
        with closing(PrivateFolder()) as copies:
            paths = []
            for file in some:
                if cancelled():
                    return
                with draft.open_evidence(file) as stream:
                    name = free_name(portable(file).rpartition("/")[2], lambda _: False)
                    paths.append(copies.copy(name, stream))
            yield from zip(some, inspect_all(paths, cancelled=cancelled), strict=False)


def _batches(draft: Draft, files: Sequence[str]) -> Iterator[list[str]]:
    """``files`` in parts for one child each, so that not all of them are in clear at a time."""
    some: list[str] = []
    size = 0
    for file in files:
        more = draft.evidence_size(file) or 0
        if some and size + more > _IN_CLEAR:
            yield some
            some, size = [], 0
        some.append(file)
        size += more
    if some:
        yield some


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
