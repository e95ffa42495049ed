"""删除: why a bundle is taken out of everything. It stays in the register and can be put back."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if


class RemovalDialog(FittedDialog):
    """Asks for the reason to delete the bundle of ``unit``; ``remove`` gets it."""

    def __init__(self, parent: QWidget, unit: str, remove: Callable[[str], object]) -> None:
        super().__init__(parent, "删除", (560, 200))
        self._remove = remove
        self._reason = QLineEdit()
        self._reason.setAccessibleName("删除的原因")
        title = QLabel("删除的原因(&R)")
        title.setBuddy(self._reason)
        self._message = named(label("请写明删除的原因，以后查得到。", "plain"), "message")
        self._message.hide()
        away, go = QPushButton("取消"), QPushButton("删除(&D)")
        away.clicked.connect(self.reject)
        go.clicked.connect(self._on_remove)
        layout = QVBoxLayout(self)
        layout.addWidget(named(label(f"删除“{unit}”的这份报送包", "plain"), "dialog-title"))
        layout.addWidget(
            label("它不再列入登记和上报，收到的文件和登记仍保留，可以随时恢复。", "muted")
        )
        for widget in (title, self._reason, self._message):
            layout.addWidget(widget)
        layout.addLayout(dialog_foot(away, go))
        self._reason.setFocus()

    def _on_remove(self) -> None:
        reason = self._reason.text().strip()
        show_if(self._message, not reason)
        if reason:
            self.accept()
            self._remove(reason)
