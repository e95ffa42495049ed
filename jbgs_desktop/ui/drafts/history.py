"""历史: look at earlier versions of an application, compare them, take back one field or all."""

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.drafts.difference import differences
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.text.clean import clean_line
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.drafts.history_comparison import Comparison, touches
from jbgs_desktop.ui.drafts.history_reader import HistoryReader, HistoryStep
from jbgs_desktop.ui.drafts.history_versions import VersionList, time_of
from jbgs_desktop.ui.widgets.display_text import field_name
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label, named

_NOW, _BEFORE = "now", "before"
_LONGEST_NAME = 40  # characters
TAKEN_BACK = "取回以前"


class HistoryDialog(FittedDialog):
    """The history of ``draft``, or with ``path`` that of one field.

    What is taken back goes through ``session`` as one step of undo.
    """

    def __init__(
        self,
        session: Session,
        saver: Autosave,
        draft: SealedDraft,
        parent: QWidget,
        path: str = "",
    ) -> None:
        super().__init__(
            parent, f"历史：{field_name(session, path) if path else '整份申报'}", (1120, 680)
        )
        self._session, self._saver, self._draft, self._path = session, saver, draft, path
        self._steps: list[HistoryStep] = []
        self._reader: HistoryReader | None = None
        self._versions = VersionList(session)
        self._comparison = Comparison(session, path)
        self._make_controls()
        self._lay_out()
        self._versions.chosen.connect(self._show)
        self._other.currentIndexChanged.connect(self._show)
        self._all.toggled.connect(self._show)
        self._comparison.chosen.connect(self._enable)
        self._load()

    # -- parts

    def _make_controls(self) -> None:
        self._message = label("正在读取保存过的版本…", "hint")
        self._other = QComboBox()
        self._other.setAccessibleName("与哪一份比较")
        self._all = QCheckBox("也列出没有变化的栏目(&A)")
        self._one = QPushButton("取回这一栏(&F)")
        self._one.clicked.connect(lambda: self._take_back(self._comparison.current))
        self._whole = QPushButton("取回全部栏目(&W)")
        self._whole.clicked.connect(lambda: self._take_back(self._path))
        self._whole.setVisible(not self._path)
        for button in (self._one, self._whole):
            button.setAutoDefault(False)
            button.setToolTip("用左边所选版本的内容替换现在的内容，可以用“撤销”退回。")
        self._name = QLineEdit(placeholderText="例如：交领导审阅稿")
        self._name.setAccessibleName("给现在的内容起名")
        self._name.returnPressed.connect(self._name_now)
        self._keep = QPushButton("起名保留(&N)")
        self._keep.setAutoDefault(False)
        self._keep.clicked.connect(self._name_now)
        for widget in (self._name, self._keep):
            widget.setEnabled(not self._draft.is_read_only)

    def _lay_out(self) -> None:
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(8, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(label("所选版本与", "plain", wrap=False))
        line.addWidget(self._other, 1)
        line.addWidget(label("比较", "plain", wrap=False))
        box.addLayout(line)
        box.addWidget(self._all)
        box.addWidget(self._comparison, 1)
        take = QHBoxLayout()
        take.addStretch(1)
        take.addWidget(self._one)
        take.addWidget(self._whole)
        box.addLayout(take)
        halves = named(QSplitter(), "history-halves")
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._versions)
        halves.addWidget(right)
        halves.setSizes([480, 620])
        foot = QHBoxLayout()
        foot.addWidget(label("给现在的内容起名", "plain", wrap=False))
        foot.addWidget(self._name, 1)
        foot.addWidget(self._keep)
        foot.addStretch(1)
        close = QPushButton("关闭(&C)")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._message)
        layout.addWidget(halves, 1)
        layout.addLayout(foot)

    # -- reading

    def _load(self) -> None:
        if self._reader:
            self._reader.stop()
            self._reader.deleteLater()
        self._steps.clear()
        self._versions.clear()
        self._other.clear()
        self._other.addItem("现在的内容", _NOW)
        self._other.addItem("它的前一个版本", _BEFORE)
        self._reader = HistoryReader(self._draft, self)
        self._reader.read.connect(self._add)
        self._reader.ended.connect(self._on_ended)
        self._reader.start()
        self._show()

    def _add(self, steps: list[HistoryStep]) -> None:
        self._steps += steps
        for step in steps:
            if step.application:
                words = f"{time_of(step.point)}　{step.point.name}".strip()
                self._other.addItem(words, step.point.number)
        self._versions.add([step for step in steps if self._is_wanted(step)])

    def _is_wanted(self, step: HistoryStep) -> bool:
        """In the history of one field: the versions in which it changed, and the first one."""
        changed = any(touches(change.path, self._path) for change in step.changes)
        return not self._path or changed or step.is_first

    def _on_ended(self) -> None:
        number = self._versions.topLevelItemCount()
        what = "改过这一栏的版本" if self._path else "保存过的版本"
        words = f"{what}共 {number} 个，最新的在最上面。选一个版本查看。"
        locked = "已定稿，不能取回；要取回请先退回修改。" if self._session.locked else ""
        self._message.setText(words + locked)

    # -- comparing

    def _show(self) -> None:
        step = self._versions.current
        application = step.application if step else None
        self._comparison.setEnabled(application is not None)
        if step and application:
            sides = self._sides(step, application)
            (old, old_name), (new, new_name) = sides
            names = old_name, new_name
            self._comparison.compare(old, new, names, also_same=self._all.isChecked())
        elif step:
            self._message.setText(step.problem)
        self._enable()

    def _sides(
        self, step: HistoryStep, mine: Application
    ) -> tuple[tuple[Application, str], tuple[Application, str]]:
        """The two applications to compare with what they are called, the older one first."""
        chosen, other = (mine, "所选版本"), self._other.currentData()
        if other == _BEFORE:
            older = self._before(step)
            return ((older, "前一个版本") if older else chosen), chosen
        if other == _NOW or other is None:
            return chosen, (self._session.value, "现在的内容")
        found = next((each for each in self._steps if each.point.number == other), step)
        second = found.application or mine, f"{time_of(found.point)} 的版本"
        return (second, chosen) if other < step.point.number else (chosen, second)

    def _before(self, step: HistoryStep) -> Application | None:
        older = (each for each in self._steps if each.point.number < step.point.number)
        return next((each.application for each in older if each.application), None)

    def _changes(self, path: str) -> dict[str, object]:
        """What has to be set so that the field ``path`` is as in the chosen version."""
        step = self._versions.current
        if step is None or step.application is None:
            return {}
        found = differences(self._session.value, step.application)
        return {each.path: each.new for each in found if touches(each.path, path)}

    def _enable(self) -> None:
        may = not (self._draft.is_read_only or self._session.locked)
        current = self._comparison.current
        self._one.setEnabled(may and bool(current) and bool(self._changes(current)))
        self._whole.setEnabled(may and bool(self._changes(self._path)))

    # -- taking back and naming

    def _take_back(self, path: str) -> None:
        changes = self._changes(path)
        if not path:
            self._session.replacing.emit(TAKEN_BACK)
        self._session.set_all(changes)
        what = f"“{field_name(self._session, path)}”" if path else f"{len(changes)} 个栏目"
        self._message.setText(f"已取回{what}。可以用“撤销”（Ctrl+Z）一次退回。")
        self._show()

    def _name_now(self) -> None:
        name = clean_line(self._name.text()).text.strip()[:_LONGEST_NAME]
        if not name:
            self._message.setText("请先写一个名称，再点“起名保留”。")
            self._name.setFocus()
            return

        def done() -> None:
            self._name.clear()
            self._load()

        self._saver.keep_point(name, done, instead=True)

    def done(self, result: int) -> None:
        if self._reader:
            self._reader.stop()
        super().done(result)
