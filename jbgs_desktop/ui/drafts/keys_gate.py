"""The way to the user's secret: the keyring first, in the background, and a dialog if need be."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.keys.key_holders import HolderKey, Passphrase, UserSecret
from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.drafts.keys.user_keys import Access, UnlockResult, UserKeys
from jbgs_desktop.ui.drafts.keys_first import CodeDialog, ShownCode
from jbgs_desktop.ui.drafts.keys_unlock import ProtectDialog, UnlockDialog
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.message_boxes import choose, inform


class KeyGate(QObject):
    """Runs what needs the secret once there is one; ``moved`` after every change of state."""

    moved = Signal()

    def __init__(self, keys: UserKeys, window: QWidget) -> None:
        super().__init__(window)
        self.keys = keys
        self._window = window
        self._is_busy = self._was_asked = False
        self._is_protected = False  # whether the user was asked for a passphrase
        self._is_kept = keys.secret is not None
        self._result = UnlockResult(Access.FIRST_START, KeyringState.EMPTY)
        self._waiting: list[Callable[[], object]] = []

    @property
    def is_open(self) -> bool:
        return self._is_kept

    @property
    def is_asking(self) -> bool:
        """Whether there may be a secret yet without the user's doing."""
        return not self.is_open and (self._is_busy or not self._was_asked)

    def holders(self) -> list[HolderKey]:
        return self.keys.holders()

    def former_keys(self, key: HolderKey) -> list[UserSecret]:
        """The secrets of earlier keys of this computer that a passphrase opens."""
        return self.keys.former_secrets(key) if isinstance(key, Passphrase) else []

    def require(self, action: Callable[[], object]) -> None:
        """Do ``action`` now, or when the secret is there; the user may have to help."""
        if self.is_open:
            action()
            return
        self._waiting = [action]
        self.unlock()

    def unlock(self) -> None:
        """Ask the keyring."""
        if self._is_busy or self.is_open:
            return
        self._is_busy = self._was_asked = True
        self.moved.emit()
        run_in_background(self, self.keys.unlock, self._on_answer, self._on_trouble)

    def show_code(self) -> None:
        """The recovery code once more, to print or to save."""
        ShownCode(self._window, self.keys).open()

    def _on_answer(self, result: UnlockResult) -> None:
        self._result = result
        if result.access is Access.READY:
            self._open()
        elif result.access is Access.PASSPHRASE and self._is_code_open():
            self._show_code()
        elif result.access is Access.FIRST_START:
            self._begin(anew=False)
        else:
            self._ask()

    def _ask(self) -> None:
        dialog = UnlockDialog(
            self._window,
            self.keys,
            self._result.access,
            self._result.keyring,
            self._on_unlocked,
            again=self.unlock,
            anew=self._ask_anew,
        )
        dialog.rejected.connect(self._close)
        dialog.open()

    def _is_code_open(self) -> bool:
        """Whether there is a secret whose code was shown, but not confirmed."""
        return self.keys.secret is not None and self.keys.is_put_off

    def _on_unlocked(self, keyring: KeyringState) -> None:
        if self._is_code_open():
            self._show_code()
        elif keyring is KeyringState.KEPT or self._result.access is Access.PASSPHRASE:
            self._open()
        else:
            ProtectDialog(self._window, self.keys, keyring, self._open).open()

    def _ask_anew(self) -> None:
        choose(
            self._window,
            "没有恢复码、口令和系统密钥环，原来的草稿现在谁也打不开。可以另建一个新的密钥，"
            "重新填写一份。新的密钥只管以后新建的草稿，打不开原来的草稿；原来的草稿文件不删除、不改动，"
            "以后找到恢复码，或者想起原来的口令，点“打开文件…”还能打开它们。要另建新的密钥吗？",
            ("另建新的密钥", lambda: self._begin(anew=True)),
        )

    def _begin(self, *, anew: bool) -> None:
        self._is_busy = True
        # Who begins anew keeps what opens the old drafts until the new code is confirmed.
        shown = self._show_code if anew else self._show_first
        run_in_background(
            self, lambda: self.keys.begin(anew=anew), lambda _: shown(), self._on_trouble
        )

    def _show_first(self) -> None:
        """The code; before it, where the keyring keeps nothing, a passphrase that keeps it."""
        self._is_protected = self._result.keyring is not KeyringState.EMPTY
        if self._is_protected and not self.keys.has_passphrase:
            keyring, show, have = self._result.keyring, self._show_code, self._ask_for_code
            ProtectDialog(self._window, self.keys, keyring, show, have_code=have).open()
        else:
            self._show_code()

    def _show_code(self) -> None:
        """It stays the same from now on, also when the program ends before it is confirmed."""
        dialog = CodeDialog(self._window, self.keys, self._result.keyring, self._ask_for_code)
        dialog.accepted.connect(self._keep)
        dialog.rejected.connect(self._close)
        dialog.open()
        run_in_background(self, self.keys.put_off, lambda _: None, lambda _: None)

    def _ask_for_code(self) -> None:
        self._is_protected = False
        self._result = UnlockResult(Access.CODE, KeyringState.KEPT)
        self._ask()

    def _keep(self) -> None:
        run_in_background(self, self.keys.keep, self._on_kept, self._on_trouble)

    def _on_kept(self, keyring: KeyringState) -> None:
        if keyring is KeyringState.KEPT or self._is_protected or self.keys.has_passphrase:
            self._open()
        else:
            ProtectDialog(self._window, self.keys, keyring, self._open).open()

    def _open(self) -> None:
        self._is_busy, self._is_kept = False, True
        waiting, self._waiting = self._waiting, []
        self.moved.emit()
        for action in waiting:
            action()

    def _close(self) -> None:
        self._is_busy = False  # what waits goes on whenever there is a secret
        self.moved.emit()

    def _on_trouble(self, sentence: str) -> None:
        self._close()
        inform(self._window, sentence)
