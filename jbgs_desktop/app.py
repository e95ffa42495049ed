"""Puts the parts together and starts the window."""

import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from jbgs_desktop import PROGRAM_NAME, __version__
from jbgs_desktop.ui.shell.gc_scheduler import GcScheduler
from jbgs_desktop.ui.shell.input_method import prepare_input_method
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.recent_log import keep_recent_log
from jbgs_desktop.ui.widgets.message_boxes import Icon, inform
from jbgs_desktop.ui.widgets.screen_room import room_for
from jbgs_desktop.ui.widgets.theme import apply_theme

_log = logging.getLogger(__name__)


def run(arguments: list[str]) -> int:
    """Start the window, with the application file in ``arguments`` open if there is one."""
    no_chinese = prepare_input_method(os.environ)  # Qt reads it when it starts
    app = make_application(arguments)
    if no_chinese:
        # Imported here, since few need it.
        from jbgs_desktop.ui.shell.fcitx4 import reach_fcitx4

        no_chinese = "" if reach_fcitx4(app) else no_chinese
    sys.excepthook = _report_fault
    keep_recent_log()
    window = MainWindow(lambda: _complete(app, window, arguments, no_chinese))
    if room_for(window).height() <= window.height():
        window.showMaximized()
    else:
        window.show()
    return app.exec()


def _complete(app: QApplication, window: MainWindow, arguments: list[str], no_chinese: str) -> None:
    """All that the first paint need not wait for; the only place that loads it."""
    from jbgs_desktop.drafts.keys.user_keys import UserKeys
    from jbgs_desktop.errors import JbgsError
    from jbgs_desktop.forms.calls.call import installed_calls
    from jbgs_desktop.private_folders import remove_leftovers
    from jbgs_desktop.ui.shell.session_shutdown import SessionShutdown
    from jbgs_desktop.ui.widgets.background_task import run_in_background

    try:
        window.complete(installed_calls(), UserKeys())
    except JbgsError as error:
        inform(window, str(error), lambda: app.exit(2), icon=Icon.Critical)
        return
    SessionShutdown(app, window.save_all)
    # Evidence that was open in another program when this one was killed lies there in clear.
    run_in_background(window, remove_leftovers, lambda _: None, lambda _: None)

    def begin() -> None:
        window.gate.unlock()  # the keyring may take its time, and then asks
        if arguments:
            window.open_file(Path(arguments[0]))

    if no_chinese:
        inform(window, no_chinese, begin, title="输入法", icon=Icon.Warning)
    else:
        begin()


def _explain_no_window(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    """Says why there can be no window, where Qt would end the program in English with a core dump.

    What Qt says before that stays out of sight, but for a fault of another kind.
    """
    if kind is QtMsgType.QtFatalMsg:
        sys.stderr.write(
            "打不开窗口：没有连接到桌面，或者缺少窗口要用的系统库。请登录桌面以后，在桌面上启动"
            "本程序；没有桌面时，可以用命令，用法见 jbgs --help。\n"
        )
        sys.stderr.flush()
        os._exit(2)  # Qt aborts as soon as this returns
    elif not message.startswith(("could not connect", "From 6.5.0", "Could not load the Qt")):
        sys.stderr.write(f"{message}\n")


def _is_text(argument: str) -> bool:
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in argument)


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application with its name, Chinese standard buttons, fonts and colours."""
    before = qInstallMessageHandler(_explain_no_window)
    # Qt ends the program over a file name that is not in the system's character set.
    app = QApplication([sys.argv[0], *filter(_is_text, arguments)])
    qInstallMessageHandler(before)
    app.setApplicationName("jbgs-desktop")
    app.setApplicationDisplayName(PROGRAM_NAME)
    app.setApplicationVersion(__version__)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    apply_theme(app)
    GcScheduler(app)
    return app


def _report_fault(
    kind: type[BaseException], fault: BaseException, place: TracebackType | None
) -> None:
    """A fault of the program: the log gets the traceback, the user a sentence."""
    _log.critical("fault of the program", exc_info=(kind, fault, place))
    if threading.current_thread() is threading.main_thread():
        inform(
            None,  # what is open now may close before it is read
            f"程序内部出错（{kind.__name__}），刚才这一步可能没有完成。"
            "已经保存的内容不受影响，可以继续填写；若反复出现，请重新启动程序。",
            title="程序出错",
            icon=Icon.Critical,
        )
