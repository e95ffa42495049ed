"""What a program with two more fields in 单位情况 says of them; see test_new_field.

``python -m tests.new_field_driver`` prints it as JSON. It runs in a copy of the program.
"""

import io
import json
from datetime import datetime
from pathlib import Path

import openpyxl
from docx import Document
from PySide6.QtWidgets import QApplication, QLineEdit

from jbgs_desktop.documents.export import build
from jbgs_desktop.documents.field_list import field_list
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.form.unit_page import UnitPage
from jbgs_desktop.ui.widgets.choices import ChoiceEditor
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from tests.documents.pdf_reader import page_texts
from tests.forms.applications import paragraphs_only

NEW = ("unit.patents", "unit.scale", "unit.scale_other")
NOW = datetime.fromisoformat("2023-10-20T09:00:00+08:00")


def findings(call: Call, application: Application) -> list[Finding]:
    found = check(application, call, now=NOW, evidence_size=lambda _: 1)
    return [each for each in found if each.path in NEW]


def codes(call: Call, application: Application, *values: str) -> list[str]:
    for path, value in zip(NEW, values, strict=True):
        application = application.set(path, value)
    return [each.code for each in findings(call, application)]


def on_paper(call: Call, application: Application) -> dict[str, str]:
    formats = ("docx", "pdf", "xlsx")
    built = build(application, call, Path("paper"), formats=formats, draft=True)
    docx, pdf, xlsx = built.values()
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    tables = Document(io.BytesIO(docx)).tables
    return {
        "docx": "\n".join(c.text for table in tables for row in table.rows for c in row.cells),
        "pdf": "".join(page_texts(pdf)),
        "xlsx": "\n".join(str(value) for row in rows for value in row if value),
    }


def on_page(call: Call, application: Application) -> dict[str, object]:
    page = UnitPage(Session(application, call, lambda _: 1))
    rows = {row.path: row for row in page.field_rows()}
    scale, line = rows["unit.scale"].editor, rows["unit.patents"].editor.target()
    assert isinstance(scale, ChoiceEditor)
    assert isinstance(line, QLineEdit)
    order = [row.path for row in page.findChildren(FieldRow) if row.path in rows]
    return {
        "page": order,
        "boxes": [button.text() for button in scale.buttons],
        "patents_shown": line.text(),
    }


def main() -> None:
    call = installed_calls()[0]
    plain = paragraphs_only(sample_application(call, call.tracks[0].id, (2,)))
    used = plain.set(NEW[0], "35").set(NEW[1], "other").set(NEW[2], "军转民")
    listed = [[each.name, each.content] for each in field_list(PrintedForm.of(used, call))]
    schema = Application.model_json_schema()["$defs"]["Unit"]["properties"]
    app = QApplication([])
    answer = {
        **on_page(call, used),
        **on_paper(call, used),
        "listed": listed,
        "schema": list(schema),
        "plain": plain.to_json(),
        "used": used.to_json(),
        "missing": codes(call, plain, "", "", ""),
        "wrong": codes(call, plain, "约三十", "giant", ""),
        "unspecified": codes(call, plain, "35", "other", ""),
        "fine": codes(call, plain, "35", "small", ""),
    }
    app.quit()
    print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
