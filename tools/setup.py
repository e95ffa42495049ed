"""Makes .venv ready: `python3 tools/setup.py run` to use the program, `test` to work on it.

`window` is `test` and what the tests need to show their windows on an X server.

Needs a Python and pip only, and nothing of the project's own dependencies. Debian's python3 comes
without ensurepip, so the environment is made without pip and the system's pip fills it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ("build.txt", "run.txt", "dev.txt")
LOCK_OF = {"run": "run.txt", "test": "dev.txt"}

# Debian package -> the file that Qt loads from it.
OFFSCREEN = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libcups2": "libcups.so.2",
}
WINDOW = OFFSCREEN | {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-randr0": "libxcb-randr.so.0",
}
# Debian package -> the program that some tests start; those skip without it.
TEST_TOOLS = {
    "libreoffice-writer-nogui": "soffice",
    "poppler-utils": "pdftotext",
    "gnome-keyring": "gnome-keyring-daemon",
    "dbus-daemon": "dbus-run-session",
    "cups-daemon": "cupsd",
    "cups-client": "lpadmin",
    "chromium": "chromium",
    "exfat-fuse": "mount.exfat-fuse",
    "exfatprogs": "mkfs.exfat",
    "e2fsprogs": "mkfs.ext4",
    "gcc": "cc",
    "libc6-dev": "gencat",  # and the headers that cc wants
}
# Debian package -> the program without which no test can have a window on a screen.
SCREEN_TOOLS = {"xvfb": "Xvfb", "openbox": "openbox", "util-linux": "setpriv"}


class Stop(Exception):
    """Set-up cannot go on; the text is for the user."""


def main() -> int:
    if Path(sys.prefix) == VENV:
        # Where .venv is activated, `python3` is the one about to be replaced.
        return subprocess.call([os.path.realpath(sys.executable), *sys.argv])
    purpose = sys.argv[1]
    try:
        check_python(sys.version_info)
        packages = missing_packages(purpose, os.environ)
        if packages:
            install_packages(packages)
        make_environment("run" if purpose == "run" else "test")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    return 0


def check_python(version: Sequence[object]) -> None:
    if not (3, 11) <= tuple(version[:2]) <= (3, 13):
        found = ".".join(map(str, version[:2]))
        raise Stop(
            f"本程序需要 Python 3.11、3.12 或 3.13，当前的 python3 是 {found}。"
            "请安装其中一个版本，再运行 make PYTHON=python3.11 …（换成装好的版本）。"
        )


def missing_packages(purpose: str, environment: Mapping[str, str]) -> list[str]:
    """The Debian packages that `purpose` wants and this system lacks."""
    if sys.platform != "linux":
        return []
    pip = [] if has_pip() else ["python3-pip"]
    if purpose == "run":
        has_display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
        return pip + (lacking(WINDOW) if has_display else [])
    libraries, tools = (WINDOW, SCREEN_TOOLS) if purpose == "window" else (OFFSCREEN, {})
    return pip + lacking(libraries) + absent(tools) + (absent(TEST_TOOLS) if is_root() else [])


def absent(programs: Mapping[str, str]) -> list[str]:
    return [package for package, name in programs.items() if shutil.which(name) is None]


def lacking(libraries: Mapping[str, str]) -> list[str]:
    return [package for package, name in libraries.items() if not loads(name)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_pip() -> bool:
    return importlib.util.find_spec("pip") is not None


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_packages(packages: Sequence[str]) -> None:
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise Stop(
            f"缺少系统组件：{'、'.join(packages)}（Debian 的包名）。"
            "请用本系统的软件包管理工具安装对应的组件，然后重新运行。"
        )
    if not is_root():
        raise Stop(f"缺少系统组件，请先运行下面这一行，然后重新运行：\nsudo {line}")
    say(f"正在安装系统组件：{'、'.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update", line):
        run(command.split(), quiet, "系统组件没有装上")


def make_environment(purpose: str) -> None:
    """Fills .venv with exactly what the locks name; does nothing where it already holds that."""
    stamp = VENV / "jbgs-setup"
    state = fingerprint()
    held = stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
    if held in (f"{purpose} {state}", f"test {state}"):
        return
    say("正在准备运行环境，第一次需要几分钟。")
    if held != f"run {state}":
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    stamp.unlink(missing_ok=True)
    locks = [f"-r{ROOT / 'requirements' / name}" for name in ("build.txt", LOCK_OF[purpose])]
    pip("--require-hashes", *locks)
    # The build tool is in the lock; nothing may be fetched for it behind the lock's back.
    pip("--no-index", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    compile_bytecode("jbgs_desktop", *(["tests"] if purpose == "test" else []))
    stamp.write_text(f"{purpose} {state}", encoding="utf-8")


def fingerprint() -> str:
    """Changes with the locks, the package's description, the interpreter and the folder."""
    digest = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n{ROOT}\n".encode())
    for path in [ROOT / "pyproject.toml", *(ROOT / "requirements" / name for name in LOCKS)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compile_bytecode(*folders: str) -> None:
    """So that the first start is as quick as the next, where Python may not keep it itself too."""
    places = [str(ROOT / each) for each in folders]
    run([str(python()), "-m", "compileall", "-q", *places], os.environ, "程序没有编译成")


def python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--python", str(python()), "install", *arguments]
    run([*command, "--disable-pip-version-check"], os.environ, "依赖没有装上")


def run(command: Sequence[str], environment: Mapping[str, str], failure: str) -> None:
    # What the tool says goes to stderr, so that stdout holds only what was asked for.
    result = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if result.returncode:
        raise Stop(f"{failure}，原因见上面的输出。请检查网络和软件源设置，然后重新运行。")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
