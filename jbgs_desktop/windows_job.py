"""On Windows a child puts itself into a job object: so much memory, one process, no desktop.

The job has no name and its handle is closed at once, so that nothing the child runs later can
loosen it. (JOBOBJECT_EXTENDED_LIMIT_INFORMATION and JOBOBJECT_BASIC_UI_RESTRICTIONS of the
Windows API, jobapi2.h and winnt.h.)
"""

import ctypes
import sys
from typing import Any

_EXTENDED_LIMITS, _UI_LIMITS = 9, 4  # kinds of information on a job
_ONE_PROCESS, _MEMORY_OF_PROCESS, _NO_ERROR_BOX = 0x8, 0x100, 0x400
_WHOLE_UI = 0xFF  # handles, clipboard, settings, atoms, desktops, the end of the session


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def enter_job(memory: int, kernel: Any = None) -> bool:
    """Give up, for the rest of this process, more than ``memory`` bytes, other processes and the
    desktop; False where the system does not allow that, or is not Windows.

    ``kernel`` is kernel32, where somebody has it already.
    """
    if kernel is None:
        if sys.platform != "win32":
            return False
        kernel = ctypes.WinDLL("kernel32")
    # Handles are as wide as pointers.
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return False
    handle = ctypes.c_void_p(job)
    try:
        limits = _ExtendedLimits(process_memory=memory)
        limits.basic.flags = _ONE_PROCESS | _MEMORY_OF_PROCESS | _NO_ERROR_BOX
        limits.basic.processes = 1
        desktop = ctypes.c_uint32(_WHOLE_UI)
        for kind, what in ((_EXTENDED_LIMITS, limits), (_UI_LIMITS, desktop)):
            size = ctypes.sizeof(what)
            if not kernel.SetInformationJobObject(handle, kind, ctypes.byref(what), size):
                return False
        own = ctypes.c_void_p(kernel.GetCurrentProcess())
        return bool(kernel.AssignProcessToJobObject(handle, own))
    finally:
        kernel.CloseHandle(handle)
