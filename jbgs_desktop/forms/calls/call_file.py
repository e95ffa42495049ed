"""通知数据 as one file (``.jbgscall``): made by whoever issues it, checked and put in by the user.

It is a zip of a call pack's folder, without samples, and a ``pack.json`` that says where it comes
from and gives the SHA-256 of every file. The sums show damage, not forgery: who it comes from is
for the user to judge, so it is shown before anything is put in.
"""

import hashlib
import io
import json
import os
import re
import secrets
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.files import access_error, put_in_place, read_capped, safe_name, write_atomic
from jbgs_desktop.forms.calls.call import Call, load_call, pack_folders
from jbgs_desktop.forms.calls.installed_packs import call_folders, installed_packs_folder
from jbgs_desktop.forms.calls.pack import PackKey, PackModel, Printed, first_problem, read_pack_part
from jbgs_desktop.forms.text.clean import clean_line, iso_day, printable
from jbgs_desktop.forms.zip_ends import LONGEST_ZIP_END, directory_of_zip

CALL_SUFFIX = ".jbgscall"
_HEAD = "pack.json"
_LARGEST_FILE = 32 * 2**20  # bytes of the zip
_LARGEST_PART = 8 * 2**20  # bytes of one file in it, unpacked
_LARGEST_WHOLE = 64 * 2**20  # bytes of all of them
_MOST_PARTS = 300
_LARGEST_LIST = _MOST_PARTS * 1024  # bytes of the zip's list of files
_PART = re.compile(r"(?:call|form)\.json|(?:tracks|regions)/([a-z0-9]+(?:-[a-z0-9]+)*)\.json")
_VERSION = re.compile(r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$")
_LARGEST_VERSION = 9999  # of each number in a version; years are among them
_LONGEST_TEXT = 20_000  # characters
_TITLES, _LONGEST_TITLE = {"title", "name", "issuer", "document_no", "annex", "category"}, 300
# Control characters, and those that turn the direction of writing round: none is ever printed.
_MISLEADING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_WRITTEN = (1980, 1, 1, 0, 0, 0)  # zip has no earlier date; the same pack gives the same bytes
_ENCRYPTED = 0x1
_UNIX = 3
_BROKEN = (  # what the library raises for bytes that are no zip, or a damaged one
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)


def _plain(text: str) -> str:
    if printable(text).text.strip() != text or {"\t", "\n"} & set(text):
        raise ValueError("含有无法显示的字符或换行")
    return text


def _day(text: str) -> str:
    if not iso_day(text):
        raise ValueError("不是有效的日期")
    return text


_Line = Annotated[Printed, StringConstraints(max_length=300), AfterValidator(_plain)]


class CallOrigin(PackModel):
    """Who made a call file, when, and from what; as the file says of itself."""

    issued_by: _Line
    issued: Annotated[str, AfterValidator(_day)]
    source: _Line


class _Head(CallOrigin):
    """The content of ``pack.json``."""

    format: Literal[1]
    id: PackKey
    version: Annotated[str, StringConstraints(pattern=_VERSION.pattern)]
    files: dict[str, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]] = Field(
        min_length=1
    )


@dataclass(frozen=True, slots=True)
class CallFile:
    """A call file that was checked whole: nothing of it is put in yet.

    ``digest`` is the SHA-256 of the file in hexadecimal, to be compared by telephone.
    """

    call: Call
    origin: CallOrigin
    parts: Mapping[str, bytes]
    digest: str


def write_call_file(folder: Path, origin: CallOrigin, out: Path) -> None:
    """Make the call file ``out`` of the pack in ``folder``, without its samples.

    The same pack and origin give the same bytes. Raises CallPackError, FileAccessError.
    """
    call = load_call(folder)
    write_atomic({out: packed_call(call.id, call.version, pack_files(folder, call), origin)})


