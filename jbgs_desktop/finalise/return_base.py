"""The versions against which Word files that came back are held: what both sides began from.

It is what went out; and for a part that came back before, what was taken then, so that only what
is new is asked. Where neither is kept, the digests in the file stand in for it.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from jbgs_desktop.documents.docx_import.earlier_return import (
    EarlierReturn,
    earlier_return,
    goes_on,
)
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.documents.docx_reader.docx_file import read_docx
from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.export_base import exported_versions
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.given_parts import GivenPart, ReturnedFile, parts_answered_by
from jbgs_desktop.forms.application import Application


@dataclass(frozen=True, slots=True)
class ReturnBase:
    """``versions`` by the paths of fields, and what opens their pictures and those of the draft.

    ``earlier`` tells of which fields the version is what was taken before, with its part.
    """

    versions: Mapping[str, Application]
    open_file: Callable[[str], BinaryIO | None]
    earlier: Mapping[str, GivenPart]


def returned_files(
    form: RecognisedForm, originals: Mapping[int, str] = MappingProxyType({})
) -> list[ReturnedFile]:
    """What each of the files tells of itself, with the fields that count of it.

    ``originals`` are the names under which the files are kept, by their numbers.
    """
    files: dict[int, set[str]] = {}
    for path, number in form.sources.items():
        files.setdefault(number, set()).add(path)
    return [
        ReturnedFile(
            frozenset(paths), form.tokens[number], form.codes[number], originals.get(number, "")
        )
        for number, paths in files.items()
    ]


def return_base(draft: Draft, form: RecognisedForm, parts: Sequence[GivenPart]) -> ReturnBase:
    """The versions for ``form``; ``parts`` were given out. Takes seconds. Raises JbgsError."""
    answered = [(file, parts_answered_by(parts, file)) for file in returned_files(form)]
    tokens = {
        path: token
        for file, found in answered
        for path in file.fields
        if (token := file.token or next((part.token for part in found), ""))
    }
    sent = exported_versions(draft, tokens.values())
    versions = {path: sent[token] for path, token in tokens.items() if token in sent}
    pictures: dict[str, bytes] = {}
    earlier: dict[str, GivenPart] = {}
    for number, part in enumerate(part for _, found in answered for part in found):
        before = _taken_before(draft, part, form, number)
        if before is None:
            continue
        for path in form.values.keys() & before.values.keys() & {*part.fields}:
            version = versions.get(path, Application())
            if goes_on(form.values[path], before.values[path], version.get(path)):
                versions[path] = version.set(path, before.values[path])
                earlier[path] = part
                pictures |= before.pictures
    return ReturnBase(versions, _opener(draft, pictures), earlier)


def _taken_before(
    draft: Draft, part: GivenPart, form: RecognisedForm, number: int
) -> EarlierReturn | None:
    """What was taken of ``part`` before, where the Word file is still kept and can be read."""
    if not isinstance(draft, SealedDraft) or part.original not in draft.kept:
        return None
    with suppress(JbgsError):
        with draft.open_evidence(part.original) as stream:
            content = read_docx(stream.read())
        numbers = sorted({int(path.split(".")[1]) for path in part.fields})
        belongs = Belongs([form.call], form.call, form.track, numbers)
        before = recognise([content], belongs)
        # Its name may have gone to another file since it was deleted from the draft.
        if any(parts_answered_by((part,), file) for file in returned_files(before)):
            return earlier_return(before, number)
    return None


def _opener(draft: Draft, pictures: Mapping[str, bytes]) -> Callable[[str], BinaryIO | None]:
    of_draft = opener(draft)
    return lambda file: io.BytesIO(pictures[file]) if file in pictures else of_draft(file)
