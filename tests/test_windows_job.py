"""The job object of a child on Windows, as kernel32 is asked for it."""

import ctypes
import sys
from typing import Any

import pytest

from jbgs_desktop.windows_job import enter_job

_JOB, _SELF = 0x1_0000_0004, 2**64 - 1  # as wide as handles are


class _Call:
    """A function of kernel32 that answers ``answer`` and notes what it was given."""

    def __init__(self, name: str, answer: int, noted: list[tuple[Any, ...]]) -> None:
        self.restype: Any = None
        self._name, self._answer, self._noted = name, answer, noted

    def __call__(self, *given: Any) -> int:
        shown = [each.value if isinstance(each, ctypes.c_void_p) else each for each in given]
        if self._name == "SetInformationJobObject":
            shown[2] = ctypes.string_at(ctypes.addressof(given[2]._obj), given[3])
        self._noted.append((self._name, *shown))
        return self._answer


class _Kernel:
    def __init__(self, **answers: int) -> None:
        self.noted: list[tuple[Any, ...]] = []
        usual = {
            "CreateJobObjectW": _JOB,
            "GetCurrentProcess": _SELF,
            "SetInformationJobObject": 1,
            "AssignProcessToJobObject": 1,
            "CloseHandle": 1,
        }
        for name, answer in {**usual, **answers}.items():
            setattr(self, name, _Call(name, answer, self.noted))

    def names(self) -> list[str]:
        return [str(name) for name, *_ in self.noted]


def test_memory_processes_and_desktop_are_limited_before_the_process_is_in_it() -> None:
    kernel = _Kernel()
    assert enter_job(2**31, kernel)
    create, limits, desktop, _, assign, close = kernel.noted
    assert create == ("CreateJobObjectW", None, None)
    assert limits[1:3] == (_JOB, 9) and limits[4] == 144
    flags, processes, memory = (
        int.from_bytes(limits[3][at : at + size], "little")
        for at, size in ((16, 4), (40, 4), (112, 8))
    )
    assert (flags, processes, memory) == (0x508, 1, 2**31)
    assert desktop[1:] == (_JOB, 4, b"\xff\0\0\0", 4)
    assert assign == ("AssignProcessToJobObject", _JOB, _SELF)
    assert close == ("CloseHandle", _JOB)


@pytest.mark.parametrize("refused", ["SetInformationJobObject", "AssignProcessToJobObject"])
def test_a_system_that_refuses_leaves_no_handle(refused: str) -> None:
    kernel = _Kernel(**{refused: 0})
    assert not enter_job(2**31, kernel)
    assert kernel.names()[-1] == "CloseHandle"


def test_without_a_job_nothing_is_asked() -> None:
    kernel = _Kernel(CreateJobObjectW=0)
    assert not enter_job(2**31, kernel)
    assert kernel.names() == ["CreateJobObjectW"]


@pytest.mark.skipif(sys.platform == "win32", reason="of other systems")
def test_other_systems_have_none() -> None:
    assert not enter_job(2**31)
