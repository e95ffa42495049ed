"""Makes the installed program: PyInstaller's folder, and on Linux the .deb around it.

`python3 installer/build.py` leaves both in build/package/; on Windows only the folder, in
build/windows/, for installer/windows/make_setup.py; with `--folder` it is the folder everywhere.
Everything comes from the locks; the environment for it is its own, so that the developer's .venv
stays as it is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Of the computer that the program is for: installer/linux/arm64.sh makes that for another one.
ARCHITECTURE = os.environ.get("ARCH") or "amd64"
_KIND = "package" if ARCHITECTURE == "amd64" else ARCHITECTURE
BUILD = ROOT / "build" / ("windows" if sys.platform == "win32" else _KIND)
ENVIRONMENT = BUILD / "environment"
PROGRAM = BUILD / "dist" / "jbgs"
HERE = ROOT / "installer"
_LOCKS = ("build.txt", "run.txt", "package.txt")
_MAINTAINER = "jbgs_desktop <jbgs@example.invalid>"
# What Qt loads from the system: only what every desktop has, since offline nothing can be fetched.
_DEPENDS = (
    "libglib2.0-0 | libglib2.0-0t64, libgl1, libegl1, libxkbcommon0, libfontconfig1, libdbus-1-3, "
    "libxkbcommon-x11-0, libxcb-randr0, libxcb-render0, libxcb-shm0, libxcb-sync1, libxcb-xfixes0, "
    "libxcb-xkb1, libx11-xcb1, libcups2 | libcups2t64, libzstd1, libstdc++6"
)
# What Qt 6.8, which is the newest for an old glibc on ARM, loads beside these.
_MORE = {"arm64": " (>= 9.3), libsm6, libice6"}


def main() -> None:
    python = make_environment()
    freeze(python)
    if sys.platform == "linux" and "--folder" not in sys.argv[1:]:
        report(make_deb())


def report(package: Path) -> None:
    """Say where the package is and how old a computer may be."""
    print(f"安装包在 {package.relative_to(ROOT)}。", end="")
    print(f"要装它的电脑，glibc 不能低于 {glibc_of(PROGRAM)}。")


def make_environment() -> Path:
    """The interpreter of an environment that holds exactly the locks."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.EnvBuilder(symlinks=sys.platform != "win32").create(ENVIRONMENT)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    locks = [f"-r{ROOT / 'requirements' / name}" for name in _LOCKS]
    subprocess.run([*pip, "--require-hashes", *locks], check=True)
    return python


def freeze(python: Path) -> None:
    """PyInstaller's one-dir program at :data:`PROGRAM`."""
    shutil.rmtree(BUILD / "dist", ignore_errors=True)
    if sys.platform == "win32":
        draw_icon(python)
    options = ("--noconfirm", "--log-level", "WARN")
    places = ("--distpath", str(BUILD / "dist"), "--workpath", str(BUILD / "work"))
    command = [str(python), "-m", "PyInstaller", *options, *places, str(HERE / "jbgs.spec")]
    subprocess.run(command, check=True, cwd=ROOT)
    if sys.platform == "linux":
        (PROGRAM / "jbgs").symlink_to("jbgs-desktop")  # which looks at the name it is called by
        for name in ("slim_icu.py", "no_screen_shots.py"):
            command = [sys.executable, str(HERE / "linux" / name), str(PROGRAM / "_internal")]
            subprocess.run(command, check=True)
        strip_symbols()
        describe_system_parts()
    script, internal = ROOT / "tools" / "make_sbom.py", PROGRAM / "_internal"
    subprocess.run([str(python), str(script), internal, internal / "sbom.cdx.json"], check=True)


def draw_icon(python: Path) -> None:
    """The icon of both programs and of the installer; the environment has what draws it."""
    script, drawing = HERE / "windows" / "icon.py", ROOT / "resources/icons/program.svg"
    subprocess.run([str(python), str(script), str(drawing), str(BUILD / "jbgs.ico")], check=True)


def strip_symbols() -> None:
    """Takes away what only a debugger reads: 20 MB of Python, typst, Pillow, pdfium and ICU."""
    internal = PROGRAM / "_internal"  # not the program itself, which ends with an archive
    for file in binaries(internal):
        # Libraries that auditwheel renamed were patched after linking, which a strip can break.
        if not file.parent.name.endswith(".libs"):
            subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)


