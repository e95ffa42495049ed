"""Bundles in a zip of strangers, listed and unpacked in a child process, within bounds.

Names that are not UTF-8 are read as GBK, as Windows here writes them, so that a zip that other
programs unpack garbled is taken in as it was meant.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle.bagit_profile import (
    INFO,
    LARGEST_BUNDLE,
    MANIFEST,
    MOST_FILES,
    TAG_MANIFEST,
)
from jbgs_desktop.bundle.safe_names import REASONS, path_fault, safe_for_display, twins
from jbgs_desktop.bundle.system_files import is_system_file, is_system_folder
from jbgs_desktop.errors import BundleError
from jbgs_desktop.office.bundle_search import (
    DEEPEST_BUNDLE,
    PACKED_BUNDLES,
    is_bundle,
    is_package,
    is_unfinished,
)

_RATIO, _NO_BOMB = 200, 64 * 2**20  # so much larger than packed, above so many bytes
LARGEST_PACKAGE = LARGEST_BUNDLE * 16  # bytes of all that a zip holds
_CHUNK = 2**20
_LARGEST_LIST = 8 * 2**20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_OF_A_MAC = "__MACOSX"

_DAMAGED = "压缩包打不开，可能已经损坏，没有接收。请重新复制，或请申报单位重新压缩。"
_EMPTY = "压缩包里没有报送包，没有接收。压缩包里的压缩包不会打开，请先解压外面一层。"
_LOCKED = "压缩包有密码，没有接收。请先解压，再接收解压出来的文件夹。"
_BOMB = "压缩包解开以后大得不正常，没有打开，请退回申报单位。"
_LINKS = "压缩包里有链接或特殊文件，没有打开，请退回申报单位。"
_UNFINISHED = "压缩包里是没有写完的报送包，没有接收。请申报单位重新制作报送包。"
_Members = Mapping[str, zipfile.ZipInfo]


def list_zip(item: Mapping[str, Any]) -> dict[str, Any]:
    """The folders in the zip ``source`` that are bundles: ``roots``, or the sentence ``problem``.

    ``packages`` are those folders among them that an office has forwarded, before the bundles in
    them. The root of a zip that is itself a bundle is empty.
    """
    try:
        with _opened(Path(item["source"])) as archive:
            members = _members(archive)
            roots = _roots(archive, members)
            if not roots:
                steps = (step for path in members for step in path.split("/"))
                return {"problem": _UNFINISHED if any(map(is_unfinished, steps)) else _EMPTY}
            packages = [root for root, is_package in roots.items() if is_package]
            return {"roots": sorted(roots), "packages": packages}
    except BundleError as error:
        return {"problem": str(error)}


def unpack_bundle(source: Path, root: str, target: Path, most: int) -> None:
    """Unpack the bundle ``root`` of the zip ``source`` as the new folder ``target``.

    What a system has left in it stays behind. Raises BundleError, OSError.
    """
    with _opened(source) as archive:
        members = _below(_members(archive), root)
        listed = _listed(archive, members)
        wanted = {p: m for p, m in members.items() if p in listed or not _is_system(p, m)}
        for path in wanted:
            if fault := path_fault(path):
                name = safe_for_display(path)
                raise BundleError(
                    f"压缩包里的名称“{name}”{REASONS[fault]}，没有接收，请退回申报单位。"
                )
        if twins(wanted) or sum(each.file_size for each in wanted.values()) > most:
            raise BundleError(_BOMB)
        target.mkdir()
        for path, member in sorted(wanted.items()):
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(archive, member, file)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleError(_DAMAGED) from error
    except (ValueError, struct.error) as error:
        raise BundleError(_DAMAGED) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of ``archive`` by their paths. Raises BundleError for one that is not opened."""
    infos = archive.infolist()
    size = sum(each.file_size for each in infos)
    packed = sum(each.compress_size for each in infos)
    is_bomb = size > _NO_BOMB and size > _RATIO * packed
    if len(infos) > MOST_FILES * 4 or size > LARGEST_PACKAGE or is_bomb:
        raise BundleError(_BOMB)
    if any(each.flag_bits & _ENCRYPTED for each in infos):
        raise BundleError(_LOCKED)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BundleError(_LINKS)
        path = _name(info).replace("\\", "/")
        if info.is_dir() or path.endswith("/") or path.split("/")[0] == _OF_A_MAC:
            continue
        if path in members:
            raise BundleError(_DAMAGED)
        members[path] = info
    return members


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant. zipfile reads one that does not say that it is UTF-8 as cp437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    if (stated := _unicode_path(info.extra, raw)) is not None:
        return stated
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that a packer has put beside the one of its system."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        is_it = kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1
        if is_it and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            with suppress(UnicodeDecodeError):
                return field[5:].decode()
    return None


def _roots(archive: zipfile.ZipFile, members: _Members) -> dict[str, bool]:
    """The folders that are bundles or packages, and whether they are packages."""
    names: dict[str, set[str]] = {}
    for path in members:
        steps = path.split("/")
        for at in range(min(len(steps), DEEPEST_BUNDLE + 1)):
            names.setdefault("/".join(steps[:at]), set()).add(steps[at])
    found = {folder for folder, below in names.items() if is_bundle(below)}
    found = {f for f in found if not any(is_unfinished(step) for step in f.split("/"))}
    tops = {f for f in found if not any(_is_within(f, other) for other in found)}
    roots: dict[str, bool] = {}
    for top in tops:
        packed = _packed(archive, members, top, names)
        roots |= {top: packed is not None, **dict.fromkeys(packed or (), False)}
    return roots


def _is_within(path: str, folder: str) -> bool:
    return path != folder and (not folder or path.startswith(f"{folder}/"))


def _packed(
    archive: zipfile.ZipFile, members: _Members, root: str, names: Mapping[str, Iterable[str]]
) -> list[str] | None:
    """The bundles in what an office has forwarded; None where ``root`` is a bundle itself."""
    info = _below(members, root).get(INFO)
    inside = f"{root}/{PACKED_BUNDLES}".lstrip("/")
    if info is None or inside not in names or not is_package(_read(archive, info)):
        return None
    return [f"{inside}/{name}" for name in names[inside]]


def _below(members: _Members, root: str) -> dict[str, zipfile.ZipInfo]:
    head = f"{root}/" if root else ""
    return {path[len(head) :]: info for path, info in members.items() if path.startswith(head)}


def _listed(archive: zipfile.ZipFile, members: _Members) -> set[str]:
    """What the manifests of the bundle name, as far as they can be read."""
    texts = (_read(archive, members[name]) for name in (MANIFEST, TAG_MANIFEST) if name in members)
    lines = (line for text in texts for line in text.decode(errors="replace").split("\n"))
    return {line[66:] for line in lines}


def _is_system(path: str, member: zipfile.ZipInfo) -> bool:
    *folders, name = path.split("/")
    return any(map(is_system_folder, folders)) or is_system_file(name, member.file_size)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return stream.read(_LARGEST_LIST)


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path) -> None:
    left = member.file_size
    with archive.open(member) as stream, file.open("xb", buffering=0) as copy:
        while chunk := stream.read(_CHUNK):
            if (left := left - len(chunk)) < 0:
                raise BundleError(_BOMB)
            copy.write(chunk)
