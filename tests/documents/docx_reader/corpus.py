"""The files of the scoreboard: each has one or two things that readers lose, and what must come.

``text`` are the paragraphs and, with tabs and line ends, the cells of the tables, in their order;
``[figure]`` is a picture. ``losses`` are the kinds that must be told, each once.
"""

from collections.abc import Iterator

from tests.documents.docx_reader import word_files as w
from tests.documents.docx_reader.format_corpus import format_files
from tests.documents.docx_reader.made_file import MadeFile, made_file
from tests.documents.docx_reader.object_corpus import object_files

_NINE = (
    ("chineseCounting", "%1、", ["一、", "二、"]),
    ("chineseCountingThousand", "（%1）", ["（一）", "（二）"]),
    ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
    ("ideographTraditional", "%1、", ["甲、", "乙、"]),
    ("ideographZodiac", "%1、", ["子、", "丑、"]),
    ("ideographEnclosedCircle", "%1", ["㊀", "㊁"]),
    ("decimalEnclosedCircleChinese", "%1", ["①", "②"]),
    ("japaneseCounting", "第%1条", ["第一条", "第二条"]),
    ("taiwaneseCountingThousand", "%1、", ["一、", "二、"]),
    ("decimalFullWidth", "%1．", ["１．", "２．"]),
    ("decimal", "%1.", ["1. ", "2. "]),
    ("lowerLetter", "%1)", ["a) ", "b) "]),
    ("upperRoman", "%1.", ["I. ", "II. "]),
)


def _tracked() -> Iterator[MadeFile]:
    mark = 'w:id="1" w:author="甲"'
    yield made_file(
        "ins",
        "tracked insertion",
        w.p(f"{w.run('原有')}<w:ins {mark}>{w.run('新加')}</w:ins>{w.run('末')}"),
        ["原有新加末"],
        tracked=1,
    )
    gone = f"<w:del {mark}><w:r><w:delText>删去</w:delText></w:r></w:del>"
    yield made_file("del", "tracked deletion", w.p(f"{w.run('留下')}{gone}"), ["留下"], tracked=1)
    yield made_file(
        "move",
        "tracked move",
        w.p(f"<w:moveFrom {mark}>{w.run('搬家')}</w:moveFrom>{w.run('甲')}")
        + w.p(f"{w.run('乙')}<w:moveTo {mark}>{w.run('搬家')}</w:moveTo>"),
        ["甲", "乙搬家"],
        tracked=2,
    )
    yield made_file(
        "del-mark",
        "deleted paragraph mark",
        w.p(w.run("前半"), f"<w:rPr><w:del {mark}/></w:rPr>") + w.p("后半"),
        ["前半后半"],
        tracked=1,
    )
    yield made_file(
        "del-row",
        "deleted table row",
        w.tbl(
            w.tr(w.tc("甲"), w.tc("乙")),
            w.tr(w.tc("丙"), w.tc("丁"), properties=f"<w:del {mark}/>"),
        ),
        ["甲\t乙"],
        tracked=1,
    )


def _controls() -> Iterator[MadeFile]:
    yield made_file(
        "sdt-run",
        "content control in a line",
        w.p(w.run("前") + w.sdt(w.run("中")) + w.run("后")),
        ["前中后"],
    )
    yield made_file(
        "sdt-block",
        "content control around paragraphs",
        w.sdt(w.p("控件里的段")) + w.p("外"),
        ["控件里的段", "外"],
    )
    yield made_file(
        "sdt-cell",
        "content controls around a cell and a row",
        w.tbl(w.tr(w.tc("甲"), w.sdt(w.tc("乙"))), w.sdt(w.tr(w.tc("丙"), w.tc("丁")))),
        ["甲\t乙\n丙\t丁"],
    )
    yield made_file(
        "sdt-nested",
        "nested content controls, a placeholder",
        w.p(w.sdt(w.sdt(w.run("里层"))) + w.sdt(w.run("单击此处"), "<w:showingPlcHdr/>")),
        ["里层"],
    )


def _boxes_to_tick() -> Iterator[MadeFile]:
    box = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    yield made_file(
        "sdt-box", "check box control", w.p(w.sdt(w.run("☑"), box) + w.run("是")), ["☑是"]
    )
    ticked = w.field(" FORMCHECKBOX ", None).replace(
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
        "</w:checkBox></w:ffData></w:fldChar>",
    )
    yield made_file(
        "form-box",
        "form field check box, ticks of symbol fonts",
        w.p(
            ticked
            + w.run("甲")
            + w.run("R", '<w:rFonts w:ascii="Wingdings 2"/>')
            + w.run("乙")
            + '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
            + w.run("丙")
        ),
        ["☑甲☑乙□丙"],
    )


