"""The words that a clipboard or a drag brings, for fields that take nothing else."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from jbgs_desktop.forms.html_table import HtmlContent, read_html
from jbgs_desktop.forms.rtf_scripts import read_rtf
from jbgs_desktop.forms.section_clipboard import read_lines_with_tabs
from jbgs_desktop.forms.text.clean import clean, cleaned_sentence
from jbgs_desktop.ui.widgets.dropped_files import files_in

LARGEST_PASTE = 200_000  # characters; laying out a longer paragraph would stop the window

_RTF = (
    *("text/rtf", "application/rtf", "text/richtext", "Rich Text Format"),
    'application/x-qt-windows-mime;value="Rich Text Format"',  # what Qt makes of that name
)
_A_FILE = "没有粘贴：复制的是文件，不是文字。文件请在列证明文件的一页添加。"


@dataclass(frozen=True, slots=True)
class PastedWords:
    """The ``text`` to put in, and a ``sentence`` on what does not come with it; "" for all of it.

    ``is_refused``: nothing is to be put in.
    """

    text: str
    sentence: str = ""
    is_refused: bool = False


def words_in(source: QMimeData) -> PastedWords:
    """The words of ``source``; cells of a spreadsheet without the quotes it puts around them."""
    if files_in(source):
        return PastedWords("", _A_FILE, is_refused=True)
    text = source.text()
    if len(text) > LARGEST_PASTE:
        return PastedWords("", refused_sentence(len(text)), is_refused=True)
    content = html_in(source)
    text, unset = content.words(text)
    if len(text) > LARGEST_PASTE:  # where only the HTML brings words
        return PastedWords("", refused_sentence(len(text)), is_refused=True)
    if content.is_one_table:
        text = "\n".join(map("\t".join, read_lines_with_tabs(text)))
    return PastedWords(text, content.lost + unset)


def html_in(source: QMimeData) -> HtmlContent:
    """What ``source`` brings besides words as HTML, or as RTF where it has no other form."""
    if source.hasHtml():
        return read_html(source.html())
    form = next((form for form in _RTF if source.hasFormat(form)), "")
    return read_rtf(bytes(source.data(form).data())) if form else HtmlContent()


def cleaning_in(source: QMimeData) -> str:
    """What cleaning does to the words of ``source`` wherever they go in, in a sentence, or ""."""
    text = source.text()
    if len(text) > LARGEST_PASTE:
        return ""
    cleaned = clean(text)
    return cleaned_sentence(cleaned.removed, cleaned.exchanged)


def refused_sentence(length: int) -> str:
    return (
        f"没有粘贴：内容有 {length:,} 个字符，一次最多粘贴 {LARGEST_PASTE:,} 个字符。"
        "请检查复制的内容是否选多了，需要时分几次粘贴。"
    )
