"""Nothing of an application is anywhere on disk in clear, also after a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.recovery_code import code_of
from tests.drafts.cheap_drafts import SECRET, everything

ROOT = Path(__file__).parents[2]
MARKS = ("绝密标记甲", "SECRETMARKtyped", "绝密附件标记", "绝密口令标记", code_of(SECRET))
TYPE_AND_DIE = """
import io, os, signal, sqlite3
from pathlib import Path
from jbgs_desktop.drafts import backup
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.draft_library import create_draft, listed_drafts
from jbgs_desktop.drafts.transfer import save_copy
from jbgs_desktop.drafts.salvage import salvage
from jbgs_desktop.drafts.user_data import UserData
from tests.drafts.cheap_drafts import CHEAP, SECRET, application

value = application("绝密标记甲").set("unit.profile", "SECRETMARKtyped" * 999)
draft = create_draft(value, [SECRET])
name = draft.attach("绝密附件标记.pdf", io.BytesIO("绝密附件标记".encode() * 300_000))
value = draft.load().application.set("evidence", ({"file": name},))
draft.save(value)
draft.keep_version("绝密标记甲", "绝密标记甲", "A", io.BytesIO("绝密附件标记".encode() * 300_000))
backup.back_up(draft)
save_copy(draft, Path("copy.jbgs"), [Passphrase("绝密口令标记")], CHEAP)
salvage(draft.file, lambda: [SECRET], Path("salvaged.jbgs"), [SECRET])
UserData(SECRET).keep_unit(value.unit)
UserData(SECRET).keep_place(Path("绝密标记甲.jbgs"))
listed_drafts(lambda: [SECRET])
print(draft.file, flush=True)
connection = sqlite3.connect(draft.file, isolation_level=None)
connection.execute("PRAGMA cache_size = 1")  # so that a half-done transaction reaches the disk
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE attachment SET data = data || x'00'")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_run_with_a_crash_leaves_no_word_in_clear(tmp_path: Path) -> None:
    work, temp = tmp_path / "work", tmp_path / "temp"
    for folder in (work, temp):
        folder.mkdir()
    environment = {
        **os.environ,
        "JBGS_HOME": str(work / "home"),
        "HOME": str(work),
        "TMPDIR": str(temp),
        "SQLITE_TMPDIR": str(temp),
        "XDG_RUNTIME_DIR": str(temp),
        "PYTHONPATH": str(ROOT),
    }
    result = subprocess.run(
        [sys.executable, "-c", TYPE_AND_DIE],
        env=environment,
        cwd=work,
        capture_output=True,
        text=True,
    )
    assert result.returncode == -signal.SIGKILL, result.stderr
    draft = Path(result.stdout.strip())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert draft.with_name(draft.name + "-journal") in files
    searched = 0
    for path in files:
        content = path.read_bytes()
        searched += len(content)
        for mark in MARKS:
            for form in (mark.encode(), mark.encode("utf-16-le"), mark.encode("gb18030")):
                assert form not in content, path
            assert mark not in path.name
    assert searched > 10 * 2**20
    assert everything(draft)[0][-1].unit.name == "示例单位绝密标记甲"
