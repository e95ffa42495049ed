"""kill -9 while somebody types and attaches: what was acknowledged is there, all of it.

`pytest --kills 2000 tests/drafts/test_kills.py` for the long run.
"""

import io
import multiprocessing
import os
import random
import signal
import sys
import time
from contextlib import closing
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.format.attachments import PART
from jbgs_desktop.drafts.store import SealedDraft
from tests.drafts.cheap_drafts import application, new_draft, reopen, with_figure

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
SIZES = (0, 1000, PART + 1, 3 * PART)


def content(mark: int) -> bytes:
    """The bytes of the attachment that comes with change ``mark``; made, not kept."""
    size = SIZES[mark // 10 % len(SIZES)]
    return (sha256(str(mark).encode()).digest() * (size // 32 + 1))[:size]


def type_until_killed(file: str, first: int, sender: Connection) -> None:
    """Changes and attaches without end; says of each when it is durable."""
    os.environ["JBGS_HOME"] = f"{file}-home"
    draft = reopen(Path(file))
    for mark in range(first, first + 10**6):
        value = application(mark).set("evidence", draft.load().application.evidence[-5:])
        if mark % 10 == 0:
            name = draft.attach(f"{mark}.bin", io.BytesIO(content(mark)))
            item = {"category": 1, "title": str(mark), "file": name}
            value = value.set("evidence", (*value.evidence, item))
        if mark % 7 == 0:
            figure = draft.attach(f"{mark}.png", io.BytesIO(content(mark)), FIGURES)
            value = with_figure(value, figure)
        draft.save(value)
        if mark % 25 == 0:
            draft.keep_version(f"第{mark}次", str(mark), f"{mark}", io.BytesIO(content(mark)))
        sender.send(mark)
        if mark % 40 == 39:
            draft.close()
            draft = reopen(Path(file))


def acknowledged(receiver: Connection) -> list[int]:
    marks: list[int] = []
    while True:
        try:
            marks.append(receiver.recv())
        except (EOFError, OSError):
            return marks


def require_whole(draft: SealedDraft, last: int, named: set[str]) -> int:
    """Verify the draft; which change is its newest."""
    value = draft.load().application
    mark = int(value.unit.name.removeprefix("示例单位"))
    assert mark in (last, last + 1)
    wanted = application(mark)
    if mark % 7 == 0:
        ((_, figure),) = value.figures()
        wanted = with_figure(wanted, figure.file)
        with draft.open_evidence(figure.file) as stream:
            assert stream.read() == content(mark)
    assert value.taskbook(2) == wanted.taskbook(2)
    for evidence in value.evidence:
        with draft.open_evidence(evidence.file) as stream:
            assert stream.read() == content(int(evidence.title))
    names = {point.name for point in draft.points}
    assert named <= names
    if draft.record:  # a version is there with its book, or not at all
        assert f"第{draft.record}次" in names
        book = draft.open_book(draft.record)
        assert book is not None
        with book:
            assert book.read() == content(int(draft.record))
    assert draft.notices == ()
    return mark


def test_no_kill_loses_what_was_acknowledged(
    tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jbgs"
    monkeypatch.setenv("JBGS_HOME", f"{file}-home")
    with closing(new_draft(file, application(0))):
        pass
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "jbgs_desktop.drafts.store"])
    dice, last, kills = random.Random(3), 0, pytestconfig.getoption("--kills")
    hot, named = 0, set[str]()
    for run in range(kills):
        if run % 100 == 99:  # the named points add up; a new draft keeps the runs alike
            file.unlink()
            new_draft(file, application(0)).close()
            last, named = 0, set()
        receiver, sender = context.Pipe(duplex=False)
        typist = context.Process(target=type_until_killed, args=(str(file), last + 1, sender))
        typist.start()
        sender.close()
        if receiver.poll(60):  # it works; now at any moment
            time.sleep(dice.random() * 0.05)
        assert typist.pid is not None
        os.kill(typist.pid, signal.SIGKILL)
        marks = acknowledged(receiver)
        last = max(last, *marks) if marks else last
        named |= {f"第{mark}次" for mark in marks if mark % 25 == 0}
        typist.join()
        assert typist.exitcode == -signal.SIGKILL
        receiver.close()
        hot += file.with_name("a.jbgs-journal").exists()
        with closing(reopen(file)) as draft:
            last = require_whole(draft, last, named)
            if run % 20 == 0:
                assert draft.examine() == []
    print(f"{kills} kills, {hot} in the middle of a transaction, change {last}")
    assert hot > 0
