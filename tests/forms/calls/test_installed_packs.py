"""What the start page offers before the call packs are validated."""

import json
import shutil
from pathlib import Path

from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.calls.installed_packs import (
    OfferedCall,
    call_folders,
    call_names,
    installed_packs_folder,
)


def offered(calls: "tuple[OfferedCall, ...]") -> list[object]:
    return [
        (
            call.id,
            call.title,
            [(part.id, part.name) for part in (*call.regions, *call.tracks)],
        )
        for call in calls
    ]


def put_in(version: str, title: str) -> Path:
    """Another version of the built-in call, as it lies there once it was put in."""
    ((id_, folder),) = call_folders().items()
    target = installed_packs_folder() / id_ / version
    shutil.copytree(folder, target)
    head = json.loads((target / "call.json").read_bytes())
    head |= {"version": version, "title": title}
    (target / "call.json").write_text(json.dumps(head), encoding="utf-8")
    return target


def test_the_names_are_those_of_the_validated_calls(data_folder: Path) -> None:
    assert offered(call_names()) == offered(installed_calls())


def test_the_newest_version_is_offered(data_folder: Path) -> None:
    put_in("2023.9", "旧的通知")
    put_in("2023.10", "新的通知")
    assert [name.title for name in call_names()] == ["新的通知"]
    assert offered(call_names()) == offered(installed_calls())


def test_a_version_that_cannot_be_read_is_left_out(data_folder: Path) -> None:
    (put_in("2023.11", "坏了的通知") / "call.json").write_bytes(b"{")
    (installed_packs_folder() / "other" / "1").mkdir(parents=True)
    assert offered(call_names()) == offered(installed_calls())
