"""Where in a document something stands, in words that a reader finds it by."""

import re

_TYPED_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_LONGEST = 24  # characters of a heading that are told
_LONGEST_HEADING = 40  # a longer paragraph that begins with 一、 is text


class ReadingPlace:
    """Goes along with the reading."""

    def __init__(self) -> None:
        self._heading = ""
        self._paragraphs = self._tables = 0
        self._cell = ""
        self._part = ""

    def paragraph(self, text: str, level: int) -> None:
        """A paragraph of the body was read."""
        if text.strip() and (level or is_typed_heading(text)):
            self._heading = text.strip()[:_LONGEST]
            self._paragraphs = self._tables = 0
        elif text.strip():
            self._paragraphs += 1

    def table(self) -> None:
        """A table of the body begins."""
        self._tables += 1

    def cell(self, row: int, column: int) -> None:
        """A cell of it begins, counted from 0."""
        self._cell = f"第{row + 1}行第{column + 1}格"

    def end_table(self) -> None:
        self._cell = ""

    def part(self, words: str) -> None:
        """What is read now stands outside the body: 页眉. Empty for the body."""
        self._part = words

    def words(self) -> str:
        """Where that is."""
        if self._part:
            return self._part
        head = f"“{self._heading}”" if self._heading else "文档开头"
        if self._cell:
            return f"{head}第{self._tables}个表格{self._cell}"
        return f"{head}第{self._paragraphs + 1}段"


def is_typed_heading(text: str) -> bool:
    """Whether a paragraph is a heading by the number that was typed: 一、 or （一）."""
    return len(text.strip()) <= _LONGEST_HEADING and bool(_TYPED_HEADING.match(text))
