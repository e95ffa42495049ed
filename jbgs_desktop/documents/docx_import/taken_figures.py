"""The pictures of fields that are taken over: prepared as any figure is, each with a file name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture, prepare_figures
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_reader.model import Loss, LossKind
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import FigureItem, SectionValue, items_of, one_way

_ENDINGS = {"jpeg": ".jpg", "png": ".png"}
_AT_ONCE = 2**26  # bytes of pictures that are prepared together


@dataclass(frozen=True, slots=True)
class TakenFields:
    """The ``values`` of fields whose figures have files, and the pictures that could not be."""

    values: Mapping[str, Any]
    losses: tuple[Loss, ...]


def with_figure_files(
    form: RecognisedForm, paths: Iterable[str], keep: Callable[[str, bytes], str]
) -> TakenFields:
    """The fields at ``paths``; ``keep`` gets each picture with a name and tells its file.

    A picture that cannot be one leaves its caption as text, and is told.
    """
    values = {path: form.values[path] for path in paths}
    files = TakenFiles(values.values(), form.pictures, keep)
    for path, value in values.items():
        if isinstance(value, tuple) and path.startswith("taskbooks."):
            values[path] = files.named(value, describe(form.call, path, form.track).name)
    return TakenFields(values, tuple(files.losses))


class TakenFiles:
    """Pictures of ``sections`` that were kept, each as a file; ``losses`` are those that were not.

    ``pictures`` are as they were in the docx, ``keep`` gets each with a name and tells its file.
    Those that are ``known`` have a file already.
    """

    def __init__(
        self,
        sections: Iterable[object],
        pictures: Mapping[str, bytes],
        keep: Callable[[str, bytes], str],
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.losses: list[Loss] = []
        self._files = dict(known)
        self._whys: dict[str, str] = {}
        parts = [part for part in _parts(sections) if part not in known]
        for number, (part, made) in enumerate(_prepared(parts, pictures).items(), start=1):
            if isinstance(made, FigurePicture):
                name = f"图{number}{_ENDINGS[made.kind]}"
                self._files[part] = keep(name, made.data)
            else:
                self._whys[part] = made

    @property
    def files(self) -> Mapping[str, str]:
        """The files of the pictures, by their parts."""
        return self._files

    def named(self, section: SectionValue, where: str) -> SectionValue:
        """``section`` with the files of its figures; ``where`` is how its place is told."""
        return one_way([self._item(item, where) for item in items_of(section)])

    def _item(self, item: Any, where: str) -> Any:
        if not isinstance(item, FigureItem):
            return item
        part = item.figure.file
        if part in self._files:
            return FigureItem(figure=item.figure.model_copy(update={"file": self._files[part]}))
        why = f"{item.figure.caption} {self._whys[part]}".strip()
        self.losses.append(Loss(LossKind.PICTURE, where, why))
        return item.figure.caption


def with_files(section: SectionValue, files: Mapping[str, str]) -> SectionValue:
    """``section`` with the pictures that have other names among ``files``."""

    def named(item: Any) -> Any:
        if not isinstance(item, FigureItem) or item.figure.file not in files:
            return item
        figure = item.figure.model_copy(update={"file": files[item.figure.file]})
        return FigureItem(figure=figure)

    return one_way([named(item) for item in items_of(section)])


def _parts(sections: Iterable[object]) -> dict[str, None]:
    """The names of all pictures in ``sections``, each once."""
    lists = (section for section in sections if isinstance(section, tuple))
    figures = (item.figure for each in lists for item in each if isinstance(item, FigureItem))
    return dict.fromkeys(figure.file for figure in figures)


def _prepared(parts: list[str], pictures: Mapping[str, bytes]) -> dict[str, FigurePicture | str]:
    """Each picture made ready, as many at once as memory has room for."""
    found: dict[str, FigurePicture | str] = {}
    batch: list[str] = []
    size = 0
    for number, part in enumerate(parts, start=1):
        batch.append(part)
        size += len(pictures.get(part, b""))
        if size > _AT_ONCE or number == len(parts):
            made = prepare_figures([pictures.get(each, b"") for each in batch])
            found |= dict(zip(batch, made, strict=True))
            batch, size = [], 0
    return found
