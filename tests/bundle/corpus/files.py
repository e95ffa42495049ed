"""500–599: files that were added, taken away or changed, and programs."""

import os
import shutil

from jbgs_desktop.bundle.layout import (
    APPLICATION,
    CHECKER,
    DOCX,
    ELECTRONIC,
    LISTING,
    ORIGINALS,
    PDF,
    README,
    ROW,
    SCANNED,
    WHOLE_SCAN,
)
from tests.bundle import small_bundles
from tests.bundle.corpus import Chapter, Spoiled

chapter = Chapter(500)

_PROGRAM = "bundle.program"


def _changed(spoiled: Spoiled, path: str) -> None:
    """One bit, the size and even the time of the last change as they were."""
    file = spoiled.root / path
    status, data = file.stat(), bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _cut(spoiled: Spoiled, path: str) -> None:
    os.truncate(spoiled.root / path, 5)


def _gone(spoiled: Spoiled, path: str) -> None:
    (spoiled.root / path).unlink()


def _folder_gone(spoiled: Spoiled, path: str) -> None:
    shutil.rmtree(spoiled.root / path)


def _folder_instead(spoiled: Spoiled, path: str) -> None:
    _gone(spoiled, path)
    (spoiled.root / path).mkdir()


def _swapped(spoiled: Spoiled) -> None:
    first, second = (spoiled.root / path for path in (DOCX, PDF))
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)


def _many(spoiled: Spoiled) -> None:
    folder = spoiled.root / SCANNED
    for number in range(20_000):
        os.close(os.open(folder / str(number), os.O_CREAT))


def _huge(spoiled: Spoiled) -> None:
    """5 GB of nothing, which takes no room and would take long to read."""
    spoiled.add(f"{SCANNED}/x.pdf")
    os.truncate(spoiled.root / SCANNED / "x.pdf", 5 * 2**30)


def _huge_together(spoiled: Spoiled) -> None:
    for number in range(20):
        spoiled.add(f"{SCANNED}/{number}.pdf")
        os.truncate(spoiled.root / SCANNED / f"{number}.pdf", 4 * 2**30 - 1)


for _name, _path in {
    "root": "x.txt",
    "data": "data/x.pdf",
    "electronic": f"{ELECTRONIC}/x.pdf",
    "scan": f"{SCANNED}/x.pdf",
    "original": f"{ORIGINALS}/x.pdf",
    "hidden": f"{SCANNED}/.x.pdf",
    "thumbs": f"{SCANNED}/Thumbs.db.pdf",
    "mac": ".DS_Store2",
    "mac-double": f"{SCANNED}/._x.xyz",
    "folder": "extra/x.pdf",
    "info-in-data": "data/bag-info.txt",
}.items():
    chapter.add(f"unlisted-{_name}", "bundle.unlisted", Spoiled.put, _path)
chapter.add(
    "empty-folder", "bundle.unlisted.folder", lambda spoiled: (spoiled.root / "extra").mkdir()
)
for _path in (APPLICATION, DOCX, PDF, ROW, WHOLE_SCAN, README, LISTING, CHECKER):
    _name = _path.rpartition("/")[2]
    chapter.add(f"changed-{_name}", "bundle.changed", _changed, _path)
    chapter.add(f"gone-{_name}", "bundle.missing", _gone, _path)
chapter.add("cut", "bundle.changed", _cut, PDF)
chapter.add("swapped", "bundle.changed", _swapped)
chapter.add("folder-instead", "bundle.missing", _folder_instead, PDF)
for _folder in ("data", SCANNED, ORIGINALS, ELECTRONIC):
    chapter.add(f"folder-gone-{_folder[-5:]}", "bundle.missing", _folder_gone, _folder)
chapter.add("many", "bundle.too-many", _many)
chapter.add("huge", "bundle.too-large", _huge)
chapter.add("huge-together", "bundle.too-many", _huge_together)

for _ending in (
    *("exe", "com", "bat", "cmd", "scr", "pif", "lnk", "msi", "dll", "reg", "url", "inf"),
    *("js", "jse", "vbs", "vbe", "wsf", "ps1", "hta", "jar", "sh", "desktop", "chm", "html"),
    *("docm", "xlsm", "pptm", "dotm", "xlam", "svg", "iso"),
):
    _path = f"{SCANNED}/报告.pdf.{_ending.upper()}"
    chapter.add(f"program-{_ending}", _PROGRAM, Spoiled.add, _path)
chapter.add("program-unlisted", _PROGRAM, Spoiled.put, "打开我.exe", b"MZ")
chapter.add("autorun", _PROGRAM, Spoiled.put, "autorun.inf", b"[autorun]\nopen=x.exe\n")
chapter.add("autorun-case", _PROGRAM, Spoiled.add, "data/AutoRun", b"x")
chapter.add("program-as-pdf", _PROGRAM, Spoiled.change, WHOLE_SCAN, b"MZ\x90\0 %%EOF")
chapter.add("elf-as-pdf", _PROGRAM, Spoiled.change, WHOLE_SCAN, b"\x7fELF %%EOF")
chapter.add("script-as-pdf", _PROGRAM, Spoiled.change, WHOLE_SCAN, b"#!/bin/sh\n%%EOF")
chapter.add(
    "macros-in-docx",
    _PROGRAM,
    Spoiled.change,
    DOCX,
    small_bundles.office_file("word/document.xml", "word/vbaProject.bin"),
)
chapter.add(
    "macros-in-xlsx", _PROGRAM, Spoiled.change, ROW, small_bundles.office_file("xl/VBAPROJECT.BIN")
)