def _boxes() -> Iterator[MadeFile]:
    yield made_file(
        "text-box",
        "text box in both of its forms",
        w.p(w.run("正文") + w.text_box("框里")),
        ["正文"],
        ("text-box",),
    )
    yield made_file(
        "text-box-vml",
        "text box of VML",
        w.p(w.run("正文") + w.text_box("框里", both=False)),
        ["正文"],
        ("text-box",),
    )
    path = '<w:r><w:pict><v:shape><v:textpath string="艺术"/></v:shape></w:pict></w:r>'
    yield made_file("word-art", "WordArt", w.p(w.run("正文") + path), ["正文"], ("word-art",))
    yield made_file(
        "alternate",
        "AlternateContent that is not understood",
        w.p(w.run("前") + w.alternatives("future", "<w:t>新</w:t>", "<w:t>旧</w:t>")),
        ["前旧"],
    )
    rule = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    line = "<w:r><w:pict><v:line/></w:pict></w:r>"
    yield made_file(
        "shape",
        "a drawn line, and a rule that is none",
        w.p(w.run("甲") + rule + line),
        ["甲"],
        ("shape",),
    )


def _tables() -> Iterator[MadeFile]:
    wide = '<w:gridSpan w:val="2"/>'
    yield made_file(
        "grid-span",
        "gridSpan",
        w.tbl(w.tr(w.tc("总", wide)), w.tr(w.tc("甲"), w.tc("乙"))),
        ["总×2\n甲\t乙"],
    )
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    yield made_file(
        "v-merge",
        "vMerge over a cell with words",
        w.tbl(w.tr(w.tc("高", start), w.tc("1")), w.tr(w.tc("藏", on), w.tc("2"))),
        ["高↓2\t1\n2"],
        ("hidden-text",),
    )


def _odd_tables() -> Iterator[MadeFile]:
    before = '<w:gridBefore w:val="1"/>'
    yield made_file(
        "grid-before",
        "gridBefore",
        w.tbl(w.tr(w.tc("甲"), w.tc("乙")), w.tr(w.tc("丁"), properties=before)),
        ["甲\t乙\n\t丁"],
    )
    inner = w.tbl(w.tr(w.tc("里1"), w.tc("里2")))
    yield made_file(
        "nested",
        "nested table",
        w.tbl(w.tr(w.tc(inner + w.p("外")), w.tc("乙"))),
        ["外\t乙"],
        ("nested-table",),
    )
    yield made_file(
        "h-merge",
        "hMerge, ragged grid",
        w.tbl(
            w.tr(w.tc("甲", '<w:hMerge w:val="restart"/>'), w.tc("", "<w:hMerge/>")),
            w.tr(w.tc("乙", '<w:gridSpan w:val="2"/>'), w.tc("丙")),
            widths=(1000, 1000, 1000),
        ),
        ["甲\n乙\t丙"],
    )


def _lists() -> Iterator[MadeFile]:
    for form, text, numbers in _NINE:
        body = "".join(w.p(f"第{at}项", w.in_list()) for at in range(len(numbers)))
        yield made_file(
            f"number-{form}",
            "computed number",
            body,
            [f"{number}第{at}项" for at, number in enumerate(numbers)],
            parts={"numbering.xml": w.numbering((form, text))},
        )


def _deep_lists() -> Iterator[MadeFile]:
    levels = (("chineseCounting", "%1、"), ("decimal", "%1.%2"))
    legal = w.numbering(*levels).replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>'
    )
    steps = (0, 1, 1, 0, 1)
    yield made_file(
        "number-levels",
        "levels that begin anew, isLgl",
        "".join(w.p(f"甲{at}", w.in_list(level)) for at, level in enumerate(steps)),
        ["一、甲0", "1.1 甲1", "1.2 甲2", "二、甲3", "2.1 甲4"],
        parts={"numbering.xml": legal},
    )
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    yield made_file(
        "number-override",
        "startOverride, numbers by style, bullets",
        w.p("甲", w.in_list())
        + w.p("乙", w.in_list(number=2))
        + w.p("丙", '<w:pStyle w:val="L"/>')
        + w.p("丁", w.in_list(level=1)),
        ["1. 甲", "5. 乙", "6. 丙", "● 丁"],
        parts={
            "numbering.xml": w.numbering(("decimal", "%1."), ("bullet", "\uf06c"), more=again),
            "styles.xml": w.part(
                "styles",
                '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="条"/><w:pPr>'
                '<w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
            ),
        },
    )


def made_files() -> list[MadeFile]:
    """All of them."""
    return [
        *_tracked(),
        *_controls(),
        *_boxes_to_tick(),
        *_boxes(),
        *_tables(),
        *_odd_tables(),
        *_lists(),
        *_deep_lists(),
        *object_files(),
        *format_files(),
    ]
