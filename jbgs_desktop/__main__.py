"""``jbgs`` (the commands) and ``jbgs-desktop`` (the window)."""

import gc
import sys


def command_line() -> int:
    """Run one command, see :mod:`jbgs_desktop.cli`."""
    try:
        from jbgs_desktop.cli import main

        return main(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was still being loaded
        return 2


def window() -> int:
    """Start the window."""
    gc.disable()  # what is loaded makes no garbage; GcScheduler collects it later
    from jbgs_desktop.app import run

    return run(sys.argv[1:])


def child() -> int:
    """Be a child of this program, see :mod:`jbgs_desktop.child_process`; nothing else is loaded."""
    from jbgs_desktop.child_process import worker_main

    return worker_main(sys.argv[2:])


def child_server() -> int:
    """Fork children for this program, see :mod:`jbgs_desktop.child_server`."""
    from jbgs_desktop.child_process import worker_main
    from jbgs_desktop.child_server import serve

    return serve(int(sys.argv[2]), worker_main)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        raise SystemExit(child())
    if sys.argv[1:2] == ["--child-server"]:
        raise SystemExit(child_server())
    raise SystemExit(command_line() if len(sys.argv) > 1 else window())
