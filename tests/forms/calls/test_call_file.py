"""Call packs that come as files: checked whole, kept in versions, compared."""

import hashlib
import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import (
    find_call,
    installed_calls,
    load_call,
)
from jbgs_desktop.forms.calls.call_file import (
    CallOrigin,
    install_call,
    installed_versions,
    keep_version,
    origin_of,
    read_call_file,
    write_call_file,
)
from jbgs_desktop.forms.calls.difference import call_changes
from jbgs_desktop.forms.calls.installed_packs import call_folders, installed_packs_folder
from tests.forms.applications import DATA, national_call

ORIGIN = CallOrigin(issued_by="某某省工信厅", issued="2023-10-20", source="补充通知〔2023〕9号")
NEWER = "2023.10"  # than 2023.9, although a text sorts them the other way


def edited(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    tree = json.loads((folder / name).read_text("utf-8"))
    change(tree)
    (folder / name).write_text(json.dumps(tree, ensure_ascii=False), "utf-8")


def pack_of(tmp_path: Path, version: str = NEWER) -> Path:
    """A folder with the built-in call in another version."""
    call = national_call()
    folder = tmp_path / version / call.id
    shutil.copytree(call_folders()[call.id], folder)
    edited(folder, "call.json", lambda tree: tree.update(version=version))
    return folder


def call_file(tmp_path: Path, version: str = NEWER) -> Path:
    file = tmp_path / f"{version}.jbgscall"
    write_call_file(pack_of(tmp_path, version), ORIGIN, file)
    return file


def repacked(file: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The call file with other content; its sums are left as they were."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file


def test_a_newer_version_is_used_and_the_older_one_is_still_there(tmp_path: Path) -> None:
    found = read_call_file(call_file(tmp_path))
    assert (found.call.version, found.origin) == (NEWER, ORIGIN)
    old = national_call()
    assert find_call(old.id) == old  # reading puts nothing in
    folder = install_call(found)
    assert find_call(old.id) == found.call == load_call(folder)
    assert find_call(old.id, old.version) == old
    assert [call.version for call in installed_calls()] == [NEWER]
    assert origin_of(folder) == ORIGIN and origin_of(call_folders()[old.id]) is None


def test_versions_count_as_numbers_and_an_older_one_changes_nothing(tmp_path: Path) -> None:
    install_call(read_call_file(call_file(tmp_path, "2023.10")))
    install_call(read_call_file(call_file(tmp_path, "2023.9")))
    id_ = national_call().id
    wanted = ("", "2023.9", "2099.1", "2023.9.5", "2023.8")  # the last three are not here
    assert [getattr(find_call(id_, version), "version", "") for version in wanted] == [
        *("2023.10", "2023.9", "2023.10", "2023.10", "2023.9"),
    ]


def test_a_call_that_was_not_known_is_added(tmp_path: Path) -> None:
    file = tmp_path / "second.jbgscall"
    write_call_file(DATA / "calls" / "second-call", ORIGIN, file)
    install_call(read_call_file(file))
    assert [call.id for call in installed_calls()] == [national_call().id, "second-call"]


def test_one_version_has_one_content(tmp_path: Path) -> None:
    file = call_file(tmp_path)
    first = install_call(read_call_file(file))
    assert install_call(read_call_file(file)) == first
    shutil.rmtree(tmp_path / NEWER)
    folder = pack_of(tmp_path)
    edited(folder, "call.json", lambda tree: tree.update(issuer="别的单位"))
    write_call_file(folder, ORIGIN, file)
    with pytest.raises(CallPackError, match="版本号"):
        install_call(read_call_file(file))
    found = find_call(national_call().id)
    assert found is not None and found.issuer == national_call().issuer


def test_a_version_that_was_damaged_on_disk_gives_way_and_can_be_put_in_again(
    tmp_path: Path,
) -> None:
    file = call_file(tmp_path)
    folder = install_call(read_call_file(file))
    (folder / "form.json").write_bytes(b"{")
    load_call.cache_clear()
    assert find_call(national_call().id) == national_call()
    assert [call.version for call in installed_calls()] == [national_call().version]
    install_call(read_call_file(file))
    found = find_call(national_call().id)
    assert found is not None and found.version == NEWER


def test_windows_that_keep_the_same_version_at_once_do_not_disturb_a_reader() -> None:
    call = national_call()
    with ThreadPoolExecutor(4) as workers:
        for _ in range(4):
            keeping = [workers.submit(keep_version, call) for _ in range(2)]
            reading = [workers.submit(installed_calls) for _ in range(6)]
            assert all(call in found.result() for found in reading)
            assert [done.result() for done in keeping] == [None, None]
            assert len(list(installed_versions(call.id))) == 2, "the built-in one and the kept one"
            shutil.rmtree(installed_packs_folder())


def test_the_same_pack_makes_the_same_file(tmp_path: Path) -> None:
    file = call_file(tmp_path)
    data = file.read_bytes()
    write_call_file(tmp_path / NEWER / national_call().id, ORIGIN, file)
    assert file.read_bytes() == data


def _with(name: str, data: bytes = b"{}") -> Callable[[dict[str, bytes]], object]:
    return lambda parts: parts.update({name: data})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_with("../call.json"), "通知数据以外的文件"),
        (_with("/tracks/x.json"), "通知数据以外的文件"),
        (_with("tracks\\x.json"), "通知数据以外的文件"),
        (_with("tracks/../../x.json"), "通知数据以外的文件"),
        (_with("samples/evidence/a.pdf"), "通知数据以外的文件"),
        (_with("run.exe"), "通知数据以外的文件"),
        (_with("tracks/con.json"), "文件名"),
        (_with("tracks/extra.json"), "清单"),
        (_with("form.json"), "校验值不符"),
        (_with("form.json", b" " * (9 * 2**20)), "过大"),
        (lambda parts: parts.pop("form.json"), "缺少"),
        (lambda parts: parts.pop("pack.json"), "不是通知数据文件"),
        (_with("pack.json"), "pack.json"),
        (_with("pack.json", b"[" * 100_000), "pack.json"),
    ],
    ids=[
        "parent", "absolute", "backslash", "inner-parent", "sample", "program", "device",
        "unlisted", "changed", "large", "form-gone", "head-gone", "head-empty", "head-deep",
    ],
)  # fmt: skip
def test_what_is_no_whole_call_pack_is_refused(
    tmp_path: Path, data_folder: Path, change: Callable[[dict[str, bytes]], object], message: str
) -> None:
    file = repacked(call_file(tmp_path), change)
    with pytest.raises(CallPackError, match=message) as caught:
        read_call_file(file)
    assert "没有改动" in str(caught.value) and str(tmp_path) not in str(caught.value)
    assert not (data_folder / "calls").exists()


