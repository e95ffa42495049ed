"""More files of the scoreboard: objects, notes, pictures, and how text is set."""

import io
from collections.abc import Iterator

import docx

from tests.documents.docx_reader import word_files as w
from tests.documents.docx_reader.made_file import MadeFile, made_file


def object_files() -> Iterator[MadeFile]:
    """These files."""
    yield from _objects()
    yield from _notes()
    yield from _text()
    yield from _signs()
    yield from _pictures()
    yield from _odd_pictures()
    yield _by_python_docx()


def _objects() -> Iterator[MadeFile]:
    maths = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    yield made_file(
        "formula", "formula (OMML)", w.p(w.run("由") + maths + w.run("得")), ["由得"], ("formula",)
    )
    yield made_file(
        "formula-field",
        "formula (EQ field)",
        w.p(w.run("由") + w.field(r" EQ \f(a,b) ", None)),
        ["由"],
        ("formula",),
    )
    ole = '<w:r><w:object><o:OLEObject ProgID="{}"/></w:object></w:r>'
    yield made_file(
        "ole",
        "OLE object, MathType",
        w.p(w.run("见") + ole.format("Excel.Sheet.12") + ole.format("Equation.DSMT4")),
        ["见"],
        ("ole-object", "formula"),
    )
    yield made_file("chart", "chart", w.p(w.run("见") + w.graphic("chart", "")), ["见"], ("chart",))
    yield made_file(
        "smart-art", "SmartArt", w.p(w.run("见") + w.graphic("diagram", "")), ["见"], ("smart-art",)
    )
    yield made_file(
        "alt-chunk",
        "altChunk",
        w.p("前") + '<w:altChunk r:id="x"/>' + w.p("后"),
        ["前", "后"],
        ("embedded-document",),
    )


def _notes() -> Iterator[MadeFile]:
    for kind in ("footnote", "endnote", "comment"):
        note = f'<w:{kind} w:id="2">{w.p("注的内容")}</w:{kind}>'
        yield made_file(
            kind,
            {"footnote": "footnote", "endnote": "endnote", "comment": "comment"}[kind],
            w.p(w.run("正文") + f'<w:r><w:{kind}Reference w:id="2"/></w:r>'),
            ["正文"],
            (kind,),
            parts={f"{kind}s.xml": w.part(f"{kind}s", note)},
        )
    yield made_file(
        "header",
        "header with words, footer with numbers only",
        w.p("正文"),
        ["正文"],
        ("header",),
        parts={
            "header1.xml": w.part("hdr", w.p("某某公司内部资料")),
            "footer1.xml": w.part("ftr", w.p("第1页 共9页")),
        },
    )
    contents = w.p(w.run("一、概述……1"), '<w:pStyle w:val="T"/>')
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    yield made_file(
        "contents",
        "table of contents",
        contents * 3 + w.p("正文"),
        ["正文"],
        ("contents",),
        parts={"styles.xml": w.part("styles", style)},
    )


def _text() -> Iterator[MadeFile]:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    yield made_file(
        "scripts",
        "superscript, subscript",
        w.p(
            w.run("170cm")
            + w.run("3", up)
            + w.run("，CO")
            + w.run("2", down)
            + w.run("，10")
            + w.run("-6", up)
        ),
        ["170cm³，CO₂，10⁻⁶"],
    )
    yield made_file(
        "script-lost",
        "superscript without a Unicode form",
        w.p(w.run("文献") + w.run("注", up)),
        ["文献注"],
        ("script",),
    )
    yield made_file(
        "hidden",
        "hidden text, struck text",
        w.p(w.run("见") + w.run("不见", "<w:vanish/>") + w.run("划去", "<w:strike/>")),
        ["见划去"],
        ("hidden-text", "struck-text"),
    )
    link = (
        f'<w:hyperlink r:id="x">{w.run("链接")}</w:hyperlink>'
        f"<w:smartTag>{w.run('标记')}</w:smartTag>"
    )
    yield made_file(
        "wrapped",
        "hyperlink, smart tag, results of fields",
        w.p(link + w.field(" REF x ", w.run("表1")) + f"<w:fldSimple>{w.run('简')}</w:fldSimple>"),
        ["链接标记表1简"],
    )


