"""The blank form against the notice: label by label, hint by hint, in order, nothing else."""

import pytest

from jbgs_desktop.forms.calls.call import Track
from tests.documents.printed_forms import (
    blank,
    body_text,
    filled,
    forms_of_the_notice,
    opened,
    without_blanks,
)

FORMS = list(forms_of_the_notice())
LOST_NUMBER = "攻关产品/服务当前性能指标"  # the first form of the notice lost its "5."


def as_printed(line: str) -> str:
    """A line of the notice with its documented damage mended and without its blanks."""
    text = without_blanks(line).replace("xxx任务参评", "任务参评")
    return f"5.{text}" if text.startswith(LOST_NUMBER) else text


@pytest.mark.parametrize(("track", "lines"), FORMS, ids=[track.id for track, _ in FORMS])
def test_blank_form_is_the_form_of_the_notice(track: Track, lines: list[str]) -> None:
    assert len(lines) > 100
    assert body_text(opened(blank(track.id))) == "".join(map(as_printed, lines))


@pytest.mark.parametrize(("track", "lines"), FORMS, ids=[track.id for track, _ in FORMS])
def test_filled_copy_keeps_every_word_of_the_form(track: Track, lines: list[str]) -> None:
    text = body_text(opened(filled(track.id, (1,)))).replace("☑", "□")
    at = 0
    for piece in " ".join(lines).split():  # values stand where the form has blanks
        piece = piece.replace("xxx任务", "任务")
        found = text.find(piece, at)
        assert found >= 0, f"{piece!r} is not printed after {text[at - 30 : at]!r}"
        at = found + len(piece)
