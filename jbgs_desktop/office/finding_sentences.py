"""What was found, in the office's words and, on a 退回单, in words to the applicant.

The checks of the form speak to who fills it in, those of a bundle to who receives it. Each keeps
its facts; the advice is turned towards the reader, as ``resources/office`` has it.
"""

import json
import re
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from jbgs_desktop.files import resources
from jbgs_desktop.forms.advice import asked_directly, asked_of_applicant, fact_and_advice
from jbgs_desktop.office.register.parts import Problem

_OF_OFFICE = ("bundle.", "office.")  # the codes of what speaks to the office already


def office_sentence(problem: Problem) -> str:
    """The message of ``problem`` to who sits in the office."""
    if problem.code.startswith(_OF_OFFICE):
        return problem.message
    for code, (advice, own) in _table("sentences.json").items():
        if code == problem.code:
            return re.sub(advice, own, problem.message)
    return asked_of_applicant(problem.message)


def slip_sentence(problem: Problem) -> str:
    """The same to the applicant, for a 退回单."""
    if problem.code.startswith(_OF_OFFICE):
        return slip_words(problem.message, problem.code)
    return asked_directly(problem.message)


def slip_words(message: str, code: str = "") -> str:
    """A sentence about a bundle, with advice that its applicant can follow."""
    fact, advice = fact_and_advice(message)
    if not advice:
        return message
    table: dict[str, str] = _table("return_advice.json")
    return fact + next(own for fitting, own in table.items() if fnmatchcase(code, fitting))


@cache
def _table(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((resources() / "office" / name).read_text(encoding="utf-8"))
    return data
