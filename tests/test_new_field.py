"""A new field in 单位情况 is a line in the model and an entry in the call pack, nothing else.

A copy of the program gets two: a number, and a second choice whose last box asks for a text.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.files import resources
from tests.frozen.programs import UNIT, program_with, run

PACK = "miit-2023-weilai-chanye"
MODEL = (
    (
        UNIT,
        '    patents: Annotated[Count, Since(2)] = ""\n'
        '    scale: Annotated[ShortText, FieldKind.CHOICE, Since(2)] = ""\n'
        '    scale_other: Annotated[ShortText, FieldKind.TEXT, Since(2)] = ""\n',
    ),
    (("forms/application.py", r"SchemaVersion = Literal\[1"), ", 2"),
    (("forms/application.py", "forms.kept import Kept"), ", Since"),
)
CLAUSE = "补充通知第二条"
FIELDS = {
    "unit.patents": {"label": "有效专利", "unit": "项", "clause": CLAUSE},
    "unit.scale": {
        "label": "单位规模",
        "clause": CLAUSE,
        "choices": [
            {"value": "large", "label": "大型"},
            {"value": "small", "label": "小微"},
            {"value": "other", "label": "别的：", "asks_for_text": True},
        ],
    },
    "unit.scale_other": {"label": "别的规模", "clause": CLAUSE},
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the fields in its model and in its call pack."""
    folder = program_with(tmp_path_factory.mktemp("new") / "program", *MODEL)
    (folder / "resources").unlink()
    _copy_resources(folder / "resources")
    pack = Path("calls") / PACK / "form.json"
    form = json.loads((resources() / pack).read_text(encoding="utf-8"))
    form["fields"] |= FIELDS
    form["table"]["parts"][-1]["rows"][4:4] = [["unit.patents"], ["unit.scale"]]
    (folder / "resources" / pack).write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return folder


def _copy_resources(folder: Path) -> None:
    """The resources, all of them links but the form of the pack."""
    (folder / "calls" / PACK).mkdir(parents=True)
    for kept, target in (
        (resources(), folder),
        (resources() / "calls", folder / "calls"),
        (resources() / "calls" / PACK, folder / "calls" / PACK),
    ):
        for entry in kept.iterdir():
            if not (target / entry.name).exists() and entry.name != "form.json":
                (target / entry.name).symlink_to(entry)


@pytest.fixture(scope="module")
def answer(program: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(program, "-m", "tests.new_field_driver"))
    return found


def test_they_have_rows_on_the_page_where_the_pack_puts_them(answer: dict[str, Any]) -> None:
    page = [path for path in answer["page"] if not path.endswith("_other")]
    at = page.index("unit.patents")
    assert page[at - 1 : at + 3] == ["unit.nature", "unit.patents", "unit.scale", "unit.listed"]
    assert "unit.scale_other" in answer["page"]
    assert answer["boxes"] == ["大型", "小微", "别的："]
    assert answer["patents_shown"] == "35"


@pytest.mark.parametrize("format_", ["docx", "pdf", "xlsx"])
def test_they_stand_on_the_paper(answer: dict[str, Any], format_: str) -> None:
    for text in ("有效专利", "35", "单位规模", "军转民"):
        assert text in answer[format_]
    assert ("☑" in answer[format_]) == (format_ != "xlsx")


def test_what_is_missing_or_wrong_is_found(answer: dict[str, Any]) -> None:
    assert answer["missing"] == ["unit.patents.empty", "unit.scale.empty"]
    assert answer["wrong"] == ["unit.patents.format", "unit.scale.unknown"]
    assert answer["unspecified"] == ["unit.scale_other.empty"]
    assert answer["fine"] == []


def test_the_online_panel_and_the_sheet_list_them(answer: dict[str, Any]) -> None:
    assert ["有效专利（项）", "35"] in answer["listed"]
    assert ["别的规模", "军转民"] in answer["listed"]


def test_the_schema_names_them(answer: dict[str, Any]) -> None:
    assert {"patents", "scale", "scale_other"} <= set(answer["schema"])


def test_an_application_that_does_not_use_them_keeps_its_bytes(answer: dict[str, Any]) -> None:
    plain, used = json.loads(answer["plain"]), json.loads(answer["used"])
    assert (plain["schema_version"], used["schema_version"]) == (1, 2)
    assert {"patents", "scale", "scale_other"}.isdisjoint(plain["unit"])
    assert used["unit"]["patents"] == 35
