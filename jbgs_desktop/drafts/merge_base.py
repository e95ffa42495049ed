"""Two drafts that go back to one: their common version, and taking fields from the other."""

from collections.abc import Iterable

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.application import Application


def merge_base(mine: SealedDraft, theirs: SealedDraft) -> Application | None:
    """The newest revision that both drafts know, from which they went apart; None without one.

    It is what a merge takes as its base. Raises JbgsError.
    """
    if mine.lineage != theirs.lineage:
        return None
    tokens = {point.token for point in theirs.points}
    common = (point.number for point in reversed(mine.points) if point.token in tokens)
    number = next(common, None)
    return mine.read(number).application if number else None


def take_fields(
    application: Application, paths: Iterable[str], theirs: Draft, mine: Draft
) -> Application:
    """``application`` with the fields at ``paths`` as they are in ``theirs``.

    Evidence files that come with them are attached to ``mine``. Saves nothing. Raises JbgsError.
    """
    other = theirs.load().application
    for path in paths:
        application = application.set(path, other.get(path))
        if path == "evidence":
            items = [f"evidence.{number}.file" for number in range(len(application.evidence))]
        else:
            items = [path] if path.startswith("evidence.") and path.endswith(".file") else []
        for item in items:
            application = application.set(item, _bring(application.get(item), theirs, mine))
    return application


def _bring(file: str, theirs: Draft, mine: Draft) -> str:
    if not file or theirs.evidence_size(file) is None:
        return file
    with theirs.open_evidence(file) as stream:
        return mine.attach(file.rpartition("/")[2], stream)
