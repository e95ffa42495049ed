"""200–299: links, pipes, devices: what is no file of the bundle's own."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import BAGIT, INFO, MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.layout import APPLICATION, DOCX, ORIGINALS, PDF, README, SCANNED
from tests.bundle.corpus import Chapter, Spoiled

chapter = Chapter(200)

_SOFT, _HARD, _SPECIAL = "bundle.link.symbolic", "bundle.link.hard", "bundle.special"


def _instead(spoiled: Spoiled, path: str, make: Callable[[Path, Path], None]) -> None:
    """Something else at ``path``, with the content that is listed outside."""
    file = spoiled.root / path
    secret = spoiled.outside / file.name
    shutil.move(file, secret)
    make(file, secret)


def _soft(file: Path, target: Path) -> None:
    file.symlink_to(target)


def _soft_relative(file: Path, target: Path) -> None:
    file.symlink_to(os.path.relpath(target, file.parent))


def _hard(file: Path, target: Path) -> None:
    file.hardlink_to(target)


def _fifo(file: Path, target: Path) -> None:
    os.mkfifo(file)


def _socket(file: Path, target: Path) -> None:
    here = os.getcwd()
    os.chdir(file.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(file.name)
    finally:
        os.chdir(here)


def _folder_away(spoiled: Spoiled, folder: str, *, relative: bool = False) -> None:
    target = spoiled.outside / "folder"
    shutil.move(spoiled.root / folder, target)
    (_soft_relative if relative else _soft)(spoiled.root / folder, target)


def _extra(spoiled: Spoiled, target: str) -> None:
    (spoiled.root / SCANNED / "x.pdf").symlink_to(target)
    spoiled.list_(f"{SCANNED}/x.pdf")


def _chain(spoiled: Spoiled) -> None:
    (spoiled.root / SCANNED / "a.pdf").symlink_to("b.pdf")
    (spoiled.root / SCANNED / "b.pdf").symlink_to("a.pdf")


def _twice_inside(spoiled: Spoiled) -> None:
    file = spoiled.root / SCANNED / "x.pdf"
    spoiled.add(f"{SCANNED}/y.pdf")
    file.hardlink_to(spoiled.root / SCANNED / "y.pdf")
    spoiled.list_(f"{SCANNED}/x.pdf")


for _path in (APPLICATION, PDF, DOCX, README, MANIFEST, TAG_MANIFEST, BAGIT, INFO):
    chapter.add(f"soft-{Path(_path).name}", _SOFT, _instead, _path, _soft)
chapter.add("soft-relative", _SOFT, _instead, PDF, _soft_relative)
for _path in (APPLICATION, PDF, README, MANIFEST, INFO):
    chapter.add(f"hard-{Path(_path).name}", _HARD, _instead, _path, _hard)
for _path in (APPLICATION, PDF, README, MANIFEST, TAG_MANIFEST, BAGIT, INFO):
    chapter.add(f"fifo-{Path(_path).name}", _SPECIAL, _instead, _path, _fifo)
chapter.add("socket", _SPECIAL, _instead, PDF, _socket)
for _folder in ("data", SCANNED, ORIGINALS):
    chapter.add(f"folder-{Path(_folder).name}", _SOFT, _folder_away, _folder)
chapter.add("folder-relative", _SOFT, _folder_away, SCANNED, relative=True)
for _name, _target in {
    "device": "/dev/zero",
    "passwd": "/etc/passwd",
    "self": "x.pdf",
    "dangling": "nowhere",
    "inside": "../01_电子版/申报材料.pdf",
    "root": "/",
    "up": "../../..",
}.items():
    chapter.add(f"extra-{_name}", _SOFT, _extra, _target)
chapter.add("chain", _SOFT, _chain)
chapter.add("hard-twice-inside", _HARD, _twice_inside)
