"""The folder of received bundles beside the register, and what lies in it without an entry."""

from collections.abc import Collection
from pathlib import Path

from jbgs_desktop.bundle.safe_names import safe_for_display

_MOST_NAMED = 5  # copies that one sentence names


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
        "可能是接收时程序中断了，或者放回过备份。请重新接收它们的优盘；"
        f"也可以把这些文件夹从“{received}”移到别处，再从那里接收。",
    )
