"""Words from the clipboard: their tables, and the headings of the form among them."""

import pytest

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.pasted_section import Pasted, TaskbookPlace
from jbgs_desktop.documents.docx_import.pasted_text import pasted_text, pasted_words
from jbgs_desktop.documents.docx_reader.docx_file import DocxContent
from jbgs_desktop.documents.docx_reader.model import ReadDocument, ReadFigure
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.html_table import LARGEST_HTML, read_html
from jbgs_desktop.forms.section import FigureItem, SpanningCell, TableItem, items_of
from tests.documents.docx_reader.word_files import picture

# As LibreOffice Writer offers a text: the cells stand below each other.
WRITER_TEXT = (
    "第一段\n第二段\n指标\n目标\n体积\n≤170cm3\n效率\n第一行\n第二行\n表后一段\n\n最后一段"
)
WRITER_HTML = """<html><head><style>p { margin: 0 }</style></head><body><p>第一段</p>
<p>第二段</p><table><col width="128*"/><col width="128*"/>
<tr><td><p>指标</p></td><td><p>目标</p></td></tr>
<tr><td><p>体积</p></td><td><p>≤170cm<sup>3</sup></p></td></tr>
<tr><td><p>效率</p></td><td><p>第一行</p><p>第二行</p></td></tr></table>
<p>表后一段</p><p><img src="file:///tmp/a.png"/></p><p>最后一段</p></body></html>"""


def pasted(text: str, html: str, place: TaskbookPlace | None = None) -> Pasted:
    found = pasted_text(text, read_html(html), place)
    assert found is not None
    return found


def test_a_table_of_a_word_processor_stands_among_its_paragraphs() -> None:
    found = pasted(WRITER_TEXT, WRITER_HTML)
    before, table, after = items_of(found.section)
    assert (before, after) == ("第一段\n第二段", "表后一段\n最后一段")
    assert isinstance(table, TableItem)
    assert table.table.rows == (
        ("指标", "目标"),
        ("体积", "≤170cm³"),
        ("效率", "第一行\n第二行"),
    )
    assert found.sentence == "已粘贴：4段、1个表格。1 幅图片没有带入，请单独复制粘贴。"


def test_what_a_browser_offers() -> None:
    """With tabs between cells, several tables, spans, a caption, and a frame of one cell."""
    html = (
        "<table><tr><td>框里的话</td></tr></table><p>表2 进度</p>"
        "<table><tr><th>年<th>事<tr><td rowspan=2>1<td>甲<tr><td>乙</table>"
        "<p>中间</p><table><tr><td>1<td>甲</table>"
    )
    found = pasted("框里的话\n\n表2 进度\n年\t事\n1\t甲\n乙\n\n中间\n1\t甲", html)
    before, first, between, second = items_of(found.section)
    assert (before, between) == ("框里的话", "中间")
    assert isinstance(first, TableItem)
    assert first.table.caption == "进度"
    assert first.table.rows == (("年", "事"), (SpanningCell(text="1", rows=2), "甲"), ("乙",))
    assert isinstance(second, TableItem)
    assert second.table.rows == (("1", "甲"),)
    assert "没有" not in found.sentence


def test_a_table_that_is_not_among_the_words_stays_words() -> None:
    text = "前\n甲\n乙\n后"
    found = pasted(text, "<p>前</p><table><tr><td>甲</td><td>藏</td></tr></table><p>后</p>")
    assert found.section == text
    assert "1 个表格按文字带入" in found.sentence
    row = "<tr>" + "<td>a" * 64 + "</tr>"
    found = pasted("前\n" + "\t".join("a" * 64), f"<p>前</p><table>{row}</table>")
    assert isinstance(found.section, str)
    assert "1 个表格按文字带入" in found.sentence


def test_words_that_only_look_like_a_table_are_left() -> None:
    """甲乙 is found only where it fills its lines."""
    html = "<p>x</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    found = pasted("关于甲乙两方\n甲\t乙\n甲乙丙", html)
    before, _, after = items_of(found.section)
    assert (before, after) == ("关于甲乙两方", "甲乙丙")


@pytest.mark.parametrize(
    "html", ["", "<p>一段</p>", "<table></table>", "<table><tr><td>字</table>"]
)
def test_words_and_no_more_are_none_of_this(html: str) -> None:
    assert pasted_text("字\n一段", read_html(html), None) is None


def test_markup_beyond_all_measure_is_told() -> None:
    found = read_html("<p>" + "x" * LARGEST_HTML)
    assert found.tables == ()
    assert "表格、图片和上下标请分几次" in found.lost


def test_what_looks_like_many_tables_is_looked_through() -> None:
    table = "<table><tr><td>甲</td><td>甲</td></tr></table>"
    for line in ("甲" * 199_000, "甲甲甲\n" * 50_000):
        found = pasted(line, "<p>x</p>" + table * 500)
        assert found.section == line
        assert "500 个表格按文字带入" in found.sentence


