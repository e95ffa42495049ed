"""What lets a docx be known again when it comes back: custom properties, a bookmark per field."""

from collections.abc import Mapping
from typing import cast

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from jbgs_desktop.documents.docx.text import bookmark, take_source
from jbgs_desktop.documents.field_identity import bookmark_of

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties, the same for all
_FIRST = 2  # lower numbers are taken by the format


def mark_fields(body: BaseOxmlElement, number: int, *, with_bookmarks: bool) -> None:
    """Bookmarks on the first paragraph of each field, after the ``number`` that there are.

    What the paragraphs remember is taken off; not ``with_bookmarks``, no bookmark is made.
    """
    marked: set[str] = set()
    for paragraph in cast(list[BaseOxmlElement], list(body.iter(qn("w:p")))):
        name = bookmark_of(take_source(paragraph))
        if with_bookmarks and name and name not in marked:
            marked.add(name)
            number += 1
            bookmark(paragraph, number, name)


def add_custom_properties(document: Document, custom: Mapping[str, str]) -> None:
    """The ``custom`` properties of the file, in their order."""
    root = etree.Element(
        f"{{{_PROPERTIES}}}Properties",
        nsmap=cast(dict[str, str], {None: _PROPERTIES, "vt": _TYPES}),
    )
    for number, (name, text) in enumerate(custom.items(), start=_FIRST):
        each = etree.SubElement(root, f"{{{_PROPERTIES}}}property")
        each.set("fmtid", _FORMAT)
        each.set("pid", str(number))
        each.set("name", name)
        etree.SubElement(each, f"{{{_TYPES}}}lpwstr").text = text
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, data, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
