"""The window: the start page, or one open application."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox, QStackedWidget

from jbgs_desktop.drafts.draft import copy_application
from jbgs_desktop.drafts.plain import PlainDraft, create_draft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call, find_call
from jbgs_desktop.forms.sample import sample_application, write_sample
from jbgs_desktop.ui.exporting import export_with_dialogs
from jbgs_desktop.ui.start_page import StartPage
from jbgs_desktop.ui.workspace import Workspace

_FILTER = "申报文件 (*.json)"


class MainWindow(QMainWindow):
    """Opens and closes applications, and holds the shortcuts that work everywhere."""

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self._calls = calls
        self.setWindowTitle("揭榜挂帅申报材料")
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self.workspace: Workspace | None = None
        self._start = StartPage(calls)
        self._start.begun.connect(self.begin)
        self._start.opened.connect(self.open_file)
        self._start.browse.connect(self._browse)
        self._start.sample.connect(self._open_sample)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        self.setCentralWidget(self._stack)
        self._menu = self._make_menu()
        self._start.refresh()

    # -- opening

    def begin(self, application: Application) -> None:
        """Start a new application on this computer."""
        self._guard(lambda: self._show(create_draft(application), application))

    def open_file(self, file: Path) -> None:
        """Open the application in ``file``; a sentence says why when that cannot be done."""
        self._guard(lambda: self._open(PlainDraft(file)))

    def _open(self, draft: PlainDraft) -> None:
        loaded = draft.load()
        self._show(draft, loaded.application)
        if loaded.removed and self.workspace:
            self.workspace.bar.tell(
                "warning", f"打开时去掉了 {loaded.removed} 个无法打印的控制字符，其余内容未变。"
            )

    def _show(self, draft: PlainDraft, application: Application) -> None:
        call = find_call(application.call)
        if call is None:
            names = "、".join(call.id for call in self._calls)
            raise JbgsError(
                f"无法打开“{draft.place}”：它属于通知“{application.call}”，"
                f"本程序没有这份通知的数据（现有：{names}）。文件没有改动。"
            )
        if not self.close_workspace():
            return
        self.workspace = Workspace(application, call, draft, self._menu)
        self.workspace.export_wanted.connect(self._export)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        self.workspace.go_to_page("cover")

    def _open_sample(self, track: str) -> None:
        def make() -> None:
            call = self._calls[0]
            application = sample_application(call, track)
            draft = create_draft(application)
            write_sample(application, call, draft.file)
            self._show(draft, application)

        self._guard(make)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "打开申报文件", str(Path.home()), _FILTER)
        if name:
            self.open_file(Path(name))

    def _guard(self, action: Callable[[], None]) -> None:
        try:
            action()
        except JbgsError as error:
            QMessageBox.warning(self, self.windowTitle(), str(error))

    # -- closing

    def close_workspace(self) -> bool:
        """Save and close what is open; False when the user stays with it."""
        if self.workspace is None:
            return True
        self.workspace.settle_field()
        if not self.workspace.saver.save_now() and not self._gives_up():
            return False
        self._stack.removeWidget(self.workspace)
        self.workspace.deleteLater()
        self.workspace = None
        return True

    def _gives_up(self) -> bool:
        answer = QMessageBox.warning(
            self,
            "尚未保存",
            "最后的修改没有能够保存。可以留在窗口里，用“另存为”换一个位置；关闭会失去这些修改。",
            QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Discard,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.close_workspace():
            event.accept()
        else:
            event.ignore()

    # -- actions

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        actions: tuple[tuple[str, str, Callable[[Workspace], object]], ...] = (
            ("撤销", "Ctrl+Z", Workspace.undo),
            ("重做", "Ctrl+Y", Workspace.redo),
            ("查找…", "Ctrl+F", Workspace.open_find),
            ("查找下一处", "F3", Workspace.find_next),
            ("上一页", "Ctrl+PgUp", lambda workspace: workspace.step(-1)),
            ("下一页", "Ctrl+PgDown", lambda workspace: workspace.step(1)),
            ("填写说明", "F1", Workspace.show_help),
            ("检查", "F5", Workspace.show_findings),
            ("立即保存", "Ctrl+S", lambda workspace: workspace.saver.save_now()),
            ("另存为…", "Ctrl+Shift+S", lambda _: self._save_as()),
            ("导出…", "Ctrl+Shift+E", lambda _: self._export()),
            ("返回开始页", "Ctrl+W", lambda _: self._back_to_start()),
        )
        for title, keys, call in actions:
            action = QAction(title, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, call=call: self._run(call))
            self.addAction(action)
            menu.addAction(action)
        return menu

    def _run(self, call: Callable[[Workspace], object]) -> None:
        if self.workspace is not None:
            call(self.workspace)

    def _export(self) -> None:
        if self.workspace is not None:
            self.workspace.settle_field()
            export_with_dialogs(self.workspace)

    def _save_as(self) -> None:
        assert self.workspace is not None
        name, _ = QFileDialog.getSaveFileName(self, "另存为", str(Path.home()), _FILTER)
        if name:
            self._guard(lambda: self._copy_to(Path(name)))

    def _copy_to(self, file: Path) -> None:
        """Copy the application with its evidence to ``file`` and go on there."""
        assert self.workspace is not None
        new = PlainDraft(file if file.suffix else file.with_suffix(".json"))
        copy_application(self.workspace.session.value, self.workspace.draft, new)
        self._open(new)

    def _back_to_start(self) -> None:
        if self.close_workspace():
            self._start.refresh()
            self._stack.setCurrentWidget(self._start)
