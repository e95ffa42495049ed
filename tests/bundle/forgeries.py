"""What a forger does to a bundle whose manifests and lists he renews afterwards."""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from jbgs_desktop.bundle import layout
from tests.bundle.forged_bundles import (
    Change,
    GoodBundle,
    first_of_two,
    with_more,
    with_part,
    with_pdf,
)

Files = Mapping[str, Change | bytes | None]
Verdict = list[tuple[str, str]]
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/%s" Target="file:///x" TargetMode="External"/>'
    "</Relationships>"
)


@dataclass(frozen=True)
class Forgery:
    """What a forger does to a good bundle, and what is to be said of it."""

    files: Callable[[GoodBundle], Files]
    verdict: Verdict
    info: Mapping[str, str | None] = field(default_factory=dict)


def only(path: str, change: Change | bytes | None) -> Callable[[GoodBundle], Files]:
    """One file changed, exchanged or taken out."""
    return lambda _: {path: change}


def remade(path: str, **fields: str) -> Callable[[GoodBundle], Files]:
    """The document as the program makes it of other data."""
    return lambda good: {path: good.other_documents(**fields)[path]}


def scans(pages: Callable[[GoodBundle], list[Path]]) -> Callable[[GoodBundle], Files]:
    """Whole and parts of other scans."""
    return lambda good: good.scans(pages(good))


def restamped(**code: str) -> Callable[[GoodBundle], Files]:
    """The scans with other codes on their pages."""
    return scans(lambda g: [g.stamped(at, g.code(at, **code)) for at in _numbers(g)])


def another_content(good: GoodBundle) -> Files:
    """The scans with codes of this 核验码 that prove something else."""
    return restamped(proof=good.version.proof[:9] + "7" * 17)(good)


def _numbers(good: GoodBundle) -> range:
    return range(1, good.book.pages + 1)


def exchanged(one: str, other: str) -> Callable[[GoodBundle], Files]:
    """Two parts of the scans under each other's names."""

    def files(good: GoodBundle) -> Files:
        first, second = good.part(one), good.part(other)
        return {
            first: (good.folder / second).read_bytes(),
            second: (good.folder / first).read_bytes(),
        }

    return files


def other_pledge(good: GoodBundle) -> Files:
    """The 承诺书 of the parts with words that the whole has not."""
    last = good.book.pages
    return {
        good.part("承诺书"): good.scans([*good.pages[:-1], good.stamped(last, None)])[
            good.part("承诺书")
        ]
    }


def unlike(
    page: int, picture: Callable[[GoodBundle], Image.Image]
) -> Callable[[GoodBundle], Files]:
    """The scans with another picture for a page, and the right code upon it."""

    def pages(good: GoodBundle) -> list[Path]:
        changed = good.shown(page, picture(good))
        return [*good.pages[: page - 1], changed, *good.pages[page:]]

    return scans(pages)


def blank(good: GoodBundle) -> Image.Image:
    return Image.new("RGB", good.picture(1).size, "white")


def sealed_blank(good: GoodBundle) -> Image.Image:
    """White paper with a red seal, and a foot that says what it should."""
    page = good.picture(3)
    foot = page.height * 266 // 297
    paper = Image.new("RGB", page.size, "white")
    paper.paste(page.crop((0, foot, *page.size)), (0, foot))
    ImageDraw.Draw(paper).ellipse((500, 900, 740, 1140), outline=(215, 40, 40), width=8)
    return paper


def other_block(good: GoodBundle) -> Image.Image:
    """The first page of the 申报表 with other rows in a part of its table."""
    page, other = good.picture(3), good.picture(5)
    box = (160, 600, 1080, 1050)
    page.paste(other.crop(box), box[:2])
    return page


def says_other_words(data: bytes) -> bytes:
    """请先读我.txt with the opposite of one of its pieces of advice."""
    return data.replace("不要改动".encode(), "可以改动".encode())


