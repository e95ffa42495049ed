"""How large the text of sections is shown, kept on this computer; the wide view has its own."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.ui.widgets.screen_room import window_settings

_KEYS = {False: "zoom", True: "zoom-wide"}
_USUAL = {False: 100, True: 150}  # percent; at 150 the letters are as large as on paper
_SMALLER = 13 / 14  # letters of tables and captions beside those of the text
_STEP, _LEAST, _MOST = 10, 70, 250


class TextZoom(QObject):
    """``percent`` of the usual size; ``changed`` after every change."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = window_settings()
        self._is_wide = False

    @property
    def percent(self) -> int:
        kept = str(self._settings.value(_KEYS[self._is_wide], ""))
        percent = int(kept) if kept.isascii() and kept.isdigit() else _USUAL[self._is_wide]
        return min(max(percent, _LEAST), _MOST)

    @property
    def is_usual(self) -> bool:
        return self.percent == _USUAL[self._is_wide]

    def set_wide(self, is_wide: bool) -> None:
        """Go by the size of the wide view, or by the usual one."""
        self._is_wide = is_wide
        self.changed.emit()

    def step(self, by: int) -> None:
        """Have it ``by`` steps larger, or smaller."""
        self._set(min(max(self.percent + by * _STEP, _LEAST), _MOST))

    def reset(self) -> None:
        """Have the usual size."""
        self._set(_USUAL[self._is_wide])

    def _set(self, percent: int) -> None:
        self._settings.setValue(_KEYS[self._is_wide], percent)
        self._settings.sync()
        self.changed.emit()


def zoomed_style(usual: QWidget, percent: int) -> str:
    """The style sheet for texts ``percent`` of the size that ``usual`` has; none for all of it."""
    if percent == 100:
        return ""
    usual.ensurePolished()
    text = usual.font().pixelSize() * percent / 100
    return (
        f"QPlainTextEdit, #section-heading {{ font-size: {round(text)}px; }}"
        f"#cell, #section-caption {{ font-size: {round(text * _SMALLER)}px; }}"
    )
