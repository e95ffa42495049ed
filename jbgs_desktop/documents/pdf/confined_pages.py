"""The pages of a PDF that a stranger made, each drawn in a child with limits.

To be shown like :class:`jbgs_desktop.documents.pdf.images.PdfPages`, which draws in the program.
"""

from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from jbgs_desktop.documents.pdf.confined_page_worker import MOST_FOUND, MOST_SHOWN
from jbgs_desktop.documents.pdf.images import Found, PageImage
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.sandbox import ChildFailure, run_in_workers

_TASKS = "jbgs_desktop.documents.pdf.confined_page_worker:"
_SECONDS = 30.0  # for one page, for looking through all of them, on a slow machine
_MEMORY = 5 * 2**29  # bytes of address space, most of which libraries only reserve
_LARGEST_SIDE = 10_000.0  # mm; a PDF can have no larger page
_DAMAGED = "这个PDF打不开，可能已损坏或被做过手脚，请不要用别的程序打开它，与申报单位联系。"
_FAILURES = {
    ChildFailure.TIME: "这个PDF打开太慢，可能内容过于复杂，也可能是电脑正忙，请稍后再试；"
    "还是这样的，请与申报单位联系。",
    ChildFailure.MEMORY: "打开这个PDF需要的内存太多，里面可能有不正常的内容，请与申报单位联系。",
    ChildFailure.CRASH: _DAMAGED,
    ChildFailure.START: "显示用的后台程序没有启动，可能是内存不足，或者被安全软件拦住了，"
    "请关闭其他程序、放行本程序后再试。",
}
_SIZES = TypeAdapter(list[tuple[float, float]])
_PLACES = TypeAdapter(list[Found])
_Believed = TypeVar("_Believed")


class ConfinedPages:
    """The PDF ``file``, which a child reads in each call. Raises DocumentError where it cannot."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._sizes = self._ask("page_sizes", [], _believed_sizes)
        self.count = len(self._sizes)

    def close(self) -> None:
        """Nothing is open."""

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page as it is shown, in mm."""
        return self._sizes[index]

    def image(self, index: int, dpi: float) -> PageImage:
        """The page at ``dpi`` pixels an inch; of a very large one at fewer."""
        return self._ask("draw_rgb", [index, dpi], _believed_image)

    def find(self, text: str) -> list[Found]:
        """Where ``text`` stands, as far as there was time."""
        return self._ask("find_text", [text], self._believed_places) if text else []

    def _ask(self, task: str, item: list[Any], believe: Callable[[Any], _Believed]) -> _Believed:
        (outcome,) = run_in_workers(
            f"{_TASKS}{task}",
            [[str(self._file), *item]],
            seconds=_SECONDS,
            memory=_MEMORY,
            reads=[self._file],
            believe=lambda answer: _no_problem(answer, believe),
        )
        if outcome.failure:
            raise DocumentError(_FAILURES[outcome.failure])
        result: _Believed | _Problem = outcome.result
        if isinstance(result, _Problem):
            raise DocumentError(result)
        return result

    def _believed_places(self, answer: Any) -> list[Found]:
        found = _PLACES.validate_python(answer)
        if len(found) > MOST_FOUND or any(not 0 <= each.page < self.count for each in found):
            raise ValueError("not on these pages")
        return found


class _Problem(str):
    """A sentence instead of what was asked for."""


def _no_problem(answer: Any, believe: Callable[[Any], _Believed]) -> "_Believed | _Problem":
    problem = answer["problem"]
    return _Problem(str(problem)[:500]) if problem else believe(answer["result"])


def _believed_sizes(answer: Any) -> list[tuple[float, float]]:
    sizes = _SIZES.validate_python(answer)
    if len(sizes) > MOST_SHOWN or any(
        not 0 < side < _LARGEST_SIDE for each in sizes for side in each
    ):
        raise ValueError("no pages of a PDF")
    return sizes


def _believed_image(answer: Any) -> PageImage:
    width, height, rgb = int(answer[0]), int(answer[1]), b64decode(answer[2], validate=True)
    if width <= 0 or height <= 0 or len(rgb) != 3 * width * height:
        raise ValueError("no picture")
    return PageImage(width, height, rgb)
