"""Where the frozen program starts: one folder, two programs that differ in their name only."""

import sys
from pathlib import Path

from jbgs_desktop import __main__ as programs

if sys.argv[1:2] == ["--child"]:
    sys.exit(programs.child())
is_window = Path(sys.executable).stem == "jbgs-desktop"
sys.exit(programs.window() if is_window else programs.command_line())
