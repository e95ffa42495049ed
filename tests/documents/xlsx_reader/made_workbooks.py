"""Workbooks for tests: by the library that others use too, or part by part as XML."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Rows = Sequence[Any]  # of sequences of values of any kind


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def workbook_of(rows: Rows, *merged: str, name: str = "单位") -> bytes:
    """A workbook with one sheet."""
    return saved(with_sheet(Workbook(), rows, *merged, name=name))


def with_sheet(workbook: Workbook, rows: Rows, *merged: str, name: str = "单位") -> Workbook:
    """``workbook`` with these rows on the sheet ``name``, which is new unless it is the first."""
    sheet = workbook.active
    assert sheet is not None
    if sheet.title != "Sheet":  # it has been given a name, so it is no new workbook's
        sheet = workbook.create_sheet()
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return workbook


def raw_workbook(
    rows: str,
    *,
    styles: str = "",
    shared: str = "",
    after: str = "",
    state: str = "visible",
    parts: Mapping[str, str | bytes] | None = None,
    kind: str = _TYPE,
    main: str = MAIN,
) -> bytes:
    """A workbook whose one sheet has the XML ``rows``; every part may be another."""
    of = f'<Relationship Id="{{}}" Type="{_RELATIONS}/{{}}" Target="{{}}"/>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": _relations(of.format("r", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="单位" sheetId="1" state="{state}" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            of.format("s", "worksheet", "worksheets/sheet1.xml")
            + of.format("t", "sharedStrings", "sharedStrings.xml")
            + of.format("u", "styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
