"""盖章与签字清单: who does what where, ticks that stay, the slip, the spot on the page."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.finalise.book_preview import BookPreview
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.ui.boxes import pick, press
from tests.ui.finalise.finalised_window import finalise, open_sample, row_of, spots, wait


def test_the_seals_are_ticked_looked_at_and_printed_as_a_slip(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = open_sample(qtbot, window, keys, call, tmp_path)
    code = finalise(qtbot, workspace)
    wait(qtbot, lambda: spots(workspace).topLevelItemCount() > 0)
    seals = spots(workspace)
    rows = {row_of(seals, row).text(2): row for row in range(seals.topLevelItemCount())}
    assert {"揭榜单位", "推荐单位", "法定代表人"} <= rows.keys()

    signer = row_of(seals, rows["法定代表人"])
    for who in ("推荐单位", "法定代表人"):
        seals.setCurrentItem(row_of(seals, rows[who]))
        QTest.keyClick(seals, Qt.Key.Key_Space)
    assert [tick.spot for tick in workspace.context.record.ticks] == ["pledge/legal-representative"]
    assert row_of(seals, rows["法定代表人"]) is signer  # Qt goes on with the row after the tick
    seals.setCurrentItem(signer)
    QTest.keyClick(seals, Qt.Key.Key_Space)
    assert workspace.context.record.ticks == ()
    book = workspace.context.books.ready
    assert book is not None
    seals.setCurrentItem(row_of(seals, rows["法定代表人"]))
    press(workspace, "在页面上看")
    (preview,) = workspace.findChildren(BookPreview)
    signed = next(spot for spot in book.spots if spot.id == "pledge/legal-representative")
    wait(qtbot, lambda: preview.page == signed.page)
    press(workspace, "关闭预览")

    slip = tmp_path / "slip"
    pick(monkeypatch, slip)
    press(workspace, "清单另存为 PDF…")
    wait(qtbot, lambda: "已另存为" in workspace.bar.text)
    with closing(PdfPages(slip.with_suffix(".pdf"))) as printed:
        for text in (format_code(code), "由推荐单位盖章", "亲笔签字", "通知未要求"):
            assert printed.find(text), text
