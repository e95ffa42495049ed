"""Two drafts that go back to one: their common version, and taking fields from the other."""

from collections.abc import Iterable

from jbgs_desktop.drafts.draft import Draft, with_files_brought
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

    Files that come with them are attached to ``mine``. Saves nothing. Raises JbgsError.
    """
    other = theirs.load().application
    for path in paths:
        application = application.set(path, other.get(path))
        application = with_files_brought(application, theirs, mine, path)
    return application
