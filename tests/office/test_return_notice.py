"""退回单: it says to whom, why and until when, and prints."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.return_notice import (
    notice_blocks,
    notice_name,
    notice_of,
    notice_pdf,
    seal_spots,
    suggested_reasons,
)
from tests.bundle.small_bundles import CALL
from tests.office.registers import application, new_register, receive

LONG = "请按审计报告更正。" * 60


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def test_reasons_begin_with_the_errors_and_the_missing_seals(register: Register) -> None:
    entry = receive(register, application(1).set("unit.code", ""))
    spots = seal_spots(CALL, has_participants=False)
    reasons = suggested_reasons(entry, spots[:1])
    assert any("三证合一码：还没有填写" in reason for reason in reasons)
    assert reasons[-1] == "纸质件缺少：封面：揭榜单位公章。"
    refused = entry.model_copy(update={"reason": "缺少文件。"})
    assert suggested_reasons(refused)[0].startswith("报送包：还没有填写")
    assert suggested_reasons(refused.model_copy(update={"problems": ()})) == ["报送包：缺少文件。"]


@pytest.mark.parametrize("participants", [True, False])
def test_the_spots_are_those_of_the_paper(participants: bool) -> None:
    ids = [spot.id for spot in seal_spots(CALL, has_participants=participants)]
    assert ids[:4] == [
        "cover/unit",
        "cover/recommender",
        "pledge/legal-representative",
        "pledge/unit",
    ]
    assert ("agreement" in ids) is participants


def test_the_slip_says_it_all(register: Register) -> None:
    entry = receive(register, application(1))
    slip = notice_of(
        entry,
        ["单位名称：与公章不一致", "", LONG],
        track="人形机器人",
        until="2023年11月3日18时",
        recommender="示例区工信局",
        made=date(2023, 11, 1),
    )
    assert len(slip.reasons) == 2
    with closing(PdfPages(notice_pdf(slip))) as pages:
        for text in (
            entry.unit,
            "人形机器人",
            "方向2",
            "单位名称：与公章不一致",
            "2023年11月3日18时",
            "示例区工信局",
            "申报单位签收",
        ):
            assert pages.find(text), text
    assert notice_name(slip) == f"退回单_{entry.unit}_20231101"
    assert notice_blocks(slip) == notice_blocks(slip)


def test_a_slip_for_an_unknown_unit_prints_too(register: Register) -> None:
    entry = receive(register, application(1))
    bare = entry.model_copy(update={"unit": "", "track": "", "code": "", "directions": ()})
    slip = notice_of(
        bare, ["U盘读不出"], track="", until="", recommender="", made=date(2023, 11, 1)
    )
    with closing(PdfPages(notice_pdf(slip))) as pages:
        assert pages.find("请尽快重新报送")
