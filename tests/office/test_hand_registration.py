"""A unit that did not use the program is registered by hand, ranked, forwarded."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.office.forwarded_rows import forwarded_rows, read_forwarded_rows, units_by_hand
from jbgs_desktop.office.hand_registration import HandForm, hand_documents, register_by_hand
from jbgs_desktop.office.ranking_order import ranked, rows_of
from jbgs_desktop.office.register.entry import EntryState
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.scan_check import unread_entries
from tests.bundle.small_bundles import CALL
from tests.office.registers import TRACK, WHEN, application, new_register, receive

FORM = HandForm(
    CALL, TRACK, "手写有限公司", "91410100MA40000000", (2, 8), "某产品", "王一", "13800000000", WHEN
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def test_it_stands_in_the_table_beside_the_others(register: Register, tmp_path: Path) -> None:
    document = tmp_path / "材料.docx"
    document.write_bytes(b"PK docx")
    receive(register, application(1))
    entry = register_by_hand(register, replace(FORM, document=document))
    assert (entry.came, register.state(entry)) == (WHEN, EntryState.FINE)
    rows = rows_of(ranked(register.recommendable(CALL.id, TRACK.id)))
    assert [(r.unit, r.product, r.contact) for r in rows[1:]] == 2 * [
        ("手写有限公司", "某产品", "王一")
    ]
    assert list(hand_documents(register, entry).values()) == [b"PK docx"]
    assert entry.number not in unread_entries(register)
    register.undo()
    assert len(register.recommendable()) == 1


def test_what_is_missing_or_dangerous_is_told(register: Register, tmp_path: Path) -> None:
    for change, words in (
        ({"unit": ""}, "单位名称"),
        ({"directions": ()}, "方向的编号"),
        ({"directions": (99,)}, "方向的编号"),
        ({"document": tmp_path / "a.exe"}, "docx 或 PDF"),
        ({"document": tmp_path / "没有.docx"}, "不是文件"),
    ):
        with pytest.raises(JbgsError, match=words):
            register_by_hand(register, replace(FORM, **change))
    assert register.entries == ()
    assert list(register.received.iterdir()) == []


def test_the_next_level_gets_it_without_the_notes(register: Register, tmp_path: Path) -> None:
    entry = register_by_hand(register, FORM)
    register.keep([entry.model_copy(update={"remarks": "内部"})])
    order = ranked(register.recommendable(CALL.id, TRACK.id))
    text = forwarded_rows([order], register.settings, WHEN).model_dump_json()
    assert "内部" not in text
    forwarded = read_forwarded_rows(text)
    assert forwarded is not None
    with closing(new_register(tmp_path / "city")) as city:
        (above,) = units_by_hand(city, forwarded)
        assert (above.unit, above.when, above.is_by_hand) == (entry.unit, WHEN, True)
        city.add(above, None)
        assert units_by_hand(city, forwarded) == []
