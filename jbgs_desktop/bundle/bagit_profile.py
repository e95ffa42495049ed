"""The bundle's profile of BagIt 1.0 (RFC 8493): composing its tag files, and reading them strictly.

Stricter than the standard, so that every tool reads the same: SHA-256 only, lower case, two
blanks, line ends LF, UTF-8 without BOM, names that need no percent-encoding, sorted, no fetch.txt.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from jbgs_desktop import __version__
from jbgs_desktop.bundle.safe_names import path_fault

BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
FETCH = "fetch.txt"
CALL_VERSION = "JBGS-Call-Version"  # in bag-info.txt; bundles of older programs have none
SEAL_SPOTS = "JBGS-Seal-Spots"  # in bag-info.txt; bundles of older programs have none
PAGE_CODES = "JBGS-Page-Codes"  # the kind of code on every page; older bundles have none
PROVING = "2"  # the kind that proves the content
PAGES_BY_HAND = "JBGS-Pages-By-Hand"  # pages of the book whose scans a person has assigned
RENDERING_NUMBER = "JBGS-Rendering"  # of its docx and xlsx; bundles of older programs have none
BOOK_NUMBER = "JBGS-Book-Rendering"  # the same of its PDF, which may be older
_FINALISED, _REPLACES = "JBGS-Finalised", "JBGS-Replaces"  # so have these
_MOST_REPLACED = 100  # versions before it that a bundle names
PAYLOAD = "data/"
PROFILE = "1"  # one application
OFFICE_PROFILE = "office-1"  # what an office forwards: 推荐表 with the bundles it has accepted
_PROFILES = (PROFILE, OFFICE_PROFILE)
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

LONGEST_LINE = 4096  # bytes; the longest line that this profile can write has under 1,100
MOST_FILES = 20_000
LARGEST_BUNDLE = 4 * 2**30  # bytes of all files that an office takes in at a time

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CODE = re.compile("[0-9A-Z]{10}")
_ENCODED = re.compile(r"%(0[Aa]|0[Dd]|25)")


@dataclass(frozen=True, slots=True)
class Hashed:
    """A file's SHA-256 in hexadecimal and its size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class BundleHistory:
    """What tells which of two bundles of an application is newer; empty where nothing was said.

    ``finalised`` is the time of its 定稿, ``replaces`` are the 核验码 of the versions before it,
    ``made`` is the day on which it was packed.
    """

    finalised: datetime | None = None
    replaces: tuple[str, ...] = ()
    made: date | None = None

    @classmethod
    def of(cls, info: Mapping[str, str]) -> "BundleHistory":
        """What the entries ``info`` of bag-info.txt tell; what is no time or code tells nothing."""
        codes = info.get(_REPLACES, "").split(" ")[:_MOST_REPLACED]
        return cls(
            _moment(info.get(_FINALISED, "")),
            tuple(code for code in codes if _CODE.fullmatch(code)),
            _day(info.get("Bagging-Date", "")),
        )

    def lines(self) -> list[tuple[str, str]]:
        """The entries that say it, but for the day, which every bundle has."""
        moment = self.finalised.astimezone(UTC).isoformat() if self.finalised else ""
        replaced = " ".join(self.replaces[-_MOST_REPLACED:])
        return [(k, v) for k, v in ((_FINALISED, moment), (_REPLACES, replaced)) if v]


