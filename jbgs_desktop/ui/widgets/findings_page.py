"""检查: all findings of the application, grouped by page, each one press away from its field."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from jbgs_desktop.forms.finding import Finding, Severity, tally
from jbgs_desktop.ui.widgets.outline import findings_by_page, outline
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import label
from jbgs_desktop.ui.widgets.theme import current_tokens

_PATH = Qt.ItemDataRole.UserRole
_PADDING = 11  # px around a sentence, as the style sheet has it
_MARGIN = 3  # px that the style adds left and right
_NOTHING = "没有发现问题，可以导出正式材料。"


class FindingsPage(Page):
    """Lists what F5 found; ``wanted`` carries the path of the chosen finding."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "检查",
            "这里是全部页面的问题。错误改正以后才能导出正式材料；提醒和说明请逐条看过。"
            "按回车或双击转到栏目。",
        )
        self._summary = label("", "label")
        self._only_errors = QCheckBox("只看错误(&E)")
        self._only_errors.toggled.connect(self._list_anew)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self._only_errors)
        self.rows.addLayout(head)
        self._list = FindingList()
        self._list.itemActivated.connect(self._on_activated)
        self._list.itemClicked.connect(self._on_activated)
        self.rows.addWidget(self._list, 1)
        session.checked.connect(self._show)
        self._show()

    def first_fields(self) -> Iterable[QWidget]:
        return (self._list,)

    def _show(self) -> None:
        if not self.isVisible() and self._list.count():
            return  # shown anew when the page opens
        self._list_anew()

    def _list_anew(self) -> None:
        findings = self.session.findings
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        self._summary.setText(f"全部页面：{tally(findings)}" if findings else _NOTHING)
        # Where there are none, or nothing else, the choice would say nothing.
        self._only_errors.setEnabled(0 < len(errors) < len(findings))
        if self._only_errors.isChecked() and errors:
            findings = errors
        current = self._list.currentRow()
        self._list.clear()
        entries = outline(self.session.value, self.session.call)
        for entry, group in findings_by_page(findings, entries).items():
            self._add_heading(f"{entry.number} {entry.title}".strip(), len(group))
            for finding in group:
                self._add(finding)
        self._list.fit()
        if self._list.count():
            self._list.setCurrentRow(max(1, min(current, self._list.count() - 1)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _add_heading(self, title: str, number: int) -> None:
        item = QListWidgetItem(f"{title}（{number}）", self._list)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = item.font()
        font.setBold(True)
        item.setFont(font)

    def _add(self, finding: Finding) -> None:
        head = signed(finding.severity, f"{finding.severity.word}　{finding.label}")
        text = f"{head}\n{finding.message}（{finding.source}）"
        item = QListWidgetItem(text, self._list)
        item.setData(_PATH, finding.path)
        item.setForeground(QBrush(QColor(current_tokens()[colour_of(finding.severity)])))

    def _on_activated(self, item: QListWidgetItem) -> None:
        if path := item.data(_PATH):
            self.wanted.emit(path)


class FindingList(QListWidget):
    """A list that grows with its page and wraps its sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setAccessibleName("检查结果")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(320)

    def fit(self) -> None:
        """Give each sentence the height that it needs; the style's padding is left out of Qt's."""
        room = QRect(0, 0, self.viewport().width() - 2 * (_PADDING + _MARGIN), 2**20)
        for row in range(self.count()):
            item = self.item(row)
            metrics = QFontMetrics(item.font() if item.font().bold() else self.font())
            text = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, text.height() + 2 * _PADDING - 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
