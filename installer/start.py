"""Where the frozen program starts: `jbgs-desktop` is the window, `jbgs` the commands."""

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
if sys.argv[1:2] == ["--child-server"]:
    sys.exit(programs.child_server())
if sys.argv[1:2] == ["--commands"]:  # from a stick, where no second name can lead to one program
    del sys.argv[1]
    sys.exit(programs.command_line())
# On Linux one program has both names; on Windows they are two, one of them without a console.
called = sys.argv[0] if sys.platform == "linux" else sys.executable
sys.exit(programs.command_line() if Path(called).stem == "jbgs" else programs.window())
