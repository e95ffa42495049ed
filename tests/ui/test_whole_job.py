"""The whole job with the keyboard alone: new, every page, F5 clean, the docx as typed."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import listed_drafts
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents import attached_files as make
from tests.forms.applications import paragraphs_only
from tests.ui.boxes import pick
from tests.ui.keystrokes import focus, name_of, press, shortcut, type_in, wait_until, walk

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def wanted(call: Call, tmp_path: Path) -> Application:
    """What the clerk is going to type: the sample with two directions, its files in a folder."""
    wanted = paragraphs_only(sample_application(call, call.tracks[1].id, (2, 8)))
    for evidence in wanted.evidence:
        file = tmp_path / "papers" / evidence.file
        file.parent.mkdir(parents=True, exist_ok=True)
        make.written(file, make.pdf())
    return wanted


def _choose_track(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """On the start page: the track by its arrow keys, then 开始填写."""

    def visit(widget: QWidget, label: str) -> None:
        if label == "赛道":
            press(Key.Key_Down)

    walk(visit, "开始填写")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=10000)
    assert window.workspace is not None
    track = window.workspace.session.track
    assert track is not None
    assert track.name == name


def _type_fields(window: MainWindow, answers: dict[str, str], until: str) -> None:
    """Fill in the fields of the open page by their names, a choice by the name of its box."""

    def visit(widget: QWidget, label: str) -> None:
        if isinstance(widget, QRadioButton):
            _choose(widget, answers)
        elif label in answers:
            type_in(answers.pop(label))

    walk(visit, until)


def _choose(button: QRadioButton, answers: dict[str, str]) -> None:
    group, _, _ = name_of(button).partition(" ")
    if group not in answers:
        return
    choice = answers.pop(group)
    press(Key.Key_Space)
    for _ in range(6):
        if name_of(focus()) == f"{group} {choice}":
            return
        press(Key.Key_Right)
    raise AssertionError(f"{group} has no {choice}")


def _unit_answers(window: MainWindow, wanted: Application) -> dict[str, str]:
    assert window.workspace is not None
    field = window.workspace.session.field
    answers = {
        field(path).name: value
        for path, value in wanted.texts()
        if path.startswith("unit.") and "participants" not in path and value
    }
    nature = {choice.value: choice.label for choice in field("unit.nature").choices}
    answers[field("unit.nature").name] = nature[wanted.unit.nature]
    answers[field("unit.listed").name] = {False: "否", True: "是"}[bool(wanted.unit.listed)]
    return answers


def _add_participants(wanted: Application) -> None:
    for number, participant in enumerate(wanted.unit.participants, start=1):
        walk(lambda *_: None, "添加参与单位")
        press(Key.Key_Space)
        for text in (participant.name, participant.code, participant.role):
            assert name_of(focus()).startswith(f"第{number}家"), name_of(focus())
            type_in(text)
            press(Key.Key_Tab)


def _tick_directions(wanted: Application) -> None:
    def visit(widget: QWidget, label: str) -> None:
        chosen = any(label.startswith(f"方向{no}：") for no in wanted.directions)
        if isinstance(widget, QCheckBox) and chosen and not widget.isChecked():
            press(Key.Key_Space)

    walk(visit, "产品概述")


def _write_taskbook(window: MainWindow, wanted: Application, no: int) -> None:
    """All ten sections; Alt+Down goes to the next one."""
    for _, text in wanted.taskbook(no):
        type_in(text)
        press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def _attach(monkeypatch: pytest.MonkeyPatch, call: Call, wanted: Application, papers: Path) -> None:
    """Add the files of each item; the dialog of the system is not ours to test."""
    for item in call.form.evidence.items:
        mine = [each for each in wanted.evidence if each.category == item.no]
        pick(monkeypatch, *(papers / each.file for each in mine))
        walk(lambda *_: None, f"{item.short} 添加文件")
        add = focus()
        press(Key.Key_Space)
        wait_until(add.isEnabled)


def _next_page(window: MainWindow, key: str) -> None:
    shortcut(window, Key.Key_PageDown, Ctrl)
    assert window.workspace is not None
    assert window.workspace.current_page == key


def _open_start_page(qtbot: QtBot, window: MainWindow, track: str) -> Workspace:
    """Choose the track and begin; the application is open then."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    _choose_track(qtbot, window, track)
    assert window.workspace is not None
    return window.workspace


