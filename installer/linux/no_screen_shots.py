"""Takes out of Pillow's libraries what only takes pictures of the screen: 2.3 MB, and we take none.

Pillow's core wants a few functions of libxcb, and libxcb wants libXau, a library of 8 KB that was
patched to stand at a multiple of 2 MB. `no_screen_shots.py FOLDER` puts a library in the place of
libxcb whose functions all return 0, which says that there is no screen, and takes libXau away.
"""

import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_RETURN_0 = {"x86_64": "xor %eax, %eax\nret", "aarch64": "mov x0, #0\nret"}


def main(folder: Path) -> None:
    core = next(folder.glob("PIL/_imaging.*.so"))
    libraries = folder / "pillow.libs"
    screen = next(libraries.glob("libxcb-*"))
    names = re.findall(r" U (xcb_\w+)", _printed("nm", "--dynamic", "--undefined-only", str(core)))
    screen.unlink()
    link_stub(screen, names)
    for authority in libraries.glob("libXau-*"):
        authority.unlink()


def link_stub(library: Path, names: list[str]) -> None:
    """A shared library at ``library`` with functions called ``names`` that return 0."""
    code = _RETURN_0[platform.machine()]
    functions = (f".globl {name}\n.type {name}, %function\n{name}:\n{code}\n" for name in names)
    with tempfile.TemporaryDirectory() as folder:
        source, made = (Path(folder) / f"stub.{end}" for end in ("s", "o"))
        note = '.section .note.GNU-stack, "", %progbits\n'
        source.write_text(".text\n" + "".join(functions) + note)
        subprocess.run(["as", "-o", str(made), str(source)], check=True)
        options = ("-shared", "-z", "noexecstack", "-soname", library.name)
        subprocess.run(["ld", *options, "-o", str(library), str(made)], check=True)


def _printed(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
