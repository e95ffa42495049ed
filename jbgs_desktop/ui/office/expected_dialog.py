"""应报单位: who is expected to hand in, typed or pasted, and who has not done so yet."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.office.expected_units import Expectation, names_in
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named


class ExpectedDialog(FittedDialog):
    """Shows the list; ``judge`` says how far these units are, ``keep`` gets the accepted list."""

    def __init__(
        self,
        parent: QWidget,
        expected: Sequence[str],
        judge: Callable[[Sequence[str]], Expectation],
        keep: Callable[[tuple[str, ...]], object],
    ) -> None:
        super().__init__(parent, "应报单位", (640, 520))
        self._judge, self._keep = judge, keep
        self._names = QPlainTextEdit("\n".join(expected))
        self._names.setAccessibleName("应报单位名单")
        self._names.setPlaceholderText("每行一家；可以从表格里连序号一起复制，粘贴到这里")
        self._names.textChanged.connect(self._show)
        title = QLabel("名单(&L)")
        title.setBuddy(self._names)
        self._state = label("", "plain")
        away, go = QPushButton("取消"), QPushButton("保存(&S)")
        away.clicked.connect(self.reject)
        go.setProperty("primary", True)
        go.clicked.connect(self._on_save)
        layout = QVBoxLayout(self)
        layout.addWidget(named(label("哪些单位应当报来", "plain"), "dialog-title"))
        layout.addWidget(
            label("按名称和收件登记核对，全角半角、括号和空格不计；只用来提醒谁还没有报。", "muted")
        )
        layout.addWidget(title)
        layout.addWidget(self._names, 1)
        layout.addWidget(self._state)
        layout.addLayout(dialog_foot(away, go))
        self._show()
        self._names.setFocus()

    def _listed(self) -> tuple[str, ...]:
        return names_in(self._names.toPlainText())

    def _show(self) -> None:
        self._state.setText(self._judge(self._listed()).words or "名单是空的，不提醒。")

    def _on_save(self) -> None:
        self.accept()
        self._keep(self._listed())
