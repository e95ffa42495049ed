"""第一次启动: the secret is made, its 恢复码 shown, kept by the user, and asked for once."""

import secrets
from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.drafts.keys.recovery_code import GROUPS, is_typed_back
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.files import carried_data
from jbgs_desktop.ui.drafts.keys_dialog import KeysDialog, add_field
from jbgs_desktop.ui.drafts.recovery_sheet import print_sheet, save_sheet
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label, link, named, panel

_ACROSS = 4  # groups in a line


_ONLY_WAY = (
    "没有设口令，打开草稿全靠恢复码。这一次没有确认的话，关掉程序以后这个恢复码作废，下次是新的。"
)


def _why(keys: UserKeys, keyring: KeyringState) -> str:
    """What the code is for, and where to keep it, by what opens the drafts on other days."""
    place = "保存到优盘上"
    if keyring is KeyringState.EMPTY:
        usual = "平时由系统密钥环打开，不用输入什么；密钥环丢失时（例如重设了登录密码、重装了系统）"
    elif keyring is KeyringState.LEFT_ALONE:
        usual = "平时用口令打开；忘了口令"
        place = "保存到别处，不要和草稿放在同一个优盘上"
    elif keys.has_passphrase:
        usual = "平时用您设的口令打开；忘了口令，或者重装了系统"
    else:
        usual = "每次启动时"
    return f"草稿是加密保存的。{usual}，只有下面的恢复码能打开草稿。请打印，或者{place}。"


class CodeDialog(KeysDialog):
    """Shows the recovery code of ``keys``; accepted once a group of it was typed back."""

    def __init__(
        self,
        parent: QWidget,
        keys: UserKeys,
        keyring: KeyringState,
        have_code: Callable[[], object],
    ) -> None:
        super().__init__(parent, "恢复码")
        self._code = keys.recovery_code
        self._number = secrets.randbelow(GROUPS) + 1
        self.column.addWidget(named(label("先收好恢复码", "plain"), "dialog-title"))
        self._why = self.add_text(_why(keys, keyring))
        if not (keyring is KeyringState.EMPTY or keys.has_passphrase):
            self.add_text(_ONLY_WAY, "warning")
        self._groups = _code_panel(self._code)
        self.column.addWidget(self._groups)
        known = link("我已经有恢复码", tall=False)
        known.clicked.connect(lambda: self.leave_for(have_code))
        self._ways = _ways_out(self, self._code, known)
        self.column.addWidget(self._ways)
        self._asked = add_field(self.column, f"请照打印或保存的恢复码，输入第 {self._number} 组")
        self._asked_label = self._asked_name()
        self.buttons.addStretch(1)
        self._back = self.add_button("再看一遍", lambda: self._show_step(asking=False))
        self._later = self.add_button("以后再说", self.reject)
        self._go = self.add_button("收好了，下一步", self._on_go, primary=True)
        self._show_step(asking=False)

    def _asked_name(self) -> QLabel:
        return next(name for name in self.findChildren(QLabel) if name.buddy() is self._asked)

    def _show_step(self, *, asking: bool) -> None:
        """The code is out of sight while it is asked for, so that it has to be read elsewhere."""
        self._is_asking = asking
        for widget in (self._why, self._groups, self._ways, self._later):
            widget.setVisible(not asking)
        for widget in (self._asked, self._asked_label, self._back):
            widget.setVisible(asking)
        self._go.setText("完成" if asking else "收好了，下一步")
        self.show_message("")
        (self._asked if asking else self._go).setFocus()

    def _on_go(self) -> None:
        if not self._is_asking:
            self._show_step(asking=True)
        elif is_typed_back(self._code, self._number, self._asked.text()):
            self.accept()
        else:
            self.show_message(
                f"这不是恢复码的第 {self._number} 组。请对照打印或保存的恢复码；"
                "还没有保存的话，请点“再看一遍”。"
            )
            self._asked.selectAll()


class ShownCode(KeysDialog):
    """The recovery code of ``keys`` once more."""

    def __init__(self, parent: QWidget, keys: UserKeys) -> None:
        super().__init__(parent, "恢复码")
        self.column.addWidget(named(label("恢复码", "plain"), "dialog-title"))
        lost = "忘了口令时" if carried_data() else "系统密钥环丢失时"
        self.add_text(f"{lost}，用它打开草稿。谁拿到恢复码和草稿，谁就能看到内容。")
        self.column.addWidget(_code_panel(keys.recovery_code))
        self.column.addWidget(_ways_out(self, keys.recovery_code))
        self.buttons.addStretch(1)
        self.add_button("关闭", self.accept, primary=True)


def _ways_out(dialog: KeysDialog, code: str, *more: QWidget) -> QWidget:
    """Printing and saving ``code``; what comes of it is said in ``dialog``."""
    ways = QWidget()
    row = QHBoxLayout(ways)
    row.setContentsMargins(0, 0, 0, 0)
    actions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("打印…", lambda: print_sheet(dialog, code)),
        (
            "保存为文件…",
            lambda: save_sheet(dialog, code, lambda text: dialog.show_message(text, DONE)),
        ),
    )
    for title, act in actions:
        button = QPushButton(title)
        button.clicked.connect(act)
        row.addWidget(button)
    row.addStretch(1)
    for widget in more:
        row.addWidget(widget)
    return ways


def _code_panel(code: str) -> QFrame:
    frame = panel()
    grid = QGridLayout(frame)
    grid.setContentsMargins(16, 12, 16, 14)
    grid.setHorizontalSpacing(22)
    for at, group in enumerate(code.split("-")):
        row, column = divmod(at, _ACROSS)
        grid.setRowMinimumHeight(3 * row + 2, 8)
        grid.addWidget(label(f"第 {at + 1} 组", "small", wrap=False), 3 * row, column)
        shown = named(label(group, "plain", wrap=False), "code")
        shown.setAccessibleName(f"第 {at + 1} 组 {' '.join(group)}")
        grid.addWidget(shown, 3 * row + 1, column)
    return frame
