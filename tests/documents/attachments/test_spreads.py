"""Two A4 pages beside each other on one of A3 may be cut apart; a wide table may not."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from jbgs_desktop.documents.attachments.inspect import inspect_attachment, page_images
from jbgs_desktop.documents.page_geometry import PICTURE
from tests.documents import attached_files as make

_DPI = 150
_A3 = (2481, 1754)  # px
_BOX = PICTURE[2:]


def sheet(path: Path, size: tuple[int, int] = _A3, *, is_table: bool = False) -> Path:
    """A sheet with lines on its left half, squares on its right; or one table across."""
    image = Image.new("L", size, "white")
    draw, middle = ImageDraw.Draw(image), size[0] // 2
    for y in range(100, size[1] - 100, 60):
        draw.rectangle((100, y, size[0] - 100 if is_table else middle - 100, y + 12), fill=0)
        if not is_table:
            draw.rectangle((middle + 100, y, middle + 130, y + 30), fill=0)
    if path.suffix == ".pdf":
        image.save(path, resolution=_DPI)
    else:
        image.save(path, dpi=(_DPI, _DPI))
    return path


@pytest.mark.parametrize("ending", ["pdf", "png", "jpg", "tif"])
def test_two_pages_beside_each_other_are_seen_and_cut(tmp_path: Path, ending: str) -> None:
    file = sheet(tmp_path / f"a.{ending}")
    look = inspect_attachment(file)
    assert (look.pages, look.spreads, look.problem) == (1, (1,), "")
    assert look.pages_if(is_cut=True) == 2
    (tmp_path / "out").mkdir()
    (printed,) = page_images([file], tmp_path / "out", box=_BOX, cut=[0])
    left, right = printed.pages
    for page in (left, right):
        assert page.height > page.width, "A4 upright"
        assert page.width == pytest.approx(_BOX[0], abs=1), "as large as another page of A4"
    with Image.open(left.path) as one, Image.open(right.path) as other:
        dark = [sum(image.convert("L").histogram()[:128]) for image in (one, other)]
    assert dark[0] > 5 * dark[1] > 0
    (whole,) = page_images([file], tmp_path / "out", box=_BOX)
    assert len(whole.pages) == 1


@pytest.mark.parametrize(
    ("size", "is_table"),
    [(_A3, True), ((1754, 2481), False), ((1754, 1240), False), ((3750, 1754), False)],
    ids=["table across", "upright", "A4", "another shape"],
)
def test_what_is_not_two_pages_is_never_cut(
    tmp_path: Path, size: tuple[int, int], is_table: bool
) -> None:
    file = sheet(tmp_path / "a.pdf", size, is_table=is_table)
    assert inspect_attachment(file).spreads == ()
    (tmp_path / "out").mkdir()
    (printed,) = page_images([file], tmp_path / "out", box=_BOX, cut=[0])
    assert len(printed.pages) == 1


def test_a_turned_photo_is_cut_as_it_is_looked_at(tmp_path: Path) -> None:
    sheet(tmp_path / "upright.jpg")
    with Image.open(tmp_path / "upright.jpg") as image:
        exif = image.getexif()
        exif[0x0112] = 6  # the camera lay on its side
        turned = image.transpose(Image.Transpose.ROTATE_90)
        turned.save(tmp_path / "a.jpg", dpi=(_DPI, _DPI), exif=exif)
    assert inspect_attachment(tmp_path / "a.jpg").spreads == (1,)
    (tmp_path / "out").mkdir()
    (printed,) = page_images([tmp_path / "a.jpg"], tmp_path / "out", box=_BOX, cut=[0])
    assert [page.height > page.width for page in printed.pages] == [True, True]


def test_small_letters_are_those_of_the_way_it_is_printed(tmp_path: Path) -> None:
    look = inspect_attachment(make.spread(tmp_path / "a.pdf", 9))
    assert look.spreads == (1,)
    whole, cut = ("".join(look.notes_if(is_cut=is_cut)) for is_cut in (False, True))
    assert "最小的字只有5.1磅" in whole and "可以把并排的两页裁开" in whole
    assert "最小的字" not in cut
    tiny = inspect_attachment(make.spread(tmp_path / "b.pdf", 6))
    assert "最小的字只有4.8磅" in "".join(tiny.notes_if(is_cut=True))
