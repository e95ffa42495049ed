"""What `make audit` says, and the list of parts that the installed program carries."""

from pathlib import Path
from typing import Any

import pytest

from tools import audit
from tools.make_sbom import ROOT, locked_hashes, sbom


def test_what_is_known_against_a_library_is_told() -> None:
    known = {"id": "PYSEC-1", "fix_versions": ["13.0.0"]}
    libraries: list[dict[str, Any]] = [
        {"name": "pillow", "version": "12.3.0", "vulns": [known]},
        {"name": "segno", "version": "1.6.6", "vulns": []},
    ]
    assert audit.advisories({"dependencies": libraries}) == ["pillow 12.3.0：PYSEC-1（13.0.0）"]


def test_an_index_that_knows_no_advisories_is_not_taken_for_good_news() -> None:
    skipped = {"name": "pillow", "skip_reason": "not found"}
    for libraries in ([skipped], [skipped, {"name": "segno", "version": "1", "vulns": []}], []):
        with pytest.raises(LookupError):
            audit.advisories({"dependencies": libraries})


def test_a_tool_that_cannot_ask_says_why(tmp_path: Path) -> None:
    tool = tmp_path / "pip-audit"
    tool.write_text("#!/bin/sh\necho no network >&2\nexit 1\n", encoding="utf-8")
    tool.chmod(0o755)
    with pytest.raises(LookupError, match="no network"):
        audit.ask(str(tool))


def test_the_list_of_parts_names_every_library_with_version_and_licence(tmp_path: Path) -> None:
    for name in ("pillow-13.0.0", "libffi8-3.4.4"):
        (tmp_path / f"{name}.dist-info").mkdir()
    (tmp_path / "pillow-13.0.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.4\nName: pillow\nVersion: 13.0.0\nLicense-Expression: MIT-CMU\n"
    )
    (tmp_path / "libffi8-3.4.4.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: libffi8\nVersion: 3.4.4+b1\n"
    )
    python, system, library = sbom(tmp_path)["components"]
    assert python["name"] == "Python"
    assert system["purl"] == "pkg:deb/debian/libffi8@3.4.4%2Bb1"
    assert (library["name"], library["version"]) == ("pillow", "13.0.0")
    assert library["licenses"] == [{"expression": "MIT-CMU"}]
    assert len(library["properties"]) > 10
    assert sbom(tmp_path) == sbom(tmp_path)


def test_the_hashes_of_the_lock_are_read_whole() -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    hashes = locked_hashes(lock)
    assert all(hashes.values())
    assert sum(map(len, hashes.values())) == lock.count("--hash=sha256:")
