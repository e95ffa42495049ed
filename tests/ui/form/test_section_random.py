"""Edits of all kinds, one after the other: the application, the window and the history stay one."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.difference import merge
from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.edit_history import DEPTH
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionValue,
    TableItem,
    items_of,
)
from jbgs_desktop.forms.section_edit import section_of
from jbgs_desktop.forms.table_edit import new_table
from jbgs_desktop.ui.widgets.prose import PrintableText
from jbgs_desktop.ui.widgets.section.frame_block import FrameBlock
from jbgs_desktop.ui.widgets.section.section_block import SectionBlock
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.section.table_actions import TABLE_ACTIONS
from jbgs_desktop.ui.widgets.section.table_block import TableBlock
from jbgs_desktop.ui.widgets.session import Session
from tests.drafts.cheap_drafts import new_draft, reopen
from tests.ui.fields import commit, focused
from tests.ui.form.open_page import FigureFolder, open_page

PATH = "taskbooks.2.goals"
SEEDS = 4
SAVED_EACH = 25  # steps
KEYS = ("Up", "Down", "Left", "Right", "Return", "Backspace", "Delete", "Tab", "Backtab", "Escape")


class RandomEdits:
    """One editor under random hands."""

    def __init__(self, editor: SectionEditor, session: Session, chance: random.Random) -> None:
        self.editor, self.session, self.chance = editor, session, chance

    def step(self) -> None:
        """Do one thing."""
        edits = (self.type_in, self.press, self.insert, self.act, self.move)
        others = (self.undo, self.redo, self.merge)
        self.chance.choices((*edits, *others), (10, 10, 2, 3, 1, 3, 2, 1))[0]()
        QApplication.processEvents()
        # A running event loop deletes blocks that went; without one they would pile up here.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def blocks(self) -> list[SectionBlock]:
        found = self.editor.findChildren(SectionBlock)
        return [block for block in found if block.isVisibleTo(self.editor)]

    def type_in(self) -> None:
        if isinstance(self.field(), QPlainTextEdit):
            commit(
                self.field(), self.chance.choice(("汉字", "a", "cm³", "，", "\u200b零", "长" * 40))
            )

    def field(self) -> QWidget:
        if not self.editor.isAncestorOf(focused()):
            self.editor.target().setFocus()
        return focused()

    def press(self) -> None:
        key = getattr(Qt.Key, f"Key_{self.chance.choice(KEYS)}")
        QTest.keyClick(self.field(), key)

    def insert(self) -> None:
        self.field()
        if self.chance.random() < 0.6:
            self.editor.insert_table(
                new_table(self.chance.randint(1, 4), self.chance.randint(1, 4))
            )
        else:
            self.editor.insert([FigureItem(figure=SectionFigure(file="figures/a.png"))])

    def act(self) -> None:
        tables = [block for block in self.blocks() if isinstance(block, TableBlock)]
        if tables:
            table = self.chance.choice(tables)
            table.grid.go_to(self.chance.randrange(5), self.chance.randrange(5))
            table.grid.run(self.chance.choice(TABLE_ACTIONS))

    def move(self) -> None:
        blocks = [block for block in self.blocks() if isinstance(block, FrameBlock)]
        if blocks:
            block = self.chance.choice(blocks)
            if self.chance.random() < 0.7:
                block.moved.emit(self.chance.choice((-1, 1)))
            else:
                block.removed.emit()

    def undo(self) -> None:
        self.session.undo()

    def redo(self) -> None:
        self.session.redo()

    def merge(self) -> None:
        """A colleague has changed the section as it was some steps ago; theirs is taken."""
        mine = self.session.value
        theirs = mine.set(PATH, [*items_of(mine.get(PATH))[:3], {"heading": "同事的"}])
        merged = merge(mine, theirs, mine)
        self.session.set_all({path: merged.application.get(path) for path in merged.taken})

    def require_whole_tables(self) -> None:
        """Each table in sight is the one that is kept, and comes back from its JSON."""
        for block in self.blocks():
            if isinstance(block, TableBlock):
                kept = block.value().model_dump_json()
                assert TableItem.model_validate_json(kept).table == block.grid.table

    def undo_all(self) -> int:
        """Undo as far as the history reaches, with the editor beside it; how many steps."""
        undone = 0
        while self.session.undo():
            assert self.editor.value() == self.session.value.get(PATH)
            undone += 1
        assert self.shown() == self.editor.value()
        return undone

    def shown(self) -> SectionValue:
        """The section as the widgets in sight show it."""
        QApplication.processEvents()  # blocks have their places then
        if blocks := self.blocks():
            layout = sorted(blocks, key=lambda block: block.y())
            return section_of([block.value() for block in layout])
        (text,) = [
            text
            for text in self.editor.findChildren(PrintableText)
            if text.isVisibleTo(self.editor)
        ]
        return text.raw_text()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_window_application_and_history_stay_one(
    qtbot: QtBot,
    empty: Application,
    call: Call,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    seed: int,
) -> None:
    begun = empty.set("directions", (2,)).set("taskbooks", {"2": Taskbook(goals="前\n后")})
    page, session = open_page(qtbot, begun, call, "taskbook.2", FigureFolder())
    page.reveal(PATH)
    (editor,) = [each for each in page.findChildren(SectionEditor) if each.isVisible()]
    edits = RandomEdits(editor, session, random.Random(seed))
    draft = new_draft(tmp_path / "a.jbgs", begun)
    values: list[SectionValue] = ["前\n后"]
    for number in range(pytestconfig.getoption("section_edits") // SEEDS):
        edits.step()
        kept = session.value.get(PATH)
        assert editor.value() == kept
        assert edits.shown() == kept
        if kept != values[-1]:
            values.append(kept)
        if number % SAVED_EACH == 0:
            draft.save(session.value)
            assert draft.load().application == session.value
        edits.require_whole_tables()
    while session.redo():
        pass
    last: SectionValue = session.value.get(PATH)
    undone = edits.undo_all()
    # A very long run goes further than the history reaches back; it ends where it once was.
    assert editor.value() == values[0] or (undone == DEPTH and editor.value() in values)
    while session.redo():
        pass
    assert edits.shown() == editor.value() == last
    draft.save(session.value)
    draft.close()
    with closing(reopen(tmp_path / "a.jbgs", read_only=True)) as kept_draft:
        assert kept_draft.load().application == session.value
