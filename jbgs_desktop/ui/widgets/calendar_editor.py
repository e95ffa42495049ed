"""The editor of a date: typed, or picked from a calendar."""

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QPushButton, QVBoxLayout

from jbgs_desktop.forms.text.clean import normalise_date
from jbgs_desktop.ui.widgets.editors import LineEditor


class DateEditor(LineEditor):
    """A date as ISO 8601, or whatever was typed while it is none. It may be empty."""

    def __init__(self) -> None:
        super().__init__(normalise=normalise_date)
        self.line.setPlaceholderText("年-月-日")
        self.button = QPushButton("日历")
        self.button.setProperty("beside", True)
        self.button.clicked.connect(self._open)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Alt+Down"), self, self._open, context=within)
        box = self.layout()
        assert box is not None
        box.setSpacing(6)
        box.addWidget(self.button)
        self.watch(self.button)

    def name(self, name: str) -> None:
        super().name(name)
        self.button.setAccessibleName(f"{name} 日历")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # On the way from the line to the button what was typed is read already.
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.finish()
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("calendar")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = self._make_calendar()
        calendar.clicked.connect(popup.close)
        calendar.activated.connect(popup.close)
        box = QVBoxLayout(popup)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(calendar)
        popup.move(self._place_for(popup.sizeHint()))
        popup.show()
        calendar.setFocus()

    def _make_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(self.button.accessibleName())
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt's red is not ours
        shown = QDate.fromString(normalise_date(self.value()), Qt.DateFormat.ISODate)
        calendar.setSelectedDate(shown if shown.isValid() else QDate.currentDate())
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        return calendar

    def _place_for(self, size: QSize) -> QPoint:
        """Below the line, or above it where the screen ends."""
        below = self.line.mapToGlobal(QPoint(0, self.line.height() + 2))
        if below.y() + size.height() <= self.screen().availableGeometry().bottom():
            return below
        return self.line.mapToGlobal(QPoint(0, -size.height() - 2))

    def _pick(self, day: QDate) -> None:
        picked = day.toString(Qt.DateFormat.ISODate)
        if picked != self.value():
            self.set_value(picked)
            self.changed.emit()
