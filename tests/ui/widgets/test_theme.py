"""How the window looks."""

from PySide6.QtWidgets import QApplication


def test_a_window_has_the_program_picture_in_any_size(qapp: QApplication) -> None:
    for size in (16, 48, 256):
        image = qapp.windowIcon().pixmap(size).toImage()

        assert image.width() == size
        assert image.pixelColor(size // 2, size // 12).blue() > 150  # its blue ground
        assert image.pixelColor(0, 0).alpha() < 32  # its round corners
