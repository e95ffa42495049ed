"""Where the frozen program starts: one folder, two programs that differ in their name only."""

import os
import sys
from pathlib import Path

from jbgs_desktop import __main__ as programs

if sys.platform == "linux":
    # A browser or file manager that the window starts must load the system's libraries, not ours;
    # this process has found its own, and the places of later ones stand in the binaries.
    own = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if own is not None:
        os.environ["LD_LIBRARY_PATH"] = own
if sys.argv[1:2] == ["--child"]:
    sys.exit(programs.child())
is_window = Path(sys.executable).stem == "jbgs-desktop"
sys.exit(programs.window() if is_window else programs.command_line())
