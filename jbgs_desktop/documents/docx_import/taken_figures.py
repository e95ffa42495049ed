"""The pictures of fields that are taken over: prepared as any figure is, each with a file name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture, prepare_figures
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_reader.model import Loss, LossKind
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import FigureItem, one_way

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
    parts = dict.fromkeys(
        item.figure.file
        for value in values.values()
        if isinstance(value, tuple)
        for item in value
        if isinstance(item, FigureItem)
    )
    files: dict[str, str] = {}
    whys: dict[str, str] = {}
    for part, made in _prepared(list(parts), form.pictures).items():
        if isinstance(made, FigurePicture):
            files[part] = keep(f"图{len(files) + 1}{_ENDINGS[made.kind]}", made.data)
        else:
            whys[part] = made
    losses: list[Loss] = []
    for path, value in values.items():
        if isinstance(value, tuple) and any(isinstance(item, FigureItem) for item in value):
            where = describe(form.call, path, form.track).name
            values[path] = one_way([_item(item, files, whys, where, losses) for item in value])
    return TakenFields(values, tuple(losses))


def _item(
    item: Any,
    files: Mapping[str, str],
    whys: Mapping[str, str],
    where: str,
    losses: list[Loss],
) -> Any:
    if not isinstance(item, FigureItem):
        return item
    part = item.figure.file
    if part in files:
        return FigureItem(figure=item.figure.model_copy(update={"file": files[part]}))
    losses.append(Loss(LossKind.PICTURE, where, f"{item.figure.caption} {whys[part]}".strip()))
    return item.figure.caption


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
