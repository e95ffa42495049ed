"""移交登记表 and 并入登记表: the register out under a passphrase, a colleague's one in."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register_merge import Clash, JoinOutcome, clashes, join
from jbgs_desktop.office.register_transfer import hand_over, handed_folder, open_handed
from jbgs_desktop.ui.drafts.keys_dialog import KeysDialog, NewPassphraseDialog
from jbgs_desktop.ui.drafts.keys_unlock import PASSPHRASE, SecretDialog
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.screen_room import scrolling
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label, named

_HIGHEST = 320  # px of the list of questions
_MINE, _THEIRS = "以本机为准", "以对方为准"


class RegisterExchange:
    """What the page 登记与上报 offers for two officers on two computers."""

    def __init__(self, context: OfficeContext, window: QWidget) -> None:
        self._context, self._window = context, window

    def hand_over(self) -> None:
        """Ask for a passphrase and a folder, and write the copy."""

        def chosen(passphrase: Passphrase) -> None:
            choose_folder(
                self._window,
                "选择放移交登记表的文件夹或盘",
                lambda folder: self._write(folder, passphrase),
            )

        NewPassphraseDialog(
            self._window,
            "移交登记表",
            "登记表和操作记录用您现在设的口令加密，连同收到的报送包写到一个文件夹，交给同事或者换一台电脑。"
            "报送包和收到时一样不加密。请把口令另外告诉对方。",
            chosen,
        ).open()

    def import_register(self) -> None:
        """Ask for a folder and its passphrase, then for what both have, and join."""

        def chosen(folder: Path) -> None:
            try:
                self._unlock(handed_folder(folder))
            except JbgsError as error:
                self._context.bar.notify(Severity.ERROR, str(error))

        choose_folder(self._window, "选择移交来的登记表文件夹", chosen)

    def _write(self, folder: Path, passphrase: Passphrase) -> None:
        context = self._context

        def done(written: Path) -> None:
            context.bar.notify(
                DONE,
                f"已移交到“{written}”：登记表用口令加密，收到的报送包不加密，请妥善保管。"
                "对方在“登记与上报”里点“并入登记表”。",
            )

        self._run(
            "正在写出登记表和收到的报送包…",
            lambda cancelled: hand_over(
                context.register, folder, passphrase, context.now(), cancelled=cancelled
            ),
            done,
        )

    def _unlock(self, folder: Path) -> None:
        register = self._context.register

        def opened(_: bool, text: str) -> list[Clash]:
            with closing(open_handed(folder, [Passphrase(text)])) as other:
                return clashes(register, other)

        def asked(found: list[Clash]) -> None:
            text = dialog.typed
            if found:
                ClashDialog(
                    self._window, found, lambda theirs: self._join(folder, text, theirs)
                ).open()
            else:
                self._join(folder, text, [])

        dialog = JoinSecretDialog(
            self._window,
            "并入登记表",
            f"请输入对方移交登记表时设的口令。登记表在“{folder}”。",
            opened,
            asked,
            (PASSPHRASE,),
        )
        dialog.open()

    def _join(self, folder: Path, text: str, theirs: Sequence[str]) -> None:
        context = self._context

        def work(cancelled: Cancelled) -> JoinOutcome:
            with closing(open_handed(folder, [Passphrase(text)])) as other:
                return join(context.register, other, theirs, context.now(), cancelled=cancelled)

        def done(outcome: JoinOutcome) -> None:
            context.entries_added()
            lines = [f"已并入 {outcome.added} 份。名次请再排一遍。"]
            if not outcome.added and not outcome.clashes:
                lines = ["两边的登记相同，没有要并入的。"]
            severity = Severity.WARNING if outcome.sentences else DONE
            context.bar.notify(severity, "\n".join((*lines, *outcome.sentences)))

        self._run("正在并入登记表，核对报送包…", work, done)

    def _run(
        self, sentence: str, work: Callable[[Cancelled], object], done: Callable[..., object]
    ) -> None:
        bar = self._context.bar
        run_with_progress(
            self._window,
            sentence,
            work,
            done,
            lambda problem: bar.notify(Severity.ERROR, problem),
            lambda: bar.notify(Severity.WARNING, "已取消，登记表没有变化。"),
        )


class JoinSecretDialog(SecretDialog):
    """Remembers what was typed, since the copy is opened again when it is joined."""

    @property
    def typed(self) -> str:
        return self._field.text()


class ClashDialog(KeysDialog):
    """Asks of each application that both have whose work counts; ``done`` gets those of theirs."""

    def __init__(
        self, parent: QWidget, found: Sequence[Clash], done: Callable[[list[str]], object]
    ) -> None:
        super().__init__(parent, "并入登记表")
        self._found, self._done = found, done
        self.column.addWidget(named(label("两边都有的单位", "plain"), "dialog-title"))
        self.add_text(
            f"有 {len(found)} 份申报两边都登记了，内容不同。请选定以哪一边的名次、推荐理由、退回和"
            "勾选为准；两边的备注和报送包都保留，以后可以撤销。"
        )
        inside = QWidget()
        grid = QGridLayout(inside)
        self._choices: list[QComboBox] = []
        for at, clash in enumerate(found):
            box = QComboBox()
            box.addItems([_MINE, _THEIRS])
            box.setAccessibleName(f"{clash.unit}以哪一边为准")
            self._choices.append(box)
            grid.addWidget(QLabel(clash.unit), 3 * at, 0)
            grid.addWidget(box, 3 * at, 1)
            for row, (who, entry) in enumerate((("本机", clash.mine), ("对方", clash.theirs)), 1):
                grid.addWidget(label(f"{who}：{_side(entry)}", "muted"), 3 * at + row, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        area = scrolling(inside)
        area.setMinimumHeight(min(_HIGHEST, 40 + 90 * len(found)))
        self.column.addWidget(area)
        self.buttons.addStretch(1)
        self.add_button("取消", self.reject)
        self.add_button("并入", self._on_go, primary=True)

    def _on_go(self) -> None:
        chosen = zip(self._found, self._choices, strict=True)
        theirs = [clash.application for clash, box in chosen if box.currentText() == _THEIRS]
        self.accept()
        self._done(theirs)


def _ranks(entry: RegisterEntry) -> str:
    ranks = "、".join(str(proposal.rank) for proposal in entry.proposals if proposal.rank)
    return f"名次 {ranks}" if ranks else ""


def _side(entry: RegisterEntry | None) -> str:
    """What one side has, in a line."""
    if entry is None:
        return "已删除"
    reason = next((p.reason for p in entry.proposals if p.reason.strip()), "没有写推荐理由")
    counts = [
        f"{entry.when.astimezone():%m-%d %H:%M} 收到的 {format_code(entry.code)}",
        f"退回 {len(entry.returned)} 次" if entry.returned else "",
        " ".join(reason.split())[:30],
        "不推荐" if all(p.left_out for p in entry.proposals) and entry.proposals else _ranks(entry),
        f"勾选 {len(entry.ticks)} 处" if entry.ticks else "",
        "核对过纸质件" if entry.paper else "",
        f"备注：{entry.remarks}" if entry.remarks else "",
    ]
    return "，".join(filter(None, counts))
