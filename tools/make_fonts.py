"""Makes the fonts in resources/fonts/ from Debian's packages; the same input gives the same bytes.

The folder itself holds the window's fonts, its folder print/ those of the paper and, in
coverage.json, which characters the paper's fonts have.

.venv/bin/python tools/make_fonts.py           fetches the packages with apt-get
.venv/bin/python tools/make_fonts.py FOLDER    takes the .deb files from FOLDER
"""

import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).parent.parent / "resources" / "fonts"
PRINT = TARGET / "print"
PACKAGES = (
    "fonts-noto-cjk",
    "fonts-noto-cjk-extra",
    "fonts-dejavu-core",
    "texlive-lang-chinese",
)
NOTO = "usr/share/fonts/opentype/noto/Noto{style}CJK-{weight}.ttc"
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol{style}-Regular.otf"
DEJAVU = "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

TEXT, RARE = "JBGS Sans SC", "JBGS Sans Rare"
SYMBOLS = "JBGS Symbols"
FANG, KAI, SERIF, TITLE = "JBGS Fang", "JBGS Kai", "JBGS Serif", "JBGS Title"

# Hangul is the only large block of the source that Chinese office text never needs.
NO_HANGUL = ((0x20, 0x10FF), (0x1E00, 0x31BF), (0x31C0, 0xA4CF), (0xF900, 0x10FFFF))
HAN = ((0x3400, 0x9FFF),)
LATIN_AND_MARKS = ((0x20, 0xFF), (0x2010, 0x2030), (0x3000, 0x301F), (0xFF01, 0xFF5E))
# What the source font leaves out and engineers write: CO₂, 10⁻³, ⌀, Latin names, tick boxes.
MARKS_NOTO_LACKS = (
    *((0x100, 0x17F), (0x370, 0x3FF), (0x2030, 0x203F), (0x2070, 0x209F), (0x2100, 0x23FF)),
    *((0x25A0, 0x25FF), (0x2610, 0x2612), (0x2713, 0x2718)),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        unpack(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(source), source)
        make_window_fonts(source)
        make_print_fonts(source)


def make_window_fonts(source: Path) -> None:
    """Two weights of the usual characters, and one weight of the rare ones for both.

    The rare ones have a name of their own, because Qt shows a box, not the other weight, for a
    character that one weight of a font lacks.
    """
    symbols = TTFont(source / DEJAVU, recalcTimestamp=False)
    lacking = within(symbols.getBestCmap(), MARKS_NOTO_LACKS)
    for weight in ("Regular", "Medium"):
        text = face(source / NOTO.format(style="Sans", weight=weight))
        kept = within(text.getBestCmap(), NO_HANGUL)
        usual = {character for character in kept if not is_han(character)} | gb2312()
        write(text, TEXT, weight, usual)
        lacking -= kept
    text = face(source / NOTO.format(style="Sans", weight="Regular"))
    write(text, RARE, "Regular", kept - usual)
    write(symbols, SYMBOLS, "Regular", lacking)


def make_print_fonts(source: Path) -> None:
    """仿宋 whole, 宋体 with what it lacks and Latin; 楷体 and 小标宋 for what headings say."""
    PRINT.mkdir(exist_ok=True)
    fang = TTFont(source / FANDOL.format(style="Fang"), recalcTimestamp=False)
    text = within(fang.getBestCmap(), NO_HANGUL)
    write(fang, FANG, "Regular", text, PRINT)
    kai = TTFont(source / FANDOL.format(style="Kai"), recalcTimestamp=False)
    write(kai, KAI, "Regular", for_headings(kai), PRINT)
    serif = face(source / NOTO.format(style="Serif", weight="Light"))  # as thin as 仿宋
    rare = within(serif.getBestCmap(), NO_HANGUL) - within(text, HAN)
    write(serif, SERIF, "Regular", rare, PRINT)
    bold = face(source / NOTO.format(style="Serif", weight="Bold"))
    write(bold, TITLE, "Bold", for_headings(bold), PRINT)
    write_coverage()


def write_coverage() -> None:
    """The ranges of characters that at least one font has that the paper may be set in."""
    files = [*PRINT.glob("*.otf"), *TARGET.glob("*-Regular.?tf")]
    covered = sorted({character for file in files for character in TTFont(file).getBestCmap()})
    ranges: list[list[int]] = []
    for character in covered:
        if ranges and ranges[-1][1] == character - 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    text = json.dumps(ranges, separators=(",", ":"))
    (PRINT / "coverage.json").write_text(text + "\n", encoding="utf-8")


def for_headings(font: TTFont) -> set[int]:
    return within(font.getBestCmap(), LATIN_AND_MARKS) | gb2312()


def is_han(character: int) -> bool:
    return unicodedata.name(chr(character), "").startswith("CJK UNIFIED IDEOGRAPH")


def gb2312() -> set[int]:
    """The 6763 Han characters of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(character) for code in codes for character in code.decode("gb2312", "ignore")}


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
    names = ("Noto Sans CJK SC", "Noto Serif CJK SC")
    return next(font for font in fonts if family(font).startswith(names))


def family(font: TTFont) -> str:
    return str(font["name"].getDebugName(1))


def within(characters: Iterable[int], ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {c for c in characters if any(first <= c <= last for first, last in ranges)}


def write(
    font: TTFont, name: str, weight: str, characters: set[int], folder: Path = TARGET
) -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    # Nothing is set vertically.
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "kern"]
    options.name_IDs = [0, 5, 13, 14]
    options.name_languages = [0x409]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=characters)
    cut.subset(font)
    rename(font, name, weight)
    path = folder / f"{name.replace(' ', '')}-{weight}.{'otf' if 'CFF ' in font else 'ttf'}"
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
        for number, part in enumerate(getattr(top, "FDArray", ())):
            part.FontName = f"{postscript}-{number}"


if __name__ == "__main__":
    main()
