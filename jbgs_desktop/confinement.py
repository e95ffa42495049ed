"""What a child gives up before it looks at a stranger's file: on Linux, on x86-64 and ARM64.

A filter of system calls (seccomp) takes network, other programs, other processes and debugging
away for good, and from a child that only draws also every way to write a file. Landlock, where the
kernel has it, leaves a child the program's own files to read and what it was given. Where the
system lacks one of them, the limits of :mod:`jbgs_desktop.sandbox` stay; 关于 says so.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jbgs_desktop.files import data_folder, resources

_SET_DUMPABLE, _SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 4, 22, 2, 38  # prctl(2)
_CREATE_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446  # system calls, the same on all machines
_PATH_BENEATH = 1

# Machine -> what the kernel calls it (linux/audit.h), and the place of its numbers in _CALLS.
_MACHINES = MappingProxyType({"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)})
_X32 = 0x40000000  # from here on x86-64 has its calls a second time
_NONE = -1  # of a call that a machine does not have

# System call -> its number on x86-64 and on ARM64.
_FORBIDDEN: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        # network, and other ways to talk to other processes
        "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
        "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206),
        "sendmsg": (46, 211), "sendmmsg": (307, 269), "msgget": (68, 186), "semget": (64, 190),
        "shmget": (29, 194), "shmat": (30, 196), "mq_open": (240, 180),
        # other programs and processes
        "execve": (59, 221), "execveat": (322, 281), "fork": (57, _NONE), "vfork": (58, _NONE),
        "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
        "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
        "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
        "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
        "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
        # doors into the kernel that nothing here needs
        "bpf": (321, 280), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
        "io_uring_register": (427, 427), "userfaultfd": (323, 282), "perf_event_open": (298, 241),
        "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
        "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
        "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
        "move_mount": (429, 429), "fsopen": (430, 430), "mount_setattr": (442, 442),
        "open_by_handle_at": (304, 265), "memfd_create": (319, 279), "personality": (135, 92),
        "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    }
)  # fmt: skip
_WAYS_TO_WRITE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "creat": (85, _NONE), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
        "unlink": (87, _NONE), "unlinkat": (263, 35), "rmdir": (84, _NONE),
        "rename": (82, _NONE), "renameat": (264, 38), "renameat2": (316, 276),
        "mkdir": (83, _NONE), "mkdirat": (258, 34), "mknod": (133, _NONE), "mknodat": (259, 33),
        "link": (86, _NONE), "linkat": (265, 37), "symlink": (88, _NONE), "symlinkat": (266, 36),
        "chmod": (90, _NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
        "chown": (92, _NONE), "lchown": (94, _NONE), "fchown": (93, 55), "fchownat": (260, 54),
        "utime": (132, _NONE), "utimes": (235, _NONE), "futimesat": (261, _NONE),
        "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
        "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
        "fremovexattr": (199, 16),
    }
)  # fmt: skip
# libc has another way for these, which the filter can look into.
_REPLACED = MappingProxyType({"clone3": (435, 435), "openat2": (437, 437)})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_THREAD = 0x10000  # CLONE_THREAD
_PUSH_KEYS, _PUSH_SELECTION = 0x5412, 0x541C  # TIOCSTI, TIOCLINUX: words into a terminal
_SET_OWNER, _SET_SIGNAL, _SET_OWNER_OF = 8, 10, 15  # F_SETOWN …: a signal by way of a file


@dataclass(frozen=True, slots=True)
class _Rule:
    """A call is refused by one of its arguments: ``how`` is the jump of a classic BPF program."""

    numbers: tuple[int, int]
    argument: int
    how: int
    value: int
    is_refused: bool = True  # where the jump is taken; else where it is not


_IS, _HAS_BIT = 0x15, 0x45  # BPF_JMP with BPF_JEQ, BPF_JSET
_RULES = (
    _Rule((56, 220), 0, _HAS_BIT, _THREAD, is_refused=False),  # clone
    _Rule((302, 261), 0, _IS, 0, is_refused=False),  # prlimit64 of another process
    *(_Rule((16, 29), 1, _IS, what) for what in (_PUSH_KEYS, _PUSH_SELECTION)),  # ioctl
    *(_Rule((72, 25), 1, _IS, what) for what in (_SET_OWNER, _SET_SIGNAL, _SET_OWNER_OF)),  # fcntl
)
_RULES_OF_WRITING = (
    _Rule((2, _NONE), 1, _HAS_BIT, _WRITES),  # open
    _Rule((257, 56), 2, _HAS_BIT, _WRITES),  # openat
)


def confine(reads: Sequence[str] | None, writes: Sequence[str]) -> None:
    """Give up, for the rest of this process, what working on a file does not need.

    ``writes`` are the folders in which files may be made and changed, none for a child that only
    draws; ``reads`` what may be read besides the program's own files and ``writes``, None for all.
    What the system does not offer is left out.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    # Not by a limit: the kernel would still start a program that takes dumps.
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return
    _restrict_files(libc, reads, writes)
    code = _program(platform.machine(), may_write=bool(writes))
    if code:
        buffer = ctypes.create_string_buffer(code, len(code))
        program = _Program(len(code) // 8, ctypes.addressof(buffer))
        libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


@cache
def missing_walls() -> tuple[str, ...]:
    """What this system does not offer a child, in words for 关于; nothing where all is there."""
    if sys.platform != "linux":
        return ("限制系统调用（seccomp）", "限制文件访问（Landlock）")
    libc = ctypes.CDLL(None, use_errno=True)
    has_filter = platform.machine() in _MACHINES and not _filter_is_unknown(libc)
    found = {"限制系统调用（seccomp）": has_filter, "限制文件访问（Landlock）": bool(_level(libc))}
    return tuple(name for name, is_there in found.items() if not is_there)


# -- system calls


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _filter_is_unknown(libc: ctypes.CDLL) -> bool:
    """The kernel looks at the address of the program only where it knows filters."""
    ctypes.set_errno(0)
    libc.prctl(_SET_SECCOMP, _FILTER, None, 0, 0)
    return ctypes.get_errno() == errno.EINVAL


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


def _refusal(error: int) -> bytes:
    return _step(0x06, 0x00050000 | error)


def _load(at: int) -> bytes:
    return _step(0x20, at)


@cache
def _program(machine: str, *, may_write: bool) -> bytes:
    """The filter as a BPF program over ``struct seccomp_data``; empty for other machines."""
    if machine not in _MACHINES:
        return b""
    name, place = _MACHINES[machine]
    number, kill = _load(0), _step(0x06, 0x80000000)
    steps = [_load(4), _step(0x15, name, 1), kill, number, _step(0x35, _X32, 0, 1), kill]
    forbidden = dict(_FORBIDDEN) if may_write else {**_FORBIDDEN, **_WAYS_TO_WRITE}
    for calls, error in ((forbidden, errno.EPERM), (_REPLACED, errno.ENOSYS)):
        for numbers in calls.values():
            if numbers[place] != _NONE:
                steps += [_step(0x15, numbers[place], 0, 1), _refusal(error)]
    for rule in _RULES if may_write else (*_RULES, *_RULES_OF_WRITING):
        if rule.numbers[place] != _NONE:
            ways = (0, 1) if rule.is_refused else (1, 0)
            steps += [
                _step(0x15, rule.numbers[place], 0, 4),
                _load(16 + 8 * rule.argument),  # its lower half, on these machines
                _step(rule.how, rule.value, *ways),
                _refusal(errno.EPERM),
                number,
            ]
    return b"".join([*steps, _step(0x06, 0x7FFF0000)])


# -- files

_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _DEVICES = 1 << 14, 1 << 15
_TO_READ = _READ | _LIST
# By the level of the kernel's Landlock; without the rights to make devices, pipes and sockets,
# which no rule gives back.
_KNOWN = ((1, (1 << 13) - 1), (2, 1 << 13), (3, _TRUNCATE), (5, _DEVICES))
_TO_CHANGE = _WRITE | _TRUNCATE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13
_OF_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/dev/null", "/dev/urandom", "/proc/self", "/sys")


def _restrict_files(libc: ctypes.CDLL, reads: Sequence[str] | None, writes: Sequence[str]) -> None:
    level = _level(libc)
    if not level:
        return
    handled = sum(rights for since, rights in _KNOWN if since <= level)
    if reads is None:
        handled &= ~(_TO_READ | _EXECUTE)
    rules = libc.syscall(_CREATE_RULES, struct.pack("Q", handled), ctypes.c_size_t(8), 0)
    if rules < 0:
        return
    try:
        for path in _own_files() if reads is not None else ():
            _allow(libc, rules, path, (_TO_READ | _EXECUTE) & handled)
        for path in reads or ():
            _allow(libc, rules, path, _TO_READ & handled)
        for path in writes:
            _allow(libc, rules, path, (_TO_READ | _TO_CHANGE) & handled)
        libc.syscall(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _level(libc: ctypes.CDLL) -> int:
    """Of the kernel's Landlock, 0 where there is none."""
    level: int = libc.syscall(_CREATE_RULES, None, ctypes.c_size_t(0), 1)
    return max(0, level)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    with suppress(OSError):  # what is not there needs no right
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not os.path.isdir(path):
                rights &= _OF_A_FILE
            rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
            libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(descriptor)


def _own_files() -> Iterator[str]:
    """What the program itself is made of, and the call packs that were put in."""
    yield from _SYSTEM
    yield from {sys.prefix, sys.base_prefix, *filter(os.path.isdir, sys.path)}
    yield from map(str, (Path(__file__).parent, resources(), data_folder() / "calls"))
    if getattr(sys, "frozen", False):
        yield str(Path(sys.executable).resolve().parent)  # the program holds its modules itself
