"""Pillow's libraries without those for pictures of the screen."""

import ctypes
import platform
import sys
from pathlib import Path

import pytest

from installer.linux.no_screen_shots import link_stub
from tests.libreoffice import require


@pytest.mark.skipif(sys.platform != "linux", reason="the .deb is for Linux")
def test_the_functions_of_a_stub_say_that_there_is_nothing(tmp_path: Path) -> None:
    require("as", "ld")
    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("no package is made for this processor")
    library = tmp_path / "libxcb-1234.so.1"
    link_stub(library, ["xcb_connect", "xcb_get_image"])
    loaded = ctypes.CDLL(str(library))
    assert [loaded.xcb_connect(b":0", None), loaded.xcb_get_image(7)] == [0, 0]
