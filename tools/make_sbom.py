"""The list of parts of the installed program, as CycloneDX 1.6 (an SBOM) in JSON.

`make_sbom.py FOLDER FILE` reads the ``dist-info`` folders in FOLDER, which the installed program
carries for 关于 too, and the locks, and writes FILE. The same parts give the same bytes: no time
and no random number is in it.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run.txt", "package.txt")  # of the latter the loader is given out
_LONGEST = 60  # characters of a licence's name; some wheels put the whole text there
_EXPRESSION = re.compile(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*")


def sbom(folder: Path) -> dict[str, Any]:
    """The list of the parts whose ``dist-info`` is in ``folder``, with the hashes of the locks."""
    texts = [(ROOT / "requirements" / name).read_text(encoding="utf-8") for name in LOCKS]
    locked = locked_hashes("\n".join(texts))
    found = sorted(distributions(path=[str(folder)]), key=lambda each: each.name.lower())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _program()},
        "components": [
            {
                "type": "platform",
                "name": "Python",
                "version": platform.python_version(),
                "licenses": [{"expression": "PSF-2.0"}],
            },
            *(_component(each, locked) for each in found if each.name != "jbgs-desktop"),
        ],
    }


def _program() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', text, re.M)
    assert version is not None
    return {"type": "application", "name": "jbgs-desktop", "version": version[1]}


def _component(found: Distribution, locked: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    name = re.sub(r"[-_.]+", "-", found.name).lower()
    is_wheel = found.read_text("WHEEL") is not None or name in locked
    kind = "pypi" if is_wheel else "deb/debian"  # those installer/build.py describes
    component: dict[str, Any] = {
        "type": "library",
        "name": found.name,
        "version": found.version,
        "purl": f"pkg:{kind}/{name}@{found.version.replace('+', '%2B')}",
        "licenses": list(_licences(found)),
    }
    if hashes := locked.get(name):
        component["properties"] = [{"name": "jbgs:locked-sha256", "value": each} for each in hashes]
    return component


def _licences(found: Distribution) -> Iterator[dict[str, Any]]:
    metadata = found.metadata.json
    name = str(metadata.get("license_expression") or metadata.get("license") or "")
    if "license_expression" in metadata and _EXPRESSION.fullmatch(name):
        yield {"expression": name}
    elif name and "\n" not in name and len(name) <= _LONGEST:
        yield {"license": {"name": name}}
    else:
        kinds = [kind for kind in metadata.get("classifier", ()) if kind.startswith("License ::")]
        yield from ({"license": {"name": kind.rpartition(":: ")[2]}} for kind in kinds)


def locked_hashes(lock: str) -> dict[str, tuple[str, ...]]:
    """Library -> the SHA-256 of each file that the text of a lock allows for it."""
    blocks = re.findall(r"^([\w.-]+)==(.*(?:\n[ ]+.*)*)", lock, re.M)
    return {name: tuple(re.findall(r"sha256:([0-9a-f]{64})", rest)) for name, rest in blocks}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(
        json.dumps(sbom(Path(sys.argv[1])), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
