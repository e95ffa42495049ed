"""In a child: whether an Office file of this program would do something when it is opened.

No release has ever written a macro, a template or an object from outside, or a formula: what has
one is not ours, whatever release it says it is of.
"""

import re
from collections.abc import Iterator
from typing import Any

from jbgs_desktop.documents.docx_reader.package import ZipParts, parse_xml_part

_LARGEST_XML = 2**26  # bytes of a part that is looked into
_PARTS = re.compile(
    r"vba|macro|activex|embeddings/|externallinks/|oleobject|ctrlprops/|customui|dialogsheets"
    r"|querytables|connections|afchunk|webextension|\.bin$|\.(?:docm|dotm|xlsm|html?|mht|rtf|exe)$"
)
_KINDS = re.compile(r"macroenabled|vbaproject|activex|oleobject|ms-excel\.(?:intl)?macrosheet")
_RELATIONS = re.compile(
    r"/(?:attachedtemplate|externallink\w*|oleobject|control|package|frame|subdocument|afchunk"
    r"|vbaproject|activexcontrol\w*|connections|querytable|(?:xlintl)?macrosheet|dialogsheet)$"
)
_FIELDS = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|EMBED)\b", re.I
)
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
        for each in root.iter("{*}f", "{*}ddeLink", "{*}oleLink", "{*}definedName"):
            if each.get("name", "") not in _OWN_NAMES:
                yield "公式" if each.tag.endswith("}f") else each.tag.rpartition("}")[2]
    elif name.startswith("word/"):
        fields = "".join(each.text or "" for each in root.iter("{*}instrText"))
        fields += " ".join(
            value
            for each in root.iter("{*}fldSimple")
            for key, value in each.attrib.items()
            if key.endswith("instr")
        )
        yield from (match[0].upper() for match in _FIELDS.finditer(fields))
