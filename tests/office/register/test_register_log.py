"""The log of the register: every act undone to the letter, and the register is what it says."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.bundle.bagit_profile import BundleHistory
from jbgs_desktop.drafts.format import database
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application_json import ReceivedApplication, receive_application
from jbgs_desktop.office.forwarded_rows import (
    forwarded_rows,
    read_forwarded_rows,
    recommended_entries,
)
from jbgs_desktop.office.hand_registration import HandForm, register_by_hand
from jbgs_desktop.office.ranking_order import in_order, ranked, with_proposal
from jbgs_desktop.office.register.act import replay
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.entry_changes import (
    chosen_entries,
    forward_entry,
    paper_checked,
    removed_entries,
    restored_entry,
    return_entry,
    unreturned_entry,
)
from jbgs_desktop.office.register.parts import ScanCheck, Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register_merge import clashes, join
from tests.bundle.small_bundles import CALL
from tests.office.registers import TRACK, WHEN, application, new_register, receive

Rows = dict[int, dict[str, Any]]
Bundle = tuple[RegisterEntry, ReceivedApplication | None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def rows(register: Register) -> Rows:
    """The register as JSON by its numbers, the settings as number 1."""
    found: Rows = {each.number: json.loads(each.model_dump_json()) for each in register.entries}
    return found | {1: json.loads(register.settings.model_dump_json())}


def logged(register: Register) -> Rows:
    """The same by the log alone."""
    return {1: json.loads(Settings().model_dump_json())} | replay(register.acts())


def test_every_act_is_undone_and_done_again(register: Register) -> None:
    entry = receive(register, application(1, (2, 8)))
    acts: list[Callable[[RegisterEntry], list[RegisterEntry]]] = [
        lambda e: [return_entry(e, ["缺章"], "11月3日", WHEN)],
        lambda e: [e.model_copy(update={"ticks": ("edge",)})],
        lambda e: [forward_entry(e, "某包", WHEN)],
        lambda e: [with_proposal(e, e.proposals[0].model_copy(update={"reason": "好"}))],
        lambda e: in_order(ranked([e])[::-1]),
        lambda e: removed_entries([e], "放错了", WHEN),
    ]
    states = [rows(register)]
    for act in acts:
        register.keep(act(register.entry(entry.number)))
        states.append(rows(register))
    for state in states[-2::-1]:
        assert register.undo()
        assert rows(register) == state == logged(register)
    for state in states[1:]:
        assert register.redo()
        assert rows(register) == state == logged(register)
    assert register.redo() == ()
    for _ in acts:
        register.undo()
    register.keep(acts[0](register.entry(entry.number)))
    assert register.redo() == ()  # something else was done


def test_settings_are_undone(register: Register) -> None:
    register.keep_settings(Settings(recommender="某局", officer="王经办"))
    register.keep_settings(Settings(recommender="另一局", officer="王经办"))
    (act,) = register.undo()
    assert act.who == "王经办"
    assert register.settings.recommender == "某局"
    register.undo()
    assert register.settings == Settings()
    assert register.undo() == ()


def test_undoing_an_intake_takes_out_all_that_came_with_it(register: Register) -> None:
    kept = receive(register, application(1))
    receive(register, application(2))
    batch = [
        register.add(entry, None, batch="x")
        for entry in (kept.model_copy(update={"unit": f"第{n}家"}) for n in range(3))
    ]
    assert len(register.undo()) == 3
    gone = [register.state(register.entry(entry.number)) for entry in batch]
    assert gone == [EntryState.REMOVED] * 3
    assert len(register.recommendable()) == 2
    register.redo()
    assert EntryState.REMOVED not in [register.state(entry) for entry in register.entries]


def _added_by_an_older_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of version 1 has added a bundle: it knows no log."""
    with monkeypatch.context() as older, closing(new_register(folder)) as register:
        older.setattr("jbgs_desktop.drafts.format.act_log.ActLog.add", lambda self, *_: self._tail)
        receive(register, application(7), when=WHEN)


