"""沿用单位资料: a known unit's data, looked at field by field before it is taken over."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.drafts.difference import Difference, differences
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.forms.application import Unit
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.display_text import EMPTY, as_text, field_name
from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if

_SIZE = (860, 520)  # px


class UnitDialog(FittedDialog):
    """Lists what taking over a unit would change; accepted, it changes it in one step of undo.

    ``forget`` makes the program forget a unit for good; without it that is not offered.
    ``sentences`` are about what the place that the units come from has besides.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        units: Sequence[Unit],
        forget: Callable[[str], object] | None = None,
        *,
        title: str = "沿用单位资料",
        sentences: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, title, _SIZE)
        self._session = session
        self._forget = forget
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(named(label(title, "plain"), "dialog-title"))
        self._units = QComboBox()
        self._units.setAccessibleName("单位")
        for unit in units:
            self._units.addItem(unit.name, unit)
        layout.addWidget(self._units)
        show_if(self._units, len(units) > 1)
        self._what = label("", "value")
        layout.addWidget(self._what)
        self._table = _table()
        layout.addWidget(self._table, 2)
        if sentences:
            layout.addWidget(label(f"表格里有 {len(sentences)} 处请看一下：", "value"))
            layout.addWidget(_lines(sentences), 1)
        layout.addLayout(self._make_buttons())
        self._units.currentIndexChanged.connect(self._show_changes)
        self._show_changes()

    def _make_buttons(self) -> QHBoxLayout:
        drop = QPushButton("删去这份资料…")
        drop.clicked.connect(self._ask_to_forget)
        show_if(drop, self._forget is not None)
        away = QPushButton("不沿用")
        away.clicked.connect(self.reject)
        self._go = QPushButton("沿用")
        self._go.clicked.connect(self._take_over)
        row = dialog_foot(away, self._go)
        row.insertWidget(0, drop)
        return row

    def _changes(self) -> list[Difference]:
        value = self._session.value
        return differences(value, value.set("unit", self._units.currentData()))

    def _show_changes(self) -> None:
        changes = self._changes()
        replaced = sum(bool(as_text(self._session, c.path, c.old)) for c in changes)
        name = self._units.currentText()
        self._go.setEnabled(bool(changes))
        self._what.setText(
            f"“{name}”的资料和现在填写的一样，没有要改的。"
            if not changes
            else f"沿用“{name}”的资料会改变下面 {len(changes)} 项"
            + (f"，其中 {replaced} 项现在已有内容。" if replaced else "，现在都还空着。")
            + "可以用“撤销”改回来。"
        )
        self._table.clear()
        for change in changes:
            texts = [as_text(self._session, change.path, v) for v in (change.old, change.new)]
            cells = [field_name(self._session, change.path), *(text or EMPTY for text in texts)]
            item = QTreeWidgetItem(cells)
            for column, text in enumerate(texts, start=1):
                item.setToolTip(column, text)
            self._table.addTopLevelItem(item)

    def _ask_to_forget(self) -> None:
        name = self._units.currentText()
        choose(
            self,
            f"要让程序忘记“{name}”的单位资料吗？以后新建申报时不再提供它，已有的草稿不变。",
            ("删去", lambda: self._start_forgetting(name)),
        )

    def _start_forgetting(self, name: str) -> None:
        forget = self._forget
        if forget is not None:
            run_in_background(
                self,
                lambda: forget(name),
                lambda _: self._drop_unit(name),
                lambda sentence: inform(self, sentence),
            )

    def _drop_unit(self, name: str) -> None:
        self._units.removeItem(self._units.findText(name))
        if not self._units.count():
            self.reject()

    def _take_over(self) -> None:
        self._session.pause()
        self._session.replacing.emit("沿用单位资料以前")
        self._session.set("unit", self._units.currentData())
        self._session.leave("unit")
        self.accept()


def _table() -> QTreeWidget:
    """A list of fields with their values before and after."""
    table = QTreeWidget()
    table.setObjectName("drafts")
    table.setAccessibleName("将要改变的内容")
    table.setHeaderLabels(["字段", "现在", "沿用后"])
    table.setRootIsDecorated(False)
    table.setWordWrap(True)
    header = table.header()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    for column in (1, 2):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table


def _lines(sentences: Sequence[str]) -> QPlainTextEdit:
    """The sentences, to read and to copy."""
    box = QPlainTextEdit("\n".join(sentences))
    box.setAccessibleName("请看一下的地方")
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    return box


def offer_units(parent: QWidget, session: Session, secret: UserSecret | None) -> None:
    """Show the dialog with the units that this user has entered before."""

    def done(units: list[Unit]) -> None:
        if units:
            UnitDialog(parent, session, units, data.forget_unit).open()
        else:
            inform(
                parent, "还没有记住的单位资料。填写过单位情况的申报关闭以后，会记住它的单位资料。"
            )

    if secret is not None:
        data = UserData(secret)
        run_in_background(session, data.units, done, lambda sentence: inform(parent, sentence))
