"""What every test stands on: a screen or none, a data folder of its own, and silence."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import screen
from tests.libreoffice import Office, require

# A busy machine is not a fault of the code, so no profile measures time.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("drafts", "how much the tests of encrypted drafts try")
    group.addoption("--kills", type=int, default=60, help="how often the program is killed")
    group.addoption("--window-kills", type=int, default=8, help="the same of the whole window")
    group.addoption("--every-bit", action="store_true", help="every bit and length of a draft")
    group.addoption("--every-fault", action="store_true", help="each call fails in each way")
    group = parser.getgroup("office", "how much the tests of the register try")
    group.addoption("--register-steps", type=int, default=1000, help="random acts of an officer")
    group = parser.getgroup("codes", "how hard two contents with one code are looked for")
    group.addoption("--collisions", type=int, default=200_000, help="how many contents are tried")
    group = parser.getgroup("scans", "how many scans are simulated")
    group.addoption("--scan-sets", type=int, default=6, help="how many simulated sets of scans")
    group = parser.getgroup("media", "how much the tests of sticks try")
    group.addoption("--pulls", type=int, default=6, help="how often a stick is pulled")
    group = parser.getgroup("sections", "how much the editor of a section is tried")
    group.addoption("--section-edits", type=int, default=600, help="how many random edits")
    group = parser.getgroup("calls", "how much the workbooks of calls are tried")
    group.addoption("--call-workbooks", type=int, default=250, help="how many are changed")
    screen.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    screen.prepare(config)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test; it does not exist before the program makes it."""
    folder = tmp_path.with_name(f"{tmp_path.name}-home")
    monkeypatch.setenv("JBGS_HOME", str(folder))
    return folder


class _Loud(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or worse, unless it takes `caplog` and so looks itself."""
    loud = _Loud()
    logging.getLogger().addHandler(loud)
    yield
    logging.getLogger().removeHandler(loud)
    if loud.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged without being expected:\n" + "\n".join(loud.lines))


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with `convert_to_pdf` and `pdf_text`; skips without it, but fails in CI."""
    require("soffice", "pdftotext")
    return Office(tmp_path_factory.mktemp("office"))