def test_what_a_program_without_a_log_did_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _added_by_an_older_program(tmp_path, monkeypatch)
    with closing(new_register(tmp_path)) as register:
        assert register.acts() == ()
        assert register.undo() == ()
        receive(register, application(1))
        first, second = register.acts()
        assert first.found
        assert not second.found
        assert rows(register) == logged(register)
    with monkeypatch.context() as older, closing(new_register(tmp_path)) as register:
        older.setattr("jbgs_desktop.drafts.format.act_log.ActLog.add", lambda self, *_: self._tail)
        register.keep([register.entries[1].model_copy(update={"ticks": ("edge",)})])
    with closing(new_register(tmp_path)) as register:
        with pytest.raises(JbgsError, match="不能撤销"):
            register.undo()
        register.keep([register.entries[0].model_copy(update={"remarks": "问过"})])
        assert [act.found for act in register.acts()] == [True, False, True, False]
        assert rows(register) == logged(register)
        assert len(register.undo()) == 1
        assert register.undo() == ()  # nothing before what was found


def test_a_log_that_was_cut_is_told(tmp_path: Path) -> None:
    with closing(new_register(tmp_path)) as register:
        for number in (1, 2, 3):
            receive(register, application(number))
    with closing(sqlite3.connect(tmp_path / "office" / "register.jbgs")) as file:
        file.execute("DELETE FROM attachment WHERE number = 2")
        file.commit()
    with (
        closing(new_register(tmp_path)) as register,
        pytest.raises(JbgsError, match="操作记录里有损坏"),
    ):
        register.acts()


_STEPS = {
    **{"receive": 40, "work": 40, "undo": 12, "redo": 4, "reopen": 2, "crash": 2},
    **{"merge": 3, "hand over": 1, "read": 6},
}
_ACTS = (
    *("return", "unreturn", "remove", "choose", "tick", "rank", "forward"),
    *("paper", "package"),
)


def unread(found: Rows) -> Rows:
    """``found`` without what the program reads in the background, which nobody undoes."""
    return {n: {k: v for k, v in row.items() if k != "scan_check"} for n, row in found.items()}


