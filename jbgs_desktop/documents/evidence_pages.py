"""The attached files as pages of the book: a picture with a caption for each of their pages."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.documents.application_document import AttachedDocument, attached_documents
from jbgs_desktop.documents.attachments.inspect import PrintedFile, PrintedPage, page_images
from jbgs_desktop.documents.page_geometry import PICTURE
from jbgs_desktop.documents.pdf.pages import Placement
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.private_folders import made_in_clear

_DPI = 200.0
_ROUNDED = 0.01  # mm
_LONGEST_NAME = 60  # half-width characters of a document's name above its pages
_OF_OFFICE = {"ofd": "OFD文件", "office": "Office文件"}


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """A page of the document at ``at`` in the application's list; ``caption`` stands above it."""

    at: int
    caption: str
    placement: Placement


@dataclass(frozen=True, slots=True)
class Unprinted:
    """An attached file that the book only names, or of which pages are missing, and why.

    ``is_cut`` says that pages are missing of a file that can be printed.
    """

    at: int
    name: str
    reason: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class PrintedEvidence:
    """``pages`` in the order of the paper, their images in a folder that will be removed."""

    pages: tuple[EvidenceSheet, ...]
    unprinted: tuple[Unprinted, ...]


@contextmanager
def printed_evidence(
    paper: PrintedForm,
    open_file: Callable[[str], BinaryIO | None],
    cancelled: Callable[[], bool] = lambda: False,
    *,
    for_good: bool = False,
) -> Iterator[PrintedEvidence]:
    """The pages of the attached files, their images in clear until the end of the block.

    ``for_good`` for paper that is sealed: text is drawn as sharp as a printer is, which takes three
    times as long.
    """
    documents = [each for each in attached_documents(paper) if _file(paper, each)]
    if not documents:
        yield PrintedEvidence((), ())
        return
    with made_in_clear(
        lambda folder: _print(paper, documents, open_file, folder, cancelled, for_good)
    ) as printed:
        yield printed


def _print(
    paper: PrintedForm,
    documents: Sequence[AttachedDocument],
    open_file: Callable[[str], BinaryIO | None],
    folder: Path,
    cancelled: Callable[[], bool],
    for_good: bool,
) -> PrintedEvidence:
    copies: dict[int, Path] = {}
    for document in documents:
        stream = None if cancelled() else open_file(_file(paper, document))
        if stream is not None:
            copy = folder / f"{document.at}"
            with stream, copy.open("xb") as target:
                shutil.copyfileobj(stream, target, 2**20)
            copies[document.at] = copy
    _, _, width, height = PICTURE
    files = page_images(
        list(copies.values()),
        folder,
        box=(width, height),
        dpi=_DPI,
        is_fine=for_good,
        cut=[place for place, at in enumerate(copies) if paper.application.evidence[at].cut],
        cancelled=cancelled,
    )
    printed = dict(zip(copies, files, strict=False))  # incomplete once cancelled
    pages: list[EvidenceSheet] = []
    unprinted: list[Unprinted] = []
    for document in documents:
        file = printed.get(document.at)
        if reason := _reason(file):
            is_cut = file is not None and file.look.printable
            unprinted.append(Unprinted(document.at, document.name, reason, is_cut))
        if file is not None:
            pages += _pages(paper.call.form.vocabulary.evidence, document, file)
    return PrintedEvidence(tuple(pages), tuple(unprinted))


def _file(paper: PrintedForm, document: AttachedDocument) -> str:
    return paper.application.evidence[document.at].file


def _reason(file: PrintedFile | None) -> str:
    if file is None:
        return "文件不在草稿里，请重新添加。"
    if kind := _OF_OFFICE.get(file.look.kind):
        return f"{kind}不能印进合订本，请另外打印后附在后面，或转成PDF再添加。"
    if file.look.printable:
        return file.problem
    return file.look.problem or "这种文件不能印进合订本，请转成PDF再添加。"


def _pages(word: str, document: AttachedDocument, file: PrintedFile) -> Iterator[EvidenceSheet]:
    title = f"{word} {document.category}（{document.number}）　{_cut(document.name)}"
    for number, page in enumerate(file.pages, start=1):
        caption = f"{title}　第 {number}/{len(file.pages)} 页"
        yield EvidenceSheet(document.at, caption, _placement(page))


def _placement(page: PrintedPage) -> Placement:
    """In the middle of its place, a page that is wider on its side.

    Its head is at the left, as GB/T 9704 has it for tables: inside on a right page, outside on a
    left one.
    """
    x, y, width, height = PICTURE
    is_turned = page.width > width + _ROUNDED
    across, down = (page.height, page.width) if is_turned else (page.width, page.height)
    left, top = x + (width - across) / 2, y + (height - down) / 2
    return Placement(page.path, left, top, across, down, is_turned)


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME // 2 else f"{name[: _LONGEST_NAME // 2 - 1]}…"
