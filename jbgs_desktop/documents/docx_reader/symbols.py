"""Characters of symbol fonts as Unicode: the ticks and boxes that forms are filled in with."""

_WINGDINGS = {
    **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖"},
    **{0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "√"},
    **{0xFD: "☒", 0xFE: "☑"},
}
_WINGDINGS_2 = {
    **{0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0x30: "□"},
    **{0xA3: "□", 0xA2: "■", 0x98: "●", 0x9F: "•"},
}
_SYMBOL = {
    **{0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"},
    **{0xB7: "•", 0xA5: "∞", 0xAE: "→", 0xD7: "·", 0x6D: "μ", 0x57: "Ω", 0x44: "Δ", 0x61: "α"},
    **{0x62: "β", 0x67: "γ", 0x64: "δ", 0x65: "ε", 0x68: "η", 0x71: "θ", 0x6C: "λ", 0x70: "π"},
    **{0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x66: "φ", 0x77: "ω", 0x53: "Σ", 0x46: "Φ", 0x51: "Θ"},
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = 0xF000  # where Windows puts the characters of symbol fonts


def sign_in_font(code: str, font: str) -> str:
    """The sign with the hexadecimal ``code`` of w:sym; empty when it is not known."""
    try:
        at = int(code, 16)
    except ValueError:
        return ""
    signs = _FONTS.get(font.strip().lower())
    if signs is not None or _PRIVATE <= at < _PRIVATE + 0x100:
        return (signs or _WINGDINGS).get(at % 0x100, "")
    return chr(at) if 0x20 <= at < 0xD800 else ""


def signs_in_font(text: str, font: str) -> str:
    """``text`` that is set in ``font``."""
    signs = _FONTS.get(font.strip().lower())
    if signs is None:
        return text
    return "".join(signs.get(_code(each), each) for each in text)


def _code(sign: str) -> int:
    at = ord(sign)
    return at - _PRIVATE if _PRIVATE <= at < _PRIVATE + 0x100 else at