NO_HISTORY = BundleHistory()  # of a bundle of an older program


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a bundle says of its pages; what is False, empty or 0 it does not say.

    ``proves``: the code on each proves the content, but for the pages of the book that a person has
    assigned, ``by_hand``. ``book_rendering`` is the number of the release that made the book.
    """

    proves: bool = False
    by_hand: tuple[int, ...] = ()
    book_rendering: int = 0

    def lines(self) -> list[tuple[str, str]]:
        """The entries that say it."""
        entries = {
            BOOK_NUMBER: str(self.book_rendering or ""),
            PAGE_CODES: PROVING if self.proves else "",
            PAGES_BY_HAND: " ".join(map(str, self.by_hand)),
        }
        return [(key, text) for key, text in entries.items() if text]


NO_PAGE_FACTS = PageFacts()  # of a bundle of an older program


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """What bag-info.txt says about a bundle. ``code`` is the 核验码, ``digest`` its SHA-256.

    ``call_version`` is that of the call pack by which the application was filled in and checked,
    ``seal_spots`` say where in the whole scan a seal is due (:mod:`.seal_places`), ``rendering``
    is the number of what its docx and xlsx are written by.
    """

    call: str
    call_version: str
    track: str  # id
    applicant: str
    application: str
    code: str
    digest: str
    made: date
    seal_spots: str = ""
    history: BundleHistory = NO_HISTORY
    rendering: int = 0
    pages: PageFacts = NO_PAGE_FACTS

    def lines(self) -> list[tuple[str, str]]:
        spots = [(SEAL_SPOTS, self.seal_spots)] if self.seal_spots else []
        return [
            ("Source-Organization", self.applicant),
            ("Bagging-Date", self.made.isoformat()),
            ("Bag-Software-Agent", f"jbgs-desktop {__version__}"),
            ("External-Identifier", self.code),
            ("JBGS-Profile", PROFILE),
            ("JBGS-Call", self.call),
            (CALL_VERSION, self.call_version),
            ("JBGS-Track", self.track),
            ("JBGS-Application", self.application),
            ("JBGS-Version-Code", self.code),
            ("JBGS-Version-Digest", self.digest),
            *([(RENDERING_NUMBER, str(self.rendering))] if self.rendering else []),
            *self.pages.lines(),
            *spots,
            *self.history.lines(),
        ]


def newer_profile(stated: str) -> str:
    """The profile of this program that ``stated`` is a newer version of; empty when it is none."""
    kind, number = stated.rpartition("-")[::2]
    if not re.fullmatch("[1-9][0-9]{0,3}", number):
        return ""
    known = (each for each in _PROFILES if each.rpartition("-")[0] == kind)
    return next((each for each in known if int(number) > int(each.rpartition("-")[2])), "")


class TagFileError(ValueError):
    """A tag file breaks the profile. ``rule`` names how, ``line`` counts from 1 (0: the whole)."""

    def __init__(self, rule: str, line: int = 0) -> None:
        super().__init__(rule, line)
        self.rule, self.line = rule, line


def tag_files(
    payload: Mapping[str, Hashed], info: Iterable[tuple[str, str]], others: Mapping[str, Hashed]
) -> dict[str, bytes]:
    """The four tag files of a bag by name, to be written in this order.

    ``payload`` has every file below ``data/``, ``others`` the further files beside the tag files
    (请先读我.txt …). Raises ValueError for a name that not every file system keeps.
    """
    files = {
        BAGIT: DECLARATION,
        INFO: compose_info([*info, ("Payload-Oxum", oxum(payload))]),
        MANIFEST: compose_manifest({path: each.digest for path, each in payload.items()}),
    }
    digests = {path: each.digest for path, each in others.items()}
    digests |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return {**files, TAG_MANIFEST: compose_manifest(digests)}


def oxum(payload: Mapping[str, Hashed]) -> str:
    """Payload-Oxum: all bytes, a point, the number of files (RFC 8493 section 2.2.2)."""
    return f"{sum(each.size for each in payload.values())}.{len(payload)}"


def compose_manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest of ``digests`` by path. Raises ValueError for an unsafe path."""
    for path in digests:
        if fault := path_fault(path):
            raise ValueError(f"{fault}: {path!r}")
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def compose_info(entries: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt; every value on one line, its runs of blanks as one blank."""
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in entries).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """The digests by path that a manifest has, decoded. Raises TagFileError."""
    digests: dict[str, str] = {}
    for number, line in enumerate(_lines(data), 1):
        digest, parted, written = line.partition("  ")
        if not parted or not _DIGEST.fullmatch(digest) or not written or written[0] in " *":
            raise TagFileError("line", number)
        path = _decoded(written, number)
        if path in digests:
            raise TagFileError("duplicate", number)
        if len(digests) >= MOST_FILES:
            raise TagFileError("too-many", number)
        digests[path] = digest
    return digests


def _decoded(written: str, number: int) -> str:
    if "%" in _ENCODED.sub("", written):
        raise TagFileError("percent", number)
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), written)


def read_info(data: bytes) -> dict[str, str]:
    """The entries of bag-info.txt, each key once. Raises TagFileError."""
    entries: dict[str, str] = {}
    for number, line in enumerate(_lines(data), 1):
        key, parted, value = line.partition(": ")
        if not parted or not _KEY.fullmatch(key):
            raise TagFileError("line", number)
        if key in entries:
            raise TagFileError("duplicate", number)
        entries[key] = value
    return entries


def _lines(data: bytes) -> list[str]:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise TagFileError("bom")
    if b"\0" in data:
        raise TagFileError("nul", data.count(b"\n", 0, data.index(b"\0")) + 1)
    if b"\r" in data:
        raise TagFileError("line-end", data.count(b"\n", 0, data.index(b"\r")) + 1)
    raw = data.split(b"\n")
    if raw.pop() or not raw:
        raise TagFileError("cut" if data else "empty")
    lines = []
    for number, line in enumerate(raw, 1):
        if len(line) > LONGEST_LINE:
            raise TagFileError("long-line", number)
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            raise TagFileError("encoding", number) from None
    return lines
