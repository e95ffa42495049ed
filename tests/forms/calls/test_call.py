"""Call packs: verbatim from the notice, and one sentence about what is wrong with a broken one."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.files import resources
from jbgs_desktop.forms.calls.call import find_call, load_call
from tests.forms.applications import DATA, national_call, second_call

_NOTICE = (DATA / "notice.txt").read_text("utf-8")
_TRACKS = {
    "metaverse": "元宇宙",
    "humanoid-robot": "人形机器人",
    "brain-computer-interface": "脑机接口",
    "general-ai": "通用人工智能",
}
_HEADING = re.compile(r"[一二三四]、(核心基础|重点产品|公共支撑|典型应用)")
_TITLE = re.compile(r"（[一二三四五六七八九十]+）(.+)")
_TEXT = re.compile(r"(揭榜任务|预期目标)[：:] ?(.+)")


def _notice_directions(name: str) -> list[tuple[str, str, str, str]]:
    """Category, title, task and target of the list 《…揭榜挂帅任务榜单》 in the notice's order."""
    start = _NOTICE.index(f"\n{name}揭榜挂帅任务榜单\n", _NOTICE.index("附件1\n"))
    found: list[list[str]] = []
    category = ""
    for line in map(str.strip, _NOTICE[start : _NOTICE.index("推荐表-", start)].splitlines()):
        if heading := _HEADING.fullmatch(line):
            category = heading[1]
        elif title := _TITLE.fullmatch(line):
            found.append([category, title[1].strip()])
        elif text := _TEXT.fullmatch(line):
            found[-1].append(text[2].strip())
    return [(direction[0], direction[1], direction[2], direction[3]) for direction in found]


@pytest.mark.parametrize("track_id", _TRACKS)
def test_the_directions_are_the_notices_word_for_word(track_id: str) -> None:
    track = national_call().track(track_id)
    assert track is not None and track.name == _TRACKS[track_id]
    found = [
        (direction.category, direction.title, direction.task, direction.target)
        for direction in track.directions
    ]
    assert found == _notice_directions(track.name)


def test_there_are_52_directions_with_ids_of_their_own() -> None:
    directions = [direction for track in national_call().tracks for direction in track.directions]
    assert [len(track.directions) for track in national_call().tracks] == [11, 19, 10, 12]
    assert len({direction.id for direction in directions}) == 52


@pytest.mark.parametrize("track_id", _TRACKS)
def test_the_numbers_are_those_of_the_boxes(track_id: str) -> None:
    track = national_call().track(track_id)
    assert track is not None
    boxes = {title.strip(): int(no) for no, title in re.findall(r"□方向(\d+)：(.+)", _NOTICE)}
    for direction in track.directions:
        assert boxes[direction.title] == direction.no
        assert track.direction(direction.no) is direction
    assert track.direction(0) is track.direction(len(track.directions) + 1) is None


@pytest.mark.parametrize(
    ("track_id", "categories"),
    [
        ("metaverse", ("核心基础", "重点产品", "公共支撑")),
        ("humanoid-robot", ("核心基础", "重点产品", "公共支撑", "典型应用")),
        ("brain-computer-interface", ("核心基础", "重点产品", "典型应用")),
        ("general-ai", ("核心基础", "重点产品", "典型应用")),
    ],
)
def test_each_track_has_its_own_categories(track_id: str, categories: tuple[str, ...]) -> None:
    track = national_call().track(track_id)
    assert track is not None and track.categories == categories


def test_the_label_of_the_related_revenue_follows_the_track() -> None:
    plain = re.sub(r"\s+", "", _NOTICE)
    for track in national_call().tracks:
        assert track.related_revenue_label + "（万元）" in plain


