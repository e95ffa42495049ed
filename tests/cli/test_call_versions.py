"""Commands go by the newest call pack, and a draft by the one that it was begun with."""

from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file, write_call_file
from tests.cli.test_commands import as_json, jbgs
from tests.drafts.cheap_drafts import CHEAP
from tests.forms.applications import complete_application, national_call
from tests.forms.calls.test_call_file import ORIGIN, edited, pack_of


def test_a_sealed_draft_is_checked_by_its_own_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JBGS_PASSPHRASE", "一段足够长的口令")
    sealed, plain = tmp_path / "a.jbgs", tmp_path / "a.json"
    write_draft(sealed, complete_application(), [Passphrase("一段足够长的口令")], cost=CHEAP)
    plain.write_text(complete_application().to_json(), encoding="utf-8")
    folder = pack_of(tmp_path)
    edited(folder, "call.json", lambda tree: tree["limits"]["unit.profile"].update(words=5))
    edited(folder, "call.json", lambda tree: tree.update(title="新标题"))
    write_call_file(folder, ORIGIN, tmp_path / "new.jbgscall")
    install_call(read_call_file(tmp_path / "new.jbgscall"))

    def too_long(file: Path) -> bool:
        findings = as_json(jbgs("check", file, "--json"))["findings"]
        return any(
            finding["path"] == "unit.profile" and finding["severity"] == "error"
            for finding in findings
        )

    assert (too_long(plain), too_long(sealed)) == (True, False)
    (call,) = as_json(jbgs("calls", "--json"))["calls"]
    assert (call["id"], call["title"]) == (national_call().id, "新标题")
