"""打包记录: what was written when and where, and the paper that goes with it, later too."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.finalise.record import Packed, Record
from jbgs_desktop.ui.widgets.style_helpers import label, named, show_if

_LINE = 30  # px of one packed bundle
_MOST = 4  # bundles in sight


class PackedList(QWidget):
    """``print_receipt`` and ``save_receipt`` carry the Packed whose 交接清单 is wanted."""

    print_receipt = Signal(object)
    save_receipt = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._packed: tuple[Packed, ...] = ()
        self._record = Record()
        self._list = named(QListWidget(), "packed")
        self._list.setAccessibleName("打包记录")
        self._list.setWordWrap(True)
        self._list.currentRowChanged.connect(self._show_buttons)
        self._why_not = label("", "small")
        self._print = QPushButton("打印交接清单(&T)…")
        self._print.clicked.connect(lambda: self._ask(self.print_receipt))
        self._save = QPushButton("交接清单另存为 PDF(&N)…")
        self._save.clicked.connect(lambda: self._ask(self.save_receipt))
        row = QHBoxLayout()
        row.addWidget(self._why_not, 1)
        for button in (self._print, self._save):
            button.setProperty("reads", True)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("打包记录", "heading"))
        column.addWidget(self._list)
        column.addLayout(row)

    def show_packed(self, record: Record) -> None:
        """The bundles of ``record``, the newest first; a choice stays while there is no other."""
        show_if(self, bool(record.packed))
        packed = tuple(reversed(record.packed))
        chosen = self._list.currentRow() if packed == self._packed else 0
        self._packed, self._record = packed, record
        self._list.clear()
        self._list.addItems([_words(each, record) for each in packed])
        self._list.setFixedHeight(_LINE * min(_MOST, max(1, len(packed))) + 4)
        self._list.setCurrentRow(chosen)

    def _show_buttons(self) -> None:
        chosen = self._chosen
        is_old = chosen is not None and self._record.is_outdated(chosen.code)
        for button in (self._print, self._save):
            button.setEnabled(chosen is not None and not is_old)
        self._why_not.setText("这个报送包不是现在定稿的版本，不能再用来报送。" if is_old else "")

    @property
    def _chosen(self) -> Packed | None:
        row = self._list.currentRow()
        return self._packed[row] if 0 <= row < len(self._packed) else None

    def _ask(self, signal: SignalInstance) -> None:
        signal.emit(self._chosen)


def _words(packed: Packed, record: Record) -> str:
    when = f"{packed.when.astimezone():%Y-%m-%d %H:%M}"
    size = f"，{shown_size(packed.size)}" if packed.size else ""
    old = "（旧版）" if record.is_outdated(packed.code) else ""
    return f"{when}　核验码 {format_code(packed.code)}{old}　写到 {packed.place}{size}"
