"""The pictures of figures, which nobody vouches for, brought to one form in a child with limits.

They go through pipes: none is on a disk in the clear.
"""

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jbgs_desktop.forms.file_kinds import FileKind
from jbgs_desktop.sandbox import (
    FAILURE_SENTENCES,
    ChildFailure,
    ChildWork,
    Outcome,
    run_in_workers,
)

LARGEST_FIGURE = 2**27  # bytes of what is given; a picture of 200 million pixels is smaller
_PREPARE = "jbgs_desktop.documents.attachments.figure_worker:prepare_figure"
_IDENTIFY = "jbgs_desktop.documents.attachments.figure_worker:identify_figure"
_SECONDS = 20.0  # for one picture of 200 million pixels on a slow machine
_MEMORY = 5 * 2**29  # bytes of address space, most of which libraries only reserve
TOO_LARGE_FIGURE = "图片文件超过128 MB，请缩小后再添加。"
_EMPTY = "图片文件是空的（0字节），请换成有内容的文件。"


@dataclass(frozen=True, slots=True)
class FigurePicture:
    """A picture as it is kept and printed: a PNG or JPEG (``kind``), 8-bit grey or sRGB, upright.

    ``width`` and ``height`` are in pixels; ``notes`` are sentences on what was done to it.
    """

    data: bytes
    kind: FileKind
    width: int
    height: int
    notes: tuple[str, ...] = ()


def prepare_figures(
    sources: Sequence[bytes], *, cancelled: Callable[[], bool] = lambda: False
) -> list[FigurePicture | str]:
    """Each of ``sources`` as a picture, or a sentence why it cannot be one, in their order.

    Ends early, with fewer, once ``cancelled()``.
    """
    found: dict[int, FigurePicture | str] = {}
    asked: list[int] = []
    for at, source in enumerate(sources):
        if refusal := _refusal(source):
            found[at] = refusal
        else:
            asked.append(at)
    items = [base64.b64encode(sources[at]).decode() for at in asked]
    for outcome in run_in_workers(
        _PREPARE, items, seconds=_SECONDS, memory=_MEMORY, cancelled=cancelled
    ):
        found[asked[outcome.index]] = _picture(outcome)
    return list(_up_to_a_gap(found))


@dataclass(frozen=True, slots=True)
class PictureIdentity:
    """``digest`` is that of the prepared picture's bytes, ``pixels`` that of what it shows."""

    digest: str
    pixels: str
    width: int
    height: int


def identify_pictures(sources: Sequence[bytes]) -> list[PictureIdentity | None]:
    """What tells each of ``sources`` from others; None for one that cannot be a figure."""
    items = [base64.b64encode(source).decode() for source in sources]
    found: list[PictureIdentity | None] = [None] * len(items)
    for outcome in run_in_workers(_IDENTIFY, items, seconds=_SECONDS, memory=_MEMORY):
        with suppress(TypeError, KeyError, ValueError):  # no picture, or a child taken over
            width, height = outcome.result["size"]
            digest, pixels = str(outcome.result["digest"]), str(outcome.result["pixels"])
            found[outcome.index] = PictureIdentity(digest, pixels, int(width), int(height))
    return found


def _refusal(source: bytes) -> str:
    if not source:
        return _EMPTY
    return TOO_LARGE_FIGURE if len(source) > LARGEST_FIGURE else ""


def _up_to_a_gap(found: dict[int, FigurePicture | str]) -> Iterator[FigurePicture | str]:
    for at in range(len(found)):
        if at not in found:
            return
        yield found[at]


def _picture(outcome: Outcome) -> FigurePicture | str:
    sentences = FAILURE_SENTENCES[ChildWork.FIGURE]
    if outcome.failure:
        return sentences[outcome.failure]
    made = outcome.result
    try:
        if made["problem"]:
            return str(made["problem"])
        width, height = made["size"]
        notes = tuple(str(note) for note in made["notes"])
        data = base64.b64decode(made["data"], validate=True)
        return FigurePicture(data, FileKind(made["kind"]), int(width), int(height), notes)
    except (TypeError, KeyError, ValueError):  # a child that was taken over answers anything
        return sentences[ChildFailure.CRASH]
