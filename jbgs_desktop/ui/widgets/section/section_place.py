"""Where something is put into a section, also when that takes a while and typing goes on."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from jbgs_desktop.forms.section_edit import Slots
from jbgs_desktop.ui.widgets.section.section_block import SectionBlock, TextBlock
from jbgs_desktop.ui.widgets.section.section_text import SectionText, character_number


class InsertPlace:
    """The cursor of a text, which goes along with what is typed before it; or behind a block."""

    def __init__(self, where: SectionText | SectionBlock | None) -> None:
        self._block = where if isinstance(where, SectionBlock) else None
        self.text: SectionText | None = where if isinstance(where, SectionText) else None
        if isinstance(where, TextBlock):
            self.text = where.text
        self._cursor = QTextCursor(self.text.textCursor()) if self.text else None

    def find(self, slots: Slots, blocks: Sequence[SectionBlock]) -> tuple[int, int, int]:
        """The slot of a text now, and the characters in it between which it was selected.

        The end when the place is gone.
        """
        if self._block is not None and self._block in blocks:
            slot = blocks.index(self._block)
            if self._cursor is None:
                return slot + 1, 0, 0
        elif self._block is None and self._cursor is not None and len(slots) == 1:
            slot = 0
        else:
            return len(slots) - 1, len(str(slots[-1])), len(str(slots[-1]))
        text = str(slots[slot])
        ends = (self._cursor.selectionStart(), self._cursor.selectionEnd())
        start, end = (min(len(text), character_number(text, units)) for units in ends)
        return slot, start, end


def line_around(text: str, at: int) -> tuple[int, int]:
    """The start and the end of the line in which the character number ``at`` is."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)
