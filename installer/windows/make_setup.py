"""Makes the Windows installer from PyInstaller's folder, with NSIS.

On Windows it makes that folder first (installer/build.py) and is called by build.bat. On Linux
wine.sh has made the folder; `python3 installer/windows/make_setup.py` only packs it then.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "windows"
PROGRAM = BUILD / "dist" / "jbgs"
HERE = ROOT / "installer" / "windows"
LONGEST_PATH = 259  # characters: what Windows takes unless its administrator allows more
# A command that signs the file whose name is put after it, such as `signtool sign /a /fd sha256`.
SIGN = os.environ.get("JBGS_SIGN")


def main() -> None:
    makensis = find_makensis()
    if makensis is None:
        sys.exit(
            "没有找到 NSIS，不能做安装程序。请安装 NSIS 3（makensis.exe 在它的文件夹里），"
            "或者把它的文件夹加进 PATH，再运行一次。"
        )
    if sys.platform == "win32":
        made = subprocess.run([sys.executable, str(ROOT / "installer" / "build.py")], check=False)
        if made.returncode:
            sys.exit("程序没有做成，原因在上面。缺少联网时，请先按 requirements 准备好各个包。")
    if not (PROGRAM / "jbgs-desktop.exe").exists():
        sys.exit(f"没有找到要打包的程序“{PROGRAM}”。请先运行 installer/windows/wine.sh build。")
    if too_long := [file for file in paths_in(PROGRAM) if len(str(PROGRAM / file)) > LONGEST_PATH]:
        sys.exit(
            f"路径太长，NSIS 打不开“{PROGRAM / too_long[0]}”。请把源代码放到路径短的文件夹，"
            "例如 C:\\jbgs，再运行一次。"
        )
    sign_programs()
    target = make_setup(makensis)
    print(f"安装程序：{target}（{target.stat().st_size / 1e6:.0f} MB）")
    print(f"安装以后占用：{size_of(PROGRAM) / 1e6:.0f} MB")


def find_makensis() -> str | None:
    """The compiler of NSIS, from the PATH or from where its own installer puts it."""
    places = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles")]
    folders = [os.path.join(place, "NSIS") for place in places if place]
    return shutil.which("makensis") or shutil.which("makensis", path=os.pathsep.join(folders))


def sign_programs() -> None:
    """The two programs; what NSIS makes is signed by NSIS, which alone sees the uninstaller."""
    if SIGN:
        for name in ("jbgs-desktop.exe", "jbgs.exe"):
            subprocess.run(f'{SIGN} "{PROGRAM / name}"', shell=True, check=True)


def paths_in(tree: Path) -> list[str]:
    """Every path below ``tree``, the longest first."""
    return sorted((str(file.relative_to(tree)) for file in tree.rglob("*")), key=len, reverse=True)


def make_setup(makensis: str) -> Path:
    """The installer, beside PyInstaller's folder."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', text, re.M)
    assert version is not None
    target = BUILD / f"jbgs-desktop-{version[1]}-setup.exe"
    values = {
        "PROGRAM": PROGRAM,
        "VERSION": version[1],
        "ICON": BUILD / "jbgs.ico",
        "OUTPUT": target,
        "LONGEST": len(paths_in(PROGRAM)[0]) + 1,
    }
    if SIGN:
        values["SIGN"] = SIGN
    if sys.platform != "win32":
        values["TARGET"] = "amd64-unicode"
    defined = [f"-D{name}={value}" for name, value in values.items()]
    command = [makensis, "-V2", "-INPUTCHARSET", "UTF8", *defined, str(HERE / "jbgs.nsi")]
    subprocess.run(command, check=True)
    return target


def size_of(tree: Path) -> int:
    """Bytes of all files below ``tree``, with the archive of both programs counted once."""
    files = (file for file in tree.rglob("*") if file.is_file() and file.name != "jbgs.pkg")
    return sum(file.stat().st_size for file in files)


if __name__ == "__main__":
    main()