def action(kind: str, **more: str) -> Change:
    """The PDF that does something when it is opened."""

    def work(writer: PdfWriter) -> None:
        entries = {NameObject(f"/{key}"): TextStringObject(text) for key, text in more.items()}
        acting = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **entries})
        writer.root_object[NameObject("/OpenAction")] = acting

    return with_pdf(work)


def locked(data: bytes) -> bytes:
    """The Office file with every part said to be encrypted."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream) as archive:
        places = [info.header_offset for info in archive.infolist()]
    made = bytearray(data)
    for at in (*places, *_entries(data)):
        made[at + (6 if made[at + 2 : at + 4] == b"\x03\x04" else 8)] |= 1
    return bytes(made)


def _entries(data: bytes) -> list[int]:
    found, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        found.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    return found


launch = action("Launch", F="calc.exe")
script = action("JavaScript", JS="app.alert(1)")
another_firm = with_part("word/document.xml", "示例", "另例")
another_figure = remade(layout.DOCX, unit__revenue="986000.00")
note = with_part("word/document.xml", "<w:body>", "<w:body><!-- x -->")
formula = with_part("xl/worksheets/sheet1.xml", "<v>", "<f>1+1</f><v>")
fields = with_part(
    "word/document.xml",
    "<w:body>",
    "<w:body><w:p><w:r><w:instrText>DDEAUTO c x</w:instrText></w:r></w:p>",
)
always_yes = b"<!doctype html><p>ok"


def twice(data: bytes) -> bytes:
    """The docx with its words a second time, as another firm's; programs read the one or other."""
    with warnings.catch_warnings(action="ignore"):
        return first_of_two("word/document.xml", "示例", "另例")(data)


def note_upon(page: int) -> Change:
    """A note without an appearance: PDFium draws none, other readers write the text themselves."""

    def work(writer: PdfWriter) -> None:
        note = FreeText(text="986000.00", rect=(150, 260, 260, 290))
        note.pop("/AP", None)
        writer.add_annotation(page, note)

    return with_pdf(work)


def link_upon(writer: PdfWriter) -> None:
    writer.add_annotation(0, Link(rect=(50, 50, 500, 700), url="https://example.com/"))


def layers(writer: PdfWriter) -> None:
    """Words of which the document says whether they are shown."""
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject()


def says_other_figures(data: bytes) -> bytes:
    """请先读我.txt with other digits."""
    return data.translate(bytes.maketrans(b"123", b"231"))


hidden = with_part("word/document.xml", "<w:body>", "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr>"
                   "<w:t>986000.00</w:t></w:r></w:p>")  # fmt: skip
vanished = with_part("word/styles.xml", "<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>")
white = with_part("word/styles.xml", "<w:rPrDefault><w:rPr>",
                  '<w:rPrDefault><w:rPr><w:color w:val="FFFFFF"/>')  # fmt: skip
bound = with_part("word/document.xml", "<w:body>",
                  '<w:body><w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent/>'
                  "</w:sdt>")  # fmt: skip
alternative = with_part(
    "word/document.xml",
    "<w:body>",
    '<w:body><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
    '2006"><mc:Choice Requires="w14"><w:p/></mc:Choice></mc:AlternateContent>',
)
custom = with_more("customXml/item1.xml", "<revenue>986000.00</revenue>")
remark = with_more("word/comments.xml")
hidden_sheet = with_part("xl/workbook.xml", 'state="visible"', 'state="veryHidden"')
named = with_part("xl/workbook.xml", "</definedNames>",
                  '<definedName name="x">1</definedName></definedNames>')  # fmt: skip
other_format = with_part(
    "xl/styles.xml", "<fonts", '<numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;986000'
    '&quot;"/></numFmts><fonts',
)  # fmt: skip
hidden_row = with_part("xl/worksheets/sheet1.xml", "<row ", '<row hidden="1" ')
