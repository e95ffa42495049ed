"""What a docx for a colleague is called."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.hand_out import part_file_name
from tests.documents.printed_forms import the_call

SECTIONS = the_call().form.taskbook.sections


@pytest.mark.parametrize(
    ("fields", "to", "name"),
    [
        (["taskbooks.2.plan"], "张三", "方向2-三（二）重点任务攻关计划-张三.docx"),
        (["taskbooks.2.other"], "", "方向2-四、其他相关事项说明.docx"),
        (
            ["taskbooks.3.scope", "taskbooks.3.plan"],
            "李四",
            "方向3-一（二）适用范围_预期用途等2节-李四.docx",
        ),
        (["taskbooks.3.value", "taskbooks.3.plan"], "", "方向3-一（三）任务价值及效益等2节.docx"),
    ],
)
def test_the_name_says_which_sections_and_whose(fields: list[str], to: str, name: str) -> None:
    assert part_file_name(the_call(), fields, to) == name


@given(st.text(max_size=20), st.integers(1, 52))
def test_whatever_a_colleague_is_called_every_system_takes_the_name(to: str, no: int) -> None:
    names = [part_file_name(the_call(), [f"taskbooks.{no}.{each}"], to) for each in SECTIONS]
    for name in names:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|[ .]\.docx$', name)
        assert len(name.encode()) < 255
    for one, other in combinations(names, 2):
        assert one != other
