"""Getting at drafts without the keyring: by 恢复码 or by 口令; and setting a 口令."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QWidget

from jbgs_desktop.drafts.keys.key_holders import HolderKey, Passphrase
from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.drafts.keys.recovery_code import secret_of
from jbgs_desktop.drafts.keys.user_keys import Access, UserKeys
from jbgs_desktop.ui.drafts.keys_dialog import KeysDialog, NewPassphrase
from jbgs_desktop.ui.widgets.style_helpers import label, link, named

CODE, PASSPHRASE = "恢复码", "口令"


def typed_key(is_code: bool, text: str) -> HolderKey:
    """The key that was typed as a recovery code or as a passphrase. Raises RecoveryCodeError."""
    return secret_of(text) if is_code else Passphrase(text)


class SecretDialog(KeysDialog):
    """Asks for a recovery code or a passphrase.

    ``try_secret(is_code, text)`` runs off the window's thread and raises JbgsError for a wrong
    one; what it returns goes to ``done`` once the dialog is closed.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        try_secret: Callable[[bool, str], Any],
        done: Callable[[Any], object],
        ways: Sequence[str] = (CODE, PASSPHRASE),
    ) -> None:
        super().__init__(parent, title)
        self._try, self._done = try_secret, done
        self.column.addWidget(named(label(title, "plain"), "dialog-title"))
        self.add_text(sentence)
        self._choice = QButtonGroup(self)
        for way in ways:
            button = QRadioButton(way)
            self._choice.addButton(button)
            self.column.addWidget(button)
            button.setVisible(len(ways) > 1)
            button.toggled.connect(self._on_way)
        self._field = QLineEdit()
        self.column.addWidget(self._field)
        self._hint = self.add_text("", "hint")
        self._choice.buttons()[0].setChecked(True)
        self.buttons.addStretch(1)
        self.add_button("取消", self.reject)
        self.add_button("打开", self._on_go, primary=True)
        self._field.setFocus()

    @property
    def _is_code(self) -> bool:
        return self._choice.checkedButton().text() == CODE

    def _on_way(self, checked: bool) -> None:
        if not checked:
            return
        way = self._choice.checkedButton().text()
        self._field.clear()
        self._field.setAccessibleName(way)
        echo = QLineEdit.EchoMode
        self._field.setEchoMode(echo.Normal if self._is_code else echo.Password)
        self._hint.setText(
            "共 7 组，每组 5 个字符；大小写、空格和短横都不要紧。"
            if self._is_code
            else "区分大小写。"
        )
        self.show_message("")

    def _on_go(self) -> None:
        is_code, text = self._is_code, self._field.text()
        if not text.strip():
            self.show_message(f"请输入{self._field.accessibleName()}。")
            self._field.setFocus()
            return
        self.work("正在打开…", lambda: self._try(is_code, text), self._finish)

    def _finish(self, result: Any) -> None:
        self.accept()
        self._done(result)


class UnlockDialog(SecretDialog):
    """The keyring did not give the secret; ``done`` gets what came of keeping it again."""

    def __init__(
        self,
        parent: QWidget,
        keys: UserKeys,
        access: Access,
        keyring: KeyringState,
        done: Callable[[KeyringState], object],
        again: Callable[[], object],
        anew: Callable[[], object],
    ) -> None:
        def try_secret(is_code: bool, text: str) -> KeyringState:
            if is_code:
                return keys.recover(text)
            keys.unlock_with(Passphrase(text))
            return KeyringState.KEPT  # the next start asks for the passphrase again, as was chosen

        reason = "" if keyring is KeyringState.KEPT else keyring.sentence
        ways = (PASSPHRASE, CODE) if access is Access.PASSPHRASE else (CODE,)
        super().__init__(
            parent,
            "打开草稿",
            f"{reason}草稿都还在。请输入{'或'.join(ways)}。",
            try_secret,
            done,
            ways,
        )
        self._add_way_out("恢复码找不到了", anew)
        if keyring is not KeyringState.LEFT_ALONE:
            self._add_way_out("再问一次系统密钥环", again)

    def _add_way_out(self, words: str, act: Callable[[], object]) -> None:
        """In front of the others."""
        way_out = link(words, tall=False)
        way_out.clicked.connect(lambda: self.leave_for(act))
        self.buttons.insertWidget(0, way_out)


class ForeignDialog(SecretDialog):
    """A draft that this user's secret does not open; a copy may be kept on this computer."""

    def __init__(
        self,
        parent: QWidget,
        sentence: str,
        try_secret: Callable[[bool, str, bool], Any],
        done: Callable[[Any], object],
    ) -> None:
        super().__init__(
            parent,
            "打开加密的申报",
            sentence,
            lambda is_code, text: try_secret(is_code, text, self._import_copy.isChecked()),
            done,
            (PASSPHRASE, CODE),
        )
        self._import_copy = QCheckBox("收进本机的草稿，以后打开不用再输入；原来的文件不变")
        self._import_copy.setChecked(True)
        self.column.addWidget(self._import_copy)


class ProtectDialog(KeysDialog):
    """The keyring keeps nothing, so a passphrase is set, or the code typed at each start.

    At a first start it comes before the code is shown; ``have_code`` is for who has one already.
    """

    def __init__(
        self,
        parent: QWidget,
        keys: UserKeys,
        keyring: KeyringState,
        done: Callable[[], object],
        *,
        have_code: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent, "用口令保护")
        is_confirmed = have_code is None
        self._keys, self._done, self._is_confirmed = keys, done, is_confirmed
        self.column.addWidget(named(label("用口令保护", "plain"), "dialog-title"))
        self.add_text(
            ("" if is_confirmed else "草稿是加密保存的。")
            + f"{keyring.sentence}请设一个口令，每次启动时输入；也可以不设，每次启动输入恢复码。"
            + ("" if is_confirmed else "下一步给您恢复码。")
        )
        self._new = NewPassphrase()
        self.column.addWidget(self._new)
        if have_code is not None:
            known = link("我已经有恢复码", tall=False)
            known.clicked.connect(lambda: self._leave_for_code(have_code))
            self.buttons.addWidget(known)
        self.buttons.addStretch(1)
        self.add_button("每次输入恢复码", self.reject)
        self.add_button("用口令保护", self._on_go, primary=True)
        self._new.setFocus()
        self.finished.connect(lambda _: self._done())

    def _leave_for_code(self, have_code: Callable[[], object]) -> None:
        self._done = have_code
        self.reject()

    def _on_go(self) -> None:
        if problem := self._new.problem:
            self.show_message(problem)
            return
        passphrase = self._new.passphrase
        self.work(
            "正在设置口令…",
            lambda: self._keys.protect_with(passphrase, is_confirmed=self._is_confirmed),
            lambda _: self.accept(),
        )
