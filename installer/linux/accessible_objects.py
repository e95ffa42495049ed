"""Prints what a screen reader is told of the running program, as JSON lines.

For `screen_reader.py`, which runs it with the system's Python: only that has the bindings of
at-spi (Debian's python3-gi and gir1.2-atspi-2.0).
"""

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

_DEPTH = 40  # levels of widgets


def walk(thing: Any, atspi: Any, level: int = 0) -> Iterator[dict[str, Any]]:
    """Each object in sight below ``thing`` with its role, its name and whether it has the keys."""
    if thing is None or level > _DEPTH:
        return
    states = thing.get_state_set()
    if level > 1 and not states.contains(atspi.StateType.SHOWING):
        return
    yield {
        "role": thing.get_role_name(),
        "name": thing.get_name(),
        "description": thing.get_description(),
        "can_focus": states.contains(atspi.StateType.FOCUSABLE),
        "has_focus": states.contains(atspi.StateType.FOCUSED),
    }
    for number in range(thing.get_child_count()):
        yield from walk(thing.get_child_at_index(number), atspi, level + 1)


def main() -> None:
    """Walk the program whose process has the number of the first argument."""
    bindings: Any = importlib.import_module("gi")
    bindings.require_version("Atspi", "2.0")
    atspi: Any = importlib.import_module("gi.repository.Atspi")
    desktop = atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program is not None and str(program.get_process_id()) == sys.argv[1]:
            for each in walk(program, atspi):
                print(json.dumps(each, ensure_ascii=False))


if __name__ == "__main__":
    main()
