"""What is read of a docx: blocks in reading order, and every thing that could not be carried over.

It crosses a pipe from a child, so it is of plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

_LONGEST_MARK = 24  # characters of words that stand out; enough to find them in the original


class LossKind(StrEnum):
    """What sort of thing could not be carried over, or not whole."""

    TEXT_BOX = "text-box"
    WORD_ART = "word-art"
    FORMULA = "formula"
    CHART = "chart"
    SMART_ART = "smart-art"
    OBJECT = "ole-object"
    SHAPE = "shape"
    INK = "ink"
    VECTOR_PICTURE = "vector-picture"
    LINKED_PICTURE = "linked-picture"
    PICTURE = "picture"
    CELL_PICTURE = "cell-picture"
    CROP = "crop"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    HEADER = "header"
    FOOTER = "footer"
    EMBEDDED_DOCUMENT = "embedded-document"
    NESTED_TABLE = "nested-table"
    LARGE_TABLE = "large-table"
    HIDDEN_TEXT = "hidden-text"
    STRUCK_TEXT = "struck-text"
    SCRIPT = "script"
    SYMBOL = "symbol"
    RUBY = "ruby"
    CONTENTS = "contents"
    UNPLACED = "unplaced"
    EVIDENCE = "evidence-list"
    FIXED_WORDS = "fixed-words"
    VALUE = "value"
    DUPLICATE = "duplicate"
    DIFFERENT = "different"
    GUESSED = "guessed-section"
    FORMAT = "format"  # the least of all: every word is there


LOSS_WORDS: Mapping[LossKind, str] = MappingProxyType(
    {
        LossKind.TEXT_BOX: "文本框",
        LossKind.WORD_ART: "艺术字",
        LossKind.FORMULA: "公式",
        LossKind.CHART: "图表（Word图表对象）",
        LossKind.SMART_ART: "SmartArt图形",
        LossKind.OBJECT: "嵌入的对象",
        LossKind.SHAPE: "手绘的图形",
        LossKind.INK: "墨迹",
        LossKind.VECTOR_PICTURE: "矢量图（EMF、WMF、SVG）",
        LossKind.LINKED_PICTURE: "只有链接、不在文件里的图片",
        LossKind.PICTURE: "打不开的图片",
        LossKind.CELL_PICTURE: "表格里的图片（移到了表格后面）",
        LossKind.CROP: "图片的裁剪（带入的是整幅图）",
        LossKind.FOOTNOTE: "脚注",
        LossKind.ENDNOTE: "尾注",
        LossKind.COMMENT: "批注",
        LossKind.HEADER: "页眉",
        LossKind.FOOTER: "页脚",
        LossKind.EMBEDDED_DOCUMENT: "嵌入的另一份文档",
        LossKind.NESTED_TABLE: "表格里的表格",
        LossKind.LARGE_TABLE: "太大的表格（按文字带入）",
        LossKind.HIDDEN_TEXT: "隐藏的文字",
        LossKind.STRUCK_TEXT: "划了删除线的文字（已照样带入，请看是不是要删去的）",
        LossKind.SCRIPT: "上标或下标（文字带入，没有升高或降低）",
        LossKind.SYMBOL: "特殊字体的符号",
        LossKind.RUBY: "拼音标注",
        LossKind.CONTENTS: "目录",
        LossKind.UNPLACED: "表格以外的文字",
        LossKind.EVIDENCE: "证明材料清单",
        LossKind.FIXED_WORDS: "表格固定文字的改动",
        LossKind.VALUE: "读不出的填写内容",
        LossKind.DUPLICATE: "重复填写的栏目",
        LossKind.DIFFERENT: "和申报里现在的不同（没有取用，或者取用以后改过）",
        LossKind.GUESSED: "按标题推断放进这一节的内容（已带入，请核对放对了没有）",
        LossKind.FORMAT: "格式（文字都已带入）",
    }
)


# What came whole and only has to be looked at.
CARRIED_OVER = frozenset({LossKind.STRUCK_TEXT, LossKind.GUESSED, LossKind.FORMAT})


class FormatKind(StrEnum):
    """How words stand out that are carried over as plain words."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    DOTS = "emphasis-dots"
    RED = "red"
    COLOUR = "colour"
    HIGHLIGHT = "highlight"
    SIZE = "size"
    CENTRED = "centred"
    RIGHT = "right"


FORMAT_WORDS: Mapping[FormatKind, str] = MappingProxyType(
    {
        FormatKind.BOLD: "加粗",
        FormatKind.ITALIC: "斜体",
        FormatKind.UNDERLINE: "下划线",
        FormatKind.DOTS: "着重号",
        FormatKind.RED: "红字",
        FormatKind.COLOUR: "彩色字",
        FormatKind.HIGHLIGHT: "突出显示或底纹",
        FormatKind.SIZE: "字号不同",
        FormatKind.CENTRED: "居中",
        FormatKind.RIGHT: "右对齐",
    }
)


@dataclass(frozen=True, slots=True)
class FormatMark:
    """Words that stand out; ``text`` is how they begin."""

    kind: FormatKind
    text: str


def beginning(text: str) -> str:
    """So much of words that stand out as is told."""
    return text.strip()[:_LONGEST_MARK]


@dataclass(frozen=True, slots=True)
class Loss:
    """A thing that was not carried over: ``where`` it stands, and its ``text`` if it has one.

    ``path`` is that of the field where the text is another version of all that the field holds.
    """

    kind: LossKind
    where: str
    text: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph. ``text`` begins with the number that Word counted, raised signs are Unicode.

    ``level`` is that of a heading (1 is the highest), 0 for none; ``style`` the style's name.
    """

    text: str
    level: int = 0
    style: str = ""
    bookmarks: tuple[str, ...] = ()
    formats: tuple[FormatMark, ...] = ()
    sort: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell at its place in the grid (from 0); its paragraphs are parted by line ends."""

    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1
    style: str = ""  # of its first paragraph
    bookmarks: tuple[str, ...] = ()
    formats: tuple[FormatMark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table; ``widths`` are those of its columns in proportion, empty where none are told."""

    cells: tuple[ReadCell, ...]
    rows: int
    columns: int
    widths: tuple[float, ...] = ()
    header_rows: int = 0
    style: str = ""
    sort: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A picture; ``part`` is its name in the package, ``share`` of the text's width its width."""

    part: str
    share: float
    where: str
    sort: Literal["figure"] = "figure"


ReadBlock = ReadParagraph | ReadTable | ReadFigure


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that a docx says. ``tracked`` is how many tracked changes were read as accepted."""

    blocks: tuple[ReadBlock, ...]
    losses: tuple[Loss, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    tracked: int = 0
