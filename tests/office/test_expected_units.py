"""应报单位: names from lists as they are pasted, and what became of each."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.office.expected_units import expectation, names_in
from jbgs_desktop.office.register.entry_changes import removed_entries
from tests.office.registers import WHEN, application, new_register, receive

FIRST, SECOND = (application(number).unit.name for number in (1, 2))


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("甲公司\n乙公司\n", ("甲公司", "乙公司")),
        ("序号\t单位名称\t联系人\n1\t甲公司\t张三\n2\t乙公司\t李四", ("甲公司", "乙公司")),
        ("1. 甲公司\n2、乙公司\n（3）丙公司\n4 丁公司", ("甲公司", "乙公司", "丙公司", "丁公司")),
        ("甲（郑州）公司\n甲(郑州)公司\n 甲 （郑州）公司", ("甲（郑州）公司",)),
        (
            "360公司\n3D打印公司\n21世纪公司\n1.5度公司",
            ("360公司", "3D打印公司", "21世纪公司", "1.5度公司"),
        ),
        ("单位名称\n\n\n", ()),
        ("\t\t甲公司\r\n\t2\t乙公司", ("甲公司", "乙公司")),
    ],
)
def test_names_are_found_in_pasted_lists(pasted: str, names: tuple[str, ...]) -> None:
    assert names_in(pasted) == names


@given(st.lists(st.text("甲乙丙（）()1.、 \t公司", max_size=8)))
def test_a_kept_list_is_read_again_as_it_is(lines: list[str]) -> None:
    names = names_in("\n".join(lines))
    assert names_in("\n".join(names)) == names


def test_units_count_by_what_was_received(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        receive(register, application(1))
        second = receive(register, application(2))
        listed = (FIRST.replace("（", "("), "还没来的公司")
        found = expectation(listed, register.entries)
        assert (found.missing, found.refused, found.others) == (("还没来的公司",), (), (SECOND,))
        assert "应报 2 家，已收到 1 家；还没有收到 1 家：还没来的公司" in found.words
        register.keep(removed_entries([second], "收错了", WHEN))
        assert expectation(listed, register.entries).others == ()
        assert expectation((), register.entries).words == ""


def test_who_handed_in_nothing_usable_is_told_apart(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        first = receive(register, application(1))
        register.keep([first.model_copy(update={"reason": "清单对不上"})])
        found = expectation((FIRST,), register.entries)
        assert (found.missing, found.refused) == ((), (FIRST,))
        receive(register, application(1), name="又一份")
        assert expectation((FIRST,), register.entries).refused == ()


def test_the_list_is_kept_and_undone(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        register.keep_settings(register.settings.model_copy(update={"expected": (FIRST, SECOND)}))
    with closing(new_register(tmp_path)) as register:
        assert register.settings.expected == (FIRST, SECOND)
        assert register.undo()
        assert not register.settings.expected
