"""Figures as the window shows them: small, turned, or with a sentence why not."""

import io

from PIL import Image

from jbgs_desktop.documents.attachments.figure_view import FigureView, draw_figures, turn_picture


def picture(form: str, width: int, height: int) -> bytes:
    """Red, but its upper left quarter blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height // 2))
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def test_each_is_drawn_as_large_as_asked_or_has_a_sentence() -> None:
    wide, broken, small = draw_figures(
        [picture("PNG", 3000, 1000), b"nothing", picture("JPEG", 40, 20)], 1200
    )
    assert isinstance(wide, FigureView)
    assert (wide.width, wide.height, wide.shown) == (3000, 1000, (1200, 400))
    assert wide.rgb[:3] == b"\x00\x00\xff"
    assert isinstance(broken, str)
    assert "图片" in broken
    assert isinstance(small, FigureView)
    assert small.shown == (40, 20)


def test_a_quarter_turn_goes_clockwise_and_keeps_the_kind() -> None:
    for form, ending in (("PNG", "png"), ("JPEG", "jpg")):
        turned = turn_picture(picture(form, 60, 20))
        assert not isinstance(turned, str)
        data, kind = turned
        assert kind == ending
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == (form, (20, 60))
            red, _, blue = image.convert("RGB").getpixel((18, 2))  # type: ignore[misc]
            assert blue > 200 > 100 > red  # the upper left is the upper right now


def test_what_is_no_picture_is_not_turned() -> None:
    assert isinstance(turn_picture(b"nothing"), str)
