"""收到时间: when a unit really handed in, where that is not when its stick was taken in."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QDateTimeEdit, QLabel, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named


class ArrivalDialog(FittedDialog):
    """``keep`` gets the time, None for that of the intake."""

    def __init__(
        self, parent: QWidget, entry: RegisterEntry, keep: Callable[[datetime | None], object]
    ) -> None:
        super().__init__(parent, "收到时间", (520, 200))
        self._keep = keep
        came = entry.came.astimezone()
        self._came = QDateTimeEdit(QDateTime.fromSecsSinceEpoch(int(came.timestamp())))
        self._came.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._came.setLocale(QLocale(QLocale.Language.Chinese))
        self._came.setCalendarPopup(True)
        self._came.setAccessibleName("收到时间")
        title = QLabel("收到时间(&T)")
        title.setBuddy(self._came)
        away, back, go = QPushButton("取消"), QPushButton("用收件时间(&B)"), QPushButton("保存(&S)")
        away.clicked.connect(self.reject)
        back.clicked.connect(lambda: self._done(None))
        go.clicked.connect(lambda: self._done(self._typed))
        layout = QVBoxLayout(self)
        layout.addWidget(named(label(f"“{entry.unit}”的收到时间", "plain"), "dialog-title"))
        hint = f"程序收件的时间是 {entry.when.astimezone():%Y-%m-%d %H:%M}。先送来纸质件的可以改。"
        layout.addWidget(label(hint, "muted"))
        layout.addWidget(title)
        layout.addWidget(self._came)
        layout.addLayout(dialog_foot(away, back, go))

    @property
    def _typed(self) -> datetime:
        return datetime.fromtimestamp(self._came.dateTime().toSecsSinceEpoch()).astimezone()

    def _done(self, arrived: datetime | None) -> None:
        self.accept()
        self._keep(arrived)