def describe_system_parts() -> None:
    """A ``dist-info`` folder for each Debian package that a library comes from: 关于 reads the
    parts and their licences from these. A library that no package owns was built with Python.
    """
    internal = PROGRAM / "_internal"
    for library in internal.glob("lib*.so*"):
        if library.is_symlink():  # of a wheel, which brings its own
            continue
        owner = subprocess.run(["dpkg", "-S", f"*/{library.name}"], capture_output=True, text=True)
        if owner.returncode != 0:
            continue
        package = owner.stdout.partition(":")[0]
        version = output("dpkg-query", "-W", "-f", "${Version}\n", package).split()[0]
        name = re.sub(r"[-.]", "_", package)  # a dash would end the name
        folder = internal / f"{name}-{version.rpartition(':')[2]}.dist-info"
        folder.mkdir(exist_ok=True)
        facts = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
        (folder / "METADATA").write_text(facts, encoding="utf-8")
        shutil.copyfile(f"/usr/share/doc/{package}/copyright", folder / "LICENSE")
        (folder / "RECORD").write_text(f"{folder.name}/LICENSE,,\n", encoding="utf-8")


def make_deb() -> Path:
    """The Debian package; the oldest glibc that it starts with stands in its dependencies."""
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(PROGRAM, tree / "usr/lib/jbgs", symlinks=True)
    for name in ("jbgs", "jbgs-desktop"):
        link = tree / "usr/bin" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"../lib/jbgs/{name}")
    for source, place in (
        ("linux/jbgs-desktop.desktop", "usr/share/applications/jbgs-desktop.desktop"),
        ("linux/jbgs.xml", "usr/share/mime/packages/jbgs.xml"),
        (
            "../resources/icons/program.svg",
            "usr/share/icons/hicolor/scalable/apps/jbgs-desktop.svg",
        ),
        ("../LICENSE", "usr/share/doc/jbgs-desktop/copyright"),
    ):
        target = tree / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / source, target)
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version is not None
    write_control(tree, version[1])
    package = BUILD / f"jbgs-desktop_{version[1]}_{ARCHITECTURE}.deb"
    # Old dpkg, as on the desktops this is meant for, reads xz but not zstd.
    command = ("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package))
    subprocess.run(command, check=True, stdout=sys.stderr)
    return package


def write_control(tree: Path, version: str) -> None:
    """What dpkg has to know of the package whose files are in ``tree``."""
    control = tree / "DEBIAN/control"
    control.parent.mkdir()
    control.write_text(
        f"Package: jbgs-desktop\nVersion: {version}\nArchitecture: {ARCHITECTURE}\n"
        f"Maintainer: {_MAINTAINER}\nSection: editors\nPriority: optional\n"
        f"Installed-Size: {size_of(tree) // 1024}\n"
        f"Depends: libc6 (>= {glibc_of(tree)}), {_DEPENDS + _MORE.get(ARCHITECTURE, '')}\n"
        "Description: 揭榜挂帅申报材料离线填报\n"
        " 不联网填写、检查、打印、打包揭榜挂帅申报材料；推荐单位用它收件、核对、生成推荐表。\n"
        " 草稿存在用户自己的文件夹里，升级和卸载都不会动它们。\n",
        encoding="utf-8",
    )
    for name in ("preinst", "prerm"):
        script = shutil.copyfile(HERE / "linux/when_running.sh", tree / "DEBIAN" / name)
        script.chmod(0o755)


def glibc_of(tree: Path) -> str:
    """The newest glibc version that any binary below ``tree`` asks for."""
    versions = {version for file in binaries(tree) for version in asked_versions(file)}
    return ".".join(map(str, max(versions)))


def binaries(tree: Path) -> Iterator[Path]:
    for file in tree.rglob("*"):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    yield file


def asked_versions(file: Path) -> Iterator[tuple[int, ...]]:
    for match in re.finditer(rb"GLIBC_(\d+(?:\.\d+)+)\x00", file.read_bytes()):
        yield tuple(map(int, match[1].split(b".")))


def size_of(tree: Path) -> int:
    """Bytes of all files below ``tree``."""
    return sum(f.lstat().st_size for f in tree.rglob("*") if not f.is_dir())


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
