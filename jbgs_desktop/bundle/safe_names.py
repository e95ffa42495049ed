"""Paths in a bundle: what a name may be so that FAT32, exFAT, NTFS and Linux all keep it as it is.

A bundle comes from strangers. A path is judged as text, before anything is opened by it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from jbgs_desktop.files import RESERVED
from jbgs_desktop.forms.text.clean import INVISIBLE
from jbgs_desktop.forms.text.first_rules import NEVER_WRITTEN

LONGEST_NAME = 80  # characters of one step (docs/developer/bundle.md)
LONGEST_PATH = 240  # characters of the whole path
DEEPEST = 8  # steps

_DRIVE = re.compile(r"[A-Za-z]:")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FORBIDDEN = re.compile(r'[<>"|?*]')
_SURROGATE = re.compile("[\ud800-\udfff]")

# Rule -> why the name is refused and what to do, the end of a sentence about it.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "encoding": "不是有效的 UTF-8 文字",
        "empty": "是空的，或者中间有空的一段",
        "nul": "含有空字符",
        "newline": "含有换行",
        "control": "含有看不见的控制字符",
        "unc": "指向网络上的另一台电脑",
        "drive": "以盘符开头，指向报送包以外的位置",
        "backslash": "含有反斜杠，在 Windows 上会被当成文件夹",
        "absolute": "是绝对路径，指向报送包以外的位置",
        "home": "以“~”开头，有的程序会把它当成个人文件夹",
        "parent": "含有“..”，指向报送包以外的位置",
        "dot": "含有“.”一段，不是规范的写法",
        "stream": "含有冒号，在 Windows 上会写进另一个文件的隐藏部分",
        "bidi": "含有改变文字方向的字符，显示出来的名称不是真实的名称",
        "invisible": "含有看不见的字符，容易与另一个文件混淆",
        "normal-form": "不是规范的 Unicode 写法（NFC），容易与另一个文件混淆",
        "characters": "含有 Windows 不允许的字符",
        "percent": "含有百分号，校验工具之间的读法不同",
        "reserved": "是 Windows 的设备名称",
        "trailing": "以句点或空格结尾，Windows 会去掉它",
        "leading": "以空格开头，容易与另一个文件混淆",
        "too-long": f"太长，一段不能超过 {LONGEST_NAME} 个字符，整个路径不能超过 "
        f"{LONGEST_PATH} 个字符",
        "too-deep": f"文件夹的层次太深，不能超过 {DEEPEST} 层",
    }
)


def path_fault(path: str, *, longest: int = LONGEST_PATH, deepest: int = DEEPEST) -> str:
    """The first rule of :data:`REASONS` that the relative ``path`` breaks; empty when it is safe.

    ``path`` has ``/`` between its steps.
    """
    if _SURROGATE.search(path):
        return "encoding"
    if fault := _control_fault(path):
        return fault
    if path.startswith(("//", "\\\\")):
        return "unc"
    if _DRIVE.match(path):
        return "drive"
    if path.startswith("/"):
        return "absolute"
    if path.startswith("~"):
        return "home"
    steps = path.split("/")
    fault = next((found for step in steps if (found := name_fault(step))), "")
    if fault:
        return fault
    if len(steps) > deepest:
        return "too-deep"
    return "too-long" if len(path) > longest else ""


@lru_cache(maxsize=4096)  # the same folders and names stand in every list of every bundle
def name_fault(name: str) -> str:
    """The first rule of :data:`REASONS` that one step of a path breaks; empty when it is safe."""
    if name in ("", ".", ".."):
        return {"": "empty", ".": "dot"}.get(name, "parent")
    if fault := _control_fault(name):
        return fault
    for rule, pattern in (
        ("encoding", _SURROGATE),
        ("backslash", re.compile(r"\\")),
        ("stream", re.compile(":")),
        ("bidi", _BIDI),
        ("invisible", NEVER_WRITTEN),
        ("invisible", INVISIBLE),
        ("characters", _FORBIDDEN),
        ("percent", re.compile("%")),
    ):
        if pattern.search(name):
            return rule
    return _shape_fault(name)


def _control_fault(text: str) -> str:
    if "\0" in text:
        return "nul"
    if "\n" in text or "\r" in text:
        return "newline"
    return "control" if _CONTROL.search(text) else ""


def _shape_fault(name: str) -> str:
    if unicodedata.normalize("NFC", name) != name:
        return "normal-form"
    if RESERVED.match(name):
        return "reserved"
    if name.endswith((".", " ", "　")):
        return "trailing"
    if name.startswith((" ", "　")):
        return "leading"
    return "too-long" if len(name) > LONGEST_NAME else ""


def folded_path(path: str) -> str:
    """``path`` as the most forgiving file system compares it: two paths that fold alike are twins.

    Case, width and normal form make no difference, nor does what cannot be seen.
    """
    visible = INVISIBLE.sub("", NEVER_WRITTEN.sub("", path))
    return unicodedata.normalize("NFKC", visible).casefold()


def twins(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of paths that fold alike, each later path with the first one."""
    seen: dict[str, str] = {}
    found = []
    for path in sorted(paths):
        first = seen.setdefault(folded_path(path), path)
        if first != path:
            found.append((first, path))
    return found


def safe_for_display(text: str, longest: int = 60) -> str:
    """``text`` as a sentence may repeat it: nothing invisible, one line, not too long."""
    visible = "".join(
        c if c.isprintable() and not INVISIBLE.match(c) else f"\\u{ord(c):04x}"
        for c in text[: longest * 2]
    )
    is_whole = len(visible) <= longest and len(text) <= longest * 2
    return visible if is_whole else visible[: longest // 2] + "…" + visible[-longest // 2 :]