def test_every_printed_text_of_the_form_is_the_notices() -> None:
    # 5. was lost in one of the four forms, so it is read from the others; blanks are layout.
    plain = re.sub(r"\s+", "", _NOTICE)
    form = national_call().form
    printed = [
        *(form.instructions.items[1:], form.pledge.commitments, form.pledge.closing),
        [item.text for item in form.evidence.items],
        [hint for field in form.fields.values() for hint in field.hint],
        [form.taskbook.note, form.table.title, form.pledge.lead, form.instructions.items[0]],
        form.cover.title,
        [part.heading for part in form.taskbook.parts if part.heading],
        [field.label for key, field in form.fields.items() if key.startswith("taskbooks.")],
    ]
    for text in (text for texts in printed for text in texts):
        assert re.sub(r"\s+", "", text) in plain, text


def test_the_limits_are_the_notices() -> None:
    limits = {path: (limit.words, limit.hard) for path, limit in national_call().limits.items()}
    assert limits == {
        "unit.profile": (500, True),
        "product_overview": (1000, True),
        "taskbooks.*": (5000, False),
    }
    assert national_call().max_participants == 4


def test_zhengzhou_asks_for_two_copies_and_a_stick_by_its_own_dates() -> None:
    region = national_call().region("zhengzhou")
    assert region is not None
    paper, online = region.deadline("paper"), region.deadline("online")
    assert paper is not None and paper.printed == "2023-11-03 18:00"
    assert online is not None and online.printed == "2023-11-08"
    assert region.next_deadlines == (paper, online)
    assert region.paper_copies == 2
    assert any("优盘" in carrier for carrier in region.carriers)
    assert region.registration.code_prefixes == ("4101",)


def test_the_nation_asks_online_and_has_quotas() -> None:
    region = national_call().region("national")
    assert region is not None
    online, recommender = region.deadline("online"), region.deadline("recommender")
    assert online is not None and online.printed == "2023-11-10"
    assert recommender is not None and recommender.printed == "2023-11-30"
    assert [quota.per_direction for quota in region.quotas] == [15, 5, 3, 3]
    assert region.deadline("paper") is None
    assert region.registration.code_prefixes == region.registration.address_words == ()


Edit = Callable[[Any], object]


def _json(file: str, edit: Edit) -> Callable[[Path], None]:
    def apply(pack: Path) -> None:
        tree = json.loads((pack / file).read_text("utf-8"))
        edit(tree)
        (pack / file).write_text(json.dumps(tree, ensure_ascii=False), "utf-8")

    return apply


def _table(edit: Edit) -> Callable[[Any], object]:
    return lambda tree: edit(tree["table"]["parts"][-1]["rows"])


def _choices(path: str, edit: Edit) -> Callable[[Any], object]:
    return lambda tree: edit(tree["fields"][path]["choices"])


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (_table(lambda rows: rows.remove(["unit.code"])), "table.parts 缺少 unit.code"),
        (_table(lambda rows: rows.append(["unit.x"])), "table.parts 多出 unit.x"),
        (_table(lambda rows: rows.append(["unit.nature_other"])), "多出 unit.nature_other"),
        (_table(lambda rows: rows.append(["unit.code"])), "table.parts 重复了 unit.code"),
        (_table(lambda rows: rows[1].append("unit.code")), "重复了 unit.code"),
        (_table(lambda rows: rows.append([])), "项数太少"),
        (_table(lambda rows: rows[0].append("unit.code")), "项数太多"),
        (
            _table(lambda rows: rows.__setitem__(slice(8, 10), [["unit.profile", *rows[9]]])),
            "unit.profile 应当独占一行",
        ),
        (_choices("unit.nature", lambda boxes: boxes.clear()), "unit.nature.choices 缺少"),
        (_choices("unit.nature", lambda boxes: boxes[0].update(value=True)), "value 应为文字"),
        (_choices("unit.listed", lambda boxes: boxes[0].update(value="x")), "true 或 false"),
        (_choices("unit.nature", lambda boxes: boxes.append(boxes[0])), "asks_for_text"),
        (
            _choices("unit.listed", lambda boxes: boxes.__setitem__(1, boxes[0])),
            "choices 重复了 False",
        ),
        (
            lambda tree: tree["fields"]["unit.code"].update(
                choices=[{"value": "a", "label": "甲"}]
            ),
            "unit.code.choices 多余",
        ),
    ],
)
def test_a_layout_that_does_not_fit_the_fields_is_told(
    tmp_path: Path, edit: Edit, message: str
) -> None:
    pack = tmp_path / "miit-2023-weilai-chanye"
    shutil.copytree(resources() / "calls" / pack.name, pack)
    _json("form.json", edit)(pack)
    with pytest.raises(CallPackError, match=re.escape(message)):
        load_call(pack)