def _signs() -> Iterator[MadeFile]:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    yield made_file(
        "open-field", "field that never ends", w.p(begin + w.run("甲")) + w.p("乙"), ["甲", "乙"]
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    yield made_file(
        "odd-field", "field without a result, text in it", w.p(begin + w.run("表1") + end), ["表1"]
    )
    ruby = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
    yield made_file(
        "ruby",
        "ruby",
        w.p(w.run("王") + ruby.format(w.run("zhé"), w.run("喆"))),
        ["王喆"],
        ("ruby",),
    )
    strict = w.p(
        w.run("甲") + "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r>"
    )
    yield made_file("breaks", "tab, line break, hard hyphen", strict, ["甲\t乙\n丙-"])
    yield MadeFile("strict", "Strict OOXML", lambda: _strict(w.p("严格")), ["严格"])


def _strict(body: str) -> bytes:
    parts = w.parts_of_docx(body)
    new = {
        name: str(text)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    return w.packed(new)


def _pictures() -> Iterator[MadeFile]:
    kinds = {"PNG": "png", "JPEG": "jpg", "BMP": "bmp", "GIF": "gif", "TIFF": "tif"}
    media: dict[str, str | bytes] = {
        f"media/i{end}.{end}": w.picture(kind) for kind, end in kinds.items()
    }
    body = "".join(w.p(w.drawing(f"i{end}")) for end in kinds.values())
    yield made_file("pictures", "PNG, JPEG, BMP, GIF, TIFF", body, ["[figure]"] * 5, parts=media)
    emf = b"\x01\x00\x00\x00" + bytes(40)
    yield made_file(
        "emf",
        "EMF",
        w.p(w.run("见") + w.drawing("i1")),
        ["见"],
        ("vector-picture",),
        parts={"media/i1.emf": emf},
    )
    broken = w.p(w.run("见") + w.drawing("i1"))
    yield made_file(
        "broken-picture",
        "broken picture",
        broken,
        ["见"],
        ("picture",),
        parts={"media/i1.png": b"no picture"},
    )
    out = (
        '<Relationship Id="x" Type="http://a/image" Target="file:///c/a.png" '
        'TargetMode="External"/>'
    )
    yield made_file(
        "linked",
        "linked picture",
        w.p(w.run("见") + w.drawing("x")),
        ["见"],
        ("linked-picture",),
        relations=out,
    )


def _odd_pictures() -> Iterator[MadeFile]:
    png: dict[str, str | bytes] = {"media/i1.png": w.picture()}
    vml = (
        '<w:r><w:pict><v:shape style="width:100pt"><v:imagedata r:id="i1"/></v:shape></w:pict>'
        "</w:r>"
    )
    yield made_file(
        "vml-picture",
        "VML picture in the middle of a line",
        w.p(w.run("前") + vml + w.run("后")),
        ["前", "[figure]", "后"],
        parts=png,
    )
    cell = w.tbl(w.tr(w.tc(w.p(w.run("甲") + w.drawing("i1"))), w.tc("乙")))
    yield made_file(
        "cell-picture",
        "picture in a cell",
        cell,
        ["甲\t乙", "[figure]"],
        ("cell-picture",),
        parts=png,
    )
    cut = '<a:srcRect l="10000"/>'
    yield made_file(
        "crop",
        "cropped picture",
        w.p(w.drawing("i1", more=cut)),
        ["[figure]"],
        ("crop",),
        parts=png,
    )


def _by_python_docx() -> MadeFile:
    def make() -> bytes:
        document = docx.Document()
        document.add_heading("一、概述", 1)
        document.add_paragraph("第一段")
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
        table.cell(1, 0).text = "甲"
        document.add_picture(io.BytesIO(w.picture()))
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    text = ["一、概述", "第一段", "合并×2\n甲\t", "[figure]"]
    return MadeFile("python-docx", "written by python-docx", make, text)
