"""The version of a draft that went out as a docx: what comes back is held against it."""

from collections.abc import Iterable

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.application import Application

BEFORE_EXPORT, BEFORE_IMPORT = "导出前", "导入Word前"


def keep_for_return(draft: Draft) -> str:
    """Keep the newest revision for good and give its token; empty where there are no revisions.

    A read-only draft keeps nothing: the docx has the digests of its fields. Raises JbgsError.
    """
    if not isinstance(draft, SealedDraft):
        return ""
    name_version(draft, BEFORE_EXPORT)
    return draft.points[-1].token


def name_version(draft: Draft, name: str) -> None:
    """Keep the newest revision for good, where the draft has any; one with a name has it still.

    Raises JbgsError.
    """
    if isinstance(draft, SealedDraft) and not draft.is_read_only and not draft.points[-1].name:
        draft.name_point(name)


def exported_versions(draft: Draft, tokens: Iterable[str]) -> dict[str, Application]:
    """The revisions with these ``tokens`` that are kept. Raises JbgsError."""
    if not isinstance(draft, SealedDraft):
        return {}
    wanted = set(tokens)
    kept = {point.token: point.number for point in draft.points if point.token in wanted}
    return {token: draft.read(number).application for token, number in kept.items()}
