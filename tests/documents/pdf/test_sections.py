"""Tables and figures of task books in the PDF: where they stand, and what never leaves what."""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jbgs_desktop.documents.application_document import application_document, taskbook_document
from jbgs_desktop.documents.blocks import CaptionedFigure, Properties
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.pdf.writer import Layout, Position
from jbgs_desktop.documents.printed_form import lines_of
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.table_edit import Area, merge_cells
from tests.documents.pdf_reader import (
    archive_part,
    page_picture,
    page_texts,
    unembedded_fonts,
)
from tests.documents.printed_forms import the_call
from tests.documents.rich_sections import (
    FORMS,
    bare,
    docx_of,
    figure,
    pdf_words,
    plain,
    rich,
    rich_book,
    table,
    with_missing,
)

SIZES = {
    "figures/wide.png": (800, 450),
    "figures/tall.png": (120, 2400),
    "figures/photo.jpg": (400, 300),
    "figures/huge.png": (4000, 4000),
}
LEFT, RIGHT, TOP, BOTTOM = 26.0, 184.0, 37.0, 262.0  # mm; the inner margin is wider than the outer
FOOT = 280.0  # mm, below the number of the page
BLUE = (31, 95, 208)


def goals(*items: object) -> Application:
    application = rich("usual")
    no = application.directions[0]
    return application.set(f"taskbooks.{no}.goals", items).set(f"taskbooks.{no}.plan", "无")


def layout_of(application: Application) -> Layout:
    no = application.directions[0]
    blocks = taskbook_document(application, the_call(), no)
    return Layout(blocks, Properties("", ""), sizes=SIZES)


def figures_of(layout: Layout) -> list[tuple[CaptionedFigure, Position]]:
    places = [each for each in layout.positions if each.kind == "figure"]
    return [(layout.figures[int(each.id)], each) for each in places]


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_stays_in_the_type_area_and_on_the_page_of_its_caption(form: str) -> None:
    layout = layout_of(rich(form))
    pages = [bare(text) for text in page_texts(layout.pdf())]
    found = figures_of(layout)
    assert len(found) == len(layout.figures)
    for figure_, place in found:
        assert place.x >= LEFT
        assert place.x + place.width <= RIGHT + 0.1
        assert place.y >= TOP - 0.1
        assert place.y + place.height <= BOTTOM
        caption = bare("".join(each.text for each in figure_.caption.content))
        assert caption[:20] in pages[place.page - 1]


@pytest.mark.parametrize("form", FORMS)
def test_no_character_leaves_the_type_area(form: str) -> None:
    for left, below, right, above in boxes_of_characters(layout_of(rich(form)).pdf()):
        assert left >= LEFT - 1
        assert right <= RIGHT + 1
        assert above >= TOP - 1
        assert below <= FOOT


