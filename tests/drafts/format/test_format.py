"""FORMAT.md is complete: what follows was written from that page, with sqlite3 and the cipher only.

Nothing of the package is imported here, and the frozen sample of every version is read.
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

GOLDEN = Path(__file__).parents[1] / "golden"
FACTS = json.loads((GOLDEN / "v1.json").read_text(encoding="utf-8"))
ALPHABET = "3479ACDEFGHJKMNPQRTUVWXY"


def hkdf(key: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info.encode()).derive(key)


def unseal(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], associated)


def secret_of(code: str) -> bytes:
    digits = []
    for number, group in enumerate(code.split("-")):
        *d, check = (ALPHABET.index(character) for character in group)
        assert check == (d[0] + 5 * d[1] + 7 * d[2] + 11 * d[3] + 3 * number) % 24
        digits += d
    secret: int = sum(digit * 24**place for place, digit in enumerate(digits))
    return secret.to_bytes(16, "big")


def by_code(header: dict[str, Any], draft_id: bytes) -> bytes | None:
    secret = secret_of(FACTS["recovery_code"])
    if header["for"] != "user":
        return None
    assert header["user"] == hkdf(secret, b"", "jbgs 1 user id")[:8].hex()
    return hkdf(secret, draft_id, "jbgs 1 user wrap")


def by_passphrase(header: dict[str, Any], draft_id: bytes) -> bytes | None:
    if header["for"] != "passphrase":
        return None
    passphrase = unicodedata.normalize("NFKC", FACTS["passphrase"]).strip().encode()
    stretched = Argon2id(
        salt=base64.b64decode(header["salt"]),
        length=32,
        iterations=header["passes"],
        lanes=header["lanes"],
        memory_cost=header["memory"],
    ).derive(passphrase)
    return hkdf(stretched, draft_id, "jbgs 1 passphrase wrap")


def applications_of(
    points: list[dict[str, Any]],
    revisions: dict[int, bytes],
    row: Callable[[int, int, int, bytes], bytes],
) -> list[Any]:
    """The application of each revision, held against what the contents say of it (section 5)."""
    previous, applications = "", []
    for point in points:
        sealed = revisions[point["number"]]
        assert hashlib.sha256(sealed).hexdigest() == point["hash"]
        line, _, application = zlib.decompress(row(2, point["number"], 0, sealed)).partition(b"\n")
        head = json.loads(line)
        assert (head["previous"], head["token"]) == (previous, point["token"])
        numbers = {attached["number"] for attached in head["files"].values()}
        assert numbers == set(point["files"])
        previous = point["hash"]
        applications.append(json.loads(application))
    return applications


class Page:
    """A draft as the page describes it, opened by one of the ways to its draft key."""

    def __init__(
        self,
        database: sqlite3.Connection,
        wrapping_key: Callable[[dict[str, Any], bytes], bytes | None],
    ) -> None:
        self.database = database
        ((self.draft_id,),) = database.execute("SELECT data FROM draft")
        for header, data in database.execute("SELECT header, data FROM key"):
            facts = json.loads(header)
            assert (facts["version"], facts["draft"]) == (1, self.draft_id.hex())
            if key := wrapping_key(facts, self.draft_id):
                self.draft_key = unseal(key, data, header)
        self.row_key = hkdf(self.draft_key, self.draft_id, "jbgs 1 seal")

    def row(self, kind: int, number: int, part: int, sealed: bytes) -> bytes:
        place = bytes([kind]) + number.to_bytes(8, "big") + part.to_bytes(8, "big")
        return unseal(self.row_key, sealed, b"jbgs1" + self.draft_id + place)

    @property
    def contents(self) -> dict[str, Any]:
        ((sealed,),) = self.database.execute("SELECT data FROM contents WHERE number = 1")
        contents: dict[str, Any] = json.loads(zlib.decompress(self.row(1, 1, 0, sealed)))
        return contents

    def attachment(self, attached: dict[str, Any]) -> bytes:
        parts = self.database.execute(
            "SELECT part, data FROM attachment WHERE number = ? ORDER BY part",
            (attached["number"],),
        )
        data = b"".join(self.row(3, attached["number"], part, sealed) for part, sealed in parts)
        assert len(data) == attached["size"]
        identify = hkdf(self.draft_key, self.draft_id, "jbgs 1 identify")
        assert hmac.digest(identify, data, "sha256").hex() == attached["digest"]
        return data


@pytest.mark.parametrize("wrapping_key", [by_code, by_passphrase])
def test_the_frozen_draft_is_read_by_the_page_alone(
    wrapping_key: Callable[[dict[str, Any], bytes], bytes | None],
) -> None:
    with closing(sqlite3.connect(GOLDEN / "v1.jbgs")) as database:
        page = Page(database, wrapping_key)
        contents = page.contents
        revisions = dict(database.execute("SELECT number, data FROM revision"))
        points = contents["points"]
        assert [[p["number"], p["name"]] for p in points] == FACTS["points"]
        assert sorted(revisions) == [p["number"] for p in points]

        assert applications_of(points, revisions, page.row) == FACTS["applications"]

        assert set(contents["files"]) == set(FACTS["evidence"])
        for name, attached in contents["files"].items():
            data = page.attachment(attached)
            assert hashlib.sha256(data).hexdigest() == FACTS["evidence"][name]


def test_the_book_of_a_version_is_read_by_the_page_alone() -> None:
    facts = json.loads((GOLDEN / "v1-book.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(GOLDEN / "v1-book.jbgs")) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        page = Page(database, by_code)
        contents = page.contents
        # Whoever knows of no books finds nothing here that is new to them.
        known = {"version", "lineage", "points", "files", "scans", "record", "call_version"}
        assert (contents["version"], set(contents)) == (1, known)
        assert list(contents["scans"]) == ["scans/扫描.pdf", f"book/{facts['code']}"]
        (entry,) = json.loads(contents["record"])["finalised"]
        data = page.attachment(contents["scans"][f"book/{entry['code']}"])
    line, _, pdf = data.partition(b"\n")
    assert json.loads(line) == facts["line"]
    assert pdf.decode() == facts["pdf"]
    assert json.loads(line)["pages"] == entry["pages"]
