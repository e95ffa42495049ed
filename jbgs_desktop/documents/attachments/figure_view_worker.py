"""A figure as the window shows it, and a quarter turned: tasks for a child of :mod:`.figure_view`.

What is attached to a draft was given by somebody else perhaps, so it is brought to one form first.
"""

import base64
import io
from typing import Any

from jbgs_desktop.documents.attachments.figure_worker import encoded_figure, prepare_figure
from jbgs_desktop.documents.attachments.image_metadata import open_image

LIBRARIES = ("PIL.Image", "PIL.ImageCms")


def draw_figure(item: dict[str, Any]) -> dict[str, Any]:
    """The picture in the base64 ``item["data"]`` as bytes of RGB, at most ``item["longest"]`` wide
    and high; ``size`` is what it has itself. Or a ``problem``.
    """
    made = prepare_figure(item["data"])
    if made["problem"]:
        return made
    box = (item["longest"], item["longest"])
    with open_image(io.BytesIO(base64.b64decode(made["data"]))) as image:
        image.draft(None, box)  # a JPEG is read no finer than it is shown
        image.thumbnail(box)
        shown = image.convert("RGB")
    rgb = base64.b64encode(shown.tobytes()).decode()
    return {"problem": "", "size": made["size"], "shown": shown.size, "rgb": rgb}


def turn_figure(item: str) -> dict[str, Any]:
    """The picture in the base64 ``item``, turned clockwise by a quarter; or a ``problem``."""
    from PIL import Image

    made = prepare_figure(item)
    if made["problem"]:
        return made
    with open_image(io.BytesIO(base64.b64decode(made["data"]))) as image:
        turned = image.transpose(Image.Transpose.ROTATE_270)
    data = base64.b64encode(encoded_figure(turned, made["kind"])).decode()
    return {**made, "data": data, "size": turned.size}
