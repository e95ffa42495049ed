"""What the window does: opening and closing applications, and what is done from its menu.

It is loaded once the window is painted. What opens on a click is imported in its own function.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.drafts.backup import all_backups
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.forms.application import Application, Unit
from jbgs_desktop.forms.calls.call import Call, find_call, installed_calls
from jbgs_desktop.forms.calls.call_file import CALL_SUFFIX, keep_version
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.drafts.open_draft import DraftOpener, Opened, OpenMode
from jbgs_desktop.ui.drafts.unit_profile import UnitDialog
from jbgs_desktop.ui.office.office_launcher import OfficeLauncher
from jbgs_desktop.ui.shell.backup_scheduler import BackupScheduler, back_up_and_close
from jbgs_desktop.ui.shell.call_update import CallUpdateDialog, newer_call
from jbgs_desktop.ui.shell.draft_file_actions import DraftFileActions
from jbgs_desktop.ui.shell.draft_transfer import BOTH_FILTER, DraftTransfer
from jbgs_desktop.ui.shell.last_place import keep_place, last_place
from jbgs_desktop.ui.shell.opened_notices import opened_notices
from jbgs_desktop.ui.shell.start.draft_overview import refresh_start_page
from jbgs_desktop.ui.shell.start.start_page import StartPage
from jbgs_desktop.ui.shell.unit_offers import UnitOffers
from jbgs_desktop.ui.shell.window_menu import VIEWS, MenuCall, MenuItem, make_menu
from jbgs_desktop.ui.shell.word_door import WordDoor
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.manual import open_manual
from jbgs_desktop.ui.widgets.message_boxes import Icon, choose, inform
from jbgs_desktop.ui.widgets.outline import PageKey


class WindowController(QObject):
    """Opens and closes applications in ``window``, and holds the shortcuts that work everywhere.

    ``stack`` holds the start page, and what is open beside it. Files are opened, copied and closed
    one after another on one thread, so that a draft is let go before it is opened again.
    """

    def __init__(
        self,
        window: QWidget,
        stack: QStackedWidget,
        start: StartPage,
        calls: Sequence[Call],
        keys: UserKeys,
    ) -> None:
        super().__init__(window)
        self._window, self._stack, self._start, self._calls = window, stack, start, calls
        self.workspace: Workspace | None = None
        self._then: Callable[[Workspace], object] = lambda _: None  # once what is asked for is open
        self._files = Workers()
        self.gate = KeyGate(keys, window)
        self._opener = DraftOpener(window, self.gate, self._files)
        self._transfer = DraftTransfer(window, self.gate, self._files, self._refresh)
        self._file_actions = DraftFileActions(window, self.gate, self._files)
        self._units = UnitOffers(window, self.gate)
        self.words = WordDoor(window, self, self.gate)
        self.office = OfficeLauncher(window, self.gate, stack, calls)
        self._menu = make_menu(window, self._menu_items(), self._run)
        start.show_calls(calls)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        self._opener.opened.connect(self._show)
        self.gate.moved.connect(self._refresh)
        start = self._start
        start.begun.connect(lambda unit: self.begin(self.new_application(), unit))
        start.opened.connect(lambda line: self.open_file(line.file))
        for other in (start.copied, start.sample):  # what an opening that was given up left
            other.connect(self._forget_then)
        start.copied.connect(lambda line: self._opener.copy(line.file))
        start.renamed.connect(self._transfer.rename)
        start.removed.connect(self._transfer.remove)
        start.search.connect(self._transfer.search)
        start.browse.connect(self._browse)
        start.backups.connect(self._browse_backups)
        start.verify.connect(self._verify)
        start.sample.connect(self._opener.sample)
        start.code.connect(lambda: self.gate.require(self.gate.show_code))
        start.about.connect(self._show_about)
        start.manual.connect(lambda: open_manual(self._window))
        start.install_wanted.connect(self._install_call)
        start.office.connect(self.office.open)
        start.words.connect(self.words.choose_new)
        start.word_folder.connect(self.words.choose_new_folder)

    def _forget_then(self, *_: object) -> None:
        self._then = lambda _: None

    def _refresh(self) -> None:
        refresh_start_page(self._start, self.gate)

    def new_application(self) -> Application:
        """An empty application of what is chosen on the start page."""
        chosen = self._start.choice
        return Application(call=chosen.call, region=chosen.region, track=chosen.track)

    # -- opening

    def begin(self, application: Application, unit: Unit | None = None) -> None:
        """Start a new application on this computer; ``unit`` is offered for taking over."""
        if unit is None:
            self.begin_with(application, lambda _: None)
        else:
            self.begin_with(
                application, lambda new: UnitDialog(self._window, new.session, [unit]).open()
            )

    def begin_with(self, application: Application, then: Callable[[Workspace], object]) -> None:
        """Start a new application, and do ``then`` once it is open."""
        self._then = then
        self._opener.new(application)

    def open_file(self, file: Path, then: Callable[[Workspace], object] = lambda _: None) -> None:
        """Open the application in ``file``; a sentence says why when that cannot be done.

        A call file and a Word file, which a double click brings here too, are shown for taking in.
        """
        if self.words.is_word_file(file):
            self.words.take([file])
            return
        if file.suffix.lower() == CALL_SUFFIX:
            from jbgs_desktop.ui.drafts.call_import import offer_to_install

            offer_to_install(self._window, file, self._take_calls)
            return
        self._then = then
        self._opener.file(file)

    def _show(self, opened: Opened) -> None:
        call = self._call_of(opened.loaded.application, opened.draft)
        if call is None:
            self._back_up_and_close(opened.draft, Unit())
        else:
            self.close_workspace(
                lambda: self._show_by(call, opened),
                lambda: self._back_up_and_close(opened.draft, Unit()),
            )

    def _show_by(self, call: Call, opened: Opened) -> None:
        application, draft, then = opened.loaded.application, opened.draft, self._then
        self._forget_then()
        self.office.close()
        workspace = Workspace(application, call, draft, self._menu, self.gate.holders)
        self.workspace = workspace
        workspace.export_wanted.connect(self._export)
        workspace.elsewhere_wanted.connect(lambda: self._transfer.copy(workspace))
        workspace.parts.word_import_wanted.connect(lambda: self.words.choose(workspace))
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        workspace.windowTitleChanged.connect(self._window.setWindowTitle)
        self._window.setWindowTitle(workspace.windowTitle())
        workspace.go_to_place(last_place(draft.file))
        BackupScheduler(workspace, self._files, lambda: self._transfer.copy(workspace))
        self._notify_of(opened, workspace)
        # When that fails the draft is none the worse off until the program is replaced.
        run_in_background(self, lambda: keep_version(call), lambda _: None, lambda _: None)
        then(workspace)

    def _call_of(self, application: Application, draft: SealedDraft) -> Call | None:
        try:
            call = find_call(application.call, draft.call_version)
        except CallPackError as error:
            inform(self._window, str(error))
            return None
        if call is None:
            names = "、".join(call.id for call in self._calls)
            inform(
                self._window,
                f"无法打开“{draft.place}”：它属于通知“{application.call}”，"
                f"本程序没有这份通知的数据（现有：{names}）。文件没有改动。",
            )
        return call

    def _notify_of(self, opened: Opened, workspace: Workspace) -> None:
        call = workspace.session.call
        newer, sentences = newer_call(call), opened_notices(opened, call)
        request, text = opened.request, "\n".join(sentences)
        show = workspace.standing.notify
        if opened.draft.is_read_only and request is not None:
            copy = replace(request, mode=OpenMode.COPY)
            attempt = self._opener.attempt
            show(Severity.WARNING, text, "打开副本", lambda: attempt(copy), stays=True)
        elif newer is not None:
            see = self._see_newer
            show(Severity.WARNING, text, "查看变化…", lambda: see(workspace))
        elif sentences:
            show(Severity.WARNING, text)

    def _browse(self, folder: Path | None = None) -> None:
        choose_file(self._window, "打开申报", BOTH_FILTER, self.open_file, folder)

    def _browse_backups(self) -> None:
        if backups := all_backups():
            self._browse(backups[0].parent)
        else:
            inform(self._window, "还没有自动备份。草稿关闭时，以及填写中每半小时，程序会备份一次。")

    # -- closing

    def close_workspace(
        self,
        then: Callable[[], object] = lambda: None,
        stayed: Callable[[], object] = lambda: None,
    ) -> None:
        """Save and close what is open, and go on with ``then``.

        What cannot be saved is closed only when the user says so; otherwise ``stayed`` comes.
        """
        workspace = self.workspace
        if workspace is not None:
            workspace.settle_field()
            if not workspace.saver.save_now():
                self._ask_whether_to_lose(lambda: self._drop(workspace, then), stayed)
                return
        self._drop(workspace, then)

    def _drop(self, workspace: Workspace | None, then: Callable[[], object]) -> None:
        if workspace is not None:
            keep_place(workspace.draft.file, workspace.place)
            self._window.setWindowTitle(PROGRAM_NAME)
            self._stack.removeWidget(workspace)
            self._back_up_and_close(workspace.draft, workspace.session.value.unit)
            workspace.deleteLater()
            self.workspace = None
        then()

    def save_all(self) -> None:
        """Have everything on disk when it returns, since the system may end the program.

        What is being composed is left alone: a computer that sleeps wakes up again.
        """
        if self.workspace is not None:
            self.workspace.saver.save_now()

    def wait_for_files(self) -> None:
        """Until every draft that was closed is let go."""
        self._files.wait()

    def _back_up_and_close(self, draft: SealedDraft, unit: Unit) -> None:
        secret = self.gate.keys.secret
        run_in_background(
            self,
            lambda: back_up_and_close(draft, unit, secret),
            lambda _: self._refresh(),
            lambda sentence: inform(self._window, sentence),
            self._files,
        )

    def _ask_whether_to_lose(
        self, lose: Callable[[], object], stayed: Callable[[], object]
    ) -> None:
        choose(
            self._window,
            "最后的修改没有能够保存。可以留在窗口里，用“另存为加密副本”换一个位置；"
            "关闭会失去这些修改。",
            ("丢弃", lose),
            cancelled=stayed,
            title="尚未保存",
            icon=Icon.Warning,
        )

    def may_close(self) -> bool:
        """Whether the window may go now; what is open asks first, and closes it in the end."""
        self.close_workspace(self._window.close)  # which does nothing while it is being closed
        return self.workspace is None

    def finish(self) -> None:
        """Close what is left once the window goes; the last backup may take a moment."""
        self.office.close()
        self._window.hide()  # there is nothing to see meanwhile
        self.wait_for_files()

    # -- actions

    def _menu_items(self) -> tuple[MenuItem, ...]:
        """What the menu offers: the group, the words, the keys, and what is done."""
        return (
            ("编辑", "撤销", "Ctrl+Z", Workspace.undo),
            ("编辑", "重做", "Ctrl+Y", Workspace.redo),
            ("编辑", "查找…", "Ctrl+F", Workspace.open_find),
            ("编辑", "替换…", "Ctrl+H", Workspace.open_replace),
            ("编辑", "查找下一处", "F3", Workspace.find_next),
            ("编辑", "上一页", "Ctrl+PgUp", lambda workspace: workspace.step(-1)),
            ("编辑", "下一页", "Ctrl+PgDown", lambda workspace: workspace.step(1)),
            ("编辑", "立即保存", "Ctrl+S", lambda workspace: workspace.saver.save_soon()),
            ("Word和Excel", "从Word导入…", "Ctrl+Shift+I", self.words.choose),
            ("Word和Excel", "从文件夹导入Word…", "", self.words.choose_in_folder),
            ("Word和Excel", "Word原件…", "", self._file_actions.show_originals),
            ("Word和Excel", "分给同事…", "", Workspace.give_parts),
            ("Word和Excel", "分工情况…", "", lambda workspace: workspace.parts.show_parts()),
            ("Word和Excel", "沿用单位资料…", "Ctrl+U", self._units.known),
            ("Word和Excel", "从Excel读取单位资料…", "", self._units.from_sheet),
            ("检查和输出", "检查", "F5", Workspace.show_findings),
            ("检查和输出", "预览", "Ctrl+Shift+P", lambda workspace: workspace.show_preview()),
            ("检查和输出", "打印…", "Ctrl+P", Workspace.print_book),
            ("检查和输出", "打包报送", "", lambda each: each.go_to_page(PageKey.BUNDLE)),
            ("检查和输出", "导出…", "Ctrl+Shift+E", lambda _: self._export()),
            ("草稿", "另存为加密副本…", "Ctrl+Shift+S", self._transfer.copy),
            ("草稿", "导出为 JSON…", "", self._transfer.export_plain),
            ("草稿", "与另一份合并…", "", self._merge),
            ("草稿", "此处的历史…", "Alt+Shift+H", Workspace.show_history_here),
            ("草稿", "历史…", "Ctrl+Shift+H", Workspace.show_history),
            ("草稿", "草稿的口令…", "", self._file_actions.change_holders),
            ("草稿", "检验草稿文件", "", self._file_actions.examine),
            ("草稿", "换用新版通知数据…", "", self._see_newer),
            ("", "网上填报对照…", "", self._beside_online_form),
            ("", "检验报送包…", "", lambda _: self._verify()),
            ("帮助", "填写说明", "F1", Workspace.show_help),
            *VIEWS,
            ("帮助", "用户手册", "Ctrl+F1", self._open_manual),
            ("帮助", "关于…", "", lambda _: self._show_about()),
            ("", "返回开始页", "Ctrl+W", lambda _: self._back_to_start()),
        )

    def _run(self, call: MenuCall) -> None:
        if self.workspace is not None:
            call(self.workspace)
        elif call in (Workspace.show_help, self._open_manual):  # on the start page
            open_manual(self._window)

    def _open_manual(self, _: Workspace) -> None:
        open_manual(self._window)

    def _merge(self, workspace: Workspace) -> None:
        from jbgs_desktop.ui.shell.merge_action import choose_and_merge

        choose_and_merge(workspace)

    def _export(self) -> None:
        if self.workspace is not None:
            self.workspace.settle_field()
            from jbgs_desktop.ui.shell.export_action import export_with_dialogs

            export_with_dialogs(self.workspace)

    def _beside_online_form(self, workspace: Workspace) -> None:
        from jbgs_desktop.ui.finalise.online_panel import OnlinePanel

        OnlinePanel(workspace.context, workspace).show()

    def _show_about(self) -> None:
        from jbgs_desktop.ui.shell.about import AboutDialog

        AboutDialog(self._window, self.gate.keys.keyring_state, self._take_calls).open()

    def _install_call(self) -> None:
        from jbgs_desktop.ui.drafts.call_import import choose_and_install

        choose_and_install(self._window, self._take_calls)

    def _take_calls(self) -> None:
        """A call pack was put in."""
        self._calls = self.office.calls = installed_calls()
        self._start.show_calls(self._calls)
        self._refresh()

    def _see_newer(self, workspace: Workspace) -> None:
        workspace.settle_field()
        newer = newer_call(workspace.session.call)
        if newer is None:
            inform(self._window, "这份申报用的已经是本机最新的通知数据。")
            return
        version = newer.version
        CallUpdateDialog(self._window, workspace, newer, lambda: self._move_over(version)).open()

    def _move_over(self, version: str) -> None:
        """Open what is open anew, by ``version`` of its call pack."""
        workspace = self.workspace
        if workspace is None:
            return
        draft = workspace.draft
        try:
            draft.keep_call_version(version)
        except JbgsError as error:
            inform(self._window, str(error))
            return
        self.close_workspace(lambda: self.open_file(draft.file))

    def _verify(self) -> None:
        from jbgs_desktop.ui.bundle.verify_dialog import VerifyDialog

        VerifyDialog(self._window).open()

    def _back_to_start(self) -> None:
        self.close_workspace(lambda: self._stack.setCurrentWidget(self._start))
