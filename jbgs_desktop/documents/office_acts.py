"""In a child: whether an Office file of this program would do something, or hide it, when opened.

No release has ever written a macro, a template or an object from outside, or a formula, and none
has written words that are not seen, or others in their place: what has one is not ours, whatever
release it says it is of.
"""

import re
from collections.abc import Iterator
from typing import Any

from jbgs_desktop.documents.docx_reader.package import ZipParts, parse_xml_part

_LARGEST_XML = 2**26  # bytes of a part that is looked into
_PARTS = re.compile(
    r"vba|macro|activex|embeddings/|externallinks/|oleobject|ctrlprops/|customui|dialogsheets"
    r"|querytables|connections|afchunk|webextension|customxml/|comments|glossary/|\.bin$|\.(?:docm|dotm|xlsm|html?|mht|rtf|exe)$"
)
_KINDS = re.compile(r"macroenabled|vbaproject|activex|oleobject|ms-excel\.(?:intl)?macrosheet")
_RELATIONS = re.compile(
    r"/(?:attachedtemplate|externallink\w*|oleobject|control|package|frame|subdocument|afchunk"
    r"|vbaproject|activexcontrol\w*|connections|querytable|(?:xlintl)?macrosheet|dialogsheet)$"
)
_FIELDS = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|EMBED)\b", re.I
)
# What shows other words than the part says, or none, as Word and Excel know it.
_OTHER_WORDS = {
    "AlternateContent": "可替换的内容",
    "dataBinding": "取自别处的文字",
    **dict.fromkeys(("vanish", "specVanish", "webHidden"), "隐藏的文字"),
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo"), "修订"),
    "conditionalFormatting": "条件格式",
    "numFmt": "自定义数字格式",
}
_WHITE = re.compile(r"(?:FF)?FFFFFF", re.I)
_BACKGROUND = ("background1", "light1")
_OWN_NAMES = ("_xlnm.Print_Titles", "_xlnm.Print_Area", "_xlnm._FilterDatabase")


def acts_of_office(data: bytes) -> list[str]:
    """What in a docx or xlsx is more than text, tables and pictures; names, none for ours.

    Raises RefusedOfficeError for a file that is not opened.
    """
    file = ZipParts(data)
    found: dict[str, None] = {}
    for name in sorted(file.names):
        lower = name.lower()
        if _PARTS.search(lower):
            found[name] = None
        elif lower.endswith((".xml", ".rels")) and file.size(name) <= _LARGEST_XML:
            acts = _acts_of_part(lower, parse_xml_part(file.bytes_of(name) or b""))
            found.update(dict.fromkeys(acts))
    return list(found)


def _acts_of_part(name: str, root: Any) -> Iterator[str]:
    if name == "[content_types].xml":
        kinds = (each.get("ContentType", "").lower() for each in root)
        yield from (kind for kind in kinds if _KINDS.search(kind))
    elif name.endswith(".rels"):
        for each in root:
            kind = each.get("Type", "").lower()
            is_outside = each.get("TargetMode", "") == "External"
            if _RELATIONS.search(kind) or (is_outside and not kind.endswith("/hyperlink")):
                yield kind.rpartition("/")[2]
    elif name.startswith("xl/"):
        yield from _hidden_in_sheets(root)
        for each in root.iter("{*}f", "{*}ddeLink", "{*}oleLink", "{*}definedName"):
            if each.get("name", "") not in _OWN_NAMES:
                yield "公式" if each.tag.endswith("}f") else each.tag.rpartition("}")[2]
    elif name.startswith("word/"):
        yield from _hidden_in_words(root)
        fields = "".join(each.text or "" for each in root.iter("{*}instrText"))
        fields += " ".join(
            value
            for each in root.iter("{*}fldSimple")
            for key, value in each.attrib.items()
            if key.endswith("instr")
        )
        yield from (match[0].upper() for match in _FIELDS.finditer(fields))


def _hidden_in_words(root: Any) -> Iterator[str]:
    yield from _other_words(root)
    for each in root.iter("{*}color"):
        values = {key.rpartition("}")[2]: value for key, value in each.attrib.items()}
        if _WHITE.fullmatch(values.get("val", "")) or values.get("themeColor") in _BACKGROUND:
            yield "白色的文字"


def _hidden_in_sheets(root: Any) -> Iterator[str]:
    yield from _other_words(root)
    for each in root.iter("{*}sheet", "{*}row", "{*}col", "{*}color", "{*}hyperlink"):
        kind = each.tag.rpartition("}")[2]
        if kind == "hyperlink":
            yield "链接"
        elif kind == "sheet" and each.get("state", "visible") != "visible":
            yield "隐藏的工作表"
        elif each.get("hidden", "0") not in ("0", "false"):
            yield "隐藏的行或列"
        elif kind == "color" and each.getparent().tag.endswith("}font") and _is_white(each):
            yield "白色的文字"


def _is_white(colour: Any) -> bool:
    return bool(_WHITE.fullmatch(colour.get("rgb", ""))) or colour.get("theme") == "0"


def _other_words(root: Any) -> Iterator[str]:
    for each in root.iter(*(f"{{*}}{name}" for name in _OTHER_WORDS)):
        yield _OTHER_WORDS[each.tag.rpartition("}")[2]]
