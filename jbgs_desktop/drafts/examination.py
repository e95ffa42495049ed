"""Everything in a draft read and verified, for whoever wants to know that it is sound."""

from jbgs_desktop.drafts.draft import words_of
from jbgs_desktop.drafts.format import attachments
from jbgs_desktop.drafts.format.cipher import NotAuthenticError
from jbgs_desktop.drafts.format.manifest import Manifest, RevisionInfo
from jbgs_desktop.drafts.format.revisions import read_revision
from jbgs_desktop.drafts.format.rows import Rows
from jbgs_desktop.errors import DraftDamagedError


def problems_of(rows: Rows, contents: Manifest) -> list[str]:
    """A sentence for each thing that is damaged. Raises JbgsError."""
    problems = [] if _is_well_built(rows) else ["文件内部的结构有损坏。"]
    previous: RevisionInfo | None = None
    for point in contents.points:
        if not _is_intact(rows, point, previous):
            problems.append(f"{point.when.astimezone():%Y-%m-%d %H:%M} 的版本已损坏。")
        previous = point
    for file, attached in {**contents.files, **contents.scans}.items():
        if not attachments.is_intact(rows, attached):
            problems.append(f"{words_of(file)}已损坏。")
    return problems


def _is_well_built(rows: Rows) -> bool:
    try:
        with rows.reading() as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except DraftDamagedError:
        return False
    return bool(verdict == "ok")


def _is_intact(rows: Rows, point: RevisionInfo, previous: RevisionInfo | None) -> bool:
    """Whether the revision opens and follows the one before, where that is still kept."""
    try:
        head, _ = read_revision(rows, point)
    except (NotAuthenticError, DraftDamagedError):
        return False
    follows = previous is not None and previous.number == point.number - 1
    return not follows or (previous is not None and head.previous == previous.hash)
