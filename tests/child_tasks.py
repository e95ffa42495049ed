"""What the children of the tests do."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

LIBRARIES = ("colorsys",)


def echo(item: Any) -> Any:
    print("not an answer", flush=True)
    os.write(2, b"nor is this")
    return item


def answer_itself(line: str) -> None:
    """Write an answer past the program's own, as a child does that was taken over."""
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, line.encode() + b"\n")
    time.sleep(600)


def hang(item: Any) -> Any:
    if item == "bad":
        time.sleep(600)
    return item


def hang_with(path: str) -> None:
    """Say who it is in the file `path`, and stay."""
    target = Path(path)
    target.with_suffix(".part").write_text(str(os.getpid()))
    target.with_suffix(".part").rename(target)
    time.sleep(600)


def eat(item: Any) -> Any:
    if item == "bad":
        eaten = [bytearray(2**24) for _ in range(10_000)]
        return len(eaten)
    return item


def die(item: Any) -> Any:
    if item == "bad":
        os.abort()
    return item


def fail(item: Any) -> Any:
    if item == "bad":
        raise ValueError
    return item


def fill_disk(path: str) -> None:
    with open(path, "wb") as file:
        for _ in range(10_000):
            file.write(bytes(2**24))


def loaded_in_time(library: str) -> bool:
    import sys

    return library in sys.modules


def modules(item: Any) -> list[str]:
    import sys

    return sorted({name.partition(".")[0] for name in sys.modules})


_marks: list[str] = []


def leave_a_mark(mark: str) -> list[str]:
    """The marks that were there."""
    found = list(_marks)
    _marks.append(mark)
    return found


def place(variable: str) -> tuple[str, str]:
    """The current folder, and what ``variable`` of the environment says."""
    return os.getcwd(), os.environ[variable]
