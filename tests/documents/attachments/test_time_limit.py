"""Work that would take for ever ends in time, and what follows is undisturbed."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.attachments.time_limit import run_within


def test_work_that_never_ends_is_broken_off() -> None:
    found = []

    def work() -> None:
        found.append("begun")
        while True:
            with suppress(Exception):  # as a reader of broken files does
                sum(range(100))

    run_within(0.05, work)
    assert found == ["begun"]


def test_work_that_ends_in_time_is_left_alone() -> None:
    made: list[int] = []
    run_within(30, lambda: made.append(sum(range(10))))
    assert made == [45]


def test_what_work_raises_comes_out() -> None:
    def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        run_within(30, work)


@given(st.floats(0, 0.003))
def test_it_never_comes_after_the_work(seconds: float) -> None:
    steps: list[int] = []
    run_within(seconds, lambda: steps.extend(range(200)))
    until = time.monotonic() + 0.002
    while time.monotonic() < until:
        steps.append(-1)
    assert steps[-1] == -1
