"""从Word导入 through the window: parts that come back, whole forms, drops, after 定稿."""

import io
import os
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.word_originals import originals
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.export_action import export_to
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents.docx_import.filled_forms import TRACK, WANTED, filled_form
from tests.documents.docx_reader.word_files import picture
from tests.ui.boxes import LONG, buttons, no_dialog, opened, pick, press, says
from tests.ui.drafts.test_history import lines
from tests.ui.fields import words_on
from tests.ui.word.word_imports import (
    GOALS,
    PLAN,
    given_out,
    importing,
    losses_of,
    titles_of_dialogs,
    wait_for_words,
    written_back,
)

FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:r><m:t>E=mc2</m:t></m:r></m:oMath>"
)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    start = empty.set("directions", (2,)).set(GOALS, "甲。\n\n乙。\n丙。")
    window.begin(start)
    return opened(qtbot, window)


def test_a_part_that_only_the_colleague_changed_is_taken_by_one_press(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS, PLAN), tmp_path / "张三.docx", 丙="丙三")
    before = workspace.session.value
    dialog = importing(qtbot, workspace, back)
    name = workspace.session.field(GOALS).name
    assert [line[:2] for line in lines(dialog, "不同的栏目")] == [[name, "只有文件里改过"]]
    assert "发出去时的版本" in words_on(dialog)
    assert workspace.session.value == before
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(GOALS) == "甲。\n\n乙。\n丙三。"
    (original,) = originals(workspace.draft)
    assert (original.name, original.size) == ("张三.docx", back.stat().st_size)
    workspace.undo()
    assert workspace.session.value == before


