"""What stands out in a paragraph by its format alone, which plain words cannot hold."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from jbgs_desktop.documents.docx_reader.model import FormatKind, FormatMark, beginning
from jbgs_desktop.documents.docx_reader.names import Element, descend, is_on, value
from jbgs_desktop.documents.docx_reader.styles import Styles

_DARK, _VIVID = 0x60, 0x60  # of 256: what is no darker or no more vivid prints as black
_BLACK = ("", "auto", "000000")
_NOTHING = ("", "none", "clear", "auto", "ffffff")
_LINKS = ("hyperlink", "internet link", "followedhyperlink", "visited internet link", "超链接")
_ALIGNED = {"center": FormatKind.CENTRED, "right": FormatKind.RIGHT, "end": FormatKind.RIGHT}


class ParagraphFormats:
    """Gathers the marks of one paragraph while its text is read; its style is no mark."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._marks: list[tuple[FormatKind, str]] = []
        self._open: dict[FormatKind, int] = {}  # the marks that the next words may go on with
        self._sized: list[tuple[int, str]] = []

    def begin(self) -> None:
        """Another paragraph begins."""
        self._marks, self._open, self._sized = [], {}, []

    def add(self, text: str, properties: Element | None, style: str) -> None:
        """``text`` is shown, with the ``properties`` of its run in a paragraph of ``style``."""
        if not text.strip():
            return
        kinds = self._kinds(properties, style)
        self._mark(kinds, text)
        if descend(properties, "w:vertAlign") is None and descend(properties, "w:position") is None:
            self._sized.append((self._styles.size(properties, style), text))

    def of_words(self) -> tuple[FormatMark, ...]:
        """What was gathered."""
        marks = [*self._marks, *self._sizes()]
        return tuple(FormatMark(kind, beginning(text)) for kind, text in marks)

    def of_paragraph(self, paragraph: Element, text: str) -> tuple[FormatMark, ...]:
        """The same, and how the ``paragraph`` itself stands, whose whole ``text`` it is."""
        aligned = _ALIGNED.get(value(descend(paragraph, "w:pPr", "w:jc")))
        own = (FormatMark(aligned, beginning(text)),) if aligned and text.strip() else ()
        return (*self.of_words(), *own)

    def _mark(self, kinds: list[FormatKind], text: str) -> None:
        """Words beside each other with the same mark are one place."""
        still_open: dict[FormatKind, int] = {}
        for kind in kinds:
            at = self._open.get(kind, len(self._marks))
            if at == len(self._marks):
                self._marks.append((kind, ""))
            self._marks[at] = kind, self._marks[at][1] + text
            still_open[kind] = at
        self._open = still_open

    def _kinds(self, properties: Element | None, style: str) -> list[FormatKind]:
        if properties is None or self._is_link(properties):
            return []
        found = []
        for kind, tag in ((FormatKind.BOLD, "w:b"), (FormatKind.ITALIC, "w:i")):
            if is_on(self._direct(properties, style, tag)):
                found.append(kind)
        if value(self._direct(properties, style, "w:u"), default="none") != "none":
            found.append(FormatKind.UNDERLINE)
        if value(self._direct(properties, style, "w:em"), default="none") != "none":
            found.append(FormatKind.DOTS)
        shade = self._direct(properties, style, "w:shd")
        marked = value(self._direct(properties, style, "w:highlight")), value(shade, "w:fill")
        if any(each.lower() not in _NOTHING for each in marked):
            found.append(FormatKind.HIGHLIGHT)
        if colour := _colour(value(self._direct(properties, style, "w:color"))):
            found.append(colour)
        return found

    def _direct(self, properties: Element, style: str, tag: str) -> Element | None:
        """The run's own property where it says something else than the style of its paragraph."""
        own = self._styles.run_switch(properties, style, tag)
        of_style = self._styles.run_switch(None, style, tag)
        if own is None or (of_style is not None and own.items() == of_style.items()):
            return None
        return own

    def _is_link(self, properties: Element) -> bool:
        return self._styles.name(value(descend(properties, "w:rStyle"))) in _LINKS

    def _sizes(self) -> Iterator[tuple[FormatKind, str]]:
        """Words of another size than most of the paragraph; the size of all of it is layout."""
        lengths = Counter[int]()
        for size, text in self._sized:
            lengths[size] += len(text)
        usual = lengths.most_common(1)[0][0] if lengths else 0
        for size, same in groupby(self._sized, key=itemgetter(0)):
            if size != usual:
                yield FormatKind.SIZE, "".join(text for _, text in same)


def _colour(text: str) -> FormatKind | None:
    """The kind of a colour; None for what is as good as black."""
    if text.lower() in _BLACK:
        return None
    try:
        red, green, blue = bytes.fromhex(text)
    except ValueError:
        return FormatKind.COLOUR
    if max(red, green, blue) <= _DARK:
        return None
    return FormatKind.RED if red - max(green, blue) > _VIVID else FormatKind.COLOUR
