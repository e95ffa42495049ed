"""The pictures of figures: taken into the draft, and drawn for the window, all off its thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from jbgs_desktop.documents.attachments.figure_picture import prepare_figures
from jbgs_desktop.documents.attachments.figure_view import FigureView, draw_figures, turn_picture
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.file_kinds import FileKind
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.section.section_mime import FigureSource

_LONGEST = 1200  # pixels of a picture in the editor, on a fine screen too
_LONGEST_WHOLE = 2400  # of one that is looked at in full
_ENDINGS = {FileKind.JPEG: "jpg", FileKind.PNG: "png"}


class FigureFiles(Protocol):
    """Where the pictures of an application are kept."""

    def attach(self, name: str, data: bytes) -> str:
        """Keep ``data`` under a name like ``name``; the value for a figure's ``file``.

        Raises JbgsError.
        """

    def read(self, file: str) -> bytes:
        """The bytes of a figure's ``file``. Raises JbgsError."""


@dataclass(slots=True)
class TakenPictures:
    """Pictures that came into the draft, by their names there, and sentences to the user."""

    files: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def take_pictures(
    files: FigureFiles, sources: Sequence[FigureSource], cancelled: Callable[[], bool]
) -> TakenPictures:
    """Bring ``sources`` to the form of figures and into the draft, one after the other."""
    taken = TakenPictures()
    for source in sources:
        if cancelled():
            break
        try:
            made = prepare_figures([source.read()], cancelled=cancelled)
            if not made:
                break
            picture = made[0]
            if isinstance(picture, str):
                taken.sentences.append(f"没有插入“{source.name}”：{picture}")
                continue
            name = f"{PurePath(source.name).stem or '图'}.{_ENDINGS[picture.kind]}"
            taken.files.append(files.attach(name, picture.data))
            taken.sentences += [f"“{source.name}”：{note}" for note in picture.notes]
        except JbgsError as error:
            taken.sentences.append(str(error))
    return taken


def turn_figure_file(files: FigureFiles, file: str) -> TakenPictures:
    """Keep the picture ``file`` turned clockwise by a quarter, as another file."""
    turned = turn_picture(files.read(file))
    name = PurePath(file)
    if isinstance(turned, str):
        return TakenPictures(sentences=[f"没有转动“{name.name}”：{turned}"])
    data, ending = turned
    return TakenPictures(files=[files.attach(f"{name.stem}.{ending}", data)])


class FigureViews(QObject):
    """Draws each file once; ``drawn`` carries the file that was drawn, or could not be."""

    drawn = Signal(str)

    def __init__(self, files: FigureFiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files = files
        self._found: dict[str, FigureView | str] = {}
        self._waiting: list[str] = []
        self._is_drawing = False

    def of(self, file: str) -> FigureView | str | None:
        """What ``file`` looks like, or why it cannot be shown, if that is known."""
        return self._found.get(file)

    def want(self, file: str) -> None:
        """Have ``file`` drawn."""
        if file not in self._found and file not in self._waiting:
            self._waiting.append(file)
            self._draw_next()

    def draw_whole(
        self, owner: QObject, file: str, done: Callable[[FigureView | str], object]
    ) -> None:
        """Have ``file`` drawn as large as a screen."""
        files = self.files
        run_in_background(owner, lambda: _draw(files, file, _LONGEST_WHOLE), done, done)

    def _draw_next(self) -> None:
        if self._is_drawing or not self._waiting:
            return
        self._is_drawing = True
        files, file = self.files, self._waiting[0]
        run_in_background(
            self,
            lambda: _draw(files, file, _LONGEST),
            lambda view: self._take(file, view),
            lambda sentence: self._take(file, sentence),
        )

    def _take(self, file: str, view: FigureView | str) -> None:
        self._is_drawing = False
        self._waiting.remove(file)
        self._found[file] = view
        self.drawn.emit(file)
        self._draw_next()


def _draw(files: FigureFiles, file: str, longest: int) -> FigureView | str:
    views = draw_figures([files.read(file)], longest)
    return views[0] if views else ""
