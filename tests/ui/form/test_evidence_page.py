"""证明材料: files come in by dialog or by dropping, stay in order, and nothing is lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.attachments.inspect import Inspection, inspect_attachment
from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.form.evidence_item import ItemBox
from jbgs_desktop.ui.form.evidence_page import EvidencePage
from jbgs_desktop.ui.widgets.session import Session
from tests.documents import attached_files as make
from tests.ui.boxes import pick
from tests.ui.fields import fill, focused, leave, named, text_of, words_on
from tests.ui.form.open_page import show_between
from tests.ui.keystrokes import wait_until


class Desk:
    """What the page meets outside: the file dialog, the program that opens files, the draft."""

    def __init__(self, draft: PlainDraft) -> None:
        self.draft = draft
        self.opened: list[Path] = []
        self.can_open = True

    def look(self, file: str) -> Inspection:
        return inspect_attachment(self.draft.evidence_path(file))

    def open(self, file: Path) -> bool:
        self.opened.append(file)
        return self.can_open


Opened = Callable[[Application], tuple[EvidencePage, Session]]


@pytest.fixture
def context(tmp_path: Path) -> Desk:
    return Desk(PlainDraft(tmp_path / "draft" / "申报.json"))


@pytest.fixture
def opened(qtbot: QtBot, call: Call, context: Desk) -> Opened:
    def open_(application: Application) -> tuple[EvidencePage, Session]:
        context.draft.save(application)
        session = Session(application, call, context.draft.evidence_size, context.look)
        page = EvidencePage(
            session,
            partial(attach_file, context.draft),
            context.draft.evidence_path,
            context.open,
        )
        show_between(qtbot, page)
        return page, session

    return open_


def paper(folder: Path, name: str) -> Path:
    file = folder / name
    file.write_bytes(b"%PDF-1.4 " + name.encode())
    return file


def press(page: QWidget, name: str) -> None:
    """Press the button, and wait until its box can take files again."""
    QTest.keyClick(named(page, name), Qt.Key.Key_Space)
    _wait_for_copies(page)


def _wait_for_copies(page: QWidget) -> None:
    boxes = page.findChildren(ItemBox)
    wait_until(lambda: all(box.add.isEnabled() for box in boxes))


def titles(session: Session) -> list[tuple[int, str]]:
    return [(evidence.category, evidence.title) for evidence in session.value.evidence]


def test_every_item_says_whether_it_is_required(
    opened: Opened, empty: Application, call: Call
) -> None:
    page, _ = opened(empty)
    for item in call.form.evidence.items:
        assert f"{item.no}. {item.text}" in words_on(page)
    assert words_on(page).split("\n").count("必须提供") == 2


def test_files_are_copied_and_stand_in_the_order_of_the_items(
    opened: Opened,
    empty: Application,
    context: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, session = opened(empty)
    pick(monkeypatch, paper(tmp_path, "专利证书.pdf"), paper(tmp_path, "软著.pdf"))
    press(page, "研发能力证明 添加文件")
    pick(monkeypatch, paper(tmp_path, "审计报告.pdf"))
    press(page, "主营业务收入证明 添加文件")
    assert titles(session) == [(1, "审计报告"), (3, "专利证书"), (3, "软著")]
    for evidence in session.value.evidence:
        assert context.draft.evidence_path(evidence.file).read_bytes().startswith(b"%PDF")
    assert "审计报告.pdf" in words_on(page)
    session.undo()
    session.undo()
    assert session.value.evidence == ()
    assert "审计报告.pdf" not in words_on(page)


def test_a_cancelled_dialog_changes_nothing(
    opened: Opened, empty: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, session = opened(empty)
    pick(monkeypatch)
    press(page, "主营业务收入证明 添加文件")
    assert session.value.evidence == ()
    assert not session.can_undo


def test_a_file_that_cannot_be_copied_is_told_and_the_others_come_in(
    opened: Opened,
    empty: Application,
    context: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, session = opened(empty)
    pick(monkeypatch, tmp_path / "没有这个文件.pdf", tmp_path, paper(tmp_path, "审计报告.pdf"))
    press(page, "主营业务收入证明 添加文件")
    assert titles(session) == [(1, "审计报告")]
    assert "没有这个文件.pdf" in words_on(page)
    assert "这是一个文件夹" in words_on(page)
    pick(monkeypatch, paper(tmp_path, "纳税证明.pdf"))
    press(page, "主营业务收入证明 添加文件")
    assert "没有这个文件.pdf" not in words_on(page)


def dragged(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    data.setText("\n".join(f"file://{file}" for file in files))  # as file managers do
    return data


def drag(kind: type[QDropEvent], widget: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Have ``data`` over ``widget``, or dropped there; whether that is accepted."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    place = QPointF(at) if kind is QDropEvent else at
    event = kind(place, copy, data, left, held)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def targets(page: EvidencePage) -> list[int]:
    """The items that show that they would take what is being dragged."""
    frames = page.findChildren(QWidget, "panel")
    return [no for no, frame in enumerate(frames, 1) if frame.property("state") == "drop"]


def test_files_can_be_dropped_on_an_item(
    opened: Opened, empty: Application, tmp_path: Path
) -> None:
    page, session = opened(empty)
    item = page.findChildren(ItemBox)[3]
    data = dragged(paper(tmp_path, "高新技术企业证书.pdf"), paper(tmp_path, "奖状.jpg"))
    assert drag(QDragEnterEvent, item, QPoint(5, 5), data)
    assert targets(page) == [4]
    assert drag(QDropEvent, item, QPoint(5, 5), data)
    assert targets(page) == []
    _wait_for_copies(page)
    assert titles(session) == [(4, "高新技术企业证书"), (4, "奖状")]


def test_what_is_dropped_beside_the_items_goes_to_the_nearest_which_shows_it(
    opened: Opened, empty: Application, tmp_path: Path
) -> None:
    page, session = opened(empty)
    data = dragged(paper(tmp_path, "审计报告.pdf"))
    second = page.findChildren(ItemBox)[1]
    around = second.parentWidget()
    assert around is not None
    above = second.geometry().topLeft() - QPoint(0, 4)  # between it and the first
    assert drag(QDragEnterEvent, around, above - QPoint(0, 100), data)
    assert targets(page) == [1]
    assert drag(QDragMoveEvent, around, above, data)
    assert targets(page) == [2]
    QApplication.sendEvent(page.viewport(), QDragLeaveEvent())
    assert targets(page) == []
    assert drag(QDragEnterEvent, around, QPoint(5, 5), data)  # on the heading
    assert targets(page) == [1]
    assert drag(QDropEvent, around, above, data)
    _wait_for_copies(page)
    assert titles(session) == [(2, "审计报告")]


def test_the_page_scrolls_to_items_out_of_sight_while_files_wait_at_its_edge(
    qtbot: QtBot, opened: Opened, empty: Application, tmp_path: Path
) -> None:
    page, _ = opened(empty)
    page.resize(page.width(), 240)
    bar, data = page.verticalScrollBar(), dragged(paper(tmp_path, "审计报告.pdf"))
    view = page.viewport()
    assert drag(QDragEnterEvent, view, QPoint(200, 100), data)
    qtbot.wait(150)
    assert bar.value() == 0
    assert drag(QDragMoveEvent, view, QPoint(200, view.height() - 5), data)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert targets(page) == [len(page.findChildren(ItemBox)) - 1]
    assert drag(QDragMoveEvent, view, QPoint(200, 5), data)
    qtbot.waitUntil(lambda: bar.value() == 0)
    QApplication.sendEvent(view, QDragLeaveEvent())
    assert targets(page) == []


def test_a_file_dropped_on_a_title_goes_to_the_item_around_it(
    opened: Opened, empty: Application, tmp_path: Path
) -> None:
    start = empty.set("evidence", (Evidence(category=4, title="证书"),))
    page, session = opened(start)
    line = named(page, session.field("evidence.0.title").name)
    data = dragged(paper(tmp_path, "奖状.jpg"))
    assert drag(QDragEnterEvent, line, QPoint(5, 5), data)  # by the item
    assert drag(QDropEvent, line, QPoint(5, 5), data)
    _wait_for_copies(page)
    assert titles(session) == [(4, "证书"), (4, "奖状")]


def test_what_is_no_file_is_not_accepted(opened: Opened, empty: Application) -> None:
    page, _ = opened(empty)
    data = QMimeData()
    data.setText("一段文字")
    assert not drag(QDragEnterEvent, page.findChildren(ItemBox)[0], QPoint(5, 5), data)


def test_an_optional_item_can_say_that_there_is_none(
    opened: Opened,
    empty: Application,
    context: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, session = opened(empty)
    press(page, "相关荣誉证明 没有，填“无”")
    assert session.value.evidence == (Evidence(category=4, title="无"),)
    pick(monkeypatch, paper(tmp_path, "奖状.pdf"))
    press(page, "相关荣誉证明 添加文件")
    assert titles(session) == [(4, "奖状")], "a file takes the place of the 无"


def test_a_required_item_offers_no_none(opened: Opened, empty: Application) -> None:
    page, _ = opened(empty)
    names = [widget.accessibleName() for widget in page.findChildren(QWidget)]
    assert "相关荣誉证明 没有，填“无”" in names
    visible = [
        widget.accessibleName() for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)
    ]
    assert "主营业务收入证明 没有，填“无”" not in visible


@pytest.fixture
def filled(empty: Application) -> Application:
    return empty.set(
        "evidence",
        (
            Evidence(category=1, title="甲", file="evidence/a.pdf"),
            Evidence(category=1, title="乙", file="evidence/b.pdf"),
            Evidence(category=3, title="丙", file="evidence/c.pdf"),
        ),
    )


def test_titles_are_edited_and_entries_moved_and_removed(
    opened: Opened, filled: Application
) -> None:
    page, session = opened(filled)
    field = named(page, "第2份证明材料名称")
    fill(field, "纳税证明")
    leave(field)
    press(page, "材料2 上移")
    assert titles(session) == [(1, "纳税证明"), (1, "甲"), (3, "丙")]
    assert text_of(focused()) == "纳税证明"
    press(page, "材料2 移除")
    assert titles(session) == [(1, "纳税证明"), (3, "丙")]
    assert focused().accessibleName() == "主营业务收入证明 添加文件"
    session.undo()
    session.undo()
    session.undo()
    assert session.value == filled
    assert text_of(named(page, "第2份证明材料名称")) == "乙"


def test_a_missing_file_is_told_and_one_that_is_there_shows_its_size(
    opened: Opened, filled: Application, context: Desk
) -> None:
    folder = context.draft.file.parent / "evidence"
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(b"x" * 2048)
    page, session = opened(filled)
    assert "2.0 kB" in words_on(page)
    assert words_on(page).split("\n").count("找不到文件") == 2
    assert page.reveal("evidence.2.file")
    assert text_of(focused()) == "丙"
    session.show_all()
    assert "错误：" in words_on(page)


def test_a_file_is_opened_by_the_desktop_or_the_reason_is_told(
    opened: Opened, filled: Application, context: Desk
) -> None:
    page, _ = opened(filled)
    press(page, "材料1 打开")
    assert context.opened == [context.draft.evidence_path("evidence/a.pdf")]
    assert "打不开" not in words_on(page)
    context.can_open = False
    press(page, "材料1 打开")
    assert "打不开“a.pdf”" in words_on(page)


def test_an_entry_of_no_item_can_be_removed(opened: Opened, empty: Application) -> None:
    stray = Evidence(category=9, title="戊", file="evidence/e.pdf")
    page, session = opened(empty.set("evidence", (stray,)))
    assert "不属于任何一项的材料" in words_on(page)
    press(page, "材料1 移除")
    assert session.value.evidence == ()
    assert "不属于任何一项的材料" not in words_on(page)


# -- what the files are


def test_a_file_that_cannot_be_used_says_so_at_its_item(
    opened: Opened,
    empty: Application,
    context: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, session = opened(empty)
    pick(
        monkeypatch,
        make.encrypted_pdf(tmp_path / "合同.pdf"),
        make.written(tmp_path / "审计报告.pdf", make.pdf(3)),
        make.archive(tmp_path / "清单.docx", "[Content_Types].xml"),
    )
    press(page, "主营业务收入证明 添加文件")
    assert len(session.value.evidence) == 3
    assert "错误：PDF加了密码" in words_on(page)
    assert "3 页" in words_on(page)
    assert "说明：办公文档不会印进合订本" in words_on(page)


def test_a_photo_comes_in_without_the_place_where_it_was_taken(
    opened: Opened,
    empty: Application,
    context: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, session = opened(empty)
    pick(monkeypatch, make.photo(tmp_path, "证书.jpg"))
    press(page, "主营业务收入证明 添加文件")
    file = session.value.evidence[0].file
    assert not inspect_attachment(context.draft.evidence_path(file)).has_location
    assert "照片“证书.jpg”里记着拍摄地点，添加时已经去掉" in words_on(page)
    assert "提醒：照片里记着拍摄地点" not in words_on(page)


def test_files_that_are_there_already_are_looked_at_when_the_page_opens(
    opened: Opened, empty: Application, context: Desk, tmp_path: Path
) -> None:
    files = [make.photo(tmp_path), make.encrypted_pdf(tmp_path / "a.pdf")]
    entries = [
        {"category": 1, "title": file.stem, "file": attach_file(context.draft, file)}
        for file in files
    ]
    gone = {"category": 1, "title": "gone", "file": "evidence/gone.pdf"}
    page, _ = opened(empty.set("evidence", (gone, *entries)))
    wait_until(lambda: "错误：PDF加了密码" in words_on(page))
    assert "提醒：照片里记着拍摄地点" in words_on(page)
    assert "1 页" in words_on(page)
