"""Where things stand on a printed page, in mm from its upper left corner.

Whatever lays out the pages keeps to it; whoever looks for a seal or a code on a scan relies on it.
"""

from jbgs_desktop.forms.figure_resolution import TYPE_AREA_WIDTH

A4 = (210.0, 297.0)  # width and height
TYPE_WIDTH, TYPE_HEIGHT = TYPE_AREA_WIDTH, 225.0  # the type area of GB/T 9704, which has 22 lines
EMPTY_FRAME = 0.6  # height by width of the frame of a figure whose picture is missing
SEAL = 42.0  # across, as the round seal of a company is
SIGNATURE = (50.0, 14.0)  # width, height
EDGE_SEAL = (195.0, 127.5, 15.0, SEAL)  # x, y, width, height
PICTURE = (20.0, 22.0, 170.0, 240.0)  # of an attached document: x, y, width, height
QR_SIDE = 16.0  # without the quiet zone


def qr_place(page: int) -> tuple[float, float]:
    """The left and upper edge of the code on ``page``. Outside on a double page."""
    return (168.0 if page % 2 else 26.0), 271.0