def test_headings_of_the_form_part_the_words() -> None:
    call = installed_calls()[0]
    place = TaskbookPlace(FormWords(call, call.tracks[0].id), 2)
    first, second, third = call.form.taskbook.sections[:3]
    labels = [place.words.field(f"taskbooks.2.{each}").label for each in (first, second, third)]
    text = f"开头的话\n{labels[0]}\n一\n二\n{labels[1]}\n指标\n目标\n后\n{labels[2]}\n"
    html = "<p>x</p><table><tr><td>指标<td>目标</table>"
    found = pasted(text, html, place)
    assert found.parts is not None
    sections = found.parts.sections
    assert list(sections) == ["", f"taskbooks.2.{first}", f"taskbooks.2.{second}"]
    assert (sections[""], sections[f"taskbooks.2.{first}"]) == ("开头的话", "一\n二")
    table, after = items_of(sections[f"taskbooks.2.{second}"])
    assert isinstance(table, TableItem)
    assert after == "后"
    assert pasted(text, "", place).parts is not None
    assert pasted_text(text, read_html(""), None) is None
    one = f"开头的话\n{labels[0]}\n一\n"
    assert pasted_text(one, read_html(""), place) is None


def figures_of(*shares: float) -> DocxContent:
    blocks = tuple(ReadFigure(f"{at}.png", share, "") for at, share in enumerate(shares))
    return DocxContent(ReadDocument(blocks), {each.part: picture() for each in blocks})


def with_figures(text: str, html: str, *shares: float) -> Pasted:
    found = pasted_text(text, read_html(html), None, figures_of(*shares), lambda name, _: name)
    assert found is not None
    return found


def test_pictures_stand_where_they_stood() -> None:
    found = with_figures(WRITER_TEXT, WRITER_HTML, 0.4)
    before, table, between, figure, after = items_of(found.section)
    assert (before, between, after) == ("第一段\n第二段", "表后一段", "最后一段")
    assert isinstance(table, TableItem)
    assert isinstance(figure, FigureItem)
    assert (figure.figure.file, figure.figure.width) == ("图1.png", 0.4)
    assert found.sentence == "已粘贴：4段、1个表格、1幅图。"


def test_pictures_at_the_ends_in_a_cell_and_in_a_line() -> None:
    img = '<img src="x">'
    html = f"<p>{img}甲</p><table><tr><td>1{img}</td><td>2</td></tr></table><p>乙{img}丙</p>{img}"
    found = with_figures("甲\n1\n2\n乙丙", html, 1, 1, 1, 1)
    kinds = [type(each) for each in items_of(found.section)]
    assert kinds == [FigureItem, str, TableItem, FigureItem, str, FigureItem, FigureItem]


def test_pictures_are_found_where_the_words_were_numbered() -> None:
    html = "<ol><li>甲组</li></ol><p><img></p><ol><li>乙组</li></ol><p>别的<img></p>"
    found = with_figures("1. 甲组\n2. 乙组\n换了", html, 1, 1)
    first, figure, rest, last = items_of(found.section)
    assert (first, rest) == ("1. 甲组", "2. 乙组\n换了")
    assert isinstance(figure, FigureItem)
    assert isinstance(last, FigureItem)
    assert "1 幅图放在最后，请移到原来的地方" in found.sentence


def test_pictures_that_are_others_than_those_named_are_left() -> None:
    found = with_figures(WRITER_TEXT, WRITER_HTML, 1, 1)
    assert "1 幅图片没有带入" in found.sentence
    assert not [each for each in items_of(found.section) if isinstance(each, FigureItem)]


# As LibreOffice, Word, WPS, Excel and browsers write what is raised and lowered.
RAISED = {
    "10<sup>-9</sup> mol": ("10-9 mol", "10⁻⁹ mol"),
    "10<sup><font size=1>&#8722;</font><font>12</font></sup>": ("10−12", "10⁻¹²"),
    "H<sub>2</sub>O和cm<sup>3</sup>": ("H2O和cm3", "H₂O和cm³"),
    '<span style="vertical-align: super">2</span>后2': ("2后2", "²后2"),
    '<span lang=X><span style="vertical-align:sub"><span>2</span></span>2</span>2': (
        "222",
        "₂22",
    ),
    'm<span style="position:relative;top:-3.0pt;mso-text-raise:3.0pt">2</span>': ("m2", "m²"),
    '<wbr style="vertical-align:super">2<b>2</b>': ("22", "22"),
    "x<sup>2": ("x2", "x²"),
    "<style>.u{vertical-align:super}</style>m<span class=u>2</span>": ("m2", "m²"),
    "<style><!-- /* x */ span.u, .v {color:red; VERTICAL-ALIGN: sub} --></style>"
    "H<span class='w u'>2</span>O": ("H2O", "H₂O"),
    "<style>@media all { span.u {vertical-align:super} }</style>m<p class=u>2</p>": ("m2", "m2"),
    "<style>.u{mso-text-raise:4pt}</style>m<font class=u>2</font>": ("m2", "m²"),
    "m<span class=u>2</span><style>.u{vertical-align:-30%}</style>": ("m2", "m₂"),
    'm<span style="vertical-align:30%">2</span>': ("m2", "m²"),
    'm<span style="vertical-align:4.5pt">2</span>': ("m2", "m²"),
    'm<span style="vertical-align:5%;mso-text-raise:-.5pt">2</span>': ("m2", "m2"),
    "<style>.u{vertical-align:middle}.v{text-align:super}</style>m<b class='u v'>2</b>": (
        "m2",
        "m2",
    ),
    "“甲”cm<sup>3</sup>": ("“甲”cm3", "“甲”cm³"),
}


