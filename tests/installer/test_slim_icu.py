"""The slim ICU library, with made-up packages."""

import ctypes
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installer.linux.slim_icu import is_kept, link, read_package, slim, write_package
from tests.libreoffice import require

HEADER = struct.pack("<H2s20s", 144, b"\xda\x27", b"\x14\0\0\0\0\0\x02\0CmnD").ljust(144, b"\0")
NAMES = st.from_regex(r"icudt73l/[A-Za-z0-9/_-]{1,12}\.(res|cnv|nrm)", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(min_size=1, max_size=70), min_size=1))
def test_a_package_is_read_as_it_was_written(items: dict[str, bytes]) -> None:
    header, found = read_package(write_package(HEADER, items))
    assert header == HEADER
    assert list(found) == sorted(items)
    for name, item in items.items():
        assert found[name].rstrip(b"\0") == item.rstrip(b"\0")
        assert len(found[name]) % 16 == 0


def test_each_item_stands_where_its_reader_may_take_numbers() -> None:
    data = write_package(HEADER, {"icudt73l/a.res": b"a", "icudt73l/bb.res": b"b" * 17})
    assert data.index(b"a\0\0\0", 200) % 16 == 0
    assert data.index(b"b" * 17) % 16 == 0


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(ValueError, match="package"):
        read_package(bytes(200))


@pytest.mark.parametrize(
    "name",
    [
        "root.res",
        "pool.res",
        "res_index.res",
        "zh.res",
        "zh_Hans_CN.res",
        "en_US.res",
        "coll/zh.res",
        "coll/ucadata.icu",
        "zone/root.res",
        "zoneinfo64.res",
        "windowsZones.res",
        "supplementalData.res",
        "gb18030.cnv",
        "ibm-1386_P100-2001.cnv",
        "cnvalias.icu",
        "nfkc.nrm",
    ],
)
def test_what_qt_asks_for_is_kept(name: str) -> None:
    assert is_kept(f"icudt73l/{name}", 200_000)


@pytest.mark.parametrize(
    "name",
    [
        "fr.res",
        "sr_Latn_BA.res",
        "coll/ja.res",
        "zone/de.res",
        "lang/zh.res",
        "brkitr/cjdict.dict",
        "translit/root.res",
        "euc-tw-2014.cnv",
        "unames.icu",
        "rfc3491.spp",
    ],
)
def test_what_nobody_asks_for_goes(name: str) -> None:
    assert not is_kept(f"icudt73l/{name}", 200_000)


@pytest.mark.skipif(sys.platform != "linux", reason="ELF libraries")
def test_the_library_has_its_name_and_the_data_that_is_kept(tmp_path: Path) -> None:
    require("as", "ld")
    library = tmp_path / "libicudata.so.73"
    library.touch()
    items = {"icudt73l/fr.res": b"French", "icudt73l/zh.res": b"Chinese"}
    link(write_package(HEADER, items), "icudt73_dat", library)
    slim(library)
    data = (ctypes.c_char * 192).in_dll(ctypes.CDLL(str(library)), "icudt73_dat")
    assert ctypes.addressof(data) % 16 == 0
    _, found = read_package(data.raw)
    assert {name: item.rstrip(b"\0") for name, item in found.items()} == {
        "icudt73l/zh.res": b"Chinese"
    }
