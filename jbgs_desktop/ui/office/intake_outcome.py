"""What came of an intake: what was registered, what it replaced, what held no bundle and why."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.bundle.drives import list_drives
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.intake import Received
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_NAMED = 3  # of a kind that the bar names, so that it leaves room; the list has all


class IntakeOutcome:
    """``entries`` are the new ones, ``told`` what is no bundle, ``places`` what was chosen.

    ``left`` has a line for everything that was not taken in, and why.
    """

    def __init__(
        self,
        register: Register,
        entries: Sequence[RegisterEntry],
        others: Sequence[Received],
        places: Sequence[Path],
    ) -> None:
        bad = [(each.source, each.reason) for each in entries if each.reason]
        empty = [(str(each.place), each.reason) for each in others if each.reason]
        notices = [(str(each.place), each.notice) for each in others if each.notice]
        self.left = [f"{place}：{reason}" for place, reason in (*bad, *empty, *notices)]
        self.severity = Severity.WARNING if bad or empty else DONE
        good = [entry for entry in entries if not entry.reason]
        lines = [f"收件完成：查看了 {len(entries)} 份，接收 {len(good)} 份。{_pull(places)}"]
        lines += _doubled(register, good)
        lines += _replaced(register, good)
        lines += _recommended(register, good)
        lines += [f"不能接收“{Path(p).name}”：{reason}" for p, reason in (*bad, *empty)[:_NAMED]]
        if (more := len(bad) + len(empty) - _NAMED) > 0:
            lines.append(f"另有 {more} 处不能接收，都在清单里。")
        if notices:
            lines.append(f"还有 {len(notices)} 处需要留意，在清单里。")
        self.sentence = "\n".join(lines)


def _pull(places: Sequence[Path]) -> str:
    """That the stick may be pulled: everything was copied, nothing of it is open any more."""
    mounts = {drive.mount for drive in list_drives() if drive.removable is not False}
    is_on_stick = any(mounts.intersection((place, *place.parents)) for place in places)
    return "盘可以拔出了。" if is_on_stick else ""


def _doubled(register: Register, good: Sequence[RegisterEntry]) -> list[str]:
    doubled = [entry for entry in good if register.state(entry) is EntryState.DOUBLED]
    units = list(dict.fromkeys(entry.unit for entry in doubled))
    more = "等" if len(units) > _NAMED else ""
    names = "、".join(f"“{unit}”" for unit in units[:_NAMED])
    sentence = f"其中 {len(doubled)} 份以前收到过同一版本，按重复件登记：{names}{more}。"
    return [sentence] if doubled else []


def _replaced(register: Register, good: Sequence[RegisterEntry]) -> list[str]:
    """What the new bundles have put behind them, and where nothing tells which is newer."""
    lines = []
    for entry in good:
        submission = register.submission(entry)
        others = [each for each in register.versions(entry) if each.number < entry.number]
        if not others or register.state(entry) is EntryState.DOUBLED:
            continue
        old = others[-1]
        before = f"{old.when.astimezone():%m-%d %H:%M} 收到的 {format_code(old.code)}"
        if entry.number in submission.undecided:
            lines.append(f"“{entry.unit}”与{before} 分不出先后，请核对后选定以哪一份为准。")
        elif entry.number == submission.current:
            lines.append(f"“{entry.unit}”取代了{before}，名次、推荐理由、备注和勾选都带过来了。")
        else:
            lines.append(f"“{entry.unit}”的这一份比已收到的旧，次序不变。")
    more = len(lines) - _NAMED
    return [*lines[:_NAMED], *([f"另有 {more} 份也有以前的版本。"] if more > 0 else [])]


def _recommended(register: Register, good: Sequence[RegisterEntry]) -> list[str]:
    number = sum(bool(register.entry(entry.number).recommended) for entry in good)
    sentence = f"其中 {number} 份带着下级的名次和推荐理由，已列入，自己的名次和理由没有改动。"
    return [sentence] if number else []


class IntakeListDialog(FittedDialog):
    """Everything that was not taken in, to read and to copy."""

    def __init__(self, parent: QWidget, lines: Sequence[str]) -> None:
        super().__init__(parent, "没有接收的内容", (900, 480))
        text = QPlainTextEdit("\n".join(lines))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("没有接收的内容")
        away = QPushButton("关闭")
        away.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(named(label("没有接收的内容和原因", "plain"), "dialog-title"))
        layout.addWidget(text, 1)
        layout.addLayout(dialog_foot(away))
