"""核验码: names one state of an application with all its files, on paper and on the stick.

It is made of the application's JSON, its keys sorted, and the SHA-256 of every file of it, so
the same content has the same code on every computer, and any change has another. The code is short,
to be read aloud and typed; what proves a content is the digest, of which the QR carries 130 bits.
What was received counts as it came; nothing of it is written again by today's model.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from jbgs_desktop.documents.page_code import (
    CODE_ALPHABET,
    check_character,
    code_characters,
    proof_of,
    short_code,
)
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import ReceivedApplication

_MISREAD = str.maketrans("ILO", "110")
_LENGTH = 10  # characters with the check character
_CHUNK = 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Version:
    """``code`` is the 核验码 (10 characters), ``digest`` the whole SHA-256 in hexadecimal.

    ``files`` holds the SHA-256 of each file of it in hexadecimal; None for a missing one.
    ``json`` is what the code stands for, byte for byte.
    """

    application: str  # names the application in every version of it, 8 characters
    code: str
    digest: str
    files: dict[str, str | None]
    json: str = ""

    @property
    def proof(self) -> str:
        """What the codes on its pages carry of the digest."""
        return proof_of(self.digest)


def version_of(
    written: Application | ReceivedApplication, open_file: Callable[[str], BinaryIO | None]
) -> Version:
    """The version that ``written`` with its evidence is: as received, or as it would be written.

    ``open_file`` gives the bytes of an evidence file, or None when it is missing. Reads every
    file once. Raises what ``open_file`` raises.
    """
    application = _value_of(written)
    names = sorted(application.files())
    return version_with(written, {name: _digest_of(open_file(name)) for name in names})


def version_with(
    written: Application | ReceivedApplication, files: dict[str, str | None]
) -> Version:
    """:func:`version_of` where the SHA-256 of every evidence file is known already."""
    text = written.to_json()
    content = json.loads(text)
    # A file counts by its bytes: a sealed draft may call it otherwise than the plain file did.
    for holder in (*(content.get("evidence") or ()), *_figures_in(content)):
        holder["file"] = files.get(holder.get("file") or "") or ""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    code = short_code(proof_of(digest))
    return Version(application_id(_value_of(written)), code, digest, files, text)


def _figures_in(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for book in (content.get("taskbooks") or {}).values():
        for section in (book or {}).values():
            for item in section if isinstance(section, list) else ():
                if isinstance(item, dict) and "figure" in item:
                    yield item["figure"]


def _value_of(written: Application | ReceivedApplication) -> Application:
    return written if isinstance(written, Application) else written.application


def application_id(application: Application) -> str:
    """Names the application whatever is changed in it, but its call, track or unit."""
    unit = application.unit.code or application.unit.name
    parts = "\n".join((application.call, application.track, unit))
    return code_characters(hashlib.sha256(parts.encode()).digest(), 8)


def parse_code(typed: str) -> str | None:
    """The 核验码 that was typed from paper, None when its check character is wrong.

    Case, width, blanks and hyphens do not matter, and O, I and L are read as 0 and 1.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    code = "".join(character for character in plain if character.isalnum())
    is_whole = len(code) == _LENGTH and all(character in CODE_ALPHABET for character in code)
    return code if is_whole and code[-1] == check_character(code[:-1]) else None


def _digest_of(stream: BinaryIO | None) -> str | None:
    if stream is None:
        return None
    digest = hashlib.sha256()
    with stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
