"""A figure that is too coarse for its printed width."""

import pytest

from jbgs_desktop.forms.figure_resolution import figure_dpi, too_coarse


@pytest.mark.parametrize(
    ("width", "pixels", "is_coarse"),
    [(1.0, 922, False), (1.0, 921, True), (0.5, 461, False), (0.5, 460, True), (0.1, 93, False)],
)
def test_it_needs_150_dots_per_inch_of_its_width(
    width: float, pixels: int, is_coarse: bool
) -> None:
    assert bool(too_coarse("图1", width, pixels)) is is_coarse


def test_the_sentence_says_which_how_coarse_and_what_would_do() -> None:
    assert too_coarse("图2", 1.0, 461) == (
        "图2宽461像素，印在纸上每英寸只有75点，少于150点，会模糊。"
        "请换一张宽度不少于922像素的，或者把它排窄一些。"
    )
    assert too_coarse("图2", 1.0, 922) == ""


def test_half_the_width_doubles_the_density() -> None:
    assert figure_dpi(0.5, 600) == 2 * figure_dpi(1.0, 600)
