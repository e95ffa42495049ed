"""Where a draft was left, kept on this computer, so that it opens there the next time."""

from hashlib import sha256
from pathlib import Path

from jbgs_desktop.files import carried_data
from jbgs_desktop.ui.widgets.screen_room import window_settings


def last_place(draft: Path) -> str:
    """What was kept for ``draft``; nothing for one that was not open here yet."""
    return str(window_settings().value(_key(draft), ""))


def keep_place(draft: Path, place: str) -> None:
    """Keep ``place`` for ``draft``, whose own name is not told."""
    settings = window_settings()
    settings.setValue(_key(draft), place)
    settings.sync()


def _key(draft: Path) -> str:
    carried = carried_data()
    if carried and draft.is_relative_to(carried):
        draft = draft.relative_to(carried)  # a stick lies elsewhere on each computer
    return f"places/{sha256(str(draft).encode()).hexdigest()[:16]}"
