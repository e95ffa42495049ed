"""Words in fonts that a PDF only names are drawn with ours, whatever the computer has."""

from contextlib import closing
from pathlib import Path
from unicodedata import name

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from jbgs_desktop.documents.attachments.inspect import inspect_attachment
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.substitute_fonts import is_drawn
from jbgs_desktop.files import resources
from tests.documents.attached_files import plain_pdf

_CHINESE = "中文测试"


def words(font: list[bytes], shown: bytes, *, mode: int = 0) -> bytes:
    """A page that says ``shown`` in ``font``, whose first object is number 5."""
    content = b"BT %d Tr /F 40 Tf 60 700 Td %b Tj ET" % (mode, shown)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%b>>"
    return plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page % b"/Resources<</Font<</F 5 0 R>>>>",
            b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
            *font,
        ]
    )


def named(name: bytes, encoding: bytes = b"UniGB-UCS2-H", order: bytes = b"GB1") -> list[bytes]:
    """A font of Chinese that is not in the document."""
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(%b)/Supplement 2>>" % order
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/%b/DescendantFonts[6 0 R]>>"
        % (name, encoding),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b%b/FontDescriptor 7 0 R/DW 1000>>"
        % (name, system),
        b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80>>" % name,
    ]


def latin(name: bytes) -> list[bytes]:
    return [b"<</Type/Font/Subtype/TrueType/BaseFont/%b/Encoding/WinAnsiEncoding>>" % name]


def as_hex(text: str, encoding: str = "utf-16-be") -> bytes:
    return b"<%b>" % text.encode(encoding).hex().encode()


def drawn(pdf: bytes) -> Image.Image:
    with closing(PdfPages(pdf)) as pages:
        return pages.picture(0, 72)


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        (named(b"SimSun"), as_hex(_CHINESE)),
        (named(b"SimHei", b"GBK-EUC-H"), as_hex(_CHINESE, "gbk")),
        (named(b"STSong-Light"), as_hex(_CHINESE)),
        (named(b"ABCDEF+Whatever"), as_hex(_CHINESE)),
        (named(b"MS-Mincho", b"UniJIS-UCS2-H", b"Japan1"), as_hex("中文日本")),
    ],
    ids=["simsun", "gbk", "stsong", "unknown", "japanese"],
)
def test_every_character_is_there(font: list[bytes], shown: bytes) -> None:
    picture = drawn(words(font, shown)).convert("L")
    for at in range(4):
        letter = picture.crop((60 + 40 * at, 842 - 740, 100 + 40 * at, 842 - 690))
        assert letter.getextrema()[0] < 100, at  # type: ignore[operator]


def test_neither_the_computers_fonts_nor_what_was_drawn_before_change_a_page() -> None:
    # DejaVu is on nearly every Linux, the others on none.
    faces = (b"DejaVuSans", b"NejaVuSans", b"DejaVuSans", b"NoSuchFont", b"DejaVuSans")
    pictures = [drawn(words(latin(face), b"(Hello World)")).tobytes() for face in faces]
    assert len(set(pictures)) == 1


def test_it_is_told_with_the_characters_that_nobody_draws(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(words(named(b"SimSun"), as_hex("张中堃龘")))
    look = inspect_attachment(file)
    (note,) = (note for note in look.notes if "字体" in note)
    assert look.problem == "" and "SimSun" in note
    assert "印不出来：堃龘，" in note
    file.write_bytes(words(named(b"SimSun"), as_hex(_CHINESE)))
    (note,) = inspect_attachment(file).notes
    assert "印不出来" not in note


@pytest.mark.parametrize("font", [b"Helvetica", b"Arial,Bold", b"TimesNewRomanPSMT"])
def test_standard_fonts_are_nothing_to_tell(font: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(words(latin(font), b"(Hello World)"))
    assert inspect_attachment(file).notes == ()


def test_words_recognised_under_a_scan_are_nothing_to_tell(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(words(named(b"SimSun"), as_hex("堃"), mode=3))
    (note,) = inspect_attachment(file).notes
    assert "空白页" in note and "字体" not in note


def test_what_is_said_to_be_drawn_is_in_the_face() -> None:
    with TTFont(resources() / "fonts" / "JBGSSansSC-Regular.otf") as face:
        there = face.getBestCmap()
    han = (code for code in range(0x3400, 0x30000) if name(chr(code), "").startswith("CJK UNI"))
    missing = [code for code in han if is_drawn(chr(code)) and code not in there]
    assert missing == []
    assert not is_drawn("堃") and not is_drawn("한") and is_drawn("中") and is_drawn("A")