@pytest.mark.parametrize("path", ["unit.nature", "unit.listed", "unit.participants", "directions"])
def test_a_limit_that_nothing_could_be_held_to_is_told(tmp_path: Path, path: str) -> None:
    pack = tmp_path / "second-call"
    shutil.copytree(DATA / "calls" / "second-call", pack)
    _json("call.json", lambda tree: tree["limits"].update({path: {"words": 9, "hard": True}}))(pack)
    with pytest.raises(CallPackError, match=re.escape(f"不认识的字段 {path}")):
        load_call(pack)


def test_an_unknown_name_finds_nothing() -> None:
    call = national_call()
    assert (call.track("x"), call.region("x"), find_call("x")) == (None, None, None)


def _text(file: str, text: str) -> Callable[[Path], object]:
    return lambda pack: (pack / file).write_text(text, "utf-8")


_DEADLINE = "regions/harbour.json"
_FILE = "harbour.json"
_TRACK = "tracks/deep-sea.json"


def _nature(at: int, *, asks_for_text: bool) -> Callable[[Any], object]:
    return lambda tree: tree["fields"]["unit.nature"]["choices"][at].update(
        asks_for_text=asks_for_text
    )


@pytest.mark.parametrize(
    ("break_it", "file", "place"),
    [
        (lambda pack: (pack / "form.json").unlink(), "form.json", "不存在"),
        (lambda pack: (pack / _TRACK).unlink(), "deep-sea.json", "不存在"),
        (_text("call.json", "{"), "call.json", "第 1 行"),
        (_text("form.json", '{"cover": }'), "form.json", "第 1 行第 11 个字符处"),
        (_text("form.json", "[" * 100_000), "form.json", "JSON"),
        (_text("call.json", "[]"), "call.json", "花括号"),
        (_json("form.json", _nature(0, asks_for_text=True)), "form.json", "asks_for_text"),
        (_json("form.json", _nature(-1, asks_for_text=False)), "form.json", "unit.nature_other"),
        (
            _json(
                "form.json",
                _choices("unit.listed", lambda boxes: boxes[1].update(asks_for_text=True)),
            ),
            "",
            "unit.listed",
        ),
        (_json(_DEADLINE, lambda tree: tree.update(issued="2029-02-30")), _FILE, "2029-02-30"),
        (_json(_DEADLINE, lambda tree: tree.pop("issued")), _FILE, "issued：缺少"),
        (_json("call.json", lambda tree: tree.pop("title")), "call.json", "title：缺少"),
        (_json("call.json", lambda tree: tree.update(x=1)), "call.json", "x：不认识"),
        (_json("call.json", lambda tree: tree.update(id="other")), "call.json", "other"),
        (_json("call.json", lambda tree: tree.update(format=5)), "call.json", "格式5"),
        (_json("call.json", lambda tree: tree.update(target_year="2031")), "call.json", "整数"),
        (_json("call.json", lambda tree: tree.update(target_year=31)), "call.json", "太小"),
        (_json("call.json", lambda tree: tree.update(track_ids=[])), "call.json", "项数太少"),
        (
            _json("call.json", lambda tree: tree.update(track_ids=["../deep-sea"])),
            "call.json",
            "track_ids.0",
        ),
        (
            _json("call.json", lambda tree: tree["region_ids"].append("harbour")),
            "call.json",
            "region_ids 重复了 harbour",
        ),
        (
            _json("call.json", lambda tree: tree["limits"].update(x={"words": 1, "hard": True})),
            "call.json",
            "limits",
        ),
        (
            _json("call.json", lambda tree: tree["limits"]["unit.profile"].update(words=0)),
            "call.json",
            "limits.unit.profile.words",
        ),
        (
            _json("form.json", lambda tree: tree["fields"].pop("unit.name")),
            "form.json",
            "unit.name",
        ),
        (
            _json("form.json", lambda tree: tree["fields"].update(x=tree["fields"]["unit.name"])),
            "form.json",
            "fields 多出 x",
        ),
        (
            _json("form.json", lambda tree: tree["fields"]["unit.name"].update(label="")),
            "form.json",
            "fields.unit.name.label：不能为空",
        ),
        (
            _json("form.json", lambda tree: tree["taskbook"]["parts"][0]["sections"].pop()),
            "form.json",
            "taskbook.parts",
        ),
        (
            _json(
                "form.json", lambda tree: tree["taskbook"]["parts"][0]["sections"].append("goals")
            ),
            "form.json",
            "taskbook.parts 重复了 goals",
        ),
        (
            _json("form.json", lambda tree: tree["evidence"]["items"][1].update(no=1)),
            "form.json",
            "evidence.items 重复了 1",
        ),
        (
            _json("form.json", lambda tree: tree["evidence"]["items"][1].update(proves=["x.y"])),
            "form.json",
            "x.y",
        ),
        (
            _json("form.json", lambda tree: tree["cover"].update(chosen="{name}")),
            "form.json",
            "cover.chosen",
        ),
        (
            _json("form.json", lambda tree: tree["pledge"].update(opening="{tasks")),
            "form.json",
            "pledge.opening",
        ),
        (
            _json("form.json", lambda tree: tree["recommendation"].pop("columns")),
            "form.json",
            "recommendation.columns",
        ),
        (_json(_TRACK, lambda tree: tree.update(id="x")), "deep-sea.json", "应与文件名一致"),
        (
            _json(_TRACK, lambda tree: tree["directions"].append(tree["directions"][0])),
            "deep-sea.json",
            "重复了 1",
        ),
        (
            _json(_TRACK, lambda tree: tree["directions"][0].pop("target")),
            "deep-sea.json",
            "directions.0.target",
        ),
        (
            _json(_DEADLINE, lambda tree: tree["deadlines"][0].update(when="2029-13-01")),
            "harbour.json",
            "2029-13-01",
        ),
        (
            _json(_DEADLINE, lambda tree: tree["deadlines"][0].update(when="3月1日")),
            "harbour.json",
            "deadlines.0.when",
        ),
        (
            _json(_DEADLINE, lambda tree: tree["deadlines"][0].update(kind="fax")),
            "harbour.json",
            "deadlines.0.kind",
        ),
    ],
)
def test_a_broken_pack_is_told_in_one_sentence_with_file_and_place(
    tmp_path: Path, break_it: Callable[[Path], object], file: str, place: str
) -> None:
    pack = tmp_path / "second-call"
    shutil.copytree(DATA / "calls" / "second-call", pack)
    break_it(pack)
    with pytest.raises(CallPackError) as caught:
        load_call(pack)
    sentence = str(caught.value)
    assert file in sentence and place in sentence
    assert "\n" not in sentence and sentence.endswith("。")
    assert not re.search(r"[Ii]nput|[Vv]alue error|should", sentence)


def test_a_copied_pack_is_the_same_call(tmp_path: Path) -> None:
    shutil.copytree(DATA / "calls" / "second-call", tmp_path / "second-call")
    assert load_call(tmp_path / "second-call") == second_call()


def test_a_pack_never_changes() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(national_call(), "title", "x")  # noqa: B010 - mypy knows it is read-only
