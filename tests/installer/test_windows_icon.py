"""The icon of the Windows program."""

import runpy
from pathlib import Path

from PIL.IcoImagePlugin import IcoFile

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_icon_has_the_sizes_of_the_explorer(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "installer" / "windows" / "icon.py"))

    script["make_icon"](ROOT / "resources" / "icons" / "program.svg", tmp_path / "jbgs.ico")

    with (tmp_path / "jbgs.ico").open("rb") as file:
        icon = IcoFile(file)
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= icon.sizes()
        for size in icon.sizes():
            alpha = icon.getimage(size).getchannel("A")
            assert alpha.size == size
            assert alpha.getextrema() == (alpha.getpixel((0, 0)), 255)  # round corners
