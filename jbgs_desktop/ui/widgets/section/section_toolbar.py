"""The buttons above a section: what can be put in at the cursor."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.section import MOST_COLUMNS, MOST_ROWS, SectionTable
from jbgs_desktop.forms.table_edit import new_table
from jbgs_desktop.forms.text.scripts import Script
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot

ReadyTables = Sequence[tuple[str, SectionTable]]
_SIZES = ((3, 3), (5, 4), (8, 5))
_SIGNS = (
    ("²", "平方"),
    ("³", "立方"),
    ("₂", "下标2"),
    ("⁻¹", "负一次方"),
    ("±", "正负"),
    ("≤", "不大于"),
    ("≥", "不小于"),
    ("×", "乘"),
    ("°", "度"),
    ("μ", "微"),
    ("Ω", "欧姆"),
    ("℃", "摄氏度"),
    ("‰", "千分之"),
    ("Φ", "直径"),
    ("→", "箭头"),
)


class SectionToolbar(QFrame):
    """``ready`` gives the tables that the call has ready for the section.

    ``fill_menu`` adds to the menu of tables what can be done with the one under the cursor.
    """

    table_wanted = Signal(object)  # SectionTable
    figure_wanted = Signal()
    heading_wanted = Signal()
    script_wanted = Signal(object)  # Script
    sign_wanted = Signal(str)

    def __init__(
        self, ready: Callable[[], ReadyTables], fill_menu: Callable[[QMenu], None]
    ) -> None:
        super().__init__()
        self.setObjectName("section-toolbar")
        self._ready, self._fill_menu = ready, fill_menu
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(6, 2, 6, 2)
        self._line.setSpacing(2)
        self.buttons = [
            self._add("表格 ▾", "插入表格", "", self._open_tables),
            self._add(
                "图…", "插入图", "从文件插入，也可以拖进来，或粘贴截图", self.figure_wanted.emit
            ),
            self._add("小标题", "插入小标题", "光标所在的一行变成小标题", self.heading_wanted.emit),
            self._add("x²", "上标", "Ctrl+Shift+=", lambda: self.script_wanted.emit(Script.SUPER)),
            self._add("x₂", "下标", "Ctrl+=", lambda: self.script_wanted.emit(Script.SUB)),
            self._add("Ω ▾", "插入符号", "", self._open_signs),
        ]
        self._line.addStretch(1)

    def _add(self, text: str, name: str, tip: str, action: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(f"{name}（{tip}）" if tip else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor in the text
        button.clicked.connect(lambda _=False: action())
        self._line.addWidget(button)
        return button

    def _open_tables(self) -> None:
        menu = _menu(self.buttons[0])
        for title, table in self._ready():
            menu.addAction(title).triggered.connect(
                lambda _=False, table=table: self.table_wanted.emit(table)
            )
        menu.addSeparator()
        for rows, columns in _SIZES:
            menu.addAction(f"空表格，{rows} 行 {columns} 列").triggered.connect(
                lambda _=False, size=(rows, columns): self.table_wanted.emit(new_table(*size))
            )
        menu.addAction("空表格，其他行数和列数…").triggered.connect(self._ask_for_size)
        menu.addSeparator()
        self._fill_menu(menu)
        _pop_up(menu, self.buttons[0])

    def _open_signs(self) -> None:
        menu = _menu(self.buttons[-1])
        for sign, name in _SIGNS:
            menu.addAction(f"{sign}　{name}").triggered.connect(
                lambda _=False, sign=sign: self.sign_wanted.emit(sign)
            )
        _pop_up(menu, self.buttons[-1])

    def _ask_for_size(self) -> None:
        dialog = TableSizeDialog(self)
        dialog.accepted.connect(lambda: self.table_wanted.emit(dialog.table()))
        dialog.open()


class TableSizeDialog(FittedDialog):
    """How many rows and columns a new table has."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "插入空表格")
        self._rows, self._columns = QSpinBox(), QSpinBox()
        self._rows.setRange(1, MOST_ROWS)
        self._columns.setRange(1, MOST_COLUMNS)
        self._rows.setValue(4)
        self._columns.setValue(4)
        form = QFormLayout()
        form.addRow("行数，含表头(&R)", self._rows)
        form.addRow("列数(&C)", self._columns)
        cancel, insert = QPushButton("取消"), QPushButton("插入")
        cancel.clicked.connect(self.reject)
        insert.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addLayout(dialog_foot(cancel, insert))

    def table(self) -> SectionTable:
        """The table that was asked for."""
        return new_table(self._rows.value(), self._columns.value())


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _pop_up(menu: QMenu, button: QWidget) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
