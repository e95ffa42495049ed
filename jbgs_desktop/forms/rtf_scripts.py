"""What of RTF from the clipboard is raised or lowered (Rich Text Format 1.9.1, "Font Properties").

The words themselves come as plain text beside it; the text that is read here serves to find them
there, and to tell which of them could not come so.
"""

import re
from dataclasses import dataclass, field, replace

from jbgs_desktop.forms.html_scripts import ScriptRun
from jbgs_desktop.forms.html_table import LARGEST_HTML, MOST_TAGS, HtmlContent
from jbgs_desktop.forms.text.scripts import Script

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_UNSEEN = {
    *("fonttbl", "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "footer"),
    *("footerl", "footerr", "footnote", "fldinst", "objdata", "themedata", "nonshppict", "pntext"),
    *("listtext", "pict", "xmlnstbl", "generator"),
}
_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_CHARACTERS = {
    **{"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’"},
    **{"ldblquote": "“", "rdblquote": "”"},
}
_SIGNS = {"~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 65001: "utf-8"}
_DEEPEST = 200  # groups; Word writes some ten


def read_rtf(data: bytes) -> HtmlContent:
    """What ``data`` has raised and lowered, and how many pictures, beside its words."""
    if len(data) > LARGEST_HTML or data.count(b"\\") + data.count(b"{") > MOST_TAGS:
        return HtmlContent(is_read=False)
    reader = _Reader()
    for token in _TOKEN.finditer(data.decode("latin-1")):
        reader.take(token)
    reader.end_bytes()
    return HtmlContent(
        text="".join(reader.text), pictures=tuple(reader.pictures), runs=tuple(reader.runs)
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until its brace closes; ``fallback``: characters that follow each of Unicode."""

    script: Script = Script.NORMAL
    is_unseen: bool = False
    fallback: int = 1


@dataclass(slots=True)
class _Reader:
    text: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    runs: list[ScriptRun] = field(default_factory=list)
    _length: int = 0
    _groups: list[_Group] = field(default_factory=lambda: [_Group()])
    _closed_later: int = 0  # braces beyond the deepest group
    _bytes: bytearray = field(default_factory=bytearray)
    _code_page: str = "gb18030"
    _left_out: int = 0  # characters, after one of Unicode

    def take(self, token: re.Match[str]) -> None:
        """The next ``token``."""
        if byte := token["byte"]:
            if self._left_out:
                self._left_out -= 1
            else:
                self._bytes.append(int(byte, 16))
            return
        if text := token["text"]:
            text = text[self._left_out :] if self._left_out < len(text) else ""
            self._left_out = max(0, self._left_out - len(token["text"]))
            self._bytes += text.encode("latin-1")
            return
        self.end_bytes()
        self._left_out = 0
        if brace := token["brace"]:
            self._turn(opens=brace == "{")
        elif token["sign"] == "*":
            self._now(is_unseen=True)
        elif sign := token["sign"]:
            self._write(_SIGNS.get(sign, ""))
        else:
            self._word(token["word"], token["number"])

    def _turn(self, *, opens: bool) -> None:
        if opens and len(self._groups) < _DEEPEST:
            self._groups.append(self._groups[-1])
        elif opens:
            self._closed_later += 1
        elif self._closed_later:
            self._closed_later -= 1
        elif len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        value = int(number) if number else None
        match word:
            case "u" if value is not None:
                self._write(_character(value % 0x10000))
                self._left_out = self._groups[-1].fallback
            case "uc":
                self._now(fallback=min(max(value or 0, 0), 8))
            case "ansicpg":
                self._code_page = _CODE_PAGES.get(value or 0, "cp1252")
            case "pict":
                self._picture()
            case "shppict":
                self._now(is_unseen=False)
            case "super" | "sub" | "up" | "dn" | "nosupersub" | "plain":
                self._now(script=_script(word, value))
            case _ if word in _UNSEEN:
                self._now(is_unseen=True)
            case _:
                self._write(_BREAKS.get(word) or _CHARACTERS.get(word, ""))

    def _picture(self) -> None:
        if not self._groups[-1].is_unseen:
            self.pictures.append(self._length)
        self._now(is_unseen=True)

    def _now(self, **changes: object) -> None:
        self._groups[-1] = replace(self._groups[-1], **changes)  # type: ignore[arg-type]

    def end_bytes(self) -> None:
        """The bytes that were gathered are whole characters now."""
        text = self._bytes.decode(self._code_page, errors="replace")
        self._bytes.clear()
        self._write(text)

    def _write(self, text: str) -> None:
        group = self._groups[-1]
        if group.is_unseen or not text:
            return
        start, self._length = self._length, self._length + len(text)
        self.text.append(text)
        if group.script is Script.NORMAL or not text.strip():
            return
        if self.runs and (self.runs[-1].end, self.runs[-1].script) == (start, group.script):
            start = self.runs.pop().start
        self.runs.append(ScriptRun(start, self._length, group.script))


def _script(word: str, value: int | None) -> Script:
    if word in ("nosupersub", "plain") or value == 0:
        return Script.NORMAL
    return Script.SUPER if word in ("super", "up") else Script.SUB


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
