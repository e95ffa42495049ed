"""关于: the program and this computer, the call packs, and the licences of all parts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import data_folder
from jbgs_desktop.ui.drafts.call_import import choose_and_install
from jbgs_desktop.ui.drafts.call_workbooks import (
    draft_of_notice,
    make_of_workbook,
    save_workbook,
)
from jbgs_desktop.ui.shell.about_facts import (
    Fact,
    InstalledPack,
    installed_packs,
    system_facts,
    window_facts,
    write_support_file,
)
from jbgs_desktop.ui.shell.licences import LicensedPart, parts
from jbgs_desktop.ui.shell.recent_log import recent_log
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_target
from jbgs_desktop.ui.widgets.message_boxes import inform
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import label, named

_FILTER = "支持文件 (*.json)"
_GROUPS = ("版本", "数据", "安全", "显示与字体", "打印", "输入法")


class AboutDialog(FittedDialog):
    """``keyring`` asks how the keyring answers; ``installed`` is called after a pack was put in."""

    def __init__(
        self, parent: QWidget, keyring: Callable[[], KeyringState], installed: Callable[[], object]
    ) -> None:
        super().__init__(parent, "关于", (860, 600))
        self._installed = installed
        self._facts: list[Fact] = []
        self._packs: list[InstalledPack] = []
        self._parts: list[LicensedPart] = []
        tabs = named(QTabWidget(), "about")
        tabs.addTab(self._make_facts(), "概况")
        tabs.addTab(self._make_packs(), "通知数据")
        tabs.addTab(self._make_licences(), "许可")
        layout = QVBoxLayout(self)
        layout.addWidget(named(label(PROGRAM_NAME, "plain"), "dialog-title"))
        layout.addWidget(tabs, 1)
        layout.addLayout(self._make_foot())
        ours = window_facts(self.devicePixelRatioF())
        run_in_background(
            self, lambda: [*ours, *system_facts(keyring)], self._show_facts, self._fail
        )
        run_in_background(self, installed_packs, self._show_packs, self._fail)
        run_in_background(self, lambda: parts(qVersion()), self._show_parts, self._fail)

    # -- parts

    def _make_facts(self) -> QWidget:
        self._list = _tree("概况", ("项目", "情况"))
        self._list.addTopLevelItem(QTreeWidgetItem(["正在查看这台电脑…"]))
        return self._list

    def _make_packs(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            label(
                "新的申报使用每份通知最新的一版；已经开始的申报一直用开始时的那一版，直到换用新版。",
                "muted",
            )
        )
        self._pack_list = _tree("通知数据", ("通知", "版本", "来源"))
        layout.addWidget(self._pack_list, 1)
        row = QHBoxLayout()
        for name, tip, action in (
            ("导入通知数据(&I)…", "发布单位发来的新通知，或现有通知的更新。", self._install),
            (
                "另存为工作簿(&W)…",
                "把选中的通知存成Excel工作簿，供发布单位修改。",
                self._save_workbook,
            ),
            (
                "由通知的Word文件起草(&N)…",
                "读出通知里的任务，放进选中的通知的工作簿。",
                self._draft_of_notice,
            ),
            ("由工作簿制作(&M)…", "由改好的工作簿制作通知数据文件。", self._make_call),
        ):
            button = QPushButton(name)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        return page

    def _make_licences(self) -> QWidget:
        self._part_list = named(QListWidget(), "about-list")
        self._part_list.setAccessibleName("组成部分")
        self._part_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._part_list.currentRowChanged.connect(self._show_text)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("许可文本")
        halves = QSplitter()
        halves.addWidget(self._part_list)
        halves.addWidget(self._text)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        return halves

    def _make_foot(self) -> QHBoxLayout:
        folder = QPushButton("打开数据文件夹(&D)")
        folder.clicked.connect(self._open_folder)
        self._save = QPushButton("保存支持文件(&S)…")
        self._save.setToolTip("记下以上情况和最近的出错记录，没有任何填写的内容。")
        self._save.setEnabled(False)
        self._save.clicked.connect(self._on_save)
        close = QPushButton("关闭(&C)")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        for button in (folder, self._save, close):
            button.setAutoDefault(False)
        row.addWidget(folder)
        row.addWidget(self._save)
        row.addStretch(1)
        row.addWidget(close)
        return row

    # -- what was found

    def _show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts = sorted(facts, key=lambda fact: _GROUPS.index(fact.group))
        self._list.clear()
        for group in _GROUPS:
            head = QTreeWidgetItem([group])
            font = QFont(head.font(0))
            font.setWeight(QFont.Weight.Medium)
            head.setFont(0, font)
            for fact in (fact for fact in self._facts if fact.group == group):
                item = QTreeWidgetItem([fact.name, fact.value])
                item.setToolTip(1, fact.value)
                head.addChild(item)
            self._list.addTopLevelItem(head)
        self._list.expandAll()
        self._save.setEnabled(True)

    def _show_packs(self, packs: list[InstalledPack]) -> None:
        self._packs = packs
        self._pack_list.clear()
        for pack in packs:
            item = QTreeWidgetItem([pack.title, pack.version, pack.source])
            item.setToolTip(0, pack.title)
            item.setToolTip(2, pack.source)
            self._pack_list.addTopLevelItem(item)
        self._pack_list.setCurrentIndex(self._pack_list.model().index(0, 0))

    def _show_parts(self, found: list[LicensedPart]) -> None:
        self._parts = found
        for part in found:
            self._part_list.addItem(f"{part.name} {part.version} · {part.licence}")
        self._part_list.setCurrentRow(0)

    def _show_text(self, row: int) -> None:
        self._text.setPlainText(self._parts[row].text if row >= 0 else "")

    # -- what the buttons do

    def _install(self) -> None:
        choose_and_install(self, self._on_installed)

    def _chosen(self) -> InstalledPack | None:
        """The call that is chosen; says what to do when there is none that is whole."""
        at = self._pack_list.currentIndex().row()
        if 0 <= at < len(self._packs) and not self._packs[at].is_broken:
            return self._packs[at]
        inform(self, "请先在列表里选一份没有损坏的通知数据。")
        return None

    def _save_workbook(self) -> None:
        if chosen := self._chosen():
            save_workbook(self, chosen.id, chosen.version, chosen.title)

    def _draft_of_notice(self) -> None:
        if chosen := self._chosen():
            draft_of_notice(self, chosen.id, chosen.version)

    def _make_call(self) -> None:
        make_of_workbook(self, self._on_installed)

    def _on_installed(self) -> None:
        self._installed()
        run_in_background(self, installed_packs, self._show_packs, self._fail)

    def _open_folder(self) -> None:
        folder = data_folder()
        url = QUrl.fromLocalFile(str(folder))
        if not folder.exists() or not QDesktopServices.openUrl(url):
            inform(self, f"无法打开文件夹“{folder}”。请在文件管理器里按这个路径查找。")

    def _on_save(self) -> None:
        name = f"支持文件-{datetime.now():%Y%m%d}.json"
        choose_target(self, "保存支持文件", name, _FILTER, self._write)

    def _write(self, out: Path) -> None:
        try:
            write_support_file(out, self._facts, self._packs, recent_log().lines)
        except JbgsError as error:
            inform(self, str(error))
        else:
            inform(
                self,
                f"支持文件已保存到“{out}”。里面是这台电脑的情况和最近的出错记录，"
                "没有任何填写的内容；发出以前可以用记事本打开查看。",
            )

    def _fail(self, sentence: str) -> None:
        inform(self, sentence)


def _tree(name: str, columns: Sequence[str]) -> QTreeWidget:
    tree = named(QTreeWidget(), "about-list")
    tree.setAccessibleName(name)
    tree.setHeaderLabels(columns)
    tree.setRootIsDecorated(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    if len(columns) > 2:
        tree.header().setStretchLastSection(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        tree.setColumnWidth(0, 420)
    return tree
