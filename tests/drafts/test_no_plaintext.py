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
from jbgs_desktop.drafts.word_originals import keep_original
from tests.drafts.cheap_drafts import CHEAP, SECRET, application

value = application("绝密标记甲").set("unit.profile", "SECRETMARKtyped" * 999)
draft = create_draft(value, [SECRET])
name = draft.attach("绝密附件标记.pdf", io.BytesIO("绝密附件标记".encode() * 300_000))
value = draft.load().application.set("evidence", ({"file": name},))
draft.save(value)
draft.keep_version("绝密标记甲", "绝密标记甲", "A", io.BytesIO("绝密附件标记".encode() * 300_000))
keep_original(draft, "绝密附件标记.docx", io.BytesIO("绝密附件标记".encode() * 300_001))
backup.back_up(draft)
save_copy(
    draft, Path("copy.jbgs"), [Passphrase("绝密口令标记")], CHEAP, with_originals=True
)
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


# Making documents, showing pages and pasting, in memory; ends where {last} has done its work.
EXPORT_AND_DIE = """
import os, signal
from importlib import import_module
from pathlib import Path
from jbgs_desktop.documents.export import build
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.html_table import read_html
from tests.drafts.cheap_drafts import application

def die_after(module, *names):
    *owners, name = names
    owner = import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    work = getattr(owner, name)
    def work_and_die(*arguments):
        work(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(owner, name, work_and_die)

die_after({last})
value = application("绝密标记甲").set("unit.profile", "SECRETMARKtyped" * 999)
pasted = read_html("<table><tr><td>&#32477;密标记甲</td></tr></table>").one_table
value = value.set("unit.address", pasted.rows[0][0])
call, formats = find_call(value.call), ["xlsx", "docx", "pdf"]
*_, pdf = build(value, call, Path("none"), formats=formats, draft=True).values()
pages = PdfPages(pdf)
pages.image(0, 150)
pages.find("绝密标记甲")
"""
DIES_AFTER = {
    "sheet": ("openpyxl.worksheet._writer", "WorksheetWriter", "close"),
    "page": ("jbgs_desktop.documents.pdf.images", "PdfPages", "find"),
}


def run_to_its_death(code: str, folder: Path) -> str:
    """What ``code`` prints before it kills itself; all it may write to is in ``folder``."""
    work, temp = folder / "work", folder / "temp"
    for each in (work, temp):
        each.mkdir()
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
        [sys.executable, "-c", code],
        env=environment,
        cwd=work,
        capture_output=True,
        text=True,
    )
    assert result.returncode == -signal.SIGKILL, result.stderr
    return result.stdout.strip()


def forms_of(mark: str) -> list[bytes]:
    """``mark`` as programs write it: in several encodings, and as entities of XML and HTML."""
    entities = ("".join(f"&#{how(ord(each))};" for each in mark) for how in (str, "x{:x}".format))
    encoded = (mark.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"))
    return [*encoded, *(each.encode() for each in entities)]


def require_no_mark(files: list[Path]) -> int:
    """The bytes that were searched."""
    searched = 0
    for path in files:
        content = path.read_bytes()
        searched += len(content)
        for mark in MARKS:
            assert not any(form in content for form in forms_of(mark)), path
            assert mark not in path.name
    return searched


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_run_with_a_crash_leaves_no_word_in_clear(tmp_path: Path) -> None:
    draft = Path(run_to_its_death(TYPE_AND_DIE, tmp_path))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert draft.with_name(draft.name + "-journal") in files
    assert require_no_mark(files) > 10 * 2**20
    assert everything(draft)[0][-1].unit.name == "示例单位绝密标记甲"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("last", DIES_AFTER)
def test_documents_are_made_and_shown_in_memory(last: str, tmp_path: Path) -> None:
    run_to_its_death(EXPORT_AND_DIE.replace("{last}", repr(DIES_AFTER[last])[1:-1]), tmp_path)
    require_no_mark([path for path in tmp_path.rglob("*") if path.is_file()])
    assert not list((tmp_path / "temp").iterdir())


def test_what_a_mark_may_look_like_is_known() -> None:
    assert b"&#32477;" in b"".join(forms_of("绝"))
    assert b"&#x7edd;" in b"".join(forms_of("绝"))
