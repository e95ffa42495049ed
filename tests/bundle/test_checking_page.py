"""校验.html as the office opens it: in a browser, from the stick, without anything of ours."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.system_files import (
    LARGEST_SYSTEM_FILE,
    SYSTEM_FILES,
    SYSTEM_FOLDERS,
)
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.files import resources
from tests.bundle.browser import Page, browser
from tests.bundle.sample_bundles import sample_content
from tests.office.registers import application, new_register, package, receive

GOOD = "校验通过"
BAD = "校验没有通过"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = sample_content(tmp_path_factory.mktemp("draft"), attached=9 * 2**20 + 55)
    return write_bundle(content, tmp_path_factory.mktemp("stick")).folder


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    """A bundle of one's own to tamper with."""
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    return copy


def checked(page: Page, chosen: Path, bundle: Path | None = None) -> str:
    """Open the bundle's own page, choose the folder; all that the page says then."""
    page.open((bundle or chosen) / layout.CHECKER)
    page.choose("#choose", chosen)
    page.wait("!document.getElementById('verdict').hidden")
    return str(page.evaluate("document.querySelector('main').innerText"))


def test_a_good_bundle_passes_and_tells_its_code(page: Page, bundle: Path) -> None:
    text = checked(page, bundle)
    assert GOOD in text
    assert BAD not in text
    assert format_code(bundle.name.rpartition("_")[2]) in text
    assert "被改动的" not in text


def test_the_stick_itself_may_be_chosen(page: Page, bundle: Path) -> None:
    assert GOOD in checked(page, bundle.parent, bundle)


def test_the_page_asks_for_nothing_from_a_network(page: Page, bundle: Path) -> None:
    checked(page, bundle)
    assert page.requests == []
    refused = "fetch('http://127.0.0.1:9/').then(() => 'sent', error => String(error))"
    assert "TypeError" in page.evaluate(refused)
    policy = "document.querySelector('meta[http-equiv=Content-Security-Policy]').content"
    assert "connect-src 'none'" in page.evaluate(policy)


def flip(bundle: Path) -> str:
    path = bundle / layout.APPLICATION
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    return f"{layout.APPLICATION}"


def flip_last(bundle: Path) -> str:
    path = max((bundle / layout.ORIGINALS).iterdir(), key=lambda path: path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 128]))
    return path.name


def cut(bundle: Path) -> str:
    path = bundle / layout.PDF
    path.write_bytes(path.read_bytes()[:-1])
    return layout.PDF


def lose(bundle: Path) -> str:
    (bundle / layout.WHOLE_SCAN).unlink()
    return layout.WHOLE_SCAN


def add(bundle: Path) -> str:
    (bundle / "data" / "安装.exe").write_bytes(b"MZ")
    return "data/安装.exe"


def rename(bundle: Path) -> str:
    (bundle / layout.DOCX).rename(bundle / "data" / "另一个.docx")
    return "data/另一个.docx"


def change_listing(bundle: Path) -> str:
    (bundle / layout.LISTING).write_bytes(b"%PDF-1.7\n")
    return layout.LISTING


def forge(bundle: Path) -> str:
    """Change a file and its line in the manifest: the manifest's own digest gives it away."""
    changed = flip(bundle)
    digest = hashlib.sha256((bundle / changed).read_bytes()).hexdigest()
    lines = (bundle / MANIFEST).read_text(encoding="utf-8").splitlines()
    new = [f"{digest}  {changed}" if line.endswith(changed) else line for line in lines]
    (bundle / MANIFEST).write_bytes("".join(f"{line}\n" for line in new).encode())
    return MANIFEST


def lose_tags(bundle: Path) -> str:
    (bundle / TAG_MANIFEST).unlink()
    return TAG_MANIFEST


def lose_manifest(bundle: Path) -> str:
    (bundle / MANIFEST).unlink()
    return "缺少 manifest-sha256.txt"


def lose_bagit(bundle: Path) -> str:
    (bundle / "bagit.txt").unlink()
    return "没有 bagit.txt"


