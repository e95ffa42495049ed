"""The figures of an odt, which LibreOffice puts on the clipboard, in reading order."""

import posixpath
import re

from lxml import etree

from jbgs_desktop.documents.docx_reader.model import ReadFigure
from jbgs_desktop.documents.docx_reader.package import ZipParts
from jbgs_desktop.forms.section import NARROWEST, WIDEST

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_FRAME, _IMAGE = _OASIS % "drawing" + "frame", _OASIS % "drawing" + "image"
_WIDTH = _OASIS % "svg-compatible" + "width"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)(cm|mm|in|pt)")
_IN_CM = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_TEXT_WIDTH = 17.0  # cm of a page of LibreOffice, as it is at first
_PIXELS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")


def odt_figures(package: ZipParts) -> tuple[ReadFigure, ...]:
    """The figures of an odt. Raises RefusedOfficeError."""
    root = package.xml("content.xml")
    frames = root.iter(_FRAME) if root is not None else ()
    return tuple(_figure(package, frame) for frame in frames if frame.find(_IMAGE) is not None)


def _figure(package: ZipParts, frame: "etree._Element") -> ReadFigure:
    """One that offers a picture twice, as lines and as pixels, is taken as pixels."""
    links = [image.get(_LINK, "") for image in frame.iterfind(_IMAGE)]
    names = [posixpath.normpath(link) for link in links]
    best = next((name for name in names if name.lower().endswith(_PIXELS)), names[0])
    return ReadFigure(best if package.has(best) else "", _share(frame.get(_WIDTH, "")), "")


def _share(width: str) -> float:
    match = _LENGTH.fullmatch(width)
    share = float(match[1]) * _IN_CM[match[2]] / _TEXT_WIDTH if match else WIDEST
    return round(min(WIDEST, max(NARROWEST, share)), 2)
