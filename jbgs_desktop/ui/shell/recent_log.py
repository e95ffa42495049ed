"""The last things that went wrong, kept in memory for the support file.

Of a line only what stands in the program's own text is kept: a value that was put into a message,
and the message of an exception, may be somebody's data.
"""

import logging
import traceback
from collections import deque
from datetime import datetime
from functools import cache
from pathlib import Path

_MOST = 200  # lines


class RecentLog(logging.Handler):
    """``lines`` holds what was logged at WARNING or above, the newest last."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: deque[str] = deque(maxlen=_MOST)

    def emit(self, record: logging.LogRecord) -> None:
        when = datetime.fromtimestamp(record.created)
        self.lines.append(
            f"{when:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {record.msg}"
        )
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, place = record.exc_info
            self.lines.append(f"  {kind.__name__}")
            for frame in traceback.extract_tb(place):
                file = "/".join(Path(frame.filename).parts[-2:])
                self.lines.append(f"    {file}:{frame.lineno} {frame.name}")


@cache
def recent_log() -> RecentLog:
    """The one of this process."""
    return RecentLog()


def keep_recent_log() -> RecentLog:
    """Have everything that is logged from now on kept, and still written to stderr."""
    root = logging.getLogger()
    if recent_log() not in root.handlers:
        root.addHandler(recent_log())
        if logging.lastResort is not None:  # no longer used by itself beside another handler
            root.addHandler(logging.lastResort)
    return recent_log()
