"""检验报送包 from the start page: a good bundle, a tampered one, several, and being called off."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.bundle.small_bundles import an_application, write_bundle
from tests.ui.boxes import LONG, next_dialog, pick, press
from tests.ui.fields import named, words_on


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "stick" / "报送包", an_application())


def verify(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """What the dialog says at the end."""
    pick(monkeypatch, folder)
    press(window, "检验报送包(&V)…")
    dialog = next_dialog(qtbot, window)
    press(dialog, "选择盘或文件夹(&O)…")
    qtbot.waitUntil(lambda: "检验了“" in words_on(dialog), timeout=LONG)
    return words_on(dialog)


def test_a_good_bundle_is_called_whole(
    qtbot: QtBot, window: MainWindow, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = verify(qtbot, window, monkeypatch, bundle.parent)
    assert "✓ 报送包完整，内容没有改动。" in words
    assert f"报送单位：{an_application().unit.name}" in words
    assert "核验码：" in words


def test_a_changed_file_is_named(
    qtbot: QtBot, window: MainWindow, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bundle / "data/01_电子版/申报材料.pdf").write_bytes(b"%PDF-1.7 other\n%%EOF\n")
    words = verify(qtbot, window, monkeypatch, bundle)
    assert "✕ 报送包没有通过检验" in words
    assert "没有通过检验前不能当真" in words
    findings = named(next_dialog(qtbot, window), "检验发现的问题")
    assert isinstance(findings, QListWidget)
    lines = [findings.item(row).text() for row in range(findings.count())]
    assert any("申报材料.pdf" in line and "改动" in line for line in lines), lines


def test_of_several_bundles_each_can_be_chosen(
    qtbot: QtBot, window: MainWindow, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_bundle(bundle.parent / "第二包", an_application(2))
    words = verify(qtbot, window, monkeypatch, bundle.parent)
    dialog = next_dialog(qtbot, window)
    choice = named(dialog, "检验哪一个报送包")
    assert isinstance(choice, QComboBox)
    shown = choice.currentText()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: words_on(dialog) != words and "✓" in words_on(dialog), timeout=LONG)
    assert choice.currentText() != shown
    assert other.name in (shown, choice.currentText())


def test_a_folder_without_a_bundle_gets_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "✕" in verify(qtbot, window, monkeypatch, empty)


def test_a_folder_that_is_gone_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, tmp_path / "gone")
    press(window, "检验报送包(&V)…")
    dialog = next_dialog(qtbot, window)
    press(dialog, "选择盘或文件夹(&O)…")
    qtbot.waitUntil(lambda: "gone" in words_on(dialog), timeout=LONG)
    assert "✓" not in words_on(dialog)
