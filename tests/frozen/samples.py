"""What released versions of the program made: one folder for each, never made anew."""

import json
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from jbgs_desktop.drafts.keys.key_holders import HolderKey, Passphrase
from jbgs_desktop.drafts.keys.recovery_code import secret_of
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import SealedDraft, open_draft
from jbgs_desktop.office.register.register import Register

VERSIONS = sorted(folder.name for folder in Path(__file__).parent.glob("v*") if folder.is_dir())


class Frozen:
    """The folder of one ``version``; what is opened of it is a copy below ``work``."""

    def __init__(self, version: str, work: Path) -> None:
        self.folder = Path(__file__).parent / version
        self.work = work
        self.expected: dict[str, Any] = json.loads(
            (self.folder / "expected.json").read_text(encoding="utf-8")
        )

    @property
    def tracks(self) -> dict[str, dict[str, Any]]:
        tracks: dict[str, dict[str, Any]] = self.expected["tracks"]
        return tracks

    @property
    def checked_at(self) -> datetime:
        """When ``check`` was asked; what it finds depends on the deadlines."""
        return datetime.fromisoformat(self.expected["checked_at"])

    @property
    def by_code(self) -> HolderKey:
        return secret_of(self.expected["recovery_code"])

    @property
    def by_passphrase(self) -> HolderKey:
        return Passphrase(self.expected["passphrase"])

    def plain(self, track: str) -> PlainDraft:
        return PlainDraft(self.folder / track / "申报.json")

    def bundle(self, track: str) -> Path:
        return self.folder / track / str(self.tracks[track]["bundle"])

    def draft(self, name: str, holder: HolderKey | None = None) -> SealedDraft:
        """The draft ``name``, open for writing."""
        return open_draft(self.copy(f"{name}.jbgs"), lambda: [holder or self.by_code])

    def reopened(self, name: str) -> SealedDraft:
        """The draft that :meth:`draft` has opened before."""
        return open_draft(self.work / f"{name}.jbgs", lambda: [self.by_code])

    def register(self) -> Register:
        """The register with the received bundles that are frozen, too, each in its place."""
        office = self.work / "office"
        office.mkdir()
        shutil.copy(self.folder / "register.jbgs", office)
        for track in self.tracks:
            bundle = self.bundle(track)
            shutil.copytree(bundle, office / "received" / bundle.name)
        return self.open_register()

    def open_register(self) -> Register:
        """The register that :meth:`register` has put into its place."""
        return Register.open([self.by_code], self.work / "office")

    def copy(self, name: str) -> Path:
        return Path(shutil.copy(self.folder / name, self.work))


def codes(findings: Iterable[Any]) -> list[list[str]]:
    """What findings are, but for their sentences, which may be worded better."""
    return [[each.severity.value, each.code, each.path] for each in findings]
