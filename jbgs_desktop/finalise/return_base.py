"""The versions against which Word files that came back are held: what both sides began from.

It is what went out; and for a part that came back before, what was taken then, so that only what
is new is asked. Where neither is kept, the digests in the file stand in for it.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from jbgs_desktop.documents.docx_import.earlier_return import (
    EarlierReturn,
    earlier_return,
    nearest,
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

_MOST_READ = 5  # of the Word files of one part: each takes a while


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
            frozenset(paths),
            form.tokens[number],
            form.codes[number],
            originals.get(number, ""),
            number,
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
    for part in (part for _, found in answered for part in found):
        before = list(_taken_before(draft, part, form))
        for path in form.values.keys() & {*part.fields}:
            out = versions.get(path, Application())
            known = [each for each in before if path in each.values]
            values = [out.get(path), *(each.values[path] for each in known)]
            if number := nearest(form.values[path], values):
                versions[path] = out.set(path, values[number])
                earlier[path] = part
                pictures |= known[number - 1].pictures
    return ReturnBase(versions, _opener(draft, pictures), earlier)


def _taken_before(draft: Draft, part: GivenPart, form: RecognisedForm) -> Iterator[EarlierReturn]:
    """What was taken of ``part``, as far as the Word files are kept and can be read."""
    if not isinstance(draft, SealedDraft):
        return
    numbers = sorted({int(path.split(".")[1]) for path in part.fields})
    belongs = Belongs([form.call], form.call, form.track, numbers)
    for original in part.originals[-_MOST_READ:]:
        if original not in draft.kept:
            continue
        with suppress(JbgsError):
            with draft.open_evidence(original) as stream:
                content = read_docx(stream.read())
            before = recognise([content], belongs)
            # Its name may have gone to another file since it was deleted from the draft.
            if any(parts_answered_by((part,), file) for file in returned_files(before)):
                yield earlier_return(before, original)


def _opener(draft: Draft, pictures: Mapping[str, bytes]) -> Callable[[str], BinaryIO | None]:
    of_draft = opener(draft)
    return lambda file: io.BytesIO(pictures[file]) if file in pictures else of_draft(file)
