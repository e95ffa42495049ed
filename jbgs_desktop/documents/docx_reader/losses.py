"""The list of what could not be carried over, each with its place."""

from dataclasses import replace

from jbgs_desktop.documents.docx_reader.model import Loss, LossKind
from jbgs_desktop.documents.docx_reader.places import ReadingPlace

_LONGEST_TEXT = 2000  # characters of a lost text; enough to type it again from the original
_MOST = 2000  # entries; more say no more to a reader


class Losses:
    """Collects; ``place`` tells where the reading is."""

    def __init__(self, place: ReadingPlace) -> None:
        self._place = place
        self.found: list[Loss] = []

    def add(self, kind: LossKind, text: str = "", *, where: str = "") -> None:
        """Another thing that was lost, here or at ``where``."""
        if len(self.found) < _MOST:
            text = text.strip()[:_LONGEST_TEXT]
            self.found.append(Loss(kind, where or self._place.words(), text))

    def add_beside(self, kind: LossKind, text: str) -> None:
        """``text`` follows at once on what was added last; of the same kind they are one thing."""
        last = self.found[-1] if self.found else None
        if last is None or (last.kind, last.where) != (kind, self.where()):
            self.add(kind, text)
        elif len(last.text) < _LONGEST_TEXT:
            joined = f"{last.text}{text.rstrip()}"[:_LONGEST_TEXT]
            self.found[-1] = replace(last, text=joined)

    def where(self) -> str:
        """Where the reading is."""
        return self._place.words()
