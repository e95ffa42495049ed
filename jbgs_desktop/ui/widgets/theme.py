"""How the window looks: the program's fonts, and one style sheet with tokens for light and dark."""

import json
import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from jbgs_desktop.files import resources

_TOKEN = re.compile(r"@([a-z-]+)")
_RARE = "JBGSSansRare-Regular.otf"  # larger than all others together
_BASE_SIZE = 14  # px at 100 %; a larger system font enlarges everything with it
_SYSTEM_POINTS = 9.0  # the usual system font; sizes above it scale the sheet


def apply_theme(app: QApplication) -> None:
    """Register the fonts but the rare one, and dress ``app`` in the colours of the system.

    It follows when they change. Its windows get the program's picture, which neither Windows nor
    X11 take from elsewhere.
    """
    for font in sorted(_fonts().glob("*.[ot]tf")):
        if font.name != _RARE:
            QFontDatabase.addApplicationFont(str(font))
    app.setWindowIcon(QIcon(str(resources() / "icons" / "program.svg")))
    scale = max(1.0, app.font().pointSizeF() / _SYSTEM_POINTS if app.font().pointSizeF() > 0 else 1)
    hints = app.styleHints()
    app.setStyle("Fusion")

    def dress() -> None:
        app.setStyleSheet(style_sheet(current_scheme(), scale))

    hints.colorSchemeChanged.connect(dress)
    dress()


def register_rare_font() -> None:
    """Register the font with all the Han characters that few texts have; it takes a while."""
    QFontDatabase.addApplicationFont(str(_fonts() / _RARE))


def style_sheet(scheme: str, scale: float = 1.0) -> str:
    """The style sheet with the colours of ``scheme`` and all its sizes in px times ``scale``."""
    icons = (resources() / "icons").as_posix()
    tokens = {**tokens_of(scheme), "scheme": scheme, "icons": icons}
    files = sorted(_folder().glob("*.qss"))
    sheet = "\n".join(file.read_text(encoding="utf-8") for file in files)
    sheet = f"* {{ font-size: {_BASE_SIZE}px; }}\n{sheet}"
    sheet = re.sub(r"(\d+)px", lambda match: f"{round(int(match[1]) * scale)}px", sheet)
    return _TOKEN.sub(lambda match: tokens[match[1]], sheet)


@lru_cache(maxsize=2)
def tokens_of(scheme: str) -> dict[str, str]:
    """The colours of ``scheme`` by their token names."""
    tokens: dict[str, str] = json.loads((_folder() / "tokens.json").read_text(encoding="utf-8"))[
        scheme
    ]
    return tokens


def current_tokens() -> dict[str, str]:
    """The colours in use now, for what paints by itself."""
    return tokens_of(current_scheme())


def current_scheme() -> str:
    """``light`` or ``dark``, as the system asks."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _fonts() -> Path:
    return resources() / "fonts"


def _folder() -> Path:
    return resources() / "style"