def boxes_of_characters(pdf: bytes) -> Iterator[tuple[float, float, float, float]]:
    """Left, lower, right and upper edge of each character, in mm from the upper left corner."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            text = page.get_textpage()
            shown = text.get_text_range()
            for at in range(min(text.count_chars(), len(shown))):
                left, below, right, above = (each * 25.4 / 72 for each in text.get_charbox(at))
                if right > left:
                    yield left, 297 - below, right, 297 - above


def test_a_figure_is_as_wide_as_it_is_told_and_never_taller_than_the_page_allows() -> None:
    wide, tall = (
        place
        for _, place in figures_of(
            layout_of(
                goals(figure("宽", "figures/wide.png", 0.6), figure("高", "figures/tall.png", 1))
            )
        )
    )
    assert wide.width == pytest.approx(0.6 * 156)
    assert wide.height == pytest.approx(wide.width * 450 / 800)
    assert 200 < tall.height < 225
    assert tall.width == pytest.approx(tall.height / 20)


def test_pictures_stand_in_their_places_several_on_a_page() -> None:
    application = goals(
        *(
            figure(f"第{n}幅", f"figures/{name}", 0.3)
            for n, name in enumerate(("wide.png", "photo.jpg", "wide.png"))
        )
    )
    book = rich_book(application, draft=False)
    layout = layout_of(application)
    first = next(part.first for part in book.parts if part.id.startswith("taskbook"))
    pages = set()
    for _, place in figures_of(layout):
        index = first - 1 + place.page - 1
        pages.add(index)
        picture = page_picture(book.pdf, index, dpi=72)
        x, y = (
            72 / 25.4 * each for each in (place.x + place.width / 2, place.y + place.height / 4)
        )
        assert picture.getpixel((round(x), round(y))) == pytest.approx(BLUE, abs=6)
    assert len(pages) == 1


def test_the_book_stays_archivable_and_the_same() -> None:
    first, second = (rich_book(rich("longest"), draft=False).pdf for _ in range(2))
    assert first == second
    assert archive_part(first) == "2U"
    assert unembedded_fonts(first) == []


def images_of(pdf: bytes) -> Iterator[Any]:
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for image in resources.get("/XObject", {}).values():
            yield image.get_object()


def test_pictures_are_grey_or_rgb_without_alpha() -> None:
    found = [
        each
        for each in images_of(rich_book(rich("longest"), draft=False).pdf)
        if each["/Subtype"] == "/Image"
    ]
    assert len(found) == 22
    for image in found:
        assert image["/ColorSpace"] in ("/DeviceRGB", "/DeviceGray")
        assert image["/BitsPerComponent"] == 8
        assert "/SMask" not in image
        assert max(image["/Width"], image["/Height"]) <= 4000


def test_a_missing_picture_is_a_frame_in_a_draft_and_refused_for_good() -> None:
    application = with_missing(rich("usual"))
    book = rich_book(application)
    no = application.directions[0]
    (note,) = (each for each in book.notes if "图" in each)
    assert note.startswith(f"“揭榜任务书方向{no}·三、（一）2025年预期目标”的“图1　不见的图”：")
    assert "请重新添加" in note
    assert plain("图1　不见的图") in pdf_words(book.pdf)
    with pytest.raises(DocumentError, match="图1　不见的图”印不出来。图片文件不在草稿里"):
        rich_book(application, draft=False)


def test_a_picture_that_cannot_be_read_is_told() -> None:
    book = make_book(
        rich("usual"),
        the_call(),
        evidence=lambda file: io.BytesIO(b"GIF89a") if file.startswith("figures/") else None,
        mark=None,
    )
    assert sum("这不是图片" in note for note in book.notes) == 4


@contextmanager
def written_files() -> Iterator[list[str]]:
    """The files that this process opens for writing meanwhile."""
    found: list[str] = []
    active = [True]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if active[0] and event == "open" and re.search(r"[wax+]", str(arguments[1] or "")):
            found.append(str(arguments[0]))

    sys.addaudithook(watch)
    try:
        yield found
    finally:
        active[0] = False


def test_no_picture_is_written_to_a_disk(tmp_path: Path) -> None:
    with written_files() as found:
        tmp_path.joinpath("a").write_text("written")
        rich_book(rich("usual"), draft=False)
        docx_of(rich("usual"))
    assert [name for name in found if not name.isdecimal()] == [str(tmp_path / "a")]  # no pipes


def test_the_header_stands_on_each_page_and_rows_stay_whole() -> None:
    rows = [["编号", "内容", "末格"]]
    rows += [
        [f"始{n:02}", f"第{n:02}项完成样机和测试。" * (3 + n % 25), f"终{n:02}"] for n in range(60)
    ]
    pages = [
        bare(text)
        for text in page_texts(layout_of(goals(table("长", rows, widths=[1, 5, 1]))).pdf())
    ]
    of_table = [page for page in pages if re.search(r"始\d\d", page)]
    assert len(of_table) > 3
    assert all("编号内容末格" in page for page in of_table)
    for n in range(60):
        (begun,) = (at for at, page in enumerate(pages) if f"始{n:02}" in page)
        assert f"终{n:02}" in pages[begun]
        assert pages[begun].count(f"第{n:02}项") == 3 + n % 25


def test_a_table_begins_on_the_page_of_its_caption() -> None:
    for lines in range(14, 23):  # its caption at every place near the foot of a page
        made = table("题目", [["表头"], ["首行"], ["次行"]])
        application = goals("\n".join(["一行文字。"] * lines), made)
        pages = [bare(text) for text in page_texts(layout_of(application).pdf())]
        (at,) = (number for number, page in enumerate(pages) if "表1题目" in page)
        assert "表头" in pages[at]
        assert "首行" in pages[at]


def test_a_low_table_stays_on_one_page() -> None:
    rows = [["表头"], *([f"第{n}行"] for n in range(6))]
    for lines in range(12, 23):
        application = goals("\n".join(["一行文字。"] * lines), table("题目", rows))
        pages = [bare(text) for text in page_texts(layout_of(application).pdf())]
        (at,) = (number for number, page in enumerate(pages) if "表1题目" in page)
        assert "第0行第1行第2行第3行第4行第5行" in pages[at]


def test_no_row_stands_alone_on_a_page() -> None:
    for lines in range(13, 20):  # the table at every place near the foot, 30 rows on two pages
        rows = [["表头"], *([f"第{n:02}行"] for n in range(26 + lines % 5))]
        application = goals("\n".join(["一行文字。"] * lines), table("题目", rows))
        pages = [bare(text) for text in page_texts(layout_of(application).pdf())]
        assert 1 not in [len(re.findall(r"第\d\d行", page)) for page in pages]


def test_a_number_and_its_unit_stay_on_one_line_where_they_fit() -> None:
    written = [
        "功率密度不低于600W／kg的整机",
        "尺寸为 150 mm的样机",
        "（≥3.5kW/kg）",
        "加速度5m/s²",
    ]
    for columns in range(2, 7):
        rows = [["甲"] * columns, *([each] * columns for each in written)]
        words = "\n".join(page_texts(layout_of(goals(table("题目", rows))).pdf()))
        assert "600W／kg" in words
        assert "150 mm" in words
        assert bare(words).count("加速度5m/s2") == columns


def test_a_figure_keeps_away_from_the_line_above_it() -> None:
    layout = layout_of(goals("上面的一行。", figure("架构", "figures/wide.png", 0.5)))
    ((_, position),) = figures_of(layout)
    with closing(pypdfium2.PdfDocument(layout.pdf())) as pdf:
        page = pdf[position.page - 1]
        text = page.get_textpage()
        searcher = text.search("上面的一行")
        at, _ = searcher.get_next()
        _, bottom, _, _ = text.get_charbox(at)
        below = (page.get_height() - bottom) * 25.4 / 72
        assert position.y - below > 3  # mm


def test_words_are_smaller_where_a_table_is_crowded() -> None:
    few = layout_of(goals(table("", [["甲", "乙"]])))
    many = layout_of(goals(table("", [[f"第{n}列" for n in range(20)]])))
    sizes = [re.search(r'"size": ([0-9.]+)', each.source["document"]) for each in (few, many)]
    assert [float(size.group(1)) for size in sizes if size] == [12.0, 6.0]


GRIDS = st.tuples(st.integers(1, 6), st.integers(1, 6))
AREAS = st.lists(st.tuples(*(st.integers(0, 5) for _ in range(4))), max_size=4)


@settings(max_examples=12)
@given(GRIDS, AREAS, st.integers(0, 4), st.integers(1, 60))
def test_any_table_is_printed_with_all_its_words(
    grid: tuple[int, int], areas: list[tuple[int, int, int, int]], heads: int, length: int
) -> None:
    rows, columns = grid
    texts = tuple(tuple(f"格{r}列{c}" * length for c in range(columns)) for r in range(rows))
    made = SectionTable(rows=texts, widths=(1,) * columns, header_rows=min(heads, rows))
    for row, column, down, across in areas:
        if row < rows and column < columns:
            area = Area(row, column, min(down + 1, rows - row), min(across + 1, columns - column))
            try:
                made = merge_cells(made, area)
            except ValueError:  # across a cell that is merged already
                continue
    words = pdf_words(layout_of(goals({"table": made.model_dump()})).pdf())
    for cell in made.cells():
        for line in cell.text.split("\n"):
            # A long cell may go on over several pages, with others in between.
            assert plain(line) in words or length > 20
    assert words.count("格") >= rows * columns * length


def test_a_section_in_the_application_document_is_that_of_the_task_book() -> None:
    application = rich("usual")
    whole = application_document(application, the_call())
    alone = taskbook_document(application, the_call(), application.directions[0])
    at = whole.index(alone[0])
    assert whole[at : at + len(alone)] == alone
    assert list(lines_of("a\n\nb")) == ["a", "b"]
