"""从Word导入: which 表1 in what was taken means another table here."""

from pathlib import Path

import docx
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.section import SectionTable, TableItem
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import press
from tests.ui.fields import words_on
from tests.ui.word.word_imports import GOALS, PLAN, given_out, importing, wait_for_words


def test_a_number_that_another_section_of_the_same_file_speaks_of_is_told(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    """The file has one table, in the goals; here another stands before it."""
    workspace.session.set("directions", (2,))
    table = SectionTable(caption="已有", rows=(("甲", "乙"), ("1", "2")))
    workspace.session.set("taskbooks.2.introduction", (TableItem(table=table),))
    document = docx.Document()
    labels = [workspace.session.field(path).label for path in (GOALS, PLAN)]
    document.add_paragraph(labels[0], style="Heading 2")
    made = document.add_table(2, 2)
    for at, text in enumerate(("阶段", "时间", "样机", "2024年6月")):
        made.cell(*divmod(at, 2)).text = text
    document.add_paragraph(labels[1], style="Heading 2")
    document.add_paragraph("进度如表1所示。")
    file = tmp_path / "同事.docx"
    document.save(str(file))
    dialog = importing(qtbot, workspace, file)
    press(dialog, "全部用文件里的")
    press(dialog, "取用选中的 2 栏")
    wait_for_words(qtbot, workspace, "取用 2 个栏目")
    assert "“同事.docx”里提到的编号请核对：表1在这里是表2。" in words_on(workspace)


def test_a_table_that_is_called_otherwise_here_than_by_its_colleague_is_told(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    goals = "taskbooks.2.goals"
    files = []
    for field in (goals, PLAN):
        document = given_out(workspace, field)
        document.add_paragraph("指标见表1。")
        table = document.add_table(2, 2)
        for at, text in enumerate(("阶段", "时间", field, "2024年6月")):
            table.cell(*divmod(at, 2)).text = text
        files.append(tmp_path / f"{field}.docx")
        document.save(str(files[-1]))
    dialog = importing(qtbot, workspace, *files)
    press(dialog, "取用选中的 2 栏")
    wait_for_words(qtbot, workspace, "取用 2 个栏目")
    plan, first = (workspace.session.field(each).label for each in (PLAN, goals))
    told = words_on(workspace)
    assert f"{plan}里写的表1，如果说的是这一节自己的，在这里是表2，请核对。" in told
    assert f"{first}里写的" not in told  # whose table is 表1 here too
