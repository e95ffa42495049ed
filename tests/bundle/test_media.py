"""Bundles on exFAT, full at several points and pulled at random moments.

`pytest --pulls 100 tests/bundle/test_media.py` for the long run.
"""

import random
import re
import threading
import time
from pathlib import Path

import pytest

from jbgs_desktop.bundle.layout import UNFINISHED
from jbgs_desktop.bundle.model import BundleContent
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.errors import BundleError, JbgsError
from tests.bundle.media import MB, Stick, stick
from tests.bundle.sample_bundles import digests, sample_content


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> BundleContent:
    return sample_content(tmp_path_factory.mktemp("draft"), attached=6 * MB)


@pytest.fixture(scope="module")
def whole(content: BundleContent, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The digests of the bundle as it has to be; it is the same bytes each time."""
    return digests(write_bundle(content, tmp_path_factory.mktemp("host")).folder)


def test_a_bundle_is_whole_on_exfat(
    tmp_path: Path, content: BundleContent, whole: dict[str, str]
) -> None:
    with stick(tmp_path, 64 * MB) as drive:
        write_bundle(content, drive.mount)
        drive.take_out()
        drive.pull()
        drive.plug_in()
        assert digests(drive.mount / content.name) == whole
        assert verify(drive.mount / content.name).ok


@pytest.mark.parametrize("room", [0, 50_000, 700_000, 3 * MB, 6 * MB])
def test_a_full_stick_keeps_nothing_that_looks_finished(
    tmp_path: Path, content: BundleContent, room: int
) -> None:
    with stick(tmp_path, 32 * MB) as drive:
        filled = False

        def fill(_: object) -> None:
            nonlocal filled
            if not filled:
                filled = True
                fill_up(drive.mount, room)

        with pytest.raises(BundleError, match="空间已经用完"):
            write_bundle(content, drive.mount, progress=fill)
        assert [path.name for path in drive.mount.iterdir()] == ["别的"]


def test_a_bundle_that_never_got_its_name_is_not_called_complete(
    tmp_path: Path, content: BundleContent
) -> None:
    """Pulled just before it was renamed: all bytes are there, but nobody has read them back."""
    folder = write_bundle(content, tmp_path).folder
    left = folder.rename(tmp_path / f".{content.name}.0a1b2c3d{UNFINISHED}")
    verdict = verify(left)
    assert not verdict.ok
    assert any("没有写完" in finding.message for finding in verdict.errors)


def fill_up(folder: Path, room: int) -> None:
    """Leave ``room`` bytes free."""
    with (folder / "别的").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            file.truncate(max(0, file.tell() - room))


def written_until_pulled(drive: Stick, content: BundleContent, after: float) -> bool:
    """Write, and pull after some seconds; whether the writing was said to be done."""
    puller = threading.Timer(after, drive.pull)
    puller.start()
    try:
        write_bundle(content, drive.mount)
        return True
    except BundleError as error:
        assert re.search("没有|没能确认", str(error))
        return False
    finally:
        puller.join()


def called_complete(folder: Path) -> bool:
    try:
        return verify(folder).ok
    except JbgsError:
        return False


def test_nothing_is_called_complete_that_is_not_however_the_stick_is_pulled(
    tmp_path: Path, content: BundleContent, whole: dict[str, str], pytestconfig: pytest.Config
) -> None:
    dice, pulls = random.Random(5), pytestconfig.getoption("--pulls")
    outcomes = {"done": 0, "partly": 0, "nothing": 0}
    with stick(tmp_path, 32 * MB) as drive:
        write_bundle(content, drive.mount)  # what is loaded the first time takes its own time
        begun = time.monotonic()
        write_bundle(content, drive.mount, replace=True)
        duration = time.monotonic() - begun
    for number in range(pulls):
        folder = tmp_path / str(number)
        folder.mkdir()
        with stick(folder, 32 * MB) as drive:
            is_done = written_until_pulled(drive, content, dice.random() * duration * 1.1)
            drive.take_out()
            drive.plug_in()
            left = list(drive.mount.iterdir())
            for found in left:
                if called_complete(found):
                    assert found.name == content.name
                    assert digests(found) == whole
                assert found.name == content.name or found.name.endswith(UNFINISHED)
            if is_done:
                assert called_complete(drive.mount / content.name)
            outcomes["done" if is_done else "partly" if left else "nothing"] += 1
        (folder / "stick.img").unlink()
    print(f"{pulls} pulls: {outcomes}")