@pytest.mark.parametrize("html", RAISED)
def test_what_is_raised_stays_so_among_the_words(html: str) -> None:
    plain, made = RAISED[html]
    page = f"<p>1cm3</p><p>{html}</p><table><tr><td>甲</td><td>{html}</td></tr></table>"
    found = pasted(f"1cm3\n{plain}\n甲\n{plain}", page)
    before, table = items_of(found.section)
    assert before == f"1cm3\n{made}"
    assert isinstance(table, TableItem)
    assert table.table.rows == (("甲", made),)
    assert found.lost == ""


def test_what_is_raised_is_found_where_the_words_were_numbered() -> None:
    html = (
        "<ol><li>体积cm<sup>3</sup></li></ol><p>别的cm3</p><p>藏m<sup>2</sup></p>"
        "<p>同一行m<sup>2</sup></p><table><tr><td>甲</td><td>乙</td></tr></table>"
    )
    found = pasted("1. 体积cm3\n别的cm3\n同一行m2\n同一行m2\n甲\n乙", html)
    assert items_of(found.section)[0] == "1. 体积cm³\n别的cm3\n同一行m2\n同一行m2"
    assert "2 处上下标没有带入，只带入了文字，请对照原文改" in found.sentence


def test_what_has_no_raised_form_is_told_and_left_whole() -> None:
    html = "<p>甲<sup>2国</sup></p><table><tr><td>甲</td><td>m<sup>2国</sup></td></tr></table>"
    found = pasted("甲2国\n甲\nm2国", html)
    before, table = items_of(found.section)
    assert before == "甲2国"
    assert isinstance(table, TableItem)
    assert table.table.rows == (("甲", "m2国"),)
    assert "2 处上下标没有带入" in found.sentence


def test_a_formula_of_a_page_is_told() -> None:
    html = "<p><math><msup><mi>x</mi><mn>2</mn></msup></math></p>"
    assert "1 处上下标没有带入" in pasted_words("x2", read_html(html)).lost


@pytest.mark.parametrize(
    "html",
    [
        "m<span style='vertical-align:.5em'>2</span>",
        "<style>td .u i{vertical-align:super}td > .u{vertical-align:super}</style>"
        "m<span class=u>2</span>",
    ],
)
def test_what_may_be_raised_is_told_and_left(html: str) -> None:
    found = pasted_words("m2", read_html(html))
    assert found.section == "m2"
    assert "1 处上下标没有带入" in found.lost


def test_html_alone_brings_its_words() -> None:
    html = "<p>甲  cm<sup>3</sup>\n乙</p><p>丙<br>丁</p><ul><li>戊</ul>"
    assert pasted_words("", read_html(html)).section == "甲 cm³ 乙\n丙\n丁\n戊"


def test_headings_of_the_form_part_words_with_what_is_raised() -> None:
    call = installed_calls()[0]
    place = TaskbookPlace(FormWords(call, call.tracks[0].id), 2)
    paths = [f"taskbooks.2.{each}" for each in call.form.taskbook.sections[:2]]
    one, other = (place.words.field(path).label for path in paths)
    html = f"<p>{one}</p><p>10<sup>-9</sup></p><p>{other}</p><p>cm<sup>国</sup></p>"
    found = pasted(f"{one}\n10-9\n{other}\ncm国", html, place)
    assert found.parts is not None
    assert found.parts.sections == {paths[0]: "10⁻⁹", paths[1]: "cm国"}
    assert "1 处上下标没有带入" in found.parts.lost


def test_what_is_raised_without_end_is_read_in_bounds() -> None:
    deep = "<sup>a<sub>" * 20_000 + "3"
    found = pasted_words("x", read_html(deep))
    assert found.section == "x"
    assert "处上下标没有带入" in found.lost
    many = "<p>" + "m<sup>2</sup>" * 30_000
    assert pasted_words("m2" * 30_000, read_html(many)).section == "m²" * 30_000
