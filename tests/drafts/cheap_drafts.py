"""Drafts for tests, with keys that cost little."""

import io
from contextlib import closing
from pathlib import Path

from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey, UserSecret
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import SealedDraft, open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.section import items_of

SECRET = UserSecret(bytes(range(16)))
CHEAP = Cost(64, 1, 1)


def application(mark: object = 0) -> Application:
    """A small application that can be told from others by ``mark``."""
    return (
        Application(call="miit-2023-weilai-chanye", track="metaverse", directions=(2,))
        .set("unit.name", f"示例单位{mark}")
        .set("taskbooks.2.goals", f"目标{mark}\n第二行")
        .set(
            "taskbooks.2.plan", ["见表1", {"table": {"rows": [["阶段", f"{mark}"], ["一", "二"]]}}]
        )
    )


def new_draft(file: Path, value: Application | None = None, *holders: HolderKey) -> SealedDraft:
    """A new draft at ``file``, open, for ``holders`` or SECRET."""
    write_draft(file, value or application(), holders or [SECRET], cost=CHEAP)
    return open_draft(file, lambda: holders or [SECRET])


def reopen(file: Path, *, read_only: bool = False) -> SealedDraft:
    return open_draft(file, lambda: [SECRET], read_only=read_only)


def attach_and_save(draft: SealedDraft, name: str, data: bytes) -> str:
    """Attach ``data`` and save the application with an evidence that refers to it."""
    file = draft.attach(name, io.BytesIO(data))
    value = draft.load().application
    items = (*value.evidence, {"category": 1, "title": name, "file": file})
    draft.save(value.set("evidence", items))
    return file


def with_figure(value: Application, file: str) -> Application:
    """``value`` with one more figure, of the picture ``file``, at the end of its plan."""
    plan = value.taskbook(2).plan
    return value.set("taskbooks.2.plan", [*items_of(plan), {"figure": {"file": file}}])


def attach_figure_and_save(draft: SealedDraft, name: str, data: bytes) -> str:
    """Attach ``data`` and save the application with a figure that refers to it."""
    file = draft.attach(name, io.BytesIO(data), FIGURES)
    draft.save(with_figure(draft.load().application, file))
    return file


def everything(file: Path) -> tuple[list[Application], dict[str, bytes]]:
    """All that a draft holds: the application in every revision, and the files."""
    with closing(reopen(file, read_only=True)) as draft:
        revisions = [draft.read(point.number).application for point in draft.points]
        files: dict[str, bytes] = {}
        for name in revisions[-1].files():
            with draft.open_evidence(name) as stream:
                files[name] = stream.read()
    return revisions, files
