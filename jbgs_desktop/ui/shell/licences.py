"""许可: every part that the program is made of, with its licence and the text of it.

The libraries' own texts come with their wheels; the installed program has to carry their
``dist-info`` folders. What the wheels leave out (Qt, ICU, Python) is in ``resources/licences``.
"""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

import PySide6
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jbgs_desktop import PROGRAM_NAME, __version__
from jbgs_desktop.files import resources

_TEXT = re.compile(r"(?i)[^/]*\.dist-info/(?:.*/)?[^/]*(?:licen[cs]e|copying|notice)[^/]*(?:/.+)?")
_OF_QT = {"pyside6-essentials", "shiboken6"}
_LONGEST_NAME = 60  # characters of a licence's name; some wheels put the whole text there
_LARGEST = 2**20  # bytes of one text
QT_NOTE = (
    "本程序使用 Qt 和 PySide6，许可是 GNU 宽通用公共许可证第 3 版（LGPL v3）。它们的源代码没有作"
    "任何修改，安装包里只去掉了用不到的部件和调试信息。"
    "它们是单独的库文件，在程序文件夹的 PySide6 里，可以换成自己编译的同一版本。"
    "源代码由 Qt 公司在 https://download.qt.io 提供，也可以向发放本程序的单位索取。"
)
ICU_NOTE = (
    "ICU 随 Qt 一起提供，程序用它转换文字编码、排列文字次序、换算时区。"
    "安装包里的 ICU 数据经过删减，只留下这几项和中文、英文要用的部分。"
)


@dataclass(frozen=True, slots=True)
class LicensedPart:
    """One part: ``licence`` names its licence, ``text`` is all of what has to be shown."""

    name: str
    version: str
    licence: str
    text: str


def parts(qt_version: str) -> list[LicensedPart]:
    """Every part, the program itself first. Reads some fifty small files."""
    ours = resources().parent / "LICENSE"
    folder = resources() / "licences"
    qt = "\n\n".join([QT_NOTE, *(_read(folder / f"{name}-3.0.txt") for name in ("LGPL", "GPL"))])
    python = _read(folder / "Python.txt")
    return [
        LicensedPart(PROGRAM_NAME, __version__, "MIT", _read(ours)),
        LicensedPart("Qt", qt_version, "LGPL-3.0-only", qt),
        *_icu(folder),
        LicensedPart("Python", platform.python_version(), "PSF-2.0", python),
        *_fonts(),
        *(_library(found, qt) for found in shipped()),
    ]


def shipped() -> list[Distribution]:
    """The libraries that the program needs to run, by name; not those of its developers."""
    try:
        waiting = [*_needs(distribution("jbgs-desktop"))]
    except PackageNotFoundError:  # the installed program holds nothing else
        return sorted(distributions(), key=lambda found: canonicalize_name(found.name))
    known: dict[str, Distribution] = {}
    while waiting:
        name = waiting.pop()
        if name not in known:
            known[name] = distribution(name)
            waiting += _needs(known[name])
    return [known[name] for name in sorted(known)]


def _needs(found: Distribution) -> Iterator[str]:
    """What it needs on this system and with this Python, extras apart."""
    for requirement in map(Requirement, found.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _library(found: Distribution, qt: str) -> LicensedPart:
    files = [file for file in found.files or () if _TEXT.fullmatch(file.as_posix())]
    texts = [_read(Path(str(file.locate()))) for file in files]
    if not any(texts) and canonicalize_name(found.name) in _OF_QT:
        texts = [qt]
    return LicensedPart(
        found.name, found.version, _licence(found), "\n\n".join(filter(None, texts))
    )


def _licence(found: Distribution) -> str:
    metadata = found.metadata.json
    name = str(metadata.get("license_expression") or metadata.get("license") or "")
    if name and "\n" not in name and len(name) <= _LONGEST_NAME:
        return name
    kinds = [kind for kind in metadata.get("classifier", ()) if kind.startswith("License ::")]
    return "、".join(kind.rpartition(":: ")[2] for kind in kinds) or "见许可文本"


def _icu(folder: Path) -> Iterator[LicensedPart]:
    """It is in Qt's wheel for Linux alone, and says its version in its file's name only."""
    libraries = Path(str(PySide6.__file__)).parent / "Qt" / "lib"
    for library in libraries.glob("libicudata.so.*"):
        text = f"{ICU_NOTE}\n\n{_read(folder / 'ICU.txt')}"
        yield LicensedPart("ICU", library.name.rpartition(".")[2], "Unicode-DFS-2016", text)


def _fonts() -> Iterator[LicensedPart]:
    folder = resources() / "fonts"
    for name, licence, file in (
        ("JBGS Sans SC、JBGS Sans Rare、JBGS Serif、JBGS Title（由思源字体裁剪）", "OFL-1.1",
         "LICENCE-OFL.txt"),
        ("JBGS Symbols（由 DejaVu Sans 裁剪）", "Bitstream Vera", "LICENCE-DejaVu.txt"),
        ("JBGS Fang、JBGS Kai（由 Fandol 字体裁剪）", "GPL-3.0 附字体例外",
         "print/LICENCE-Fandol.txt"),
    ):  # fmt: skip
        yield LicensedPart(name, "", licence, _read(folder / file))


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_LARGEST).decode("utf-8", "replace").strip()
    except OSError:
        return ""
