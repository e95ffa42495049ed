"""kill -9 in the middle of taking in: the register opens, and each of its entries is whole."""

import multiprocessing
import random
import sys
import time
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.office.registration import register_bundles
from tests.bundle.small_bundles import write_bundle
from tests.drafts.test_kills import acknowledged
from tests.office.registers import application, new_register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
BUNDLES, KILLS = 24, 4


def receive_until_killed(folder: str, sticks: str, sender: Connection) -> None:
    with closing(new_register(Path(folder))) as register:
        for entry in register_bundles(register, [Path(sticks)]):
            sender.send(entry.number)


def test_a_kill_while_receiving_harms_nothing(tmp_path: Path) -> None:
    sticks = tmp_path / "sticks"
    for number in range(1, BUNDLES + 1):
        write_bundle(sticks / f"{number:02}", application(number))
    (sticks / "bad" / "data").mkdir(parents=True)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    dice, known = random.Random(2), 0
    for _ in range(KILLS):
        receiver, sender = context.Pipe(duplex=False)
        worker = context.Process(target=receive_until_killed, args=(tmp_path, str(sticks), sender))
        worker.start()
        sender.close()
        if receiver.poll(60):
            time.sleep(dice.random() * 0.3)
        worker.kill()  # which a worker that was quicker has ended before
        numbers = acknowledged(receiver)
        worker.join()
        receiver.close()
        known += len(numbers)
        with closing(new_register(tmp_path)) as register:
            entries = register.entries
            assert len(entries) >= known
            known = len(entries)
            for entry in entries:
                assert bool(entry.reason) is entry.source.endswith("bad")
                if not entry.reason:
                    assert register.application(entry.number).unit.name == entry.unit
                    assert verify(register.received / entry.folder).ok
    assert known > 0
