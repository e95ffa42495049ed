"""What came of the packing, and what can be done next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from jbgs_desktop.bundle.bagit_profile import PAYLOAD
from jbgs_desktop.bundle.drives import Drive, can_eject
from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.writer import Written
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import label, named, set_state, show_if

SAFE = "可以安全拔出"


class PackingResult(QFrame):
    """``verify``, ``print_receipt``, ``save_receipt`` and ``eject`` ask for what follows."""

    verify = Signal()
    print_receipt = Signal()
    save_receipt = Signal()
    eject = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("panel")
        self._title = named(label("", "plain"), "verdict")
        self._words = label("", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout()
        self._again = self._button("再检验一遍(&V)", self.verify)
        receipt = self._button("打印交接清单(&R)…", self.print_receipt)
        save = self._button("交接清单另存为 PDF(&S)…", self.save_receipt)
        self._eject = self._button("安全弹出(&E)", self.eject)
        for button in (self._again, receipt, save, self._eject):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def _button(self, title: str, signal: object) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(signal)
        return button

    def show_written(self, written: Written, drive: Drive | None) -> None:
        """Tell of a bundle that is in its place; it may be pulled only when that is certain."""
        on_stick = drive is not None and drive.removable is not False
        if written.is_safe and on_stick:
            self._show_message(
                DONE, f"报送包已写好，并从{self._session.carrier}读回核对过，{SAFE}。"
            )
        elif written.is_safe:
            self._show_message(DONE, "报送包已写好，并读回核对过。")
        else:
            words = "报送包已写好，但系统没有确认数据全部落盘，请先弹出再拔。"
            self._show_message(Severity.WARNING, words)
        how = (
            "读回时绕过了系统缓存，核对的是介质上的内容。"
            if written.from_medium
            else "这个系统不能绕过缓存读回，请拔出重新插上以后再检验一遍。"
        )
        payload = sum(file.path.startswith(PAYLOAD) for file in written.files)
        lines = [
            f"位置：{written.folder}",
            f"申报文件 {payload} 个，连同核对用的共 {len(written.files)} 个，"
            f"{shown_size(written.size)}。{how}",
            *written.notices,
        ]
        self._words.setText("\n".join(lines))
        show_if(self._eject, drive is not None and can_eject(drive))
        self.show()

    def show_ejected(self, drive: Drive) -> None:
        """Tell that the stick was let go of."""
        self._show_message(DONE, f"“{drive.name}”已经弹出，{SAFE}。")
        show_if(self._eject, False)
        self._again.setEnabled(False)

    def clear(self) -> None:
        self._again.setEnabled(True)
        self.hide()

    def _show_message(self, severity: Severity | None, words: str) -> None:
        self._title.setText(signed(severity, words))
        set_state(self._title, colour_of(severity))
