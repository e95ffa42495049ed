"""What is kept is written in the lowest version that holds what it uses."""

import json
from typing import Annotated

from pydantic import field_serializer

from jbgs_desktop.forms.kept import Kept, Since, lowest_version


class Part(Kept, first="name"):
    name: str = ""
    patents: Annotated[str, Since(2)] = ""
    awards: Annotated[tuple[str, ...], Since(3)] = ("无",)


class Section(Kept, first="text"):
    text: str | tuple[str, ...] = ""

    def own_version(self) -> int:
        return 2 if isinstance(self.text, tuple) else super().own_version()


class Whole(Kept, first="version part parts sections"):
    version: int = 1
    part: Part = Part()
    parts: tuple[Part, ...] = ()
    sections: Annotated[dict[str, Section], "by number"] = {}  # noqa: RUF012

    @field_serializer("version")
    def _lowest(self, _stated: int) -> int:
        return lowest_version(self)


def written(value: Kept) -> object:
    return json.loads(value.model_dump_json())


def test_a_later_field_is_written_only_where_it_is_used() -> None:
    assert written(Part(name="甲")) == {"name": "甲"}
    assert written(Part(name="甲", patents="", awards=("无",))) == {"name": "甲"}
    assert written(Part(awards=())) == {"name": "", "awards": []}
    assert written(Whole(version=3)) == {
        "version": 1,
        "part": {"name": ""},
        "parts": [],
        "sections": {},
    }


def test_the_version_is_the_highest_of_all_that_is_used() -> None:
    second, third = Part(patents="一项"), Part(patents="一项", awards=("奖",))
    assert lowest_version(Whole()) == 1
    assert lowest_version(Whole(part=second)) == 2
    assert lowest_version(Whole(part=second, parts=(Part(), third))) == 3
    assert written(Whole(parts=(third,), part=second))["version"] == 3  # type: ignore[index]


def test_a_value_of_another_shape_may_need_a_newer_version() -> None:
    plain = {"2": Section(text="一段")}
    assert lowest_version(Whole(sections=plain)) == 1
    assert lowest_version(Whole(sections={**plain, "5": Section(text=("一段",))})) == 2
    assert lowest_version((plain["2"], Section(text=()))) == 2
