"""Applications kept as plain JSON with their evidence beside them."""

import errno
import os
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.forms.application import Application


def test_a_draft_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    draft = PlainDraft(tmp_path / "申报.json")
    application = Application(track="元").set("unit.name", "甲").set("taskbooks.2.goals", "一\n二")
    draft.save(application)
    assert draft.load().application == application
    assert draft.load().removed == 0


def test_evidence_is_copied_and_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "from" / "审计报告.pdf"
    source.parent.mkdir()
    source.write_bytes(b"one")
    draft = PlainDraft(tmp_path / "kept" / "申报.json")
    first = attach_file(draft, source)
    source.write_bytes(b"three")
    second = attach_file(draft, source)
    assert (first, second) == ("evidence/审计报告.pdf", "evidence/审计报告-2.pdf")
    assert (draft.evidence_size(first), draft.evidence_size(second)) == (3, 5)
    assert draft.evidence_path(second).read_bytes() == b"three"


def test_evidence_that_cannot_be_copied_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"x")
    draft = PlainDraft(tmp_path / "kept" / "申报.json")

    def fail(_source: object, target: BinaryIO, _length: int) -> None:
        target.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", fail)
    with pytest.raises(FileAccessError, match="磁盘空间不足"):
        attach_file(draft, source)
    assert list((tmp_path / "kept" / "evidence").iterdir()) == []


@pytest.mark.parametrize("file", ["../a.pdf", "/etc/passwd", "evidence/../../a.pdf", "none.pdf"])
def test_only_evidence_beside_the_application_is_seen(tmp_path: Path, file: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert PlainDraft(tmp_path / "kept" / "申报.json").evidence_size(file) is None
