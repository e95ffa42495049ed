"""What goes with a bundle on paper and as its first page: 报送清单, 交接清单, 请先读我.txt."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.model import WrittenFile
from jbgs_desktop.documents.blocks import Block, BookPart, Heading, Space, Table
from jbgs_desktop.documents.letter_blocks import facts_table, line, table_row
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.calls.region import STICK
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.forms.text.clean import printed_date

LISTING_TITLE = "报送清单"
RECEIPT_TITLE = "交接清单"
_SHORT = 12  # characters of a SHA-256 that a person compares
_GROUP = 16  # characters between two blanks of a whole one
_COLUMNS = (3, 22, 4, 6, 9)
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the papers say about the bundle ``name``. ``code`` is the 核验码, bare.

    ``pages`` are the page counts of its PDFs by path, ``book_pages`` those of the paper book, and
    ``words`` are the call's, and
    ``paper_copies`` how many of it the issuing place wants (0: none).
    """

    name: str
    call: str
    call_version: str
    track: str
    directions: str
    applicant: str
    code: str
    digest: str
    made: date
    book_pages: int
    words: Vocabulary
    paper_copies: int = 0
    recipient: str = ""
    carrier: str = STICK
    pages: Mapping[str, int] = field(default_factory=dict)


def listing_blocks(facts: Facts, files: Sequence[WrittenFile]) -> tuple[Block, ...]:
    """报送清单: what is in the bundle, with lines for who hands it over and who takes it."""
    total = sum(file.size for file in files)
    return (
        BookPart("listing", LISTING_TITLE),
        Heading(1, LISTING_TITLE),
        _facts_table(facts),
        line(f"报送包“{facts.name}”中共有 {len(files)} 个文件，合计 {shown_size(total)}："),
        _files_table(facts, files),
        line(
            "校验值是 SHA-256 的前 12 位，全文见附表。核对办法：打开报送包里的“校验.html”，"
            "选定整个文件夹。"
        ),
        *_signatures(),
        BookPart("digests", "附表"),
        Heading(1, "附表　各文件的校验值（SHA-256）"),
        _digests_table(facts, files),
    )


def receipt_blocks(
    facts: Facts, place: str, when: datetime, files: int, digest: str = ""
) -> tuple[Block, ...]:
    """交接清单: what is handed over together, printed after the stick is written.

    ``place`` is the drive or folder as it was shown, ``files`` how many the payload has, ``digest``
    the SHA-256 of the bundle's last list: who signs it signs for all that is in the bundle.
    """
    copies = f"{facts.paper_copies} 份" if facts.paper_copies else "按接收单位要求"
    rows = (
        (
            "1",
            "纸质申报材料（合订本）",
            f"{copies}，每份 {facts.book_pages} 页",
            "页脚有核验码",
        ),
        ("2", facts.carrier, f"1 个，报送包有 {files} 个文件", facts.name),
    )
    header = table_row(("序号", "名称", "数量", "说明"), header=True)
    return (
        BookPart("receipt", RECEIPT_TITLE, one_page=True),
        Heading(1, RECEIPT_TITLE),
        _facts_table(facts),
        line("下列材料由申报单位交出，由接收单位当面核对后收下："),
        Table((3, 9, 9, 13), (header, *map(table_row, rows))),
        line(f"报送包写到“{place}”，写完并读回核对的时间是 {when:%Y-%m-%d %H:%M}。"),
        line(
            f"接收时请核对：纸质材料页脚的核验码、{facts.carrier}中“报送清单.pdf”的核验码与本表一致。"
        ),
        *_digest_lines(digest, facts.carrier),
        *_signatures(),
    )


def _digest_lines(digest: str, carrier: str) -> Iterator[Block]:
    if digest:
        yield line(
            f"报送包的校验值（{carrier}中 tagmanifest-sha256.txt 的 SHA-256；接收单位可以输入，"
            "或者扫页脚的二维码，与收到的核对）："
        )
        yield line(" ".join(_groups(digest).split()))