def packed_call(id_: str, version: str, parts: Mapping[str, bytes], origin: CallOrigin) -> bytes:
    """The call file of the files ``parts``. Raises CallPackError."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}
    try:
        head = _Head(format=1, id=id_, version=version, files=sums, **dict(origin))
    except ValidationError as error:
        raise CallPackError(f"不能制作通知数据文件：{first_problem(error)}。") from error
    whole = {**parts, _HEAD: head.model_dump_json(indent=2).encode()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(whole):
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN), whole[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def read_call_file(file: Path) -> CallFile:
    """What the call file ``file`` brings, checked whole. Raises CallPackError, FileAccessError."""
    return call_in(read_capped(file, _LARGEST_FILE), file)


def call_in(data: bytes, file: Path) -> CallFile:
    """What the bytes ``data`` of ``file`` bring, checked whole. Raises CallPackError."""
    parts = _unpacked(file, data)
    if _HEAD not in parts:
        _refuse(file, f"里面没有 {_HEAD}，它不是通知数据文件")
    try:
        head = _Head.model_validate_json(parts[_HEAD])
    except ValidationError as error:
        _refuse(file, f"{_HEAD} 有误：{first_problem(error)}")
    _require_sums(file, head, parts)
    _require_sane(file, head, parts)
    with tempfile.TemporaryDirectory() as waiting:
        folder = Path(waiting) / head.id / head.version
        write_atomic({folder / name: data for name, data in parts.items()})
        try:
            call = load_call(folder)
        except CallPackError as error:
            _refuse(file, str(error).replace(f"{folder}{os.sep}", "").split("。")[0])
    if unused := head.files.keys() - set(_names(call)):
        _refuse(file, f"{min(unused)} 是多余的，通知里没有用到它")
    return CallFile(call, _origin_in(head), parts, hashlib.sha256(data).hexdigest())


def install_call(found: CallFile) -> Path:
    """Keep the checked pack with the user's data; the folder where it is from now on.

    Putting the same one in again changes nothing. Raises CallPackError when another pack has its
    version already, FileAccessError.
    """
    call = found.call
    for folder, there in installed_versions(call.id):
        if there is not None and there.version == call.version:
            if there == call:
                return folder
            raise CallPackError(
                f"本机已有“{call.title}”{call.version} 版，内容与这个文件不同。同一版本号只能有"
                "一份内容，请向发布单位核实，并索取版本号更大的文件。没有改动任何内容。"
            )
    _keep(found.parts, target := installed_packs_folder() / call.id / call.version)
    return target


def keep_version(call: Call) -> None:
    """Keep a copy of the built-in ``call`` with the user's data.

    A newer program may no longer bring this version, but the drafts that go by it still need it.
    Raises CallPackError, FileAccessError.
    """
    target = installed_packs_folder() / call.id / call.version
    folder = call_folders().get(call.id)
    if folder and load_call(folder) == call and not (target / "call.json").exists():
        _keep(pack_files(folder, call), target)


def _keep(parts: Mapping[str, bytes], target: Path) -> None:
    waiting = installed_packs_folder() / f".{secrets.token_hex(8)}"
    try:
        write_atomic({waiting / name: data for name, data in parts.items()})
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not _is_whole(target):
            shutil.rmtree(target)
        put_in_place(waiting, target)
    except OSError as error:
        if not _is_whole(target):  # else another window kept the same version meanwhile
            raise access_error("写入", target, error) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    load_call.cache_clear()


def _is_whole(folder: Path) -> bool:
    load_call.cache_clear()
    try:
        load_call(folder)
    except CallPackError:
        return False
    return True


def installed_versions(id_: str) -> Iterator[tuple[Path, Call | None]]:
    """The folder and content of each version of a call, the newest first; None when broken."""
    for folder in pack_folders().get(id_, []):
        try:
            yield folder, load_call(folder)
        except CallPackError:
            yield folder, None


def origin_of(folder: Path) -> CallOrigin | None:
    """Where the pack in ``folder`` comes from; None for a built-in one, or when it is not told."""
    try:
        return _origin_in(read_pack_part(folder / _HEAD, _Head))
    except CallPackError:
        return None


def _origin_in(head: _Head) -> CallOrigin:
    return CallOrigin(issued_by=head.issued_by, issued=head.issued, source=head.source)


def _names(call: Call) -> tuple[str, ...]:
    tracks = (f"tracks/{id_}.json" for id_ in call.track_ids)
    regions = (f"regions/{id_}.json" for id_ in call.region_ids)
    return ("call.json", "form.json", *tracks, *regions)


def pack_files(folder: Path, call: Call) -> dict[str, bytes]:
    """The files of the pack ``call`` in ``folder``, but for its samples. Raises FileAccessError."""
    return {name: read_capped(folder / name, _LARGEST_PART) for name in _names(call)}


def _unpacked(file: Path, data: bytes) -> dict[str, bytes]:
    """Every file in the zip by its path. Raises CallPackError for what no pack contains."""
    directory = directory_of_zip(data[-LONGEST_ZIP_END:])
    if directory and (directory[0] > _MOST_PARTS or directory[1] > _LARGEST_LIST):
        _refuse(file, f"里面的文件超过 {_MOST_PARTS} 个")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS:
                _refuse(file, f"里面的文件超过 {_MOST_PARTS} 个")
            parts: dict[str, bytes] = {}
            left = _LARGEST_WHOLE
            for member in members:
                _require_plain(file, member, parts)
                with archive.open(member) as stream:
                    part = stream.read(min(left, _LARGEST_PART) + 1)
                left -= len(part)
                if len(part) > _LARGEST_PART or left < 0:
                    _refuse(file, f"{member.filename} 展开以后过大")
                parts[member.filename] = part
            return parts
    except _BROKEN as error:
        _refuse(file, "文件已损坏，或者不是通知数据文件", error)


def _require_plain(file: Path, member: zipfile.ZipInfo, seen: Container[str]) -> None:
    name = member.filename
    part = _PART.fullmatch(name)
    if name != _HEAD and not part:
        _refuse(file, f"含有通知数据以外的文件“{clean_line(name).text[:60]}”")
    if part and part[1] and safe_name(part[1]) != part[1]:
        _refuse(file, f"含有不能使用的文件名“{name}”")
    if name in seen:
        _refuse(file, f"“{name}”出现了不止一次")
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        _refuse(file, f"“{name}”不是普通文件，可能是指向别处的链接")
    if member.flag_bits & _ENCRYPTED:
        _refuse(file, f"“{name}”加了密码，无法检查")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(file, f"“{name}”的压缩方法不能使用")


def _require_sums(file: Path, head: _Head, parts: Mapping[str, bytes]) -> None:
    found = {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}
    del found[_HEAD]
    for name in sorted(found.keys() | head.files.keys()):
        if name not in found:
            _refuse(file, f"缺少 {name}")
        if found[name] != head.files.get(name):
            _refuse(file, f"{name} 与清单里的校验值不符，传送中可能损坏或被改动")


def _require_sane(file: Path, head: _Head, parts: Mapping[str, bytes]) -> None:
    """What no notice has, and what would mislead who reads it or block every later version."""
    if problem := id_problem(head.id) or version_problem(head.version):
        _refuse(file, problem)
    for name, data in parts.items():
        try:
            texts = list(_texts(json.loads(data), ""))
        except (ValueError, RecursionError) as error:
            _refuse(file, f"{name} 不是有效的 JSON", error)
        for key, text in texts:
            if problem := text_problem(key, text):
                _refuse(file, f"{name} 的 {key[:60]} {problem}")


def id_problem(id_: str) -> str:
    """Why no call can have this id, which is well formed; empty where it can."""
    return "" if safe_name(id_) == id_ else f"通知的代号“{id_}”是系统保留的名称，不能使用"


def version_problem(version: str) -> str:
    """Why no call file can have this version, empty where it can."""
    if not _VERSION.fullmatch(version):
        return f"版本号 {version[:20]} 应当是一到四段数字，如 2030.1"
    if max(map(int, version.split("."))) > _LARGEST_VERSION:
        return f"版本号 {version} 过大，以后的版本都排不到它后面"
    return ""


def text_problem(key: str, text: str) -> str:
    """Why ``text``, which stands at ``key``, is no text of a notice; empty where it is one."""
    if _MISLEADING.search(text):
        return "含有看不见的控制字符，显示出来会与内容不符"
    most = _LONGEST_TITLE if key in _TITLES else _LONGEST_TEXT
    return f"太长（{len(text)} 个字符，最多 {most} 个）" if len(text) > most else ""


def _texts(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text below ``value`` with the key that it stands at; keys are texts too."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield key, name
            yield from _texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, key)


def _refuse(file: Path, why: str, error: Exception | None = None) -> NoReturn:
    raise CallPackError(
        f"无法导入“{file.name}”：{why}。请向发布通知数据的单位重新索取；若文件是为更新的程序"
        "制作的，请先更新本程序。没有改动任何内容。"
    ) from error