def _fill_in_the_table(window: MainWindow, call: Call, wanted: Application) -> None:
    """封面, 填报须知 and 单位情况."""
    cover = {"推荐单位": wanted.cover.recommender, "申报日期": "2023年10月30日"}
    _type_fields(window, cover, "填报须知")
    _next_page(window, "instructions")
    _next_page(window, "unit")
    answers = _unit_answers(window, wanted)
    _type_fields(window, answers, "添加参与单位")
    assert answers == {}
    _add_participants(wanted)


def _write_the_texts(window: MainWindow, wanted: Application) -> None:
    """任务方向, 产品概述 and a task book for each direction."""
    _next_page(window, "directions")
    _tick_directions(wanted)
    _next_page(window, "overview")
    type_in(wanted.product_overview)
    _next_page(window, "taskbooks")
    for no in wanted.directions:
        _next_page(window, f"taskbook.{no}")
        _write_taskbook(window, wanted, no)


def _sign_the_pledge(window: MainWindow, wanted: Application) -> None:
    _next_page(window, "pledge")
    pledge = {
        "承诺书联系人": wanted.pledge.contact,
        "承诺书联系电话": wanted.pledge.phone,
        "承诺书日期": wanted.pledge.date,
    }
    _type_fields(window, pledge, "检查")


def _check(window: MainWindow, workspace: Workspace) -> None:
    shortcut(window, Key.Key_F5)
    assert workspace.current_page == "check"
    errors = [f for f in workspace.session.findings if f.severity is Severity.ERROR]
    assert errors == []


def test_a_clerk_fills_in_everything_with_the_keyboard_and_gets_the_docx(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    call: Call,
    wanted: Application,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = _open_start_page(qtbot, window, call.tracks[1].name)
    _fill_in_the_table(window, call, wanted)
    _write_the_texts(window, wanted)
    _next_page(window, "evidence")
    _attach(monkeypatch, call, wanted, tmp_path / "papers")
    _sign_the_pledge(window, wanted)
    _check(window, workspace)

    typed = workspace.session.value
    same = {"unit", "cover", "directions", "product_overview", "taskbooks", "pledge"}
    assert typed.model_dump(include=same) == wanted.model_dump(include=same)

    pick(monkeypatch, tmp_path / "out")
    shortcut(window, Key.Key_E, Ctrl, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "已导出" in workspace.bar.text, timeout=30000)
    _compare_docx(tmp_path / "out", typed)

    shortcut(window, Key.Key_W, Ctrl)
    assert window.workspace is None
    window.wait_for_files()
    (kept,) = listed_drafts(keys.holders)
    assert (kept.is_encrypted, kept.application) == (True, typed)


def _compare_docx(folder: Path, typed: Application) -> None:
    """Every text that was typed stands in the docx as it was typed."""
    file = next(folder.glob("*.docx"))
    document = Document(io.BytesIO(file.read_bytes()))
    paragraphs = document.element.body.iter(_P)
    text = "\n".join("".join(run.text or "" for run in each.iter(_T)) for each in paragraphs)
    skipped = {"call", "region", "track", "unit.nature"}
    for path, value in typed.texts():
        if path in skipped or (path.endswith((".file", ".code")) and "participants" in path):
            continue
        if path.startswith("evidence.") and path.endswith(".file"):
            continue
        for line in _printed(path, value).split("\n"):
            assert line.strip() in text, path


_P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def _printed(path: str, value: str) -> str:
    if not path.endswith(".date"):
        return value
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"
