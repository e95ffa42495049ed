"""关于: what it shows, and that the support file holds nothing that anybody entered."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import load_call
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file
from jbgs_desktop.ui.shell.about_facts import (
    installed_packs,
    system_facts,
    window_facts,
    write_support_file,
)
from jbgs_desktop.ui.shell.licences import QT_NOTE, parts, shipped
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.recent_log import RecentLog, keep_recent_log, recent_log
from tests.forms.applications import complete_application
from tests.forms.calls.test_call_file import NEWER, ORIGIN, call_file
from tests.ui.boxes import LONG, buttons, next_dialog, opened, pick, press
from tests.ui.fields import words_on

CANARY = "金丝雀"
FOLDER = "私人文件夹"


@pytest.fixture
def log() -> Iterator[RecentLog]:
    """The log as the running program keeps it."""
    root = logging.getLogger()
    before = root.handlers[:]
    recent_log().lines.clear()
    yield keep_recent_log()
    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)
    recent_log().lines.clear()


def marked(application: Application) -> Application:
    """With a canary in every text that a user can type."""

    def mark(node: object) -> object:
        if isinstance(node, dict):
            return {key: mark(value) for key, value in node.items()}
        return CANARY if isinstance(node, str) and node == "" else node

    text = complete_application().to_json().replace("元境", CANARY)
    return Application.model_validate(mark(json.loads(text)))


def test_the_facts_are_those_of_this_computer(tmp_path: Path, data_folder: Path) -> None:
    facts = {
        fact.name: fact.value
        for fact in [
            *window_facts(1.25),
            *system_facts(lambda: KeyringState.LOCKED, lambda name: name == "org.fcitx.Fcitx5"),
        ]
    }
    assert facts["Qt"] == qVersion()
    assert "PySide6" in facts["组件"] and "pydantic" in facts["组件"]
    assert facts["数据文件夹"] == str(data_folder)
    assert facts["剩余空间"].endswith(" GB")
    assert facts["系统密钥环"] == KeyringState.LOCKED.sentence
    assert facts["正在运行"] == "fcitx 5"
    assert "JBGS Sans SC" in facts["登记的字体"] and "缩放 125%" in facts["屏幕"]
    assert all(facts.values())


def test_every_version_of_a_pack_is_listed_with_its_source(tmp_path: Path) -> None:
    (built_in,) = installed_packs()
    assert built_in.source == "随程序安装" and not built_in.is_broken
    folder = install_call(read_call_file(call_file(tmp_path)))
    newer, older = installed_packs()
    assert (newer.version, older) == (NEWER, built_in)
    assert ORIGIN.issued_by in newer.source and ORIGIN.source in newer.source
    (folder / "form.json").unlink()
    load_call.cache_clear()
    assert [(pack.version, pack.is_broken) for pack in installed_packs()] == [
        (NEWER, True),
        (built_in.version, False),
    ]


def test_every_part_has_a_licence_with_its_text() -> None:
    found = {part.name: part for part in parts(qVersion())}
    assert [name for name, part in found.items() if len(part.text) < 200] == []
    assert [name for name, part in found.items() if not part.licence] == []
    assert QT_NOTE in found["Qt"].text and "LESSER GENERAL PUBLIC" in found["Qt"].text
    assert "LESSER GENERAL PUBLIC" in found["PySide6_Essentials"].text
    if sys.platform == "linux":  # whose Qt brings it
        assert "Unicode, Inc." in found["ICU"].text
    assert {"pydantic_core", "cryptography", "typst", "keyring"} <= found.keys()
    assert not {"pytest", "mypy", "hypothesis"} & found.keys()


def test_the_library_list_is_that_of_the_lock() -> None:
    lock = Path(__file__).parents[3] / "requirements" / "run.txt"
    locked = [
        Requirement(line.removesuffix("\\"))
        for line in lock.read_text("utf-8").splitlines()
        if "==" in line
    ]
    assert {canonicalize_name(dist.name) for dist in shipped()} == {
        line.name for line in locked if line.marker is None or line.marker.evaluate()
    }


def test_an_installed_program_lists_what_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, need in (("Two.Parts", "altgraph"), ("loader", "two-parts")):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: {need}\n"
        (folder / "METADATA").write_text(head, "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert [found.name for found in shipped()] == ["loader", "Two.Parts"]


def test_the_support_file_holds_nothing_that_was_entered(
    qtbot: QtBot,
    window: MainWindow,
    log: RecentLog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    window.begin(marked(complete_application()))
    workspace = opened(qtbot, window)
    workspace.session.set("unit.profile", CANARY * 20)
    private = tmp_path / FOLDER / f"{CANARY}.pdf"
    logger = logging.getLogger("jbgs_desktop.example")
    logger.warning("could not read %s", private)
    try:
        raise JbgsError(f"无法读取“{private}”：{CANARY}。")
    except JbgsError:
        logger.exception("work failed")
    out = tmp_path / "support.json"
    pick(monkeypatch, out)
    dialog = about(qtbot, window)
    qtbot.waitUntil(lambda: buttons(dialog)["保存支持文件(&S)…"].isEnabled(), timeout=LONG)
    press(dialog, "保存支持文件(&S)…")
    text = out.read_text("utf-8")
    assert CANARY not in text and FOLDER not in text
    content = json.loads(text)
    assert content["情况"]["版本"]["Qt"] == qVersion()
    assert any("could not read %s" in line for line in content["最近的记录"])
    assert any("JbgsError" in line for line in content["最近的记录"])
    assert any("test_about.py" in line for line in content["最近的记录"])


def test_a_support_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(JbgsError, match="文件夹"):
        write_support_file(tmp_path, [], [], [])


def about(qtbot: QtBot, window: MainWindow) -> QDialog:
    next(action for action in window.actions() if action.text() == "关于…").trigger()
    return next_dialog(qtbot, window)


def test_the_start_page_leads_to_it_and_licences_can_be_read(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(window, "关于(&A)…")
    dialog = next_dialog(qtbot, window)
    (listed,) = dialog.findChildren(QListWidget)
    qtbot.waitUntil(lambda: listed.count() > 20, timeout=LONG)
    (text,) = dialog.findChildren(QPlainTextEdit)
    for row in range(listed.count()):
        listed.setCurrentRow(row)
        assert len(text.toPlainText()) > 200, listed.item(row).text()
    assert "揭榜挂帅申报材料" in words_on(dialog)
    press(dialog, "关闭(&C)")
