"""The xlsx that a user chose, read in a child with limits; everything goes through pipes."""

import base64
from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

LARGEST_XLSX = 2**25  # bytes of a file
_TASK = "jbgs_desktop.documents.xlsx_reader.xlsx_worker:answer_xlsx"
_SECONDS = 30.0
_MEMORY = 2**31  # bytes of address space
_CANCELLED = "已经取消，没有读取。"


def read_workbook(
    data: bytes, *, cancelled: Callable[[], bool] = lambda: False
) -> tuple[ReadSheet, ...]:
    """The sheets of the xlsx ``data``, in their order.

    Raises DocumentError, a sentence about the file, and once ``cancelled()``.
    """
    item = {"data": base64.b64encode(data).decode()}
    outcome = next(
        run_in_workers(
            *(_TASK, [item]),
            seconds=_SECONDS,
            memory=_MEMORY,
            cancelled=cancelled,
            believe=_believed,
        ),
        None,
    )
    if outcome is None:
        raise DocumentError(_CANCELLED)
    if outcome.failure:
        raise DocumentError(_sentence(outcome.failure))
    if isinstance(outcome.result, str):
        raise DocumentError(outcome.result)
    sheets: tuple[ReadSheet, ...] = outcome.result
    return sheets


def _believed(answer: Any) -> str | tuple[ReadSheet, ...]:
    """The sentence or the sheets; ValueError for what is neither."""
    problem = answer["problem"]
    return str(problem) if problem else _adapter().validate_python(answer["sheets"])


def _sentence(failure: ChildFailure) -> str:
    return FAILURE_SENTENCES[ChildWork.SHEET][failure]


@cache
def _adapter() -> TypeAdapter[tuple[ReadSheet, ...]]:
    return TypeAdapter(tuple[ReadSheet, ...])