def test_a_pack_that_breaks_the_loaders_rules_is_refused(tmp_path: Path) -> None:
    folder = pack_of(tmp_path)
    file = call_file(tmp_path, "2023.11")
    edited(folder, "form.json", lambda tree: tree["fields"].pop("unit.name"))

    def change(parts: dict[str, bytes]) -> None:
        parts["form.json"] = (folder / "form.json").read_bytes()
        head = json.loads(parts["pack.json"])
        head["files"]["form.json"] = hashlib.sha256(parts["form.json"]).hexdigest()
        parts["pack.json"] = json.dumps(head).encode()

    with pytest.raises(CallPackError, match=r"fields 缺少 unit\.name"):
        read_call_file(repacked(file, change))


def test_a_link_or_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    file = call_file(tmp_path)
    link = zipfile.ZipInfo("tracks/link.json")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CallPackError, match="链接"):
        read_call_file(file)
    file = call_file(tmp_path, "2023.12")
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("call.json", "{}")
    with pytest.raises(CallPackError, match="不止一次"):
        read_call_file(file)


def test_a_file_of_many_parts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "many.jbgscall"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(301):
            archive.writestr(f"tracks/{number}.json", "")
    with pytest.raises(CallPackError, match="超过"):
        read_call_file(file)


@given(st.data())
def test_a_damaged_file_is_never_taken_for_another_pack(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    whole = _whole(tmp_path_factory)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    file = folder / "damaged.jbgscall"
    file.write_bytes(whole[:at] + flipped + whole[at + 1 :])
    try:
        found = read_call_file(file)
    except CallPackError as error:
        assert "damaged.jbgscall" in str(error)
    else:  # a byte that carries no content, such as a date
        assert found.call.version == NEWER and found.origin == ORIGIN


_made: list[bytes] = []


def _whole(folders: pytest.TempPathFactory) -> bytes:
    if not _made:
        _made.append(call_file(folders.mktemp("whole")).read_bytes())
    return _made[0]


def test_what_differs_is_told_by_group(tmp_path: Path) -> None:
    folder = pack_of(tmp_path)
    edited(
        folder,
        "regions/zhengzhou.json",
        lambda tree: tree["deadlines"][0].update(when="2023-12-01"),
    )
    edited(
        folder,
        "tracks/metaverse.json",
        lambda tree: tree["directions"][1].update(target="新的目标。"),
    )
    edited(folder, "call.json", lambda tree: tree["limits"]["unit.profile"].update(words=600))
    edited(folder, "form.json", lambda tree: tree["pledge"].update(title="新承诺书"))
    new = load_call(folder)
    changes = call_changes(national_call(), new)
    assert [change.group for change in changes] == [
        "截止时间", "赛道与方向", "字数限制", "表格文字"
    ]  # fmt: skip
    deadline, direction, limit, text = changes
    assert deadline.new == "2023-12-01"
    assert (direction.track, direction.direction, direction.new) == ("metaverse", 2, "新的目标。")
    assert (limit.old, limit.new) == ("500 字", "600 字")
    assert text.new == "新承诺书"
    assert call_changes(new, new) == []


def test_a_direction_that_is_gone_or_new_is_told(tmp_path: Path) -> None:
    folder = pack_of(tmp_path)
    edited(folder, "tracks/metaverse.json", lambda tree: tree["directions"].pop())
    new = load_call(folder)
    gone = call_changes(national_call(), new)
    assert {change.direction for change in gone} == {11} and not any(c.new for c in gone)
    assert not any(change.old for change in call_changes(new, national_call()))


def test_bytes_that_are_no_zip_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.jbgscall"
    for data in (b"", b"PK\x05\x06", b"hello", io.BytesIO().getvalue()):
        file.write_bytes(data)
        with pytest.raises(CallPackError, match=r"x\.jbgscall"):
            read_call_file(file)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "通知\u202e件附", "看不见的控制字符"),
        ("issuer", "某部\u0007", "看不见的控制字符"),
        ("title", "长" * 301, "title 太长"),
        ("version", "999999.1", "版本号"),
        ("id", "con", "系统保留的名称"),
    ],
    ids=["direction", "control", "long", "version", "reserved"],
)
def test_what_would_mislead_or_block_is_refused(
    key: str, value: str, message: str, tmp_path: Path
) -> None:
    folder = pack_of(tmp_path)
    edited(folder, "call.json", lambda tree: tree.update({key: value}))
    if key == "id":  # a folder is called as its call
        folder = folder.rename(folder.with_name(value))
    file = tmp_path / "odd.jbgscall"
    write_call_file(folder, ORIGIN, file)
    with pytest.raises(CallPackError, match=message):
        read_call_file(file)


def test_a_zip_with_a_long_list_of_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "long.jbgscall"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(301):
            archive.writestr(f"{number}", b"")
    with pytest.raises(CallPackError, match="超过 300 个"):
        read_call_file(file)


def test_a_file_is_known_by_its_digest(tmp_path: Path) -> None:
    file = call_file(tmp_path)
    assert read_call_file(file).digest == hashlib.sha256(file.read_bytes()).hexdigest()
