"""Makes the fonts in resources/fonts/ from Debian's packages; the same input gives the same bytes.

.venv/bin/python tools/make_fonts.py           fetches the packages with apt-get
.venv/bin/python tools/make_fonts.py FOLDER    takes the .deb files from FOLDER
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).parent.parent / "resources" / "fonts"
PACKAGES = ("fonts-noto-cjk", "fonts-noto-cjk-extra", "fonts-dejavu-core")
NOTO = "usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc"
DEJAVU = "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

TEXT = "JBGS Sans SC"
SYMBOLS = "JBGS Symbols"

# Hangul is the only large block of the source that Chinese office text never needs. Both weights
# keep the same characters: Qt shows a box, not the other weight, for one that its own lacks.
NO_HANGUL = ((0x20, 0x10FF), (0x1E00, 0x31BF), (0x31C0, 0xA4CF), (0xF900, 0x10FFFF))
# What the source font leaves out and engineers write: CO₂, 10⁻³, ⌀, Latin names, tick boxes.
MARKS_NOTO_LACKS = (
    *((0x100, 0x17F), (0x370, 0x3FF), (0x2030, 0x203F), (0x2070, 0x209F), (0x2100, 0x23FF)),
    *((0x25A0, 0x25FF), (0x2610, 0x2612), (0x2713, 0x2718)),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        unpack(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(source), source)
        symbols = TTFont(source / DEJAVU, recalcTimestamp=False)
        lacking = within(symbols.getBestCmap(), MARKS_NOTO_LACKS)
        for weight in ("Regular", "Medium"):
            text = face(source / NOTO.format(weight=weight))
            kept = within(text.getBestCmap(), NO_HANGUL)
            write(text, TEXT, weight, kept)
            lacking -= kept
        write(symbols, SYMBOLS, "Regular", lacking)


def fetch(folder: Path) -> Path:
    subprocess.run(["apt-get", "download", *PACKAGES], cwd=folder, check=True)
    return folder


def unpack(debs: Path, folder: Path) -> None:
    for package in PACKAGES:
        (deb,) = debs.glob(f"{package}_*.deb")
        subprocess.run(["dpkg", "-x", deb, folder], check=True)


def face(collection: Path) -> TTFont:
    """The Simplified Chinese face of a Noto CJK collection."""
    fonts = TTCollection(collection, lazy=True, recalcTimestamp=False).fonts
    return next(font for font in fonts if family(font).startswith("Noto Sans CJK SC"))


def family(font: TTFont) -> str:
    return str(font["name"].getDebugName(1))


def within(characters: Iterable[int], ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {c for c in characters if any(first <= c <= last for first, last in ranges)}


def write(font: TTFont, name: str, weight: str, characters: set[int]) -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    # Nothing sets the window's text vertically.
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "kern"]
    options.name_IDs = [0, 5, 13, 14]
    options.name_languages = [0x409]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=characters)
    cut.subset(font)
    rename(font, name, weight)
    path = TARGET / f"{name.replace(' ', '')}-{weight}.{'otf' if 'CFF ' in font else 'ttf'}"
    font.save(path)
    print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size:,} bytes")


def rename(font: TTFont, name: str, weight: str) -> None:
    """Takes the name of the original away, as its licence asks of a changed font."""
    full = name if weight == "Regular" else f"{name} {weight}"
    postscript = f"{name.replace(' ', '')}-{weight}"
    table = font["name"]
    version = str(table.getDebugName(5)).split(";")[0]
    texts = {1: full, 2: "Regular", 3: f"{version};{postscript}", 4: full, 6: postscript}
    if weight != "Regular":
        texts |= {16: name, 17: weight}
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = full, name
        for number, part in enumerate(top.FDArray):
            part.FontName = f"{postscript}-{number}"


if __name__ == "__main__":
    main()
