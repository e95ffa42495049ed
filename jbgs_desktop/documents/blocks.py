"""The neutral list that every document is made of: what stands on the paper, in its order.

:mod:`jbgs_desktop.documents.application_document` makes the list, and a writer (docx, PDF) knows
nothing but it. A block says what a thing *is*; face, size and spacing are the writer's. Texts hold
no control character: a line that ends is a paragraph that ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jbgs_desktop.forms.text.scripts import Script


class Role(StrEnum):
    """What a paragraph is."""

    TITLE = "title"  # a line of the document's title
    SUBTITLE = "subtitle"  # a line below the title of a part
    BODY = "body"  # what the applicant wrote, and the form's running text
    LABEL = "label"  # the name of a field
    GROUP = "group"  # a heading inside a table
    SUBHEADING = "subheading"  # a heading inside a section, below level 3
    HINT = "hint"  # the form's own word on how to fill in a field, or on a part (注)


class Align(StrEnum):
    """Where a paragraph stands in its line; running text is set even at both edges."""

    START = "start"
    CENTER = "center"


class Indent(StrEnum):
    """How a paragraph is set in."""

    NONE = "none"
    FIRST_LINE = "first-line"  # two characters
    HANGING = "hanging"  # one character, so that a box or number stands alone
    RIGHT_HALF = "right-half"  # begins in the right half of the line, as signatures do


class SpotKind(StrEnum):
    """What is put on a spot by hand."""

    SEAL = "seal"
    SIGNATURE = "signature"


class Signer(StrEnum):
    """Whose seal or signature it is."""

    UNIT = "unit"
    RECOMMENDER = "recommender"
    LEGAL_REPRESENTATIVE = "legal-representative"


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a line; ``source`` is the path of the field whose value it shows, if any.

    Raised and lowered text holds ordinary characters, and ``script`` says how they stand.
    """

    text: str
    source: str = ""
    underlined: bool = False
    script: Script = Script.NORMAL


@dataclass(frozen=True, slots=True)
class Box:
    """□ or ☑."""

    checked: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty underlined place to write on, ``width`` full-width characters long."""

    width: int


Inline = Text | Box | Blank


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of the paper begins, on a new page.

    ``id`` is unique in the list, ``title`` is how a table of contents calls the part. A part that
    is ``one_page`` is set closer, so that a signature never stands on a page without its text.
    """

    id: str
    title: str
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the title of a part, 2 is 一、, 3 is （一）.

    ``source`` is the path of the field that it heads, if it is one.
    """

    level: int
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``keep`` holds it on the page of the next block."""

    content: tuple[Inline, ...]
    role: Role = Role.BODY
    align: Align = Align.START
    indent: Indent = Indent.NONE
    keep: bool = False


@dataclass(frozen=True, slots=True)
class SealSpot:
    """盖章点 / 签字点: where a seal or a signature goes, with the words that the form prints there.

    As a block of its own it stands in the right half of the line, on the page of the next block.
    """

    kind: SpotKind
    who: Signer
    label: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A line to write on, as on a cover: label, value, and where its seal goes."""

    label: str
    value: tuple[Paragraph, ...]
    spot: SealSpot | None = None


@dataclass(frozen=True, slots=True)
class FieldLines:
    """Lines below each other whose values begin at one place."""

    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``columns`` × ``rows`` places of the grid; it is empty without blocks."""

    blocks: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells that begin in this row. A ``breakable`` row may go on over a page's end."""

    cells: tuple[Cell, ...]
    header: bool = False
    breakable: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """表题, above its table, or 图题, below its figure: 表1　题.

    The numbers of a ``word`` (表, 图) begin anew in each part of the paper.
    """

    word: str
    number: int
    title: tuple[Text, ...] = ()

    @property
    def content(self) -> tuple[Text, ...]:
        """The caption as it is read."""
        label = f"{self.word}{self.number}"
        return (Text(f"{label}　"), *self.title) if self.title else (Text(label),)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of the text's width; header rows stand again on each of its pages.

    ``columns`` are the widths in proportion to each other. A table with a caption is one that the
    applicant made: it stands in running text, and its words are small enough for its columns.
    """

    columns: tuple[int, ...]
    rows: tuple[TableRow, ...]
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class CaptionedFigure:
    """A picture on the page of its caption; ``share`` is how much of the text's width it takes.

    It is named by ``file``; a writer gets the pictures themselves beside the blocks.
    """

    file: str
    share: float
    caption: Caption
    source: str = ""  # the path of the item


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height, in lines of running text."""

    lines: float


Block = BookPart | Heading | Paragraph | SealSpot | FieldLines | Table | CaptionedFigure | Space


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file of a document says about itself.

    With ``custom`` properties, by their names, it can be read back: each field has a bookmark too.
    """

    title: str
    author: str
    custom: Mapping[str, str] = field(default_factory=dict)


def texts_of(blocks: Iterable[Block]) -> Iterator[Text]:
    """Every piece of text in ``blocks``, labels of spots and headings among it."""
    for block in blocks:
        match block:
            case BookPart():
                yield Text(block.title)
            case Heading():
                yield Text(block.text)
            case Paragraph():
                yield from _texts(block)
            case SealSpot():
                yield Text(block.label)
            case FieldLines():
                for line in block.lines:
                    yield Text(line.label)
                    for paragraph in line.value:
                        yield from _texts(paragraph)
                    if line.spot:
                        yield Text(line.spot.label)
            case Table():
                yield from block.caption.content if block.caption else ()
                for row in block.rows:
                    for cell in row.cells:
                        for paragraph in cell.blocks:
                            yield from _texts(paragraph)
            case CaptionedFigure():
                yield from block.caption.content
            case Space():
                pass


def _texts(paragraph: Paragraph) -> Iterator[Text]:
    yield from (each for each in paragraph.content if isinstance(each, Text))
