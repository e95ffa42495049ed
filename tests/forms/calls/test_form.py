"""What ``form.json`` holds: ready tables, and the formats that came before."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.files import resources
from jbgs_desktop.forms.calls.call import load_call
from tests.forms.applications import DATA, national_call, second_call

_FROZEN = DATA.parent / "frozen" / "v1" / "call.jbgscall"  # of format 1


def _edit(file: Path, edit: Callable[[Any], object]) -> None:
    tree = json.loads(file.read_text("utf-8"))
    edit(tree)
    file.write_text(json.dumps(tree, ensure_ascii=False), "utf-8")


def test_a_pack_of_the_first_format_has_the_table_that_all_had(tmp_path: Path) -> None:
    pack = tmp_path / "miit-2023-weilai-chanye"
    with zipfile.ZipFile(_FROZEN) as packed:
        packed.extractall(pack)
    assert json.loads((pack / "call.json").read_text("utf-8"))["format"] == 1
    first, today = load_call(pack).form, national_call().form
    assert [part.rows for part in first.table.parts] == [part.rows for part in today.table.parts]
    for path in ("unit.nature", "unit.listed"):
        assert first.fields[path].choices == today.fields[path].choices
    assert not any(field.ready_tables for field in first.fields.values())


def test_a_pack_of_the_second_format_is_read_as_it_is(tmp_path: Path) -> None:
    def without_tables(form: Any) -> None:
        for field in form["fields"].values():
            field.pop("ready_tables", None)

    pack = tmp_path / "second-call"
    shutil.copytree(DATA / "calls" / "second-call", pack)
    _edit(pack / "form.json", without_tables)
    _edit(pack / "call.json", lambda head: head.update(format=2))
    form, today = load_call(pack).form, second_call().form
    assert form.table == today.table
    assert not any(field.ready_tables for field in form.fields.values())


_NAMES = {"title": "名单", "columns": [{"title": "姓名"}]}


def _ready(**changes: object) -> Callable[[Any], object]:
    field = "taskbooks.*.value"
    return lambda tree: tree["fields"][field].update(ready_tables=[{**_NAMES, **changes}])


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda tree: tree["fields"]["unit.profile"].update(ready_tables=[_NAMES]),
            "ready_tables 有不认识的字段 unit.profile",
        ),
        (_ready(columns=[]), "ready_tables.0.columns：项数太少"),
        (_ready(columns=[{"title": "姓名", "role": "x"}]), "不是规定的值"),
        (_ready(columns=[{"title": "姓名", "role": "person"}] * 2), "role 重复了 person"),
        (_ready(columns=[{"title": "姓名", "optional": True}]), "至少有一列不写 optional"),
        (_ready(rows=[["甲", "乙"]]), "rows 有一行的格数比 columns 多"),
        (_ready(row_for_each_target=True), "role 缺少 required"),
        (_ready(total="合计"), "role 缺少 amount"),
        (
            lambda tree: tree["fields"]["taskbooks.*.goals"]["ready_tables"][0].update(rows=[[]]),
            "rows 和 row_for_each_target 只能写一项",
        ),
    ],
)
def test_a_ready_table_that_could_not_be_used_is_told(
    tmp_path: Path, edit: Callable[[Any], object], message: str
) -> None:
    pack = tmp_path / "miit-2023-weilai-chanye"
    shutil.copytree(resources() / "calls" / pack.name, pack)
    _edit(pack / "form.json", edit)
    with pytest.raises(CallPackError, match=re.escape(message)):
        load_call(pack)
