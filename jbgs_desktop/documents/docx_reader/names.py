"""The names of WordprocessingML, and how an element is asked for its attributes."""

from lxml import etree

Element = etree._Element
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "svg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
# What "strict" files write instead.
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _SPACES["w"],
    "http://purl.oclc.org/ooxml/officeDocument/math": _SPACES["m"],
    "http://purl.oclc.org/ooxml/drawingml/main": _SPACES["a"],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": _SPACES["r"],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": _SPACES["wp"],
    "http://purl.oclc.org/ooxml/drawingml/picture": _SPACES["pic"],
}
_BY_URI = {uri: prefix for prefix, uri in _SPACES.items()}


def name(short: str) -> str:
    """``w:p`` as lxml writes it."""
    prefix, _, local = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def short_name(element: Element) -> str:
    """``w:p`` for an element of a known namespace; the bare name for any other."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    uri, _, local = tag.rpartition("}")
    prefix = _BY_URI.get(uri[1:])
    return f"{prefix}:{local}" if prefix else local


def value(element: Element | None, attribute: str = "w:val", default: str = "") -> str:
    """The attribute of an element that need not be there."""
    return default if element is None else element.get(name(attribute), default)


def descend(element: Element | None, *steps: str) -> Element | None:
    """The first element below ``element`` along ``steps``."""
    for step in steps:
        if element is None:
            return None
        element = element.find(name(step))
    return element


def whole(text: str, default: int = 0) -> int:
    """A whole number as files write it; ``default`` for what is none."""
    try:
        return int(float(text)) if len(text) < 12 else default
    except (ValueError, OverflowError):
        return default


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and on."""
    return element is not None and value(element, default="1") not in ("0", "false", "off")


def loosened(root: Element) -> Element:
    """``root`` with the names of "strict" files as all other files write them."""
    if not any(uri in _STRICT for uri in root.nsmap.values()):
        return root
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        uri, _, local = element.tag[1:].rpartition("}")
        if uri in _STRICT:
            element.tag = f"{{{_STRICT[uri]}}}{local}"
        for key, text in list(element.attrib.items()):
            uri, _, local = str(key)[1:].rpartition("}")
            if uri in _STRICT:
                del element.attrib[key]
                element.set(f"{{{_STRICT[uri]}}}{local}", str(text))
    return root


def plain_text(element: Element) -> str:
    """All text below ``element``; a line for each paragraph."""
    lines: list[str] = [""]
    for each in element.iter(name("w:t"), name("w:p"), name("m:t"), name("w:tab"), name("a:t")):
        match short_name(each):
            case "w:p":
                lines.append("")
            case "w:tab":
                lines[-1] += "\t"
            case _:
                lines[-1] += each.text or ""
    return "\n".join(line for line in lines if line.strip())
