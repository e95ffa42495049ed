"""手工登记: what the officer writes down of a unit that did not use the program."""

import re
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.office.hand_registration import HandForm, register_by_hand
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if

_SHOWN = "yyyy-MM-dd HH:mm"
_DOCUMENTS = "申报材料 (*.docx *.doc *.wps *.pdf)"


class HandDialog(FittedDialog):
    """Registers the unit when it is accepted; ``number`` is then that of its entry."""

    def __init__(self, parent: QWidget, context: OfficeContext) -> None:
        super().__init__(parent, "手工登记", (620, 420))
        self._context = context
        self._document: Path | None = None
        self.number = 0
        self._message = named(label("", "plain"), "message")
        self._message.hide()
        away, go = QPushButton("取消"), QPushButton("登记(&D)")
        away.clicked.connect(self.reject)
        go.clicked.connect(self._on_go)
        layout = QVBoxLayout(self)
        layout.addWidget(named(label("手工登记没有用本程序的单位", "plain"), "dialog-title"))
        layout.addWidget(
            label("登记以后和别的单位一起排序、上报。有电子文档的可以一起存下来。", "muted")
        )
        layout.addLayout(self._make_fields())
        layout.addStretch(1)
        layout.addWidget(self._message)
        layout.addLayout(dialog_foot(away, go))
        self._unit.setFocus()

    def _make_fields(self) -> QGridLayout:
        self._unit, self._code, self._directions = QLineEdit(), QLineEdit(), QLineEdit()
        self._product, self._contact, self._mobile = QLineEdit(), QLineEdit(), QLineEdit()
        self._directions.setPlaceholderText("编号，例如 2、5")
        self._track = QComboBox()
        for call in self._context.calls:
            for track in call.tracks:
                self._track.addItem(track.name, (call, track))
        self._came = QDateTimeEdit(QDateTime.currentDateTime())
        self._came.setDisplayFormat(_SHOWN)
        self._came.setLocale(QLocale(QLocale.Language.Chinese))
        self._came.setCalendarPopup(True)
        grid, words = QGridLayout(), self._context.words
        rows: tuple[tuple[str, QWidget], ...] = (
            ("单位名称(&N)", self._unit),
            ("统一社会信用代码(&U)", self._code),
            (f"{words.track}(&T)", self._track),
            ("方向(&R)", self._directions),
            (f"{words.product}(&P)", self._product),
            ("联系人(&L)", self._contact),
            ("手机(&M)", self._mobile),
            ("收到时间(&S)", self._came),
        )
        for at, (title, editor) in enumerate(rows):
            head = QLabel(title)
            head.setBuddy(editor)
            editor.setAccessibleName(title.split("(")[0])
            grid.addWidget(head, at, 0)
            grid.addWidget(editor, at, 1)
        grid.addWidget(QLabel("电子文档"), len(rows), 0)
        grid.addLayout(self._make_document(), len(rows), 1)
        return grid

    def _make_document(self) -> QHBoxLayout:
        self._name = label("没有，只有纸质件", "muted", wrap=False)
        choice = QPushButton("选择文件(&F)…")
        choice.clicked.connect(
            lambda: choose_file(self, "选择申报材料的电子文档", _DOCUMENTS, self._on_document)
        )
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(choice)
        return row

    def _on_document(self, file: Path) -> None:
        self._document = file
        self._name.setText(file.name)

    def _on_go(self) -> None:
        call: Call
        track: Track
        call, track = self._track.currentData()
        form = HandForm(
            call=call,
            track=track,
            unit=self._unit.text().strip(),
            unit_code=self._code.text().strip().upper(),
            directions=tuple(sorted({int(n) for n in re.findall(r"[0-9]{1,3}", self._numbers)})),
            product=self._product.text().strip(),
            contact=self._contact.text().strip(),
            mobile=self._mobile.text().strip(),
            came=datetime.fromtimestamp(self._came.dateTime().toSecsSinceEpoch()).astimezone(),
            document=self._document,
        )
        try:
            self.number = register_by_hand(self._context.register, form).number
        except JbgsError as error:
            self._message.setText(str(error))
            show_if(self._message, True)
            return
        self._context.entries_added()
        self.accept()

    @property
    def _numbers(self) -> str:
        return self._directions.text()
