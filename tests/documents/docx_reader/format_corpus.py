"""Files whose words stand out by their format alone: every word comes, the format is told."""

from collections.abc import Iterator

from tests.documents.docx_reader import word_files as w
from tests.documents.docx_reader.made_file import MadeFile, made_file

_BOLD, _RED = "<w:b/>", '<w:color w:val="FF0000"/>'
_STYLES = w.part(
    "styles",
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="k"><w:name w:val="key"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr>'
    '</w:style><w:style w:type="character" w:styleId="h"><w:name w:val="Hyperlink"/><w:rPr>'
    '<w:u w:val="single"/><w:color w:val="0563C1"/></w:rPr></w:style>',
)


def format_files() -> Iterator[MadeFile]:
    yield from _words()
    yield from _shapes()
    yield from _places()


def _words() -> Iterator[MadeFile]:
    yield made_file(
        "bold",
        "bold words in two runs, bold by a character style",
        w.p(
            w.run("精度")
            + w.run("不低", _BOLD)
            + w.run("于", _BOLD)
            + w.run("一微米，")
            + w.run("必须", '<w:rStyle w:val="s"/>')
        ),
        ["精度不低于一微米，必须"],
        parts={"styles.xml": _STYLES},
        formats=("bold", "bold"),
    )
    yield made_file(
        "coloured",
        "red, blue, highlighted and shaded words, black ones",
        w.p(
            w.run("待核实", _RED)
            + w.run("蓝", '<w:color w:val="0070C0"/>')
            + w.run("黄", '<w:highlight w:val="yellow"/>')
            + w.run("灰", '<w:shd w:val="clear" w:fill="D9D9D9"/>')
            + w.run("黑", '<w:color w:val="1F1F1F"/><w:shd w:val="clear" w:fill="auto"/>')
        ),
        ["待核实蓝黄灰黑"],
        formats=("red", "colour", "highlight"),
    )


def _shapes() -> Iterator[MadeFile]:
    yield made_file(
        "lined",
        "italic, underlined and dotted words, an underlined gap",
        w.p(
            w.run("斜", "<w:i/>")
            + w.run("线", '<w:u w:val="wave"/>')
            + w.run("点", '<w:em w:val="dot"/>')
            + w.run("    ", '<w:u w:val="single"/>')
            + w.run("平", '<w:b w:val="0"/><w:u w:val="none"/>')
        ),
        ["斜线点    平"],
        formats=("italic", "underline", "emphasis-dots"),
    )
    yield made_file(
        "sizes",
        "larger words, a paragraph all of which is larger, the usual size said and not said",
        w.p(w.run("大", '<w:sz w:val="44"/>') + w.run("其余的字", '<w:sz w:val="24"/>'))
        + w.p(w.run("全部大", '<w:sz w:val="44"/>'))
        + w.p(w.run("平") + w.run("常的字", '<w:sz w:val="24"/>')),
        ["大其余的字", "全部大", "平常的字"],
        parts={"styles.xml": _STYLES},
        formats=("size",),
    )


def _places() -> Iterator[MadeFile]:
    yield made_file(
        "aligned",
        "paragraphs in the middle and on the right, an empty one",
        w.p("中", '<w:jc w:val="center"/>')
        + w.p("右", '<w:jc w:val="right"/>')
        + w.p(w.run(" "), '<w:jc w:val="center"/>')
        + w.p("两端", '<w:jc w:val="both"/>'),
        ["中", "右", "两端"],
        formats=("centred", "right"),
    )
    yield made_file(
        "styled",
        "what the style of a paragraph says, a link",
        w.p(w.run("大标语", "<w:b/>"), '<w:pStyle w:val="k"/>')
        + w.p(w.run("网址", '<w:rStyle w:val="h"/>')),
        ["大标语", "网址"],
        parts={"styles.xml": _STYLES},
    )
    yield made_file(
        "cell-formats",
        "bold and red words in cells",
        w.tbl(w.tr(w.tc(w.p(w.run("指标", _BOLD))), w.tc(w.p(w.run("待定", _RED + _BOLD))))),
        ["指标\t待定"],
        formats=("bold", "bold", "red"),
    )
