"""The folder of received bundles beside the register, and what lies in it without an entry."""

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from jbgs_desktop.bundle.safe_names import safe_for_display

_MOST_NAMED = 5  # copies that one sentence names
PART, PART_END = ".jbgs-", ".part"  # of the names of copies in the making


def keep_private(received: Path) -> None:
    """Let only its owner into ``received``, made when it is missing, and remove unfinished copies.

    They are what a killed intake has left; nobody may be taking in just now. A system that knows
    no owners, or a folder of somebody else, is left as it is.
    """
    with suppress(OSError):
        received.mkdir(parents=True, exist_ok=True)
        received.chmod(0o700)
    remove_parts(received)


def remove_parts(folder: Path) -> None:
    """What a killed program has left of copies in the making."""
    for left in folder.glob(f"{PART}*{PART_END}"):
        shutil.rmtree(left, ignore_errors=True)


def unregistered_copies(received: Path, known: Collection[str]) -> tuple[str, ...]:
    """What to say of received copies that have no entry: a kill or a restored copy left them.

    They are named and not removed, since after a restored copy they may be all that is left.
    """
    try:
        found = sorted(each.name for each in received.iterdir() if each.is_dir())
    except OSError:  # nothing was received yet, or the first look at a bundle will tell
        return ()
    left = [name for name in found if name not in known and not name.startswith(".")]
    if not left:
        return ()
    names = "".join(f"“{safe_for_display(name, 40)}”" for name in left[:_MOST_NAMED])
    return (
        f"有 {len(left)} 个报送包的副本没有登记（{names}{'等' * (len(left) > _MOST_NAMED)}），"
        "可能是接收时程序中断了，或者放回过备份。请重新接收它们的报送包；"
        f"也可以把这些文件夹从“{received}”移到别处，再从那里接收。",
    )
