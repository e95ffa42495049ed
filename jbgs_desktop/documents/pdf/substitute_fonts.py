"""The fonts that PDFium takes where a PDF only names its own: ours, and never the computer's.

So a page looks the same on every computer, one without a Chinese font among them. Of the faces that
PDFium brings along only those of the standard fonts are used: the two that it bends to any width
look otherwise when they have been used before.
"""

import ctypes
import unicodedata
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jbgs_desktop.files import resources

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_ASCII = 0x7F
# PDFium takes no second face for what one lacks: the first has all but rare Han, the second is for
# Latin with serifs only.
_FACES = {
    1: (b"JBGS Sans SC", ("fonts", "JBGSSansSC-Regular.otf")),
    2: (b"JBGS Serif", ("fonts", "print", "JBGSSerif-Regular.otf")),
}
_SANS, _SERIF = _FACES
_SYMBOL, _GB, _BIG5, _JAPANESE, _KOREAN = 2, 134, 136, 128, 129
_EAST_ASIAN = (_GB, _BIG5, _JAPANESE, _KOREAN)
_INVISIBLE = 3  # the mode of words that were recognised under a scan
_LONGEST_NAME = 256  # bytes of a font's
_ROMAN = 16  # of the pitch and family that is asked for
_STANDARD = ("helvetica", "times", "courier", "symbol", "zapfdingbats", "arial")
# Faces by the names that office programs give them, for fonts that say no character set.
_CHINESE_NAMES = (
    *("simsun", "simhei", "song", "hei", "kai", "fang", "mingliu", "yahei", "msung", "mincho"),
    *("noto sans cjk", "noto serif cjk", "source han", "wenquanyi", "fz", "founder", "gothic"),
    *("dengxian", "pingfang", "hiragino"),
)


@dataclass(frozen=True, slots=True)
class MissingFonts:
    """Fonts by name that are not in a PDF, and the characters of them that are drawn by nobody."""

    names: frozenset[str]
    characters: tuple[str, ...]


def missing_fonts_on(page: "pypdfium2.PdfPage") -> MissingFonts:
    """The fonts of a page that its document only names, and what ours do not draw of it."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    names: set[str] = set()
    characters: dict[str, None] = {}
    texts = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3)
    names |= {name for text in texts if (name := _unembedded_font(text.raw))}
    if names:
        with closing(page.get_textpage()) as words:
            for at in range(words.count_chars()):
                code = raw.FPDFText_GetUnicode(words.raw, at)
                part = raw.FPDFText_GetTextObject(words.raw, at)
                is_known = code <= _ASCII or is_drawn(chr(code))
                if not is_known and part and _unembedded_font(part):
                    characters[chr(code)] = None
    return MissingFonts(frozenset(names), tuple(characters))


def is_drawn(character: str) -> bool:
    """Whether our face has ``character``; of Han it has those of GB 2312, of Hangul none."""
    name = unicodedata.name(character, "")
    if name.startswith("CJK UNIFIED IDEOGRAPH"):
        with suppress(UnicodeEncodeError):
            return bool(character.encode("gb2312"))
        return False
    return not name.startswith(("HANGUL", "CJK COMPATIBILITY IDEOGRAPH"))


def _is_standard(name: str) -> bool:
    """Whether every reader of PDFs brings the face ``name`` along, or one of the same widths."""
    plain = name.rpartition("+")[2].replace(" ", "").casefold()
    return plain.startswith(_STANDARD)


def _unembedded_font(text: Any) -> str:
    """The font of a text that is seen, where it is neither in the document nor a standard one."""
    import pypdfium2.raw as raw

    if raw.FPDFTextObj_GetTextRenderMode(text) == _INVISIBLE:
        return ""
    font = raw.FPDFTextObj_GetFont(text)
    if not font or raw.FPDFFont_GetIsEmbedded(font) != 0:
        return ""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_NAME)
    name = buffer.value.decode("utf-8", "replace")
    return "" if _is_standard(name) else name


@cache
def install_fonts() -> Any:
    """Give PDFium our fonts; once in a process, after it was loaded. What comes back must stay."""
    import pypdfium2.raw as raw

    made = raw.FPDF_SYSFONTINFO(version=1)
    kinds = dict(made._fields_)
    functions: dict[str, Any] = {
        "EnumFonts": _name_fonts,
        "MapFont": _map_font,
        "GetFont": _font_named,
        "GetFontData": _font_data,
        "GetFaceName": _face_name,
        "GetFontCharset": lambda info, font: _GB,
        "Release": lambda info: None,
        "DeleteFont": lambda info, font: None,
    }
    for name, function in functions.items():
        setattr(made, name, kinds[name](function))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(made))
    return made


def _name_fonts(info: Any, mapper: Any) -> None:
    import pypdfium2.raw as raw

    for charset in _EAST_ASIAN:
        raw.FPDF_AddInstalledFont(mapper, _FACES[_SANS][0], charset)


def _map_font(
    info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
) -> int | None:
    name = _text(face).casefold()
    if charset == _SYMBOL:
        return None
    is_chinese = charset in _EAST_ASIAN or any(each in name for each in _CHINESE_NAMES)
    return _SERIF if pitch & _ROMAN and name.isascii() and not is_chinese else _SANS


def _font_named(info: Any, face: Any) -> int | None:
    wanted = _text(face).encode()
    return next((handle for handle, (name, _) in _FACES.items() if name == wanted), None)


def _font_data(info: Any, font: Any, table: int, buffer: Any, size: int) -> int:
    return _put(_table(font, table), buffer, size)


def _face_name(info: Any, font: Any, buffer: Any, size: int) -> int:
    return _put(_FACES[font][0] + b"\0", buffer, size)


def _put(data: bytes, buffer: Any, size: int) -> int:
    """Hand ``data`` over where it fits; how large it is."""
    if buffer and 0 < len(data) <= size:
        ctypes.memmove(buffer, data, len(data))
    return len(data)


@cache
def _font(handle: int) -> bytes:
    return resources().joinpath(*_FACES[handle][1]).read_bytes()


def _table(handle: int, tag: int) -> bytes:
    """The whole font for 0, or one table of it (OpenType, 4.1)."""
    font = _font(handle)
    if not tag:
        return font
    wanted = tag.to_bytes(4)
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16):
        if font[at : at + 4] == wanted:
            start, length = (int.from_bytes(font[at + n : at + n + 4]) for n in (8, 12))
            return font[start : start + length]
    return b""


def _text(value: Any) -> str:
    data = value if isinstance(value, bytes) else ctypes.cast(value, ctypes.c_char_p).value or b""
    return data.decode("utf-8", "replace")
