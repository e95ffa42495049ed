"""关于: what is true of this program on this computer, without anything that a user entered."""

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo

from jbgs_desktop import __version__
from jbgs_desktop.confinement import missing_walls
from jbgs_desktop.drafts.keys.keyring import KeyringState
from jbgs_desktop.files import data_folder, is_portable, write_atomic
from jbgs_desktop.forms.calls.call import pack_folders
from jbgs_desktop.forms.calls.call_file import installed_versions, origin_of
from jbgs_desktop.ui.shell.input_method import is_on_session_bus
from jbgs_desktop.ui.shell.licences import shipped

_OUR_FONTS = "JBGS"
_INPUT = ("QT_IM_MODULE", "QT_IM_MODULES", "GTK_IM_MODULE", "XMODIFIERS")
_ON_BUS = {
    "fcitx 5": "org.fcitx.Fcitx5",
    "fcitx 4": "org.fcitx.Fcitx",
    "ibus": "org.freedesktop.IBus",
}
_DESKTOP = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under the heading ``group``."""

    group: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """One version of a call pack on this computer."""

    title: str
    id: str
    version: str
    source: str
    is_broken: bool = False


def window_facts(scale: float) -> list[Fact]:
    """What Qt knows; to be asked on its thread. ``scale`` is device pixels per px."""
    fonts = [family for family in QFontDatabase.families() if family.startswith(_OUR_FONTS)]
    printers = QPrinterInfo.availablePrinterNames()
    default = QPrinterInfo.defaultPrinterName()
    screen = QGuiApplication.primaryScreen()
    size = f"{screen.size().width()}×{screen.size().height()}" if screen else "没有屏幕"
    return [
        Fact("显示与字体", "窗口系统", QGuiApplication.platformName()),
        Fact("显示与字体", "屏幕", f"{size}，缩放 {scale:.0%}"),
        Fact("显示与字体", "登记的字体", "、".join(fonts) or "没有登记，界面可能显示方框"),
        Fact("打印", "打印机", "、".join(printers) or "没有找到打印机"),
        Fact("打印", "默认打印机", default or "没有设置"),
    ]


def system_facts(
    keyring: Callable[[], KeyringState], is_on_bus: Callable[[str], bool] = is_on_session_bus
) -> list[Fact]:
    """All the rest; takes as long as the keyring and the session bus do."""
    return [
        *_versions(),
        Fact("数据", "数据文件夹", str(data_folder())),
        Fact("数据", "剩余空间", _free_space(data_folder())),
        Fact("数据", "系统密钥环", keyring().sentence),
        Fact("安全", "打开外来文件的后台程序", _walls()),
        *_input_method(is_on_bus),
    ]


def _walls() -> str:
    missing = "、".join(missing_walls())
    if not missing:
        return "不能联网、启动程序、写别处的文件"
    limits = "时间" if sys.platform == "win32" else "时间、内存和文件大小"
    return f"这个系统不提供{missing}；{limits}的限制仍然有效"


def installed_packs() -> list[InstalledPack]:
    """Every version of every call pack, the newest version of each call first."""
    found: list[InstalledPack] = []
    for id_ in pack_folders():
        for folder, call in installed_versions(id_):
            origin = origin_of(folder)
            source = (
                f"{origin.issued_by}，{origin.issued}，{origin.source}" if origin else "随程序安装"
            )
            title = f"{call.title}（{call.document_no}）" if call else "已损坏，没有使用"
            version = call.version if call else folder.name
            if any((pack.id, pack.version) == (id_, version) for pack in found):
                continue  # the copy that is kept of a built-in version
            found.append(InstalledPack(title, id_, version, source, call is None))
    return found


def write_support_file(
    out: Path, facts: Iterable[Fact], packs: Iterable[InstalledPack], log: Iterable[str]
) -> None:
    """Keep it all in ``out`` as JSON for whoever helps. Raises FileAccessError."""
    grouped: dict[str, dict[str, str]] = {}
    for fact in facts:
        grouped.setdefault(fact.group, {})[fact.name] = fact.value
    content = {
        "说明": "供查找问题用。没有任何填写的内容。",
        "生成时间": f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z}",
        "情况": grouped,
        "通知数据": [{"id": p.id, "版本": p.version, "来源": p.source, "损坏": p.is_broken}
                 for p in packs],
        "组件": {found.name: found.version for found in shipped()},
        "最近的记录": list(log),
    }  # fmt: skip
    write_atomic({out: json.dumps(content, ensure_ascii=False, indent=2).encode()})


def _versions() -> list[Fact]:
    installed = "便携版" if is_portable() else "安装的程序"
    kind = installed if getattr(sys, "frozen", False) else "源代码"
    libraries = "，".join(f"{found.name} {found.version}" for found in shipped())
    return [
        Fact("版本", "程序", f"{__version__}（{kind}）"),
        Fact("版本", "Python", platform.python_version()),
        Fact("版本", "Qt", qVersion()),
        Fact("版本", "操作系统", f"{platform.platform()}，{platform.machine()}"),
        Fact("版本", "组件", libraries),
    ]


def _free_space(folder: Path) -> str:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        return f"{shutil.disk_usage(there).free / 2**30:.1f} GB"
    except OSError as error:
        return f"无法读取（{error.strerror}）"


def _input_method(is_on_bus: Callable[[str], bool]) -> list[Fact]:
    chosen = [f"{name}={os.environ[name]}" for name in _INPUT if name in os.environ]
    running = [name for name, service in _ON_BUS.items() if is_on_bus(service)]
    desktop = [f"{name}={os.environ[name]}" for name in _DESKTOP if name in os.environ]
    return [
        Fact("输入法", "设置", "，".join(chosen) or "没有设置"),
        Fact("输入法", "正在运行", "、".join(running) or "没有找到"),
        Fact("输入法", "桌面", "，".join(desktop) or "没有说明"),
    ]
