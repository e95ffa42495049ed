"""Where a draft was left, kept on this computer, so that it opens there the next time."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QSettings

from jbgs_desktop.files import data_folder
from jbgs_desktop.ui.widgets.section.text_zoom import SETTINGS


def last_place(draft: Path) -> str:
    """What was kept for ``draft``; nothing for one that was not open here yet."""
    return str(_settings().value(_key(draft), ""))


def keep_place(draft: Path, place: str) -> None:
    """Keep ``place`` for ``draft``, whose own name is not told."""
    settings = _settings()
    settings.setValue(_key(draft), place)
    settings.sync()


def _settings() -> QSettings:
    return QSettings(str(data_folder() / SETTINGS), QSettings.Format.IniFormat)


def _key(draft: Path) -> str:
    return f"places/{sha256(str(draft).encode()).hexdigest()[:16]}"
