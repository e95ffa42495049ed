"""In a child: what a PDF would do, or brings along, besides its pages."""

import logging
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from jbgs_desktop.documents.attachments.time_limit import run_within

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it corrects is no concern of a user
_NAMED = {"/JavaScript": "script", "/EmbeddedFiles": "files"}
_ACTING = {"/JavaScript": "script", "/Launch": "launch"}
_MOST_OBJECTS = 200_000
_DEEPEST = 60  # of values in values
# No release has ever written one of these: a PDF with one is not ours.
_ACTIONS = frozenset(
    f"/{name}"
    for name in (
        *("JavaScript", "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "ResetForm"),
        *("Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView", "URI", "Hide"),
    )
)
_KEYS = frozenset(
    f"/{name}"
    for name in (
        *("JS", "JavaScript", "AA", "EF", "EmbeddedFiles", "XFA", "Collection", "RichMediaContent"),
        *("OpenAction", "AcroForm", "OCProperties", "Encrypt"),
    )
)


def active_parts(path: Path, seconds: float) -> set[str]:
    """What a PDF would do when it is opened or clicked: "script", "launch", "files", "portfolio".

    Looks as far as ``seconds`` allow, and in a broken file as far as it goes. The task of a child.
    """
    found: set[str] = set()
    run_within(seconds, lambda: _find_active_parts(path, found))
    return found


def _find_active_parts(path: Path, found: set[str]) -> None:
    from pypdf import PdfReader

    with suppress(Exception), closing(PdfReader(path)) as reader:
        root: Any = reader.trailer["/Root"].get_object()
        names = root.get("/Names", {}).get_object() if "/Names" in root else {}
        found |= {_NAMED[name] for name in names if name in _NAMED}
        found |= _actions(root)
        found |= {"portfolio"} if "/Collection" in root else set()
        page: Any
        for page in reader.pages:
            found |= _actions(page)
            for note in page.get("/Annots", ()):
                found |= _actions(note.get_object())


def _actions(holder: Any) -> set[str]:
    """The actions that hang directly on a document, page or annotation."""
    actions = [holder[key].get_object() for key in ("/OpenAction", "/A") if key in holder]
    actions += [action.get_object() for action in dict(holder.get("/AA", {})).values()]
    kinds = [action.get("/S") for action in actions if hasattr(action, "get")]
    return {_ACTING[kind] for kind in kinds if kind in _ACTING}


def acts_of_pdf(pdf: Path | bytes, *, may_have_notes: bool = False) -> list[str]:
    """What a PDF would do, or brings along, besides its pages; names, none for ours.

    Every object is looked at, one that nothing refers to as well. Where it ``may_have_notes``, as a
    scan of an older release may, what is laid upon its pages does not count. Raises ValueError for
    a file in which they cannot be told: ours can.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject

    source = pdf if isinstance(pdf, Path) else BytesIO(pdf)
    found: dict[str, None] = {}
    try:
        with closing(PdfReader(source)) as reader:
            if reader.is_encrypted:
                return ["Encrypt"]
            numbers = {number for each in reader.xref.values() for number in each}
            numbers |= set(reader.xref_objStm)
            if len(numbers) > _MOST_OBJECTS:
                raise ValueError("too many objects")
            found.update(dict.fromkeys(_acts_in(dict(reader.trailer))))
            for number in sorted(numbers):
                value = reader.get_object(IndirectObject(number, 0, reader))
                found.update(dict.fromkeys(_acts_in(value)))
                if not may_have_notes and isinstance(value, dict) and value.get("/Annots"):
                    found["Annots"] = None
    except (PyPdfError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise ValueError("not told") from error
    return list(found)


def _acts_in(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        for key, below in value.items():
            if key in _KEYS or (key == "/S" and below in _ACTIONS):
                yield str(below if key == "/S" else key).lstrip("/")
            yield from _acts_in(below, depth + 1)
    elif isinstance(value, list):
        for below in value:
            yield from _acts_in(below, depth + 1)
