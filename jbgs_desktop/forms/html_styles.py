"""Which styles of HTML raise or lower what they are for: those of a tag, and those of a class.

Only plain selectors of a class are followed (``.x``, ``span.x``): what a longer one is for is told
only where it holds. What is raised by a measure that depends on the font is told too, since pages
also move formulas, signs and whole words by it.
"""

import re
from collections.abc import Mapping

from jbgs_desktop.forms.text.scripts import Script

ClassScripts = Mapping[tuple[str, str], Script]  # by tag, "" for any, and class; NORMAL: in doubt

_LARGEST_STYLES = 1_000_000  # characters
_NAMED = re.compile(r"(?<![\w-])vertical-align:\s*(super|sub)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?<![\w-])(vertical-align|mso-text-raise):\s*([+-]?)(\d{0,4}(?:\.\d{1,6})?)(pt|%|px|r?em|ex)",
    re.IGNORECASE,
)
_LEAST = {"pt": 2.0, "%": 15.0, "px": 3.0, "em": 0.2, "rem": 0.2, "ex": 0.4}  # less adjusts a line
_SURE = ("pt", "%")
_STYLE = re.compile(r"<style", re.IGNORECASE)
_STYLE_END = re.compile(r"</style", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?\.([\w-]+)")
_LAST_CLASS = re.compile(r"\.([\w-]+)[^.\s>+~]*$")


def script_of_style(style: str) -> Script | None:
    """Whether ``style`` raises or lowers; None for neither, NORMAL where it may or may not."""
    if ":" not in style:
        return None
    if named := _NAMED.search(style):
        return Script.SUPER if named[1].lower() == "super" else Script.SUB
    for _, sign, number, unit in _MEASURED.findall(style):
        if number not in ("", ".") and float(number) >= _LEAST[unit.lower()]:
            if unit.lower() not in _SURE:
                return Script.NORMAL
            return Script.SUB if sign == "-" else Script.SUPER
    return None


def class_scripts(html: str) -> ClassScripts:
    """What the classes of the style sheets in ``html`` do, as far as they raise or lower."""
    found: dict[tuple[str, str], Script] = {}
    for sheet in _STYLE.split(html)[1:]:
        styles = _STYLE_END.split(sheet, maxsplit=1)[0]
        if len(styles) <= _LARGEST_STYLES:
            _read_sheet(styles.partition(">")[2], found)
    return found


def _read_sheet(styles: str, found: dict[tuple[str, str], Script]) -> None:
    for rule in _without_comments(styles).split("}"):
        head, _, declarations = rule.rpartition("{")
        script = script_of_style(declarations)
        if script is None:
            continue
        for selector in head.rpartition("{")[2].split(","):
            if plain := _SELECTOR.fullmatch(selector.strip()):
                found[(plain[1] or "").lower(), plain[2]] = script
            elif last := _LAST_CLASS.search(selector.strip()[-200:]):
                found.setdefault(("", last[1]), Script.NORMAL)


def _without_comments(styles: str) -> str:
    first, *others = styles.replace("<!--", " ").replace("-->", " ").split("/*")
    return " ".join([first, *(each.partition("*/")[2] for each in others)])
