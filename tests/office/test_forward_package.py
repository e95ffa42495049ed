"""上报包: a bag of bundles that any tool and our own check find whole."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.errors import BundleCancelledError, BundleError, BundleExistsError
from jbgs_desktop.office.forward_package import compose_package
from jbgs_desktop.office.register.register import Register
from tests.office.registers import application, new_register, receive

MADE = date(2023, 11, 3)
TABLES = {"推荐表-某赛道.docx": b"PK docx", "推荐表-某赛道.xlsx": b"PK xlsx"}


@pytest.fixture
def bundles(tmp_path: Path) -> Iterator[list[Path]]:
    with closing(new_register(tmp_path)) as register:
        yield [_received(register, number) for number in (1, 2, 3)]


def _received(register: Register, number: int) -> Path:
    return register.received / receive(register, application(number)).folder


def test_the_package_and_every_bundle_in_it_are_whole(bundles: list[Path], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    content = compose_package(
        TABLES,
        bundles,
        {},
        recommender="示例区工信局",
        made=MADE,
        progress=lambda done, total: seen.append((done, total)),
    )
    folder = write_bundle(content, tmp_path).folder
    assert folder.name == "示例区工信局_揭榜推荐材料_20231103"
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)
    bagit.Bag(str(folder)).validate()
    assert verify(folder).findings == ()
    inner = sorted((folder / "data" / "报送包").iterdir())
    assert [each.name for each in inner] == sorted(each.name for each in bundles)
    for each in inner:
        bagit.Bag(str(each)).validate()
        assert verify(each).ok
    assert (folder / "data" / "推荐表" / "推荐表-某赛道.docx").read_bytes() == b"PK docx"
    with pytest.raises(BundleExistsError):
        write_bundle(content, tmp_path)


def test_a_bundle_that_changed_since_is_named(bundles: list[Path]) -> None:
    (bundles[1] / "data" / "01_电子版" / "申报材料.pdf").write_bytes(b"%PDF other")
    with pytest.raises(BundleError, match=bundles[1].name):
        compose_package(TABLES, bundles, {}, recommender="", made=MADE)


def test_one_that_changes_while_it_is_written_leaves_nothing(
    bundles: list[Path], tmp_path: Path
) -> None:
    content = compose_package(TABLES, bundles, {}, recommender="", made=MADE)
    (bundles[2] / "data" / "01_电子版" / "申报材料.pdf").write_bytes(b"%PDF other")
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(BundleError, match="请重新接收这份报送包"):
        write_bundle(content, target)
    assert list(target.iterdir()) == []


def test_one_that_is_gone_is_named(bundles: list[Path]) -> None:
    bundles[0].rename(bundles[0].with_name("elsewhere"))
    with pytest.raises(BundleError, match=f"“{bundles[0].name}”已经不在"):
        compose_package(TABLES, bundles, {}, recommender="", made=MADE)


def test_it_can_be_called_off(bundles: list[Path]) -> None:
    with pytest.raises(BundleCancelledError):
        compose_package(TABLES, bundles, {}, recommender="", made=MADE, cancelled=lambda: True)
