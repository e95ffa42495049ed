"""Chinese input: which of the system's input methods Qt is to talk to, chosen before Qt starts.

Qt's wheel brings a plug-in for ibus and none for fcitx, and with ``QT_IM_MODULE=fcitx``, which most
Chinese desktops set, it takes Latin letters only and says nothing; so it does where a desktop sets
nothing. fcitx 5 answers on the ibus interface as well, so there Qt is told to use that one; for
fcitx 4 there is :mod:`jbgs_desktop.ui.shell.fcitx4`.
"""

import sys
from collections.abc import Callable, MutableMapping

_VARIABLE = "QT_IM_MODULE"
_LIST = "QT_IM_MODULES"  # several, the first that works; where it is set, Qt reads only this one
# The user's will, and it works.
_USABLE = {"ibus", "compose", "qtvirtualkeyboard", "none", "simple"}
_RUNNING = ("org.fcitx.Fcitx5", "org.freedesktop.IBus")
_PATIENCE = 0.5  # seconds for the session bus to answer


def prepare_input_method(
    environment: MutableMapping[str, str], is_on_bus: Callable[[str], bool] | None = None
) -> str:
    """Set the variables by which Qt chooses; a sentence when Qt brings no Chinese, else "".

    ``is_on_bus`` tells whether a name has an owner on the session bus.
    """
    if not sys.platform.startswith("linux"):
        return ""
    chosen = environment.get(_LIST) or environment.get(_VARIABLE, "")
    if _USABLE.intersection(chosen.lower().split(";")):
        return ""
    if any(map(is_on_bus or is_on_session_bus, _RUNNING)):
        environment[_VARIABLE] = "ibus"
        environment.pop(_LIST, None)
        return ""
    if not chosen and "fcitx" in environment.get("XMODIFIERS", "").lower():
        chosen = "fcitx"
    if not chosen:
        return ""
    return (
        f"系统设置的输入法是 {chosen}，但没有找到正在运行的 fcitx 或 ibus，"
        "在本程序里打不出中文。请先启动输入法，再重新打开本程序；仍然打不出中文时，请改用 ibus："
        "安装 ibus 和 ibus-libpinyin，把环境变量 QT_IM_MODULE 设为 ibus，再重新登录。"
        "暂时不能改的，可以在别的程序里写好中文，复制后粘贴到本程序的栏目里。"
    )


def is_on_session_bus(name: str) -> bool:
    """Whether a program of this session answers under ``name``; False where there is no bus."""
    try:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        with open_dbus_connection("SESSION") as connection:
            call = new_method_call(bus, "NameHasOwner", "s", (name,))
            reply = connection.send_and_get_reply(call, timeout=_PATIENCE)
        return bool(reply.body[0])
    except Exception:  # no bus, no answer, no library: then there is no fcitx to be found
        return False