def _facts_table(facts: Facts) -> Table:
    words = facts.words
    rows = (
        ("通知", facts.call),
        ("通知数据", f"{facts.call_version} 版"),
        (f"{words.track}与{words.task}", f"{facts.track}　{facts.directions}"),
        (words.applicant, facts.applicant),
        ("接收单位", facts.recipient or _UNKNOWN),
        ("核验码", format_code(facts.code)),
        ("合订本页数", f"{facts.book_pages} 页"),
        ("打包日期", printed_date(facts.made)),
    )
    return facts_table(rows)


def _files_table(facts: Facts, files: Sequence[WrittenFile]) -> Table:
    header = table_row(("序号", "文件", "页数", "大小", "校验值"), header=True)
    rows = (
        table_row(
            (
                str(number),
                file.path.removeprefix("data/"),
                str(facts.pages.get(file.path, _UNKNOWN)),
                shown_size(file.size),
                file.digest[:_SHORT],
            )
        )
        for number, file in enumerate(files, start=1)
    )
    return Table(_COLUMNS, (header, *rows))


def _digests_table(facts: Facts, files: Iterable[WrittenFile]) -> Table:
    header = table_row(("文件", "SHA-256（每 16 位空一格）"), header=True)
    rows = [(file.path.removeprefix("data/"), _groups(file.digest)) for file in files]
    version = ("本版本的完整摘要，核验码由它而来", _groups(facts.digest))
    return Table((9, 12), (header, *map(table_row, rows), table_row(version)))


def _groups(digest: str) -> str:
    """Two groups on a line, two lines."""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    return "\n".join(" ".join(groups[at : at + 2]) for at in range(0, len(groups), 2))


def _signatures() -> Iterator[Block]:
    """A column for who hands over and one for who takes, with room for a seal."""
    room = "\n \n "
    yield Space(0.5)
    yield Table(
        (1, 1),
        (
            table_row((f"交件单位（盖章）：{room}", f"收件单位（盖章）：{room}")),
            table_row(("交件人（签字）：\n ", "收件人（签字）：\n ")),
            table_row(("日期：　　　　年　　月　　日",) * 2),
        ),
    )


def shown_size(size: int) -> str:
    """``size`` bytes as people read it: 3.2 MB."""
    if size >= 2**30:
        return f"{size / 2**30:.2f} GB"
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 2**10:.1f} KB"


def readme(facts: Facts) -> bytes:
    """请先读我.txt, with BOM and CRLF so that every Notepad shows it."""
    lines = (
        f"{facts.track}　{facts.applicant}　{layout.KIND}",
        f"核验码：{format_code(facts.code)}（与纸质材料每页页脚的核验码一致）",
        f"打包日期：{facts.made.isoformat()}",
        "",
        "一、先看什么",
        f"  {layout.LISTING}　这个文件夹里有什么、每个文件的页数和校验值，以及交接签字处。",
        f"  {_inside(layout.PDF)}　申报材料的电子版。",
        f"  {_inside(layout.SCANNED)}　签字盖章后的扫描件。",
        f"  {_inside(layout.ORIGINALS)}　{facts.words.evidence}的原始文件。",
        f"  {_inside(layout.ROW)}　供{facts.words.recommender}汇总用。",
        "",
        "二、怎样核对",
        f"  用浏览器打开“{layout.CHECKER}”（不需要联网，也不需要安装程序），选定这个文件夹，",
        "  页面会告诉您文件是否齐全、有没有被改动。",
        "  会用命令行的，也可以在这个文件夹里运行：",
        "    sha256sum -c manifest-sha256.txt",
        "    sha256sum -c tagmanifest-sha256.txt",
        "  这个文件夹符合 BagIt 1.0（RFC 8493），可以用任何支持它的工具校验。",
        "",
        "三、请注意",
        "  请不要改动、改名、增加或删除这个文件夹里的文件，否则核对会不通过。",
        "  需要修改时，请由申报单位在填报程序里修改后重新定稿、打印、盖章和打包。",
    )
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()


def _inside(path: str) -> str:
    return path.replace("/", "\\")
