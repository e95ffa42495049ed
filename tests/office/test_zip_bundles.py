"""Bundles in zips: taken in as they were meant, hostile ones refused, nothing put outside."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle as write_package
from jbgs_desktop.errors import BundleError
from jbgs_desktop.office.forward_package import compose_package
from jbgs_desktop.office.intake import Received, receive_bundles
from jbgs_desktop.office.zip_bundles import list_zip, unpack_bundle
from tests.bundle.small_bundles import an_application, write_bundle
from tests.office.registers import WHEN

DEFLATED = zipfile.ZIP_DEFLATED


def zipped(file: Path, *folders: Path, inside: str = "", encoding: str = "utf-8") -> Path:
    """A zip of ``folders`` as a packer writes it whose names are in ``encoding``."""
    with zipfile.ZipFile(file, "w", DEFLATED) as archive:
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    name = f"{inside}{folder.name}/{path.relative_to(folder).as_posix()}"
                    archive.writestr(_info(name, encoding), path.read_bytes())
    return file


def _info(name: str, encoding: str) -> zipfile.ZipInfo:
    if encoding == "utf-8":
        info = zipfile.ZipInfo(name)
    else:

        class Raw(zipfile.ZipInfo):
            def _encodeFilenameFlags(self) -> tuple[bytes, int]:
                return self.filename.encode(encoding), self.flag_bits & ~0x800

        info = Raw(name)
    info.compress_type = DEFLATED
    return info


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_zip_is_taken_in_whatever_its_names_are_in(encoding: str, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "元宇宙_第1示例", an_application(1))
    file = zipped(tmp_path / "包.zip", source, inside="区县/", encoding=encoding)
    (received,) = receive_bundles([file], tmp_path / "in")
    assert received.is_accepted, received.reason
    assert received.place == file
    assert received.folder == tmp_path / "in" / source.name
    files = {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()}
    copied = {path: (received.folder / path).read_bytes() for path in files if received.folder}
    assert copied == files


def test_several_in_one_zip_lie_among_folders(tmp_path: Path) -> None:
    one, two = (write_bundle(tmp_path / f"{n}", an_application(n)) for n in (1, 2))
    pile = tmp_path / "pile"
    three = write_bundle(pile / "三", an_application(3))
    file = zipped(pile / "二.zip", one, two)
    received = {each.place: each for each in receive_bundles([pile])}
    assert set(received) == {three, file / "1", file / "2"}
    assert all(each.is_accepted for each in received.values())
    order = sorted(received.values(), key=lambda each: each.at)
    assert [each.place for each in order] == [three, file / "1", file / "2"]


def test_a_zip_of_the_files_alone_is_the_bundle(tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "包", an_application(1))
    with zipfile.ZipFile(tmp_path / "散.zip", "w") as archive:
        for path in source.rglob("*"):
            archive.write(path, path.relative_to(source))
        archive.writestr("__MACOSX/._bagit.txt", b"x")
        archive.writestr("data/.DS_Store", b"x")
    (received,) = receive_bundles([tmp_path / "散.zip"], tmp_path / "in")
    assert received.folder == tmp_path / "in" / "散"
    assert verify(received.folder, with_form=False).findings == ()


def test_a_forward_package_is_taken_in_bundle_by_bundle(tmp_path: Path) -> None:
    bundles = [write_bundle(tmp_path / f"{n}", an_application(n)) for n in (1, 2)]
    content = compose_package({"表.xlsx": b"x"}, bundles, {}, recommender="某局", made=WHEN.date())
    (tmp_path / "out").mkdir()
    package = write_package(content, tmp_path / "out").folder
    for place in (package, zipped(tmp_path / "上报.zip", package)):
        found = list(receive_bundles([place]))
        assert sorted(e.place.name for e in found if e.is_accepted) == ["1", "2"]
        assert not [each for each in found if each.reason]
    (package / "data" / "推荐表" / "表.xlsx").write_bytes(b"changed")
    (refused,) = (each for each in receive_bundles([package]) if each.reason)
    assert refused.place == package
    assert "表.xlsx" in refused.reason


def _plain(names: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("包/bagit.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return stream.getvalue()


def _locked() -> bytes:
    data = bytearray(_plain({"包/bagit.txt": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _lying() -> bytes:
    """The list says that a file has 1 byte, and it has more."""
    data = bytearray(_plain({"包/bagit.txt": b"x" * 5000}))
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 1)
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no-zip": (lambda: b"x" * 100, "打不开"),
    "cut": (lambda: _plain({"包/bagit.txt": b"x" * 999})[:-30], "打不开"),
    "empty": (lambda: _plain({}), "没有报送包"),
    "no-bundle": (lambda: _plain({"照片/1.jpg": b"x"}), "没有报送包"),
    "zip-in-zip": (lambda: _plain({"里.zip": _plain({"包/bagit.txt": b"x"})}), "先解压外面一层"),
    "locked": (_locked, "密码"),
    "link": (_link, "链接"),
    "bomb": (lambda: _plain({"包/bagit.txt": bytes(80 * 2**20)}), "大得不正常"),
    "unfinished": (lambda: _plain({".包.ab.未完成/bagit.txt": b"x"}), "没有写完"),
    "parent": (lambda: _plain({"包/bagit.txt": b"x", "包/../../out.txt": b"x"}), "“..”"),
    "stream": (lambda: _plain({"包/bagit.txt": b"x", "包/ab:c.txt": b"x"}), "冒号"),
    "device": (lambda: _plain({"包/bagit.txt": b"x", "包/CON.txt": b"x"}), "设备名称"),
    "twins": (lambda: _plain({"包/bagit.txt": b"x", "包/a": b"x", "包/A": b"x"}), "大得不正常"),
    "lying": (_lying, "打不开"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    build, words = HOSTILE[name]
    pile = tmp_path / "pile"
    good = write_bundle(pile / "好", an_application(1))
    (pile / "坏.zip").write_bytes(build())
    received = {each.place.name: each for each in receive_bundles([pile], tmp_path / "in")}
    assert received[good.name].is_accepted
    assert words in received["坏.zip"].reason
    assert [each.name for each in (tmp_path / "in").iterdir()] == ["好"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "pile"]


@given(st.binary(max_size=300), st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_any_bytes_are_a_sentence(data: bytes, at: int, patch: bytes) -> None:
    import tempfile

    good = bytearray(_plain({"包/bagit.txt": b"x", "包/data/一.pdf": b"y"}))
    good[at : at + len(patch)] = patch
    for content in (data, bytes(good)):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "a.zip")
            file.write_bytes(content)
            answer = list_zip({"source": str(file)})
            assert set(answer) <= {"roots", "packages", "problem"}
            for root in answer.get("roots", ()):
                try:
                    unpack_bundle(file, root, Path(folder, "out", "x"), 2**20)
                except (BundleError, OSError):
                    continue


def test_the_name_that_a_packer_put_beside_it_counts(tmp_path: Path) -> None:
    raw = "包/bagit.txt".encode("gbk")
    name = "真/bagit.txt".encode()
    field = b"\1" + struct.pack("<I", zlib.crc32(raw)) + name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = _info("包/bagit.txt", "gbk")
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        archive.writestr(info, b"x")
    assert list_zip({"source": str(tmp_path / "a.zip")}) == {"roots": ["真"], "packages": []}


def test_cancelling_before_a_zip_is_looked_at_takes_nothing(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", write_bundle(tmp_path / "包", an_application()))
    received: list[Received] = list(
        receive_bundles([file], tmp_path / "in", cancelled=lambda: True)
    )
    assert received == []
