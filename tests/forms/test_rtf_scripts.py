"""What is raised and lowered in RTF from the clipboard comes with its words, or is told."""

import time

import pytest

from jbgs_desktop.forms.html_table import LARGEST_HTML
from jbgs_desktop.forms.rtf_scripts import read_rtf

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}{\*\generator Writer;}\uc1\pard "


def words_of(rtf: str, plain: str) -> tuple[str, str]:
    return read_rtf((HEAD + rtf + "}").encode("latin-1")).words(plain)


@pytest.mark.parametrize(
    ("rtf", "plain", "made"),
    [
        (r"10{\super -9} mol", "10-9 mol", "10⁻⁹ mol"),
        (r"H\sub 2\nosupersub O", "H2O", "H₂O"),
        (r"m{\up6 2}\par 2", "m2\n2", "m²\n2"),
        (r"CO{\dn4\fs16 2}", "CO2", "CO₂"),
        (r"m{\up0 2}", "m2", "m2"),
        (r"m\super 2\plain 2", "m22", "m²2"),
        (r"\'cc\'e5\'bb\'fd cm{\super 3}", "体积cm3", "体积cm³"),
        (r"\u20307\'cc\u31215\'bb cm{\super 3}", "体积cm3", "体积cm³"),
        (r"{\listtext 1.\tab}m{\super 2}\par", "1. m2", "1. m²"),
        (r"m{{\b\super 2}}{\footnote{\super 2}}", "m2", "m²"),
        (r"m\{{\super 2}\}", "m{2}", "m{²}"),
        (r"\trowd a\cell m{\super 2}\cell\row", "a\tm2", "a\tm²"),
    ],
)
def test_what_is_raised_comes_with_the_words(rtf: str, plain: str, made: str) -> None:
    assert words_of(rtf, plain) == (made, "")


def test_what_cannot_come_is_named() -> None:
    made, lost = words_of(r"m{\super 2\'b9\'fa}", "m2国")
    assert made == "m2国"
    assert lost == "1 处上下标没有带入，只带入了文字，请对照原文改（“m2国”）。"


def test_a_picture_is_counted_once() -> None:
    rtf = r"a{\*\shppict{\pict\pngblip 00ff}}{\nonshppict{\pict\wmetafile 00}}b{\pict 00}"
    content = read_rtf((HEAD + rtf + "}").encode())
    assert content.lost == "2 幅图片没有带入，请单独复制粘贴。"
    assert content.text == "ab"


@pytest.mark.parametrize(
    "rtf",
    [
        *(b"{" * 3_000_000, b"}" * 3_000_000, b"\\super" * 150_000, b"\\u" * 2_000_000),
        *(b"{\\super a" * 90_000, b"\\'d6" * 190_000, b"\\", b"\\u99999 \\u-1 \\'", b"\xff\\uc-1"),
        b"a" * (LARGEST_HTML + 1),
    ],
)
def test_whatever_is_offered_is_read_in_bounds(rtf: bytes) -> None:
    begun = time.process_time()
    read_rtf(rtf).words("a")
    assert time.process_time() - begun < 5  # s; nothing of it grows with the square
