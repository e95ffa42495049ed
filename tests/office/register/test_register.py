"""The office's register: what came in, what became of it, and the order of the 推荐表."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jbgs_desktop.bundle.bagit_profile import BundleHistory
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.documents.xlsx.workbook import write_workbook
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.errors import DraftHeldError, DraftKeyError, RegisterDamagedError
from jbgs_desktop.forms.calls.region import Quota
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.intake import Received
from jbgs_desktop.office.ranking_order import in_order, notices, ranked, rows_of, with_proposal
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.entry_changes import forward_entry, return_entry
from jbgs_desktop.office.register.parts import Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register_sheet import register_sheet
from jbgs_desktop.office.registration import received_entry
from tests.bundle.small_bundles import CALL, write_bundle
from tests.drafts.cheap_drafts import CHEAP, SECRET
from tests.office.registers import TRACK, WHEN, application, new_register, receive


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def test_what_came_in_is_there_again(tmp_path: Path) -> None:
    value = application(1, (2, 8))
    with closing(new_register(tmp_path)) as register:
        receive(register, value)
        register.keep_settings(Settings(recommender="示例区工信局", quota="某某"))
    with closing(new_register(tmp_path)) as register:
        (entry,) = register.entries
        assert (entry.unit, entry.track, entry.directions) == (value.unit.name, TRACK.id, (2, 8))
        assert entry.mobile == value.unit.contact.mobile
        assert [proposal.direction for proposal in entry.proposals] == [2, 8]
        assert register.application(entry.number) == value
        assert register.settings.recommender == "示例区工信局"
        assert len(entry.code) == 10


def _spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [_spoil, Path.unlink])
def test_a_damaged_register_says_so_and_a_copy_is_put_back(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    with closing(new_register(tmp_path)) as register:
        receive(register, application(1))
    file = tmp_path / "office" / "register.jbgs"
    damage(file)
    before = file.read_bytes() if file.exists() else b""
    with pytest.raises(RegisterDamagedError, match=r"登记表.*备份，可以放回") as caught:
        new_register(tmp_path)
    assert caught.value.can_restore
    assert "草稿" not in str(caught.value)
    Register.restore([SECRET], tmp_path / "office")
    with closing(new_register(tmp_path)) as register:
        (entry,) = register.entries
        assert register.application(entry.number) == application(1)
        assert register.notices == ()
    if before:
        (aside,) = (tmp_path / "office").glob("register-损坏-*.jbgs")
        assert aside.read_bytes() == before


def test_a_damaged_newest_copy_is_passed_over(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        receive(register, application(1))
    copies = sorted((tmp_path / "office" / "copies").iterdir())
    assert len(copies) == 2  # of the opening and of the closing
    newest = copies[-1].with_name(f"9{copies[-1].name[1:]}")
    newest.write_bytes(copies[-1].read_bytes())
    _spoil(newest)
    _spoil(tmp_path / "office" / "register.jbgs")
    Register.restore([SECRET], tmp_path / "office")
    with closing(new_register(tmp_path)) as register:
        assert len(register.entries) == 1


def test_without_a_copy_the_sentence_offers_none(tmp_path: Path) -> None:
    new_register(tmp_path).close()
    shutil.rmtree(tmp_path / "office" / "copies")
    _spoil(tmp_path / "office" / "register.jbgs")
    with pytest.raises(RegisterDamagedError, match="也没有备份") as caught:
        new_register(tmp_path)
    assert not caught.value.can_restore


def test_few_copies_are_kept_and_none_of_the_same(tmp_path: Path) -> None:
    for number in range(1, 8):
        with closing(new_register(tmp_path)) as register:
            receive(register, application(number))
        new_register(tmp_path).close()
    assert len(list((tmp_path / "office" / "copies").iterdir())) == 3


def test_received_copies_without_an_entry_are_named(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        receive(register, application(1))
        write_bundle(register.received / "没有登记的", application(2))
    with closing(new_register(tmp_path)) as register:
        (notice,) = register.notices
    assert "1 个报送包的副本没有登记（“没有登记的”）" in notice


def test_nothing_of_it_is_in_clear(tmp_path: Path) -> None:
    value = application(1)
    with closing(new_register(tmp_path)) as register:
        receive(register, value)
    data = (tmp_path / "office" / "register.jbgs").read_bytes()
    assert value.unit.name.encode() not in data
    assert value.unit.contact.mobile.encode() not in data


def test_only_its_owner_opens_it_and_one_at_a_time(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)), pytest.raises(DraftHeldError, match="登记表正由"):
        new_register(tmp_path)
    with pytest.raises(DraftKeyError):
        new_register(tmp_path, UserSecret(bytes(16)))


def test_a_refused_bundle_is_entered_with_its_reason(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    receive(register, application(1))
    good = register.received / application(1).unit.name
    good.rename(folder)
    (folder / "data" / "autorun.exe").write_bytes(b"MZ")
    verdict = verify(folder)
    received = Received(folder, WHEN, "有程序 autorun.exe。", verdict=verdict)
    entry = register.add(received_entry(received), None)
    assert register.state(entry) is EntryState.REFUSED
    assert "autorun.exe" in entry.reason
    assert entry not in register.recommendable()
    with pytest.raises(KeyError):
        register.application(entry.number)


def test_the_office_judges_findings_by_its_own_rules(register: Register) -> None:
    value = application(1).set("cover.recommender", "").set("cover.date", "2024-03-01")
    entry = receive(register, value)
    found = {problem.code: problem.severity for problem in entry.problems}
    assert found["cover.recommender.empty"] is Severity.NOTICE
    assert found["cover.date.after-deadline"] is Severity.ERROR
    assert register.state(entry) is EntryState.FAULTY
    assert [p.severity for p in entry.problems] == sorted(
        (p.severity for p in entry.problems), key=list(Severity).index
    )


def test_states_follow_what_happens(register: Register) -> None:
    first = receive(register, application(1), "a")
    again = receive(register, application(1), "b")
    assert [register.state(e) for e in (first, again)] == [_fine(first), EntryState.DOUBLED]
    register.keep([return_entry(first, ["单位名称：不一致"], "11月3日", WHEN)])
    assert register.state(register.entry(first.number)) is EntryState.RETURNED
    newer = receive(register, application(1).set("product_overview", "另一版"), "c")
    assert register.state(register.entry(first.number)) is EntryState.REPLACED
    register.keep([forward_entry(newer, "某某_揭榜推荐材料", WHEN)])
    assert register.state(register.entry(newer.number)) is EntryState.FORWARDED
    assert [e.number for e in register.recommendable()] == [newer.number]
    assert register.versions(newer) == list(register.entries)


def _fine(entry: RegisterEntry) -> EntryState:
    return EntryState.FAULTY if entry.errors else EntryState.FINE


def test_the_ranking_stays(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        for number in (1, 2, 3):
            receive(register, application(number, (2, 8)))
        order = ranked(register.recommendable(CALL.id, TRACK.id))
        register.keep(in_order(order[::-1]))
        entry = register.entry(order[0].entry.number)
        reason = entry.proposals[0].model_copy(update={"reason": "=推荐", "left_out": True})
        register.keep([with_proposal(entry, reason)])
    with closing(Register.open([SECRET], tmp_path / "office", cost=CHEAP)) as register:
        now = ranked(register.recommendable(CALL.id, TRACK.id))
        assert [each.key for each in now] == [each.key for each in order[::-1]]
        receive(register, application(4))
        assert ranked(register.recommendable())[-1].entry.unit == application(4).unit.name
        rows = rows_of(now)
        assert len(rows) == 5
        assert "=推荐" not in [row.reason for row in rows]


def sentences(register: Register, quota: Quota | None = None) -> str:
    order = ranked(register.recommendable(CALL.id, TRACK.id))
    elsewhere = [e for e in register.recommendable() if e.track != TRACK.id]
    return "\n".join(notices(order, elsewhere, TRACK, quota))


def test_one_unit_twice_in_a_direction_is_told(register: Register) -> None:
    receive(register, application(1, (2,)))
    assert "只能推荐一份" not in sentences(register)
    other = application(1, (2,)).set("unit.name", "第1示例（集团）有限公司")
    entry = receive(register, other, history=BundleHistory(WHEN))
    states = [register.state(each) for each in register.entries]
    assert states.count(EntryState.UNDECIDED) == 1  # the same unit by its code
    register.keep([entry.model_copy(update={"application": "OTHERONE"})])
    with closing_copy(register) as again:
        assert "方向2有 2 份申报" in sentences(again)


def closing_copy(register: Register) -> "closing[Register]":
    """The register opened anew from its file."""
    folder = register.received.parent
    register.close()
    return closing(Register.open([SECRET], folder, cost=CHEAP))


def test_a_unit_in_another_track_is_told(register: Register) -> None:
    receive(register, application(1))
    elsewhere = application(1).set("track", CALL.tracks[0].id)
    receive(register, elsewhere, "other")
    assert "在别处也有申报" in sentences(register)


def test_a_participant_that_leads_is_told(register: Register) -> None:
    receive(register, application(1))
    partner = {"name": application(1).unit.name, "code": "", "role": "测试"}
    receive(register, application(2).set("unit.participants", (partner,)))
    assert f"“{application(1).unit.name}”在方向2自己牵头申报" in sentences(register)


def test_more_than_the_quota_is_told(register: Register) -> None:
    for number in range(1, 5):
        receive(register, application(number))
    assert "每个方向最多" not in sentences(register)
    assert "请减去 1 份" in sentences(register, Quota(who="先导区", per_direction=3))


def test_a_missing_reason_is_told(register: Register) -> None:
    entry = receive(register, application(1))
    assert "还没有推荐理由" in sentences(register)
    filled = entry.proposals[0].model_copy(update={"reason": "好", "product": "某产品"})
    register.keep([with_proposal(entry, filled)])
    assert "还没有" not in sentences(register)
    register.keep([register.entry(entry.number).model_copy(update={"problems": ()})])
    assert sentences(register) == ""


def test_one_with_errors_is_told(register: Register) -> None:
    entry = receive(register, application(1))
    assert f"还有 {entry.errors} 处错误没有更正" in sentences(register)


def test_the_register_as_a_sheet(register: Register) -> None:
    entry = receive(register, application(1))
    register.keep([return_entry(entry, ["=cmd|' /C calc'!A0"], "", WHEN)])
    sheet = register_sheet(register, {(CALL.id, TRACK.id): TRACK.name}, register.entries)
    data = write_workbook([sheet], "登记表", "")
    made = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [cell.value for cell in made[3]]
    assert cells[1:5] == [entry.unit, entry.unit_code, TRACK.name, "2"]
    assert cells[9:11] == ["待补正", EntryState.RETURNED.word]
    assert "=cmd|" in str(cells[17])
    assert (made.freeze_panes, made.auto_filter.ref) == ("C3", "A2:U3")
    assert len(register_sheet(register, {}, register.entries, with_notes=False).columns) == 20
    assert {cell.data_type for cell in made[3][1:] if cell.value} == {"s"}
