"""Files that no office takes: what a computer might run when they are opened.

The one rule for it. The check, 定稿, the bundle and its verification all ask here, so that what
may be finalised can be handed in.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import BinaryIO

from jbgs_desktop.forms.file_kinds import FileKind, has_macros, kind_in
from jbgs_desktop.forms.text.clean import INVISIBLE, UNPRINTABLE

_PROGRAM = re.compile(
    r"exe|com|bat|cmd|scr|pif|lnk|msi|msp|mst|dll|sys|cpl|ocx|drv|reg|url|inf|ins|isp|job"
    r"|js|jse|vbs|vbe|vb|wsf|wsh|wsc|ws|sct|ps1|ps1xml|psm1|psd1|hta|jar|jnlp|chm|hlp|gadget"
    r"|sh|bash|csh|zsh|py|pyc|pyw|pl|rb|php|run|bin|elf|so|dylib|app|command|desktop|appimage"
    r"|deb|rpm|apk|iso|img|vhd|vhdx|docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|sldm|mht"
    r"|application|appref-ms|msc|scf|settingcontent-ms|library-ms|search-ms|theme|xll|accde|mde"
    r"|htm|html|xhtml|svg|swf"
)


class Danger(StrEnum):
    """Why no office takes a file."""

    NAME = "program"
    CONTENT = "program-content"
    MACROS = "macros"


# The middle of a sentence about the file.
DANGERS: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.NAME: "从扩展名看是程序、脚本、网页、快捷方式、磁盘映像或带宏的文档，"
        "打开它可能运行不明的程序",
        Danger.CONTENT: "从内容看是程序或脚本，打开它可能运行不明的程序",
        Danger.MACROS: "是带有宏的办公文档，打开它可能运行不明的程序",
    }
)


def danger_of(path: str, stream: BinaryIO, size: int) -> Danger | None:
    """Why no office takes the file ``stream`` of ``size`` bytes at ``path``; None when it may.

    Raises OSError.
    """
    return danger_in_name(path) or danger_in_content(stream, size)


def danger_in_name(path: str) -> Danger | None:
    """The same by the last part of ``path`` alone, in any case, with anything invisible in it."""
    visible = INVISIBLE.sub("", UNPRINTABLE.sub("", path.rpartition("/")[2]))
    name = unicodedata.normalize("NFC", visible).rstrip(" .　").casefold()
    _, dot, ending = name.rpartition(".")
    is_program = bool(dot and _PROGRAM.fullmatch(ending.strip())) or name == "autorun"
    return Danger.NAME if is_program else None


def danger_in_content(stream: BinaryIO, size: int) -> Danger | None:
    """The same by the bytes alone; safe on files of strangers. Raises OSError."""
    if kind_in(stream) is FileKind.PROGRAM:
        return Danger.CONTENT
    return Danger.MACROS if has_macros(stream, size) else None