class Officer:
    """Does things at random, and holds the register against what it has to be."""

    def __init__(self, folder: Path, pool: list[Bundle], dice: random.Random) -> None:
        self.folder, self.pool, self.dice = folder, pool, dice
        self.register = new_register(folder)
        self.others = 0
        self.before: list[tuple[Rows, list[str]]] = []  # what undoing has to bring back

    def step(self, monkeypatch: pytest.MonkeyPatch) -> None:
        register = self.register
        state, units = rows(register), self.units()
        kind = self.dice.choices(list(_STEPS), list(_STEPS.values()))[0]
        if kind in ("merge", "hand over", "read"):
            self.between_officers(kind)
        elif kind == "receive":
            entry, application = self.dice.choice(self.pool)
            register.add(entry, application)
            assert set(units) <= set(self.units()), "a stick that came took a unit away"
            self.before.append((state, units))
        elif kind == "work":
            acted = len(register.acts())
            register.keep(self.work())
            if len(register.acts()) > acted:
                self.before.append((state, units))
        elif kind == "undo":
            self.undo()
        elif kind == "redo":
            if register.redo():
                self.before.append((state, units))
        else:
            self.end(crash=kind == "crash", monkeypatch=monkeypatch)
            assert rows(self.register) == state
        assert self.is_one_for_each_unit()

    def between_officers(self, kind: str) -> None:
        """A colleague's register joins, or somebody else goes on with this one."""
        register, state, units = self.register, rows(self.register), self.units()
        if kind == "read":
            if numbers := [e.number for e in register.entries if not e.reason]:
                check = ScanCheck(when=WHEN, pages=self.dice.randrange(9))
                register.keep_read(self.dice.choice(numbers), check)
            return
        if not register.acts():
            return  # it would become the other one, with its log
        self.others += 1
        folder = self.folder.with_name(f"{self.folder.name}-{self.others}")
        other = new_register(folder)
        if kind == "hand over":
            join(other, register, [], WHEN)
            assert rows(other) == state == logged(other)
            register.close()
            self.register, self.folder = other, folder
            return
        for _ in range(self.dice.randrange(1, 4)):
            other.add(*self.dice.choice(self.pool))
        chosen = [c.application for c in clashes(register, other) if self.dice.random() < 0.5]
        acts = len(register.acts())
        join(register, other, chosen, WHEN)
        other.close()
        if len(register.acts()) > acts:
            self.before.append((state, units))

    def undo(self) -> None:
        came = [c.row for act in self.register.undo() for c in act.changes if c.was is None]
        if not self.before:
            return
        state, units = self.before.pop()
        now = unread(rows(self.register))
        for number in came:
            assert now.pop(number)["removed"]["reason"] == "撤销收件"
            state.pop(number, None)  # taken out before, put back by doing it again
        assert {n: row for n, row in now.items() if n in state} == unread(state)
        assert self.units() == units

    def work(self) -> list[RegisterEntry]:
        register, dice = self.register, self.dice
        good = [e for e in register.entries if not e.reason]
        if not good:
            return []
        entry = dice.choice(good)
        if entry.removed:
            return [restored_entry(entry)]
        what = dice.choice(_ACTS)
        match what:
            case "paper":
                return [paper_checked(entry, WHEN, "王")]
            case "package":
                sent = forwarded_rows([ranked(register.recommendable())], Settings(), WHEN)
                read = read_forwarded_rows(sent.model_dump_json())
                assert read is not None
                return recommended_entries(register, read)
            case "return":
                return [return_entry(entry, ["缺章"], "", WHEN)]
            case "unreturn":
                return [unreturned_entry(entry)]
            case "remove":
                return removed_entries([entry], "错了", WHEN)
            case "choose":
                return chosen_entries(register, entry.number)
            case "tick":
                return [entry.model_copy(update={"ticks": dice.choice([(), ("edge",)])})]
            case "rank":
                order = ranked(register.recommendable())
                dice.shuffle(order)
                return in_order(order)
        return [forward_entry(entry, "某包", WHEN)]

    def end(self, *, crash: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        if crash:
            with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
                broken.setattr(database, "keep_format", lambda *_: 1 / 0)
                self.register.add(*self.pool[0])
        self.register.close()
        self.register = new_register(self.folder)

    def units(self) -> list[str]:
        return sorted(entry.unit for entry in self.register.recommendable())

    def is_one_for_each_unit(self) -> bool:
        """A unit of which something is here counts once, or its bundle was returned."""
        register = self.register
        here = {e.unit for e in register.entries if not e.reason and not e.removed}
        returned = [e.unit for e in register.entries if register.state(e) is EntryState.RETURNED]
        return sorted(here) == sorted([*self.units(), *returned])


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> list[Bundle]:
    """Bundles of four units: three versions, of some the order untold, with scans of two kinds."""
    made: list[Bundle] = []
    with closing(new_register(tmp_path_factory.mktemp("pool"))) as register:
        for number in range(1, 5):
            codes: tuple[str, ...] = ()
            for at, text in enumerate(("一版", "二版", "三版")):
                value = application(number, (2, 8)).set("product_overview", text)
                history = BundleHistory(WHEN, codes) if number < 3 else BundleHistory()
                for scan in (b"", b"better"):
                    name = f"{number}-{at}-{scan.decode()}"
                    entry = receive(register, value, name, scan=scan, history=history)
                    data = (register.received / name / "data/01_电子版/申报数据.json").read_bytes()
                    # Without its folder: what is joined here is not copied.
                    bare = entry.model_copy(update={"folder": ""})
                    made.append((bare, receive_application(data, "申报数据")))
                codes = (*codes, entry.code)
        form = HandForm(CALL, TRACK, "手写有限公司", "", (2,), "", "", "", WHEN)
        made.append((register_by_hand(register, form), None))
    return made


def test_no_unit_vanishes_without_an_act(
    pool: list[Bundle],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    steps, dice = request.config.getoption("--register-steps"), random.Random(17)
    for run in range(-(-steps // 125)):  # a register stays short, so that its steps are quick
        (tmp_path / str(run)).mkdir()
        officer = Officer(tmp_path / str(run), pool, dice)
        for _ in range(125):
            officer.step(monkeypatch)
        assert rows(officer.register) == logged(officer.register)
        officer.register.close()
