"""A figure's picture as PNG, which every online form takes; drawn in a child with limits."""

import base64
import io

from jbgs_desktop.documents.attachments.figure_picture import FigurePicture
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.file_kinds import FileKind
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

LIBRARIES = ("PIL.Image",)
_DRAW = "jbgs_desktop.documents.attachments.figure_png:draw_png"
_SECONDS = 20.0
_MEMORY = 3 * 2**29  # bytes of address space


def png_of(picture: FigurePicture) -> bytes:
    """``picture`` as PNG; one that is a PNG stays as it is. Raises DocumentError."""
    if picture.kind is FileKind.PNG:
        return picture.data
    item = base64.b64encode(picture.data).decode()
    (outcome,) = run_in_workers(_DRAW, [item], seconds=_SECONDS, memory=_MEMORY)
    sentences = FAILURE_SENTENCES[ChildWork.FIGURE]
    if outcome.failure:
        raise DocumentError(sentences[outcome.failure])
    try:
        return base64.b64decode(outcome.result, validate=True)
    except (TypeError, ValueError) as error:  # a child that was taken over answers anything
        raise DocumentError(sentences[ChildFailure.CRASH]) from error


def draw_png(item: str) -> str:
    """The PNG of the JPEG in the base64 ``item``: the task of a child."""
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(item)), formats=["JPEG"]) as image:
        image.load()
        Image.frombytes(image.mode, image.size, image.tobytes()).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
