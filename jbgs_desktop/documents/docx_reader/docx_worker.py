"""Reads a docx, or the pictures of an odt, in a child: the tasks of :mod:`.docx_file`.

All of it may hang or eat memory.
"""

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from jbgs_desktop.documents.attachments.image_metadata import MOST_PIXELS
from jbgs_desktop.documents.docx_reader.compound_file import package_in
from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.foreign_files import foreign_file
from jbgs_desktop.documents.docx_reader.model import ReadDocument, ReadFigure
from jbgs_desktop.documents.docx_reader.odt_figures import odt_figures
from jbgs_desktop.documents.docx_reader.package import WORD, Package, RefusedOfficeError, ZipParts

_PICTURES_AT_ONCE = 40 * 2**20  # bytes that one answer carries


def answer_docx(item: Mapping[str, Any]) -> dict[str, Any]:
    """What the docx in the base64 ``data`` says, or a ``problem``; and some of its pictures.

    ``left`` are the pictures for which the answer had no room: they are asked for as ``parts``.
    """
    data = base64.b64decode(item["data"])
    data = package_in(data) or data
    if problem := foreign_file(data, WORD):
        return {"problem": problem}
    try:
        parts = item.get("parts")
        answer: dict[str, Any] = {"problem": ""}
        if parts is None:
            document = read_document(data)
            answer["document"] = asdict(document)
            parts = _figures(document)
        return answer | _pictures(Package(data), parts)
    except RefusedOfficeError as error:
        return {"problem": WORD.sentence(str(error))}


def answer_odt(item: Mapping[str, Any]) -> dict[str, Any]:
    """As :func:`answer_docx` for the figures alone of the odt in ``data``."""
    try:
        package = ZipParts(base64.b64decode(item["data"]))
        parts = item.get("parts")
        answer: dict[str, Any] = {"problem": ""}
        if parts is None:
            document = ReadDocument(odt_figures(package))
            answer["document"] = asdict(document)
            parts = _figures(document)
        return answer | _pictures(package, parts)
    except RefusedOfficeError as error:
        return {"problem": WORD.sentence(str(error))}


def _still(data: bytes) -> bytes:
    """A GIF, which a figure cannot be, as the PNG of its first picture; else ``data``."""
    if not data.startswith(b"GIF8"):
        return data
    from PIL import GifImagePlugin, Image

    buffer = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=[GifImagePlugin.GifImageFile.format]) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            image.convert("RGBA").save(buffer, "PNG")
    except MemoryError:
        raise
    except Exception:  # Pillow's readers raise whatever a broken file makes them stumble over
        return b""
    return buffer.getvalue()


def _figures(document: ReadDocument) -> list[str]:
    blocks = (each for each in document.blocks if isinstance(each, ReadFigure))
    return list(dict.fromkeys(each.part for each in blocks))


def _pictures(package: ZipParts, parts: Iterable[str]) -> dict[str, Any]:
    pictures: dict[str, str] = {}
    left: list[str] = []
    size = 0
    for part in parts:
        data = _still(package.picture(part) or b"")
        size += len(data)
        if size > _PICTURES_AT_ONCE and pictures:
            left.append(part)
        else:
            pictures[part] = base64.b64encode(data).decode()
    return {"pictures": pictures, "left": left}
