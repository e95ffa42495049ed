"""The list of what could not be carried over, each with its place."""

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

    def where(self) -> str:
        """Where the reading is."""
        return self._place.words()
