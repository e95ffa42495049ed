"""How the window looks."""

import json
from itertools import product

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from jbgs_desktop.files import resources

_WORDS = ("text", "muted", "accent", "error", "warning", "done")
_GROUNDS = ("background", "panel", "rail", "accent-soft", "error-soft", "warning-soft")


def test_a_window_has_the_program_picture_in_any_size(qapp: QApplication) -> None:
    for size in (16, 48, 256):
        image = qapp.windowIcon().pixmap(size).toImage()

        assert image.width() == size
        assert image.pixelColor(size // 2, size // 12).blue() > 150  # its blue ground
        assert image.pixelColor(0, 0).alpha() < 32  # its round corners


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    light, drawn = 0.0, QColor(colour)
    for part, each in ((0.2126, drawn.redF()), (0.7152, drawn.greenF()), (0.0722, drawn.blueF())):
        linear = each / 12.92 if each <= 0.03928 else float(((each + 0.055) / 1.055) ** 2.4)
        light += part * linear
    return light


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_every_colour_can_be_read_on_every_ground(scheme: str) -> None:
    """A contrast of 4.5 to 1 at least, WCAG 2.1 AA."""
    tokens = json.loads((resources() / "style" / "tokens.json").read_text())[scheme]
    pairs = [*product(_WORDS, _GROUNDS), ("on-accent", "accent")]
    lights = [(pair, sorted(_luminance(tokens[each]) for each in pair)) for pair in pairs]
    assert [pair for pair, (low, high) in lights if (high + 0.05) / (low + 0.05) < 4.5] == []
