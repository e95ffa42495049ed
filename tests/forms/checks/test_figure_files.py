"""The pictures of figures: whether their files can be handed in."""

import pytest

from jbgs_desktop.forms.application import Application
from tests.forms.applications import Trigger, changed, checked, each, error

_GOALS = "taskbooks.2.goals"


def _with(file: str) -> tuple[str, object]:
    figure = {"caption": "系统架构", "file": file}
    text = changed().text(_GOALS)
    return _GOALS, [text, {"figure": figure}]


TRIGGERS: list[Trigger] = [
    error("taskbooks.goals.figure-empty", f"{_GOALS}.1", _with(" ")),
    *(
        error("taskbooks.goals.figure-outside", f"{_GOALS}.1", _with(file))
        for file in ("/etc/passwd", "../a.png", "figures/../../x.png", "C:/x.png", "a\\b.png")
    ),
    error("taskbooks.goals.figure-program", f"{_GOALS}.1", _with("figures/a.exe")),
]


@each(TRIGGERS)
def test_a_file_that_no_office_takes_is_an_error(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("size", "code"), [(None, "figure-not-found"), (0, "figure-zero-bytes"), (1, "")]
)
def test_a_picture_has_to_be_there(size: int | None, code: str) -> None:
    application = changed(_with("figures/a.png"))
    found = [pair for pair in _of_files(application, size) if pair[1] == f"{_GOALS}.1"]
    assert found == ([(f"taskbooks.goals.{code}", f"{_GOALS}.1")] if code else [])


def _of_files(application: Application, size: int | None) -> list[tuple[str, str]]:
    def size_of(file: str) -> int | None:
        return size if file == "figures/a.png" else 1

    findings = checked(application, evidence_size=size_of)
    return [(found.code, found.path) for found in findings if ".figure-" in found.code]
