"""The folder last used for each kind of file, kept on this computer."""

from hashlib import sha256
from pathlib import Path

from jbgs_desktop.ui.widgets.screen_room import window_settings


def last_folder(kind: str) -> Path | None:
    """Where something of ``kind`` was last chosen; None before, or where that is gone by now.

    Of a folder that is gone the nearest one above it is given, of a stick that was pulled none.
    """
    kept = str(window_settings().value(_key(kind), ""))
    if not kept:
        return None
    folder = Path(kept)
    try:
        if folder.is_dir():
            return folder
        return folder.parent if folder.parent.is_dir() else None
    except OSError:
        return None


def keep_folder(kind: str, folder: Path) -> None:
    """Keep ``folder`` for ``kind``."""
    settings = window_settings()
    settings.setValue(_key(kind), str(folder))
    settings.sync()


def _key(kind: str) -> str:
    return f"folders/{sha256(kind.encode()).hexdigest()[:16]}"
