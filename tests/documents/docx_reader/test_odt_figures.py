"""The pictures of an odt, read in a child within the bounds that a docx has."""

import io
import zipfile

import pytest

from jbgs_desktop.documents.docx_reader.docx_file import read_odt_figures
from jbgs_desktop.documents.docx_reader.model import ReadFigure
from jbgs_desktop.errors import DocumentError
from tests.documents.docx_reader.word_files import picture

_NAMES = (
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt(body: str, **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", f"<content {_NAMES}>{body}</content>")
        for name, data in parts.items():
            archive.writestr(f"Pictures/{name}.png", data)
    return buffer.getvalue()


def frame(*links: str, width: str = "8.5cm") -> str:
    images = "".join(f'<draw:image xlink:href="{link}"/>' for link in links)
    return f'<draw:frame svg:width="{width}">{images}</draw:frame>'


def test_each_picture_in_its_order_with_its_width() -> None:
    body = (
        frame("Pictures/a.png")
        + frame("Pictures/b.svg", "Pictures/b.png", width="60in")
        + frame("./ObjectReplacements/Object 1", width="?")
        + "<draw:frame/>"
    )
    content = read_odt_figures(odt(body, a=picture(), b=picture(colour="#ff0000")))
    assert content.document.blocks == (
        ReadFigure("Pictures/a.png", 0.5, ""),
        ReadFigure("Pictures/b.png", 1, ""),
        ReadFigure("", 1, ""),
    )
    assert content.pictures["Pictures/a.png"] == picture()
    assert content.pictures[""] == b""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        odt("<unclosed>"),
        odt("", **{"../up": b""}),
        odt("x" * 50_000_000),
        odt("").replace(b"content.xml", b"../tent.xml"),
    ],
    ids=["empty", "text", "broken", "outside", "bomb", "name"],
)
def test_what_is_none_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read_odt_figures(data)


def test_an_odt_without_content_has_none() -> None:
    assert read_odt_figures(odt("").replace(b"content", b"kontent")).document.blocks == ()
