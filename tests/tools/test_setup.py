"""Set-up: what it asks for, what it says, and when it has nothing to do."""

import re
import tomllib
from pathlib import Path

import pytest

from tools import setup

ROOT = Path(__file__).parent.parent.parent
NO_SUCH = {"libnone1": "libnone-of-this-name.so.1"}


@pytest.fixture
def bare_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux without one library for tests, one more for windows, and the programs of tests."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(setup, "has_pip", lambda: True)
    monkeypatch.setattr(setup, "OFFSCREEN", NO_SUCH)
    monkeypatch.setattr(setup, "WINDOW", NO_SUCH | {"libnone2": "libnone-either.so.2"})
    monkeypatch.setattr(setup, "TEST_TOOLS", {"no-office": "no-such-program"})
    monkeypatch.setattr(setup, "SCREEN_TOOLS", {"no-screen": "no-such-server"})


@pytest.mark.usefixtures("bare_system")
@pytest.mark.parametrize(
    ("purpose", "environment", "root", "expected"),
    [
        ("test", {}, True, ["libnone1", "no-office"]),
        ("test", {}, False, ["libnone1"]),
        ("window", {}, True, ["libnone1", "libnone2", "no-screen", "no-office"]),
        ("window", {}, False, ["libnone1", "libnone2", "no-screen"]),
        ("run", {"DISPLAY": ":0"}, False, ["libnone1", "libnone2"]),
        ("run", {"WAYLAND_DISPLAY": "wayland-0"}, False, ["libnone1", "libnone2"]),
        ("run", {"DISPLAY": ""}, False, []),
    ],
)
def test_only_what_the_purpose_needs_is_asked_for(
    purpose: str,
    environment: dict[str, str],
    root: bool,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setup, "is_root", lambda: root)
    assert setup.missing_packages(purpose, environment) == expected


@pytest.mark.usefixtures("bare_system")
def test_a_python_without_pip_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "has_pip", lambda: False)
    assert setup.missing_packages("run", {}) == ["python3-pip"]


def test_without_root_the_one_line_to_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "is_root", lambda: False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(setup.Stop) as stop:
        setup.install_packages(["libgl1", "libegl1"])
    lines = str(stop.value).splitlines()
    assert lines[1:] == ["sudo apt-get install -y --no-install-recommends libgl1 libegl1"]


def test_a_system_without_apt_gets_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(setup.Stop, match="libgl1、libegl1"):
        setup.install_packages(["libgl1", "libegl1"])


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 12), (3, 14, 0)])
def test_a_python_outside_the_range_is_named(version: tuple[int, ...]) -> None:
    with pytest.raises(setup.Stop, match=rf"当前的 python3 是 3\.{version[1]}"):
        setup.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 7), (3, 13, 5)])
def test_a_python_inside_the_range_is_taken(version: tuple[int, ...]) -> None:
    setup.check_python(version)


@pytest.mark.parametrize(
    ("held", "purpose", "steps"),
    [
        ("", "run", ["clear", "run.txt", "editable", "compile"]),
        ("", "test", ["clear", "dev.txt", "editable", "compile"]),
        ("run now", "run", []),
        ("run now", "test", ["dev.txt", "editable", "compile"]),
        ("test now", "test", []),
        ("test now", "run", []),
        ("test before", "run", ["clear", "run.txt", "editable", "compile"]),
    ],
)
def test_the_environment_is_made_only_when_something_changed(
    held: str, purpose: str, steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def make(self: object, folder: Path) -> None:
        done.append("clear")

    def pip(*arguments: str) -> None:
        done.append("editable" if "--editable" in arguments else Path(arguments[-1]).name)

    monkeypatch.setattr("venv.EnvBuilder.create", make)
    monkeypatch.setattr(setup, "pip", pip)
    monkeypatch.setattr(setup, "compile_bytecode", lambda *folders: done.append("compile"))
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "fingerprint", lambda: "now")
    (tmp_path / "jbgs-setup").write_text(held, encoding="utf-8")
    setup.make_environment(purpose)
    assert done == steps
    setup.make_environment(purpose)
    assert done == steps


def test_an_interrupted_set_up_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def broken(*arguments: str) -> None:
        raise setup.Stop("没有网络")

    monkeypatch.setattr("venv.EnvBuilder.create", lambda self, folder: made.append(folder))
    monkeypatch.setattr(setup, "pip", broken)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "fingerprint", lambda: "now")
    (tmp_path / "jbgs-setup").write_text("run now", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(setup.Stop):
            setup.make_environment("test")
    assert made == [tmp_path]


def test_a_changed_lock_changes_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", *(f"requirements/{lock}" for lock in setup.LOCKS)):
        (tmp_path / name).write_text("x", encoding="utf-8")
    before = setup.fingerprint()
    assert setup.fingerprint() == before
    (tmp_path / "requirements" / "dev.txt").write_text("y", encoding="utf-8")
    assert setup.fingerprint() != before


def pins(lock: str) -> dict[str, str]:
    """Package name -> version of one lock file."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ \\]+)", text, re.MULTILINE))


def test_the_locks_hold_what_the_project_declares_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(declared: list[str]) -> set[str]:
        return {re.split(r"[=<>]", item)[0].lower() for item in declared}

    assert names(project["dependencies"]) <= pins("run.txt").keys()
    assert names(project["optional-dependencies"]["dev"]) <= pins("dev.txt").keys()
    assert pins("run.txt").items() <= pins("dev.txt").items()
    assert pins("build.txt").keys() == {"setuptools"}


@pytest.mark.parametrize("lock", setup.LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
