"""Numbers that run on over the parts of a list, groups, missing targets, hard maximums."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.cli.calls import calls_as_json
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.forms.application import Participant, Taskbook
from jbgs_desktop.forms.calls.call import load_call
from jbgs_desktop.forms.calls.difference import call_changes
from jbgs_desktop.forms.calls.direction_numbers import number_ranges, without_number
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.ready_tables import ready_tables
from jbgs_desktop.forms.sample import sample_application
from tests.forms.applications import checked, national_call
from tests.forms.sea_call import SEA, sea_application, sea_call

_NOW = datetime.fromisoformat("2032-02-20T09:00:00+08:00")


def _found(*changes: tuple[str, object]) -> dict[str, Finding]:
    application = sea_application()
    for path, value in changes:
        application = application.set(path, value)
    return {found.code: found for found in checked(application, sea_call(), now=_NOW)}


def test_its_complete_application_has_nothing_to_be_mended() -> None:
    assert [(f.code, f.message) for f in _found().values() if f.severity != "notice"] == [
        ("directions.many", _found()["directions.many"].message)
    ]


def test_every_direction_has_the_number_of_the_notice() -> None:
    first, second = sea_call().tracks
    assert [each.no for each in first.directions] == [*range(1, 16)]
    assert [each.no for each in second.directions] == [*range(16, 23)]
    assert first.direction(16) is None and second.direction(1) is None
    found = second.direction(21)
    assert found is not None and found.title == "实海测试场"


def test_a_number_is_not_said_twice() -> None:
    raw = json.loads((SEA / "tracks/services.json").read_text("utf-8"))["directions"][0]["title"]
    found = sea_call().tracks[1].direction(16)
    assert raw == "16. 养殖水质智能预报"
    assert found is not None and found.title == "养殖水质智能预报"
    assert "taskbooks.introduction.title-missing" not in _found()


@pytest.mark.parametrize(
    ("title", "no", "plain"),
    [
        ("16.智能预报", 16, "智能预报"),
        ("16、智能预报", 16, "智能预报"),
        ("16．智能预报", 16, "智能预报"),
        ("（十六）智能预报", 16, "智能预报"),
        ("（16）智能预报", 16, "智能预报"),
        ("方向16：智能预报", 16, "智能预报"),
        ("方向十六：智能预报", 16, "智能预报"),
        ("任务16 ：智能预报", 16, "智能预报"),
        ("第二十一项 测试场", 21, "测试场"),
        ("17.智能预报", 16, "17.智能预报"),
        ("5G网络", 5, "5G网络"),
        ("3.0版操作系统", 3, "3.0版操作系统"),
        ("3D打印", 3, "3D打印"),
        ("16.", 16, "16."),
        ("一体化平台", 1, "一体化平台"),
    ],
)
def test_the_number_at_the_head_of_a_title(title: str, no: int, plain: str) -> None:
    assert without_number(title, no) == plain


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((), ""), ((3,), "3"), ((1, 2), "1、2"), ((5, 1, 2, 3), "1至3、5"), (range(16, 23), "16至22")],
)
def test_numbers_in_a_sentence(numbers: tuple[int, ...], words: str) -> None:
    assert number_ranges(numbers) == words


def test_a_number_of_the_other_part_is_refused_with_those_there_are() -> None:
    finding = _found(("directions", (3, 16)))["directions.unknown"]
    assert "没有方向3，只有方向16至22" in finding.message


def test_a_citation_has_the_number_of_the_notice() -> None:
    finding = _found(("taskbooks.16.goals", "写好。"))["taskbooks.goals.figures-missing"]
    assert finding.source == "附表二《任务清单》方向16考核指标"


def test_a_direction_without_target_asks_for_no_figures() -> None:
    direction = sea_call().tracks[1].direction(21)
    assert direction is not None and direction.target == ""
    (table,) = ready_tables(sea_call(), "goals", direction)
    assert [row for row in table.table.rows[1:] if any(row)] == []
    assert "taskbooks.goals.figures-missing" not in _found(("taskbooks.21.goals", "写好。"))


def test_more_directions_than_the_notice_takes_are_refused() -> None:
    book = sea_application().taskbook(16)
    many = [("directions", (16, 18, 20, 21)), *((f"taskbooks.{no}", book) for no in (18, 20))]
    finding = _found(*many)["directions.too-many"]
    assert finding.severity == "error" and "最多3个，请减少1个" in finding.message
    assert finding.source == "公告第三条：每个申请方不超过3项"


def _partners(number: int) -> tuple[str, object]:
    names = (f"海港{letter}院" for letter in "甲乙丙丁戊"[:number])
    return "unit.participants", tuple(Participant(name=name) for name in names)


@pytest.mark.parametrize(
    ("directions", "number", "code"),
    [
        ((16,), 0, "too-few"),
        ((16,), 1, ""),
        ((16,), 2, ""),
        ((16, 21), 3, "too-many"),
        ((21,), 0, "empty"),
        ((21,), 4, ""),
        ((21,), 5, "too-many"),
    ],
)
def test_the_group_of_a_direction_says_how_many_partners(
    directions: tuple[int, ...], number: int, code: str
) -> None:
    found = _found(("directions", directions), _partners(number))
    rules = ("too-few", "too-many", "empty")
    assert [rule for rule in rules if f"unit.participants.{rule}" in found] == [code] * bool(code)
    if code == "too-few":
        assert found["unit.participants.too-few"].severity == "error"


def test_the_json_of_the_calls_has_groups_where_there_are_some() -> None:
    (sea,) = json.loads(calls_as_json([sea_call()]))["calls"]
    directions = {each["no"]: each for track in sea["tracks"] for each in track["directions"]}
    assert directions[16]["group"] == "养殖" and directions[21]["target"] == ""
    assert "group" not in directions[21]
    assert sea["limits"]["directions"] == {"items": 3, "hard": True}
    (national,) = json.loads(calls_as_json([national_call()]))["calls"]
    keys = {*national["tracks"][0]["directions"][0]}
    assert keys == {"id", "no", "category", "title", "task", "target"}
    assert "directions" not in national["limits"]


def _pack(folder: Path, file: str, edit: Callable[[Any], object]) -> Path:
    pack = folder / "sea-2032"
    shutil.copytree(SEA, pack)
    tree = json.loads((pack / file).read_text("utf-8"))
    edit(tree)
    (pack / file).write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    return pack


def _rule(**values: int) -> Callable[[Any], object]:
    return lambda tree: tree["participants_by_category"]["养殖"].update(values)


@pytest.mark.parametrize(
    ("file", "edit", "told"),
    [
        ("tracks/services.json", lambda t: t["directions"][1].update(no=16), "重复了 16"),
        ("tracks/services.json", lambda t: t["directions"][1].update(no=0), "太小"),
        ("tracks/services.json", lambda t: t["directions"][1].update(group=7), "应为文字"),
        ("tracks/services.json", lambda t: t["directions"][1].pop("target"), "缺少"),
        (
            "call.json",
            lambda t: t["participants_by_category"].update({"林业": {}}),
            "participants_by_category.林业：没有这个类别",
        ),
        ("call.json", _rule(least=3), "least 比最多的家数大"),
        ("call.json", lambda t: t.update(min_participants=5), "min_participants"),
        ("call.json", lambda t: t.update(advised_directions=4), "advised_directions"),
        ("call.json", lambda t: t.update(max_directions=0), "太小"),
        ("form.json", lambda t: t["words"].update(track=""), "words.track：不能为空"),
        ("form.json", lambda t: t["words"].update(stick="盘"), "words.stick：不认识"),
        ("regions/harbour.json", lambda t: t.update(carrier=""), "carrier：不能为空"),
    ],
)
def test_what_nothing_could_keep_to_is_told_with_its_place(
    tmp_path: Path, file: str, edit: Callable[[Any], object], told: str
) -> None:
    with pytest.raises(CallPackError, match=told):
        load_call(_pack(tmp_path, file, edit))


def test_a_pack_of_an_older_format_keeps_its_titles(tmp_path: Path) -> None:
    old = load_call(_pack(tmp_path, "call.json", lambda tree: tree.update(format=3)))
    found = old.tracks[1].direction(16)
    assert found is not None and found.title == "16. 养殖水质智能预报"
    texts = {name: "养殖水质智能预报。" for name in Taskbook.model_fields}
    application = sea_application().set("taskbooks.16", Taskbook(**texts))
    codes = {finding.code for finding in checked(application, old, now=_NOW)}
    assert "taskbooks.introduction.title-missing" not in codes


def test_what_differs_is_told_by_number(tmp_path: Path) -> None:
    def edit(tree: Any) -> None:
        tree["directions"][1].update(no=30, group="")

    new = load_call(_pack(tmp_path, "tracks/services.json", edit))
    found = [change for change in call_changes(sea_call(), new) if change.direction]
    assert {change.direction for change in found} == {17, 30}
    assert {change.old for change in found if change.direction == 30} == {""}


def test_a_call_without_sample_says_so() -> None:
    with pytest.raises(JbgsError, match="没有自带的样例"):
        sample_application(sea_call(), "services")