def test_text_table_and_picture_of_a_colleague_arrive(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    document = given_out(workspace, PLAN)
    document.add_paragraph("分三个阶段。")
    table = document.add_table(2, 2)
    for at, text in enumerate(("阶段", "时间", "样机", "2024年6月")):
        table.cell(*divmod(at, 2)).text = text
    document.add_picture(io.BytesIO(picture()))
    document.save(str(tmp_path / "李四.docx"))
    dialog = importing(qtbot, workspace, tmp_path / "李四.docx")
    assert lines(dialog, "不同的栏目")[0][1] == "这里空着，可直接取用"
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    words, made, figure = workspace.session.value.get(PLAN)
    assert words == "分三个阶段。"
    assert made.table.rows == (("阶段", "时间"), ("样机", "2024年6月"))
    assert figure.figure.file.startswith(f"{FIGURES}/")
    with workspace.draft.open_evidence(figure.figure.file) as stream:
        assert stream.read(4) == b"\x89PNG"


def test_one_undo_takes_back_figures_and_several_task_books(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.session.set("directions", (2, 3))
    fields = [PLAN, "taskbooks.3.plan", "taskbooks.3.risks"]
    files: list[Path] = []
    for field in fields:
        document = given_out(workspace, field)
        document.add_paragraph(f"{field}的内容。")
        document.add_picture(io.BytesIO(picture(colour=f"#{len(files)}f5fd0")))
        files.append(tmp_path / f"{field}.docx")
        document.save(str(files[-1]))
    workspace.session.pause()
    before = workspace.session.value
    dialog = importing(qtbot, workspace, *files)
    press(dialog, "取用选中的 3 栏")
    wait_for_words(qtbot, workspace, "取用 3 个栏目")
    after = workspace.session.value
    assert len(after.files()) == 3
    workspace.undo()
    assert workspace.session.value == before
    assert workspace.saver.save_now()
    workspace.redo()
    assert workspace.session.value == after
    for file in after.files():
        with workspace.draft.open_evidence(file) as stream:
            assert stream.read(4) == b"\x89PNG"


def test_what_is_not_carried_over_is_listed_before_anything_is_taken(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    document = given_out(workspace, PLAN)
    document.add_paragraph("见式。")._p.append(parse_xml(FORMULA))
    document.save(str(tmp_path / "王五.docx"))
    dialog = importing(qtbot, workspace, tmp_path / "王五.docx")
    assert "带不进来的有 1 处" in words_on(dialog)
    assert "公式：E=mc2" in losses_of(dialog)
    press(dialog, "取消")
    no_dialog(qtbot, workspace)
    assert workspace.session.value.get(PLAN) == ""


def test_what_is_only_format_is_told_last_and_does_not_count_among_the_losses(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    document = given_out(workspace, PLAN)
    paragraph = document.add_paragraph("精度")
    paragraph.add_run("一微米").bold = True
    document.save(str(tmp_path / "王五.docx"))
    dialog = importing(qtbot, workspace, tmp_path / "王五.docx")
    assert "认出的文字都带得进来，带不进来的只是格式：" in words_on(dialog)
    assert "1处加粗“一微米”" in losses_of(dialog)
    press(dialog, "取消")
    paragraph._p.append(parse_xml(FORMULA))
    document.save(str(tmp_path / "王五.docx"))
    dialog = importing(qtbot, workspace, tmp_path / "王五.docx")
    assert "带不进来的有 1 处，请对照原文补上；另有文字的格式：" in words_on(dialog)
    formula, formats = losses_of(dialog).splitlines()
    assert "公式：E=mc2" in formula
    assert "1处加粗" in formats
    press(dialog, "取消")


def test_what_came_and_is_to_be_looked_at_is_not_counted_among_what_did_not(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    document = given_out(workspace, PLAN)
    paragraph = document.add_paragraph("分步")
    for text in ("要", "删", "去"):
        paragraph.add_run(text).font.strike = True
    document.add_paragraph("①潜在问题及应对举措")
    document.add_paragraph("风险。")
    document.save(str(tmp_path / "王五.docx"))
    dialog = importing(qtbot, workspace, tmp_path / "王五.docx")
    assert "已带入、要请您核对的有 2 处" in words_on(dialog)
    assert "带不进来" not in words_on(dialog)
    struck, guessed = losses_of(dialog).splitlines()
    assert struck.endswith("：要删去")
    assert "①潜在问题及应对举措" in guessed
    press(dialog, "取消")


def test_parts_in_a_folder_come_together_each_against_what_went_out(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    written_back(given_out(workspace, GOALS), folder / "甲.docx", 丙="丙三")
    workspace.session.set(GOALS, "甲。\n\n乙。\n丁。")
    workspace.session.set(PLAN, "一。")
    written_back(given_out(workspace, PLAN), folder / "乙.docx", 一="二")
    (folder / "~$甲.docx").write_bytes(b"lock")
    dialog = importing(qtbot, workspace, folder)
    field = workspace.session.field
    assert [line[:2] for line in lines(dialog, "不同的栏目")] == [
        [field(GOALS).name, "两边都改过（甲）"],
        [field(PLAN).name, "只有文件里改过（乙）"],
    ]


def test_of_two_returns_of_a_section_the_newer_counts_and_the_other_is_told(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    new = written_back(given_out(workspace, GOALS), tmp_path / "甲.docx", 丙="丙新")
    old = written_back(given_out(workspace, GOALS), tmp_path / "乙.docx", 丙="丙旧")
    os.utime(old, (1, 1))
    dialog = importing(qtbot, workspace, old, new)
    assert lines(dialog, "不同的栏目")[0][1] == "只有文件里改过（甲；另有乙）"
    assert (
        "这里列的是最后改的“甲.docx”里的。在列表里点这一栏，可以在“用哪个文件的”改选“乙.docx”里的"
        in (words_on(dialog))
    )
    assert "“乙.docx”" in losses_of(dialog)
    assert "重复填写的栏目：甲。 乙。 丙旧。" in losses_of(dialog)
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert "丙新" in workspace.session.value.get(GOALS)
    assert [original.name for original in originals(workspace.draft)] == ["甲.docx"]
    dialog = importing(qtbot, workspace, old)
    assert "上次已经取用过" not in words_on(dialog)
    assert lines(dialog, "不同的栏目")[0][1] == "两边都改过"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    good = written_back(given_out(workspace, GOALS), tmp_path / "甲.docx", 丙="丙新")
    folder = tmp_path / "收到"
    folder.mkdir()
    good.rename(folder / good.name)
    (folder / "坏.docx").write_bytes(b"")
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "说明.txt").write_text("不是Word文件", encoding="utf-8")
    minutes = docx.Document()
    minutes.add_paragraph("会议纪要")
    minutes.save(str(folder / "纪要.docx"))
    dialog = importing(qtbot, workspace, folder)
    assert "从Word导入：甲.docx" in words_on(dialog)
    assert "有 3 个文件没有导入" in words_on(dialog)
    problems = losses_of(dialog).splitlines()
    for name, words in {"坏.docx": "空的", "旧.doc": "另存为", "纪要.docx": "认不出"}.items():
        (problem,) = (each for each in problems if name in each)
        assert words in problem
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert [original.name for original in originals(workspace.draft)] == ["甲.docx"]


def test_of_a_folder_with_too_many_files_none_is_left_out_in_silence(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    for number in range(201):
        (tmp_path / f"{number}.docx").touch()
    import_files(workspace, [tmp_path])
    assert "这里有 201 个Word文件，一次最多导入 200 个，都没有导入" in workspace.bar.text


def test_a_finalised_application_says_so_and_takes_nothing(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS), tmp_path / "张三.docx", 丙="丙三")
    workspace.session.locked = True
    import_files(workspace, [back])
    wait_for_words(qtbot, workspace, "已经定稿")
    assert "退回修改…" in buttons(workspace)


@pytest.mark.parametrize("sides", ["track", "nothing", "damaged"])
def test_what_does_not_belong_here_gets_a_sentence(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, sides: str
) -> None:
    file = tmp_path / "别的.docx"
    if sides == "track":
        other = workspace.session.value.set("track", workspace.session.call.tracks[0].id)
        other = other.set("directions", (1,)).set("taskbooks.1.plan", "甲。")
        call = workspace.session.call
        made = write_part(other, call, ["taskbooks.1.plan"], opener(workspace.draft))
        file.write_bytes(made.docx)
    elif sides == "nothing":
        docx.Document().save(str(file))
    else:
        file.write_bytes(b"PK\x03\x04 not whole")
    before = workspace.session.value
    import_files(workspace, [file])
    wait_for_words(qtbot, workspace, "没有导入")
    assert workspace.session.value == before


def drop(window: MainWindow, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, held)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, held))


def test_a_part_that_is_dropped_on_the_window_is_shown(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS), tmp_path / "张三.docx", 丙="丙三")
    drop(window, back)
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(workspace), timeout=LONG)


def test_a_filled_word_form_becomes_a_new_application(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "填好的.docx"
    file.write_bytes(filled_form())
    pick(monkeypatch, file)
    press(window, "从Word文件开始(&L)…")
    dialog = says(qtbot, window, "从Word导入：填好的.docx")
    assert window.workspace is None
    (take,) = (words for words in buttons(dialog) if words.startswith("取用选中的"))
    press(dialog, take)
    workspace = opened(qtbot, window)
    wait_for_words(qtbot, workspace, "已从Word文件取用")
    value = workspace.session.value
    assert value.track == TRACK
    assert {path: value.get(path) for path in WANTED} == WANTED


def test_a_form_that_tells_no_track_asks_for_the_chosen_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_heading("揭榜任务书", 1)
    document.add_heading("三、攻关计划", 2)
    document.add_paragraph("甲。")
    document.save(str(tmp_path / "没有赛道.docx"))
    window.open_file(tmp_path / "没有赛道.docx")
    box = says(qtbot, window, "认不出这份材料属于哪个赛道", "开始页上选的")
    press(box, "取消")
    assert window.workspace is None


def test_what_a_manager_corrected_in_our_docx_is_held_against_the_version_that_went_out(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    export_to(workspace, tmp_path, draft=True)
    wait_for_words(qtbot, workspace, "已导出")
    (file,) = tmp_path.glob("*.docx")
    back = written_back(docx.Document(str(file)), tmp_path / "经理改过.docx", 丙="丙三")
    workspace.session.set(PLAN, "这里写的。")
    dialog = importing(qtbot, workspace, back)
    field = workspace.session.field
    assert [line[:2] for line in lines(dialog, "不同的栏目")] == [
        [field(GOALS).name, "只有文件里改过"],
        [field(PLAN).name, "只有这里改过"],
    ]
    assert "发出去时的版本" in words_on(dialog)
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(GOALS) == "甲。\n\n乙。\n丙三。"
    assert workspace.session.value.get(PLAN) == "这里写的。"


def test_a_part_that_comes_back_unchanged_is_noted(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "张三.docx"
    given_out(workspace, GOALS).save(str(file))
    dialog = importing(qtbot, workspace, file)
    assert "没有要取用的内容" in words_on(dialog)
    press(dialog, "知道了")
    wait_for_words(qtbot, workspace, "没有要取用的")
