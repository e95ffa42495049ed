"""The docx that a user chose, read in a child with limits; everything goes through pipes."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from jbgs_desktop.documents.docx_reader.model import ReadDocument
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

LARGEST_DOCX = 2**27  # bytes of a file
_DOCX_TASK = "jbgs_desktop.documents.docx_reader.docx_worker:answer_docx"
_ODT_TASK = "jbgs_desktop.documents.docx_reader.docx_worker:answer_odt"
_SECONDS = 60.0
_MEMORY = 2**31  # bytes of address space
_MOST_ROUNDS = 64
_TOO_LARGE = (
    f"文件超过{LARGEST_DOCX // 2**20} MB，没有打开。请在Word里压缩图片，或者拆成几份，分别导入。"
)
_CANCELLED = "已经取消，没有导入。"


@dataclass(frozen=True, slots=True)
class DocxContent:
    """What a docx says, and the bytes of its pictures by their parts, as they are in it."""

    document: ReadDocument
    pictures: Mapping[str, bytes]


def read_docx(data: bytes, *, cancelled: Callable[[], bool] = lambda: False) -> DocxContent:
    """What the docx ``data`` says.

    Raises DocumentError, a sentence about the file, and once ``cancelled()``.
    """
    if len(data) > LARGEST_DOCX:
        raise DocumentError(_TOO_LARGE)
    return _read(_DOCX_TASK, data, cancelled)


def read_odt_figures(data: bytes) -> DocxContent:
    """The figures alone of the odt ``data``, in their order. Raises DocumentError."""
    return _read(_ODT_TASK, data, lambda: False)


def _read(task: str, data: bytes, cancelled: Callable[[], bool]) -> DocxContent:
    item: dict[str, Any] = {"data": base64.b64encode(data).decode()}
    pictures: dict[str, bytes] = {}
    try:
        answer = _asked(task, item, cancelled)
        document = _adapter().validate_python(answer["document"])
        for _ in range(_MOST_ROUNDS):
            found = answer["pictures"].items()
            pictures |= {str(part): base64.b64decode(text) for part, text in found}
            item["parts"] = list(map(str, answer["left"]))
            if not item["parts"]:
                break
            answer = _asked(task, item, cancelled)
    except (TypeError, KeyError, ValueError, AttributeError):
        # A child that was taken over answers anything.
        raise DocumentError(_sentence(ChildFailure.CRASH)) from None
    return DocxContent(document, pictures)


def _asked(task: str, item: Mapping[str, Any], cancelled: Callable[[], bool]) -> Any:
    outcomes = run_in_workers(task, [item], seconds=_SECONDS, memory=_MEMORY, cancelled=cancelled)
    outcome = next(outcomes, None)
    if outcome is None:
        raise DocumentError(_CANCELLED)
    if outcome.failure:
        raise DocumentError(_sentence(outcome.failure))
    result = outcome.result
    if isinstance(result, dict) and result.get("problem"):
        raise DocumentError(str(result["problem"]))
    return result


def _sentence(failure: ChildFailure) -> str:
    return FAILURE_SENTENCES[ChildWork.DOCX][failure]


@cache
def _adapter() -> TypeAdapter[ReadDocument]:
    return TypeAdapter(ReadDocument)
