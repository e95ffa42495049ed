"""The bar over everything: whose application it is; checking, looking at it, handing it in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy

from jbgs_desktop.ui.widgets.style_helpers import label, named


class TopBar(QFrame):
    """A signal for each of its buttons."""

    checking = Signal()
    previewing = Signal()
    exporting = Signal()
    printing = Signal()
    packing = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("top")
        self._unit = named(label("", "plain", wrap=False), "top-unit")
        self._subject = label("", "muted", wrap=False)
        # A long subject gives way to the buttons.
        self._subject.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._check = QPushButton("检查")
        more = named(QPushButton("更多"), "more")
        more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(10)
        row.addWidget(self._unit)
        row.addWidget(self._subject, 1)
        row.addWidget(more)
        self._check.clicked.connect(lambda: self.checking.emit())
        row.addWidget(self._check)
        for title, signal in (
            ("预览", self.previewing),
            ("导出", self.exporting),
            ("打印", self.printing),
            ("打包U盘", self.packing),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            row.addWidget(button)

    def show_subject(self, unit: str, parts: list[str], errors: int) -> None:
        self._unit.setText(unit or "（未填单位名称）")
        self._subject.setText(" · ".join(parts))
        self._subject.setToolTip(self._subject.text())
        self._check.setText(f"检查（{errors} 处错误）" if errors else "检查")
        self._check.setToolTip("全部页面的错误、提醒和说明，按 F5 也可以打开。")