def cut_manifest(bundle: Path) -> str:
    data = (bundle / MANIFEST).read_bytes()
    (bundle / MANIFEST).write_bytes(data[: len(data) // 2])
    return "不完整"


def climb(bundle: Path) -> str:
    with (bundle / MANIFEST).open("ab") as file:
        file.write(b"0" * 64 + b"  data/../../x\n")
    return "不合规范"


def double_line(bundle: Path) -> str:
    data = (bundle / MANIFEST).read_bytes()
    (bundle / MANIFEST).write_bytes(data + data.splitlines(keepends=True)[0])
    return "出现了两次"


def fetch(bundle: Path) -> str:
    (bundle / "fetch.txt").write_text("x")
    return "fetch.txt"


@pytest.mark.parametrize(
    "tamper",
    [
        flip,
        flip_last,
        cut,
        lose,
        add,
        rename,
        change_listing,
        forge,
        lose_tags,
        lose_manifest,
        lose_bagit,
        cut_manifest,
        climb,
        double_line,
        fetch,
    ],
    ids=lambda tamper: tamper.__name__,
)
def test_a_tampered_bundle_fails_and_the_file_is_named(
    page: Page, bundle: Path, tamper: Callable[[Path], str]
) -> None:
    named = tamper(bundle)
    text = checked(page, bundle)
    assert BAD in text
    assert GOOD not in text
    assert named in text


def test_two_bundles_at_once_are_not_mixed(page: Page, bundle: Path) -> None:
    shutil.copytree(bundle, bundle.with_name("另一个"))
    assert "有 2 个报送包" in checked(page, bundle.parent, bundle)


def test_a_bundle_that_was_never_finished_is_told(page: Page, bundle: Path) -> None:
    left = bundle.rename(bundle.with_name(f".{bundle.name}.0a1b2c3d{layout.UNFINISHED}"))
    text = checked(page, left)
    assert "没有写完" in text
    assert GOOD not in text


def test_the_page_has_the_programs_own_list_of_system_files() -> None:
    text = (resources() / "html" / "bundle_check.html").read_text(encoding="utf-8")
    for name, pattern in (("FOLDERS", SYSTEM_FOLDERS), ("FILES", SYSTEM_FILES)):
        assert f"const SYSTEM_{name} = /^(?:{pattern})$/i;" in text
    assert f"const LARGEST_SYSTEM_FILE = {LARGEST_SYSTEM_FILE};" in text


@pytest.mark.parametrize("name", ["desktop.ini.exe", "._x.exe", ".DS_Store2", "~$x.exe"])
def test_what_only_looks_like_it_fails(page: Page, bundle: Path, name: str) -> None:
    (bundle / "data" / name).write_bytes(b"x")
    text = checked(page, bundle)
    assert BAD in text
    assert name in text


def test_what_the_system_put_in_is_named_apart(page: Page, bundle: Path) -> None:
    for name in ("desktop.ini", "Thumbs.db"):
        (bundle / "data" / name).write_bytes(b"x")
    text = checked(page, bundle)
    assert GOOD in text
    assert "系统自动产生的文件（2 个）" in text
    assert "data/desktop.ini" in text


def test_without_a_worker_the_page_checks_by_itself(page: Page, bundle: Path) -> None:
    page.open(bundle / layout.CHECKER)
    page.evaluate("delete window.Worker")
    flipped = flip(bundle)
    page.choose("#choose", bundle)
    page.wait("!document.getElementById('verdict').hidden")
    text = str(page.evaluate("document.querySelector('main').innerText"))
    assert BAD in text
    assert flipped in text


def test_a_check_that_was_stopped_says_nothing_good(page: Page, bundle: Path) -> None:
    page.open(bundle / layout.CHECKER)
    page.choose("#choose", bundle)
    page.evaluate("document.getElementById('stop').click()")
    page.wait("document.getElementById('verdict').innerText.includes('没有核对完')")
    assert GOOD not in str(page.evaluate("document.querySelector('main').innerText"))


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 2**22 + 1])
def test_its_own_sha256_is_sha256(page: Page, made: Path, length: int) -> None:
    page.open(made / layout.CHECKER)
    script = (
        f"digestFile(new Blob([new Uint8Array({length}).map((_, i) => i * 7 + (i >> 8))]),"
        " sha256Maker(), () => {})"
    )
    data = bytes((i * 7 + (i >> 8)) % 256 for i in range(length))
    assert page.evaluate(script) == hashlib.sha256(data).hexdigest()


def test_what_an_office_forwards_is_explained(page: Page, bundle: Path, tmp_path: Path) -> None:
    with closing(new_register(tmp_path / "office")) as register:
        for number in (1, 2):
            receive(register, application(number))
        sent = package(register, tmp_path / "sent")
    text = checked(page, sent, bundle)
    assert "这是推荐单位的上报包，里面有 2 份报送包" in text
    assert "核验码与纸质材料页脚的核验码一致" not in text


def test_a_browser_that_picks_no_folders_blames_nobody(page: Page, bundle: Path) -> None:
    page.open(bundle / layout.CHECKER)
    page.evaluate("document.getElementById('choose').removeAttribute('webkitdirectory')")
    page.choose("#choose", bundle / MANIFEST)
    page.wait("!document.getElementById('verdict').hidden")
    text = str(page.evaluate("document.querySelector('main').innerText"))
    assert "这个浏览器不能选择整个文件夹" in text
    assert BAD not in text
