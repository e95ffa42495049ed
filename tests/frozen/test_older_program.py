"""A released program still opens its drafts and its register after this one has saved to them."""

import io
import json
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.finalise.finalise import finalise
from jbgs_desktop.finalise.record import Print, keep_record, read_record
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.office.register.entry_changes import return_entry
from tests.frozen.samples import VERSIONS, Frozen
from tests.libreoffice import require

ROOT = Path(__file__).parents[2]
COMMITS = {"v1": "dc885fe"}  # what made each folder

V1_READS = """
import json, sys
from contextlib import closing
from pathlib import Path
from jbgs_desktop.drafts.recovery import read_code
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.submission.record import read_record
from jbgs_desktop.submission.register import Register

work, secret, seen = Path(sys.argv[1]), read_code(sys.argv[2]), {}
for file in sorted(work.glob("*.jbgs")):
    with closing(open_draft(file, lambda: [secret])) as draft:
        record, value = read_record(draft), draft.load().application
        seen[file.stem] = {
            "address": value.unit.address,
            "stage": record.stage.name,
            "code": record.current.code if record.current else "",
            "point": draft.points[-1].name,
            "prints": [each.printer for each in record.prints],
            "faults": [list(scan.faults) for scan in record.scans if scan.faults],
            "damage": draft.examine(),
        }
        draft.save(value.set("unit.address", "旧程序再存"))
with closing(Register.open([secret], work / "office")) as register:
    entries = [[e.number, register.state(e).name] for e in register.entries]
    seen["register"] = [register.settings.recommender, entries]
print(json.dumps(seen))
"""


def program_of(version: str, folder: Path) -> Path:
    """The program that made the frozen ``version``, out of the history."""
    require("git")
    git = ["git", "-c", "safe.directory=*", "archive", COMMITS[version]]
    packed = subprocess.run(
        [*git, "jbgs_desktop", "resources/calls"], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip("not a whole git checkout, so the older program is not at hand")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        if hasattr(tarfile, "data_filter"):  # Debian 12's Python has none
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)
    return folder


def test_every_version_names_its_commit() -> None:
    assert sorted(COMMITS) == VERSIONS


def test_version_1_reads_what_is_saved_to_what_it_made(tmp_path: Path) -> None:
    program = program_of("v1", tmp_path / "program")
    frozen = Frozen("v1", tmp_path)
    with closing(frozen.draft("in-progress")) as draft:
        value = draft.load().application
        draft.attach("新.pdf", io.BytesIO(b"%PDF-1.4"))
        draft.save(value.set("unit.address", "新地址"))
        draft.name_point("新程序保存")
    with closing(frozen.draft("packed")) as draft:
        record = read_record(draft)
        assert record.current
        entry = Print(code=record.current.code, when=frozen.checked_at, printer="新", copies=1)
        keep_record(draft, record.with_print(entry).with_scans(record.scans[::-1]))
    with closing(frozen.draft("general-ai")) as draft:
        call = find_call(draft.load().application.call)
        assert call
        finalise(draft, call, frozen.checked_at)
    with closing(frozen.register()) as register:
        fine = next(each for each in register.entries if register.state(each).name == "FINE")
        register.keep([return_entry(fine, ["少章"], "明天", frozen.checked_at)])
        register.keep_settings(register.settings.model_copy(update={"recommender": "新名"}))
        states = [[each.number, register.state(each).name] for each in register.entries]

    command = [sys.executable, "-c", V1_READS, str(tmp_path), frozen.expected["recovery_code"]]
    result = subprocess.run(
        command, cwd=program, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen["in-progress"]["address"] == "新地址"
    assert seen["in-progress"]["point"] == "新程序保存"
    assert seen["packed"]["prints"][-1] == "新"
    assert seen["packed"]["faults"] == [["空白页"], ["歪斜"], ["分辨率不足"]]
    assert [seen[name]["damage"] for name in ("in-progress", "packed", "general-ai")] == [[]] * 3
    locked = seen["general-ai"]
    assert (locked["stage"], locked["code"]) == ("FINALISED", frozen.tracks["general-ai"]["code"])
    assert seen["register"] == ["新名", states]
    with closing(frozen.reopened("in-progress")) as draft:
        assert draft.load().application.unit.address == "旧程序再存"
