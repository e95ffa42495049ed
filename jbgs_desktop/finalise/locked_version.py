"""The version that a draft is locked to: its 核验码 stands for the JSON as it was locked.

What cleans up at the door came later, perhaps; it must not change what is on sealed paper.
"""

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import DraftDamagedError
from jbgs_desktop.finalise.record import read_record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import Loaded, ReceivedApplication


def locked_version(draft: Draft) -> ReceivedApplication | None:
    """The version that ``draft`` is locked to; None while it may be edited. Raises JbgsError."""
    current = read_record(draft).current if isinstance(draft, SealedDraft) else None
    if current is None or not isinstance(draft, SealedDraft):
        return None
    return draft.received(current.point)


def load_application(draft: Draft) -> Loaded:
    """What ``draft`` holds, to be worked on: nothing of a locked version is cleaned up.

    Raises JbgsError.
    """
    try:
        locked = locked_version(draft)
    except DraftDamagedError:  # the record is a newer program's, say; the content is not
        locked = None
    return Loaded(locked.application, 0) if locked else draft.load()


def what_is_written(draft: Draft, value: Application) -> Application | ReceivedApplication:
    """What the 核验码 of ``value``, which ``draft`` holds, stands for. Raises JbgsError."""
    return locked_version(draft) or value
