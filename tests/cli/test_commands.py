"""The commands as a script calls them (docs/developer/interface.md)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls

CALL = installed_calls()[0]
TRACK = CALL.tracks[0]


def jbgs(
    *arguments: object, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "jbgs_desktop", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=120,
        check=False,
    )


def error_output(result: subprocess.CompletedProcess[bytes]) -> str:
    """What went to stderr; never a traceback."""
    text = result.stderr.decode()
    assert "Traceback" not in text
    return text


def as_json(result: subprocess.CompletedProcess[bytes]) -> Any:
    error_output(result)
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sample") / "申报.json"
    result = jbgs("sample", "--track", TRACK.id, "--directions", "2,5", "--out", file)
    assert result.returncode == 0, error_output(result)
    return file


def test_calls_lists_all_tracks_and_directions_with_their_texts() -> None:
    call = as_json(jbgs("calls", "--json"))["calls"][0]
    assert [len(track["directions"]) for track in call["tracks"]] == [11, 19, 10, 12]
    assert {"id", "no", "category", "title", "task", "target"} <= set(
        call["tracks"][0]["directions"][0]
    )
    assert call["deadlines"][0]["when"].startswith("2023-11-03T18:00")
    assert jbgs("calls").returncode == 0


def test_count_reads_utf_8_whatever_the_locale() -> None:
    text = "速度≥4km/h，负载10kg".encode()
    wanted = {"words": 8, "characters": 15, "characters_with_spaces": 15}
    for locale in ("C", "zh_CN.GBK"):
        result = jbgs("count", "--json", stdin=text, environment={"LC_ALL": locale})
        assert as_json(result) == wanted
    assert "字数 8" in jbgs("count", stdin=text).stdout.decode()


def test_count_survives_what_is_not_text() -> None:
    assert jbgs("count", "--json", stdin=bytes(range(256))).returncode == 0


def test_schema_describes_the_keys_of_the_application() -> None:
    schema = as_json(jbgs("schema"))
    assert set(schema["properties"]) == set(Application.model_fields)


def test_a_sample_has_no_errors_and_exports_whole(sample: Path, tmp_path: Path) -> None:
    result = jbgs("check", sample, "--json")
    found = as_json(result)
    assert (result.returncode, found["errors"]) == (0, 0)
    exported = jbgs("export", sample, "--out", tmp_path / "out")
    assert exported.returncode == 0, error_output(exported)
    names = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert names == [".docx", ".pdf", ".xlsx"]


def test_an_empty_application_is_checked_and_exported_only_as_a_draft(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(Application(call=CALL.id, track=TRACK.id).to_json(), encoding="utf-8")
    result = jbgs("check", file, "--json")
    found = as_json(result)
    assert result.returncode == 1
    assert found["errors"] > 20
    assert {"severity", "code", "path", "label", "message", "source"} == set(found["findings"][0])
    refused = jbgs("export", file, "--out", tmp_path / "out")
    assert refused.returncode == 1
    assert "--draft" in error_output(refused)
    assert not (tmp_path / "out").exists()
    assert jbgs("export", file, "--out", tmp_path / "out", "--draft").returncode == 0


_DEEP = b"[" * 100_000 + b"]" * 100_000
BAD_FILES = {
    "empty": b"",
    "half": b'{"schema_version": 1, "unit": {"na',
    "list": b"[1]",
    "deep": b'{"unit": ' + _DEEP + b"}",
    "deep but parsed": b'{"unit": ' + b"[" * 900 + b"]" * 900 + b"}",
    "not a number": b'{"unit": {"revenue": NaN}}',
    "infinite": b'{"unit": {"revenue": -Infinity}}',
    "long number": b'{"directions": [' + b"9" * 5000 + b"]}",
    "twice": b'{"track": "a", "track": "b"}',
    "unknown key": '{"unit": {"简称": ""}}'.encode(),
    "wrong type": b'{"unit": {"name": ["a"]}}',
    "truth as number": b'{"unit": {"staff": true}}',
    "number as text": b'{"unit": {"name": 12}}',
    "newer": b'{"schema_version": 3}',
    "GBK": '{"track": "元宇宙"}'.encode("gbk"),
    "UTF-16": '{"track": "元宇宙"}'.encode("utf-16"),
    "binary": bytes(range(256)),
    "no such call": b'{"call": "../../etc"}',
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_no_application_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "坏.json"
    file.write_bytes(content)
    result = jbgs("check", file, "--json")
    assert result.returncode == 2
    assert result.stdout == b""
    assert len(error_output(result).strip().splitlines()) == 1
    assert "坏.json" in error_output(result) or "通知" in error_output(result)
    assert file.read_bytes() == content


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as out:
        out.truncate(100 * 2**20)
    result = jbgs("check", file)
    assert result.returncode == 2
    assert "32 MB" in error_output(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["check"],
        ["check", "/no/such/file.json"],
        ["check", "/"],
        ["sample", "--track", "no-such-track", "--out", "x.json"],
        ["sample", "--track", TRACK.id, "--directions", "2,x", "--out", "x.json"],
        ["sample", "--track", TRACK.id, "--directions", "99", "--out", "x.json"],
        ["export", "x.json"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_gets_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "jbgs_desktop", *arguments],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 2
    assert any("一" <= char <= "鿿" for char in error_output(result))
    assert list(tmp_path.iterdir()) == []


def test_export_tells_of_an_unknown_format_and_a_place_it_cannot_write(
    sample: Path, tmp_path: Path
) -> None:
    result = jbgs("export", sample, "--out", tmp_path, "--format", "docx,odt")
    assert result.returncode == 2
    assert "odt" in error_output(result)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    result = jbgs("export", sample, "--out", in_the_way)
    assert result.returncode == 2
    assert "file" in error_output(result)
    assert in_the_way.read_text() == "x"


def test_without_a_track_there_is_no_form_to_print(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(Application(call=CALL.id).to_json(), encoding="utf-8")
    assert jbgs("check", file).returncode == 1
    result = jbgs("export", file, "--out", tmp_path / "out", "--draft")
    assert result.returncode == 2
    assert "赛道" in error_output(result)


def test_an_empty_object_is_checked_like_any_half_filled_application(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}", encoding="utf-8")
    result = jbgs("check", file, "--json")
    codes = {finding["code"] for finding in as_json(result)["findings"]}
    assert result.returncode == 1
    assert {"call.empty", "track.empty", "unit.name.empty"} <= codes


def test_a_long_foreign_call_is_not_repeated_in_full(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"call": "x\ny" * 100_000}), encoding="utf-8")
    result = jbgs("check", file)
    assert result.returncode == 2
    assert len(error_output(result)) < 400
    assert len(error_output(result).strip().splitlines()) == 1


def test_a_closed_or_full_output_ends_in_a_sentence_or_in_silence() -> None:
    command = f"{sys.executable} -m jbgs_desktop calls --json"
    for redirected, sentence in ((">&-", ""), ("> /dev/full", "磁盘空间不足"), ("2>&-", "")):
        result = subprocess.run(
            ["sh", "-c", f"{command} {redirected}"], capture_output=True, check=False
        )
        assert sentence in error_output(result)
        assert result.returncode == (2 if sentence else 0)


def test_control_characters_are_removed_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    application = Application(call=CALL.id).set("unit.name", "甲\x07\u202e乙")
    file.write_text(application.to_json(), encoding="utf-8")
    assert "已去掉 2 个" in error_output(jbgs("check", file))
