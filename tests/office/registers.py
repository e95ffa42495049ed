"""A register with received bundles, for tests of the office's side."""

from datetime import UTC, datetime
from pathlib import Path

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.bundle.writer import write_bundle as write_package
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.forms.application import Application
from jbgs_desktop.office.forward_package import compose_package
from jbgs_desktop.office.forwarded_rows import forwarded_rows
from jbgs_desktop.office.intake import Received
from jbgs_desktop.office.ranking_order import ranked
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.registration import received_entry
from tests.bundle.small_bundles import CALL, an_application, write_bundle
from tests.drafts.cheap_drafts import CHEAP, SECRET

WHEN = datetime(2023, 11, 1, 2, 30, tzinfo=UTC)
TRACK = CALL.tracks[1]


def new_register(folder: Path, secret: UserSecret = SECRET) -> Register:
    return Register.open([secret], folder / "office", cost=CHEAP)


def application(number: int, directions: tuple[int, ...] = (2,)) -> Application:
    """The application of unit ``number`` in the second track."""
    return an_application(number, TRACK.id, directions)


def receive(
    register: Register,
    value: Application,
    name: str = "",
    *,
    when: datetime = WHEN,
    scan: bytes = b"",
    **info: object,
) -> RegisterEntry:
    """A good bundle of ``value`` taken in; its copy is named after the unit, or ``name``.

    ``scan`` makes its scans other ones, ``info`` replaces fields of its BundleInfo.
    """
    folder = register.received / (name or value.unit.name)
    write_bundle(folder, value, scan=scan, info=info)
    verdict = verify(folder, with_form=False)
    received = Received(folder, when, folder=folder, verdict=verdict)
    return register.add(received_entry(received), verdict.received)


def package(register: Register, target: Path) -> Path:
    """What ``register`` sends up, in the new folder ``target``."""
    order = ranked(register.recommendable("", ""))
    rows = forwarded_rows([order], register.settings, WHEN)
    names = dict.fromkeys(each.entry.folder for each in order if not each.entry.is_by_hand)
    folders = [register.received / name for name in names]
    target.mkdir()
    content = compose_package(
        {"推荐表.docx": b"PK"},
        folders,
        {"登记数据.json": rows.model_dump_json().encode()},
        recommender=register.settings.recommender,
        made=WHEN.date(),
    )
    return write_package(content, target).folder
