"""Hostile bundles: numbered cases, each built by spoiling one good bundle.

A case is spoilt in one way and otherwise kept consistent, so that only the rule it aims at can
refuse it. ``outside`` is a folder beside the bundle that nothing may ever open.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Concatenate, ParamSpec

from jbgs_desktop.bundle.bagit_profile import INFO, MANIFEST, TAG_MANIFEST
from tests.bundle import small_bundles

_Details = ParamSpec("_Details")


class Spoiled:
    """A good bundle in ``root`` with the means to spoil it."""

    def __init__(self, root: Path, outside: Path) -> None:
        self.root, self.outside = root, outside

    def put(self, path: str | bytes, data: bytes = small_bundles.PDF) -> None:
        """A file, not listed anywhere."""
        file = self.root / (
            path if isinstance(path, str) else path.decode(errors="surrogateescape")
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def list_(self, path: str, data: bytes = small_bundles.PDF, manifest: str = MANIFEST) -> None:
        """A line about ``data`` at ``path``; the count of the payload as if it were there."""
        self.line(sha256(data).hexdigest().encode() + b"  " + path.encode(), manifest)
        if manifest == MANIFEST:
            self.count(len(data), 1)

    def add(self, path: str, data: bytes = small_bundles.PDF) -> None:
        """A file, listed as it should be."""
        self.put(path, data)
        self.list_(path, data)

    def line(self, line: bytes, manifest: str = MANIFEST) -> None:
        self.rewrite(manifest, (self.root / manifest).read_bytes() + line + b"\n")

    def rewrite(self, name: str, data: bytes) -> None:
        """Another content for a tag file, with the right hash in the tag manifest."""
        (self.root / name).write_bytes(data)
        if name != TAG_MANIFEST:
            self.seal(name)

    def seal(self, name: str) -> None:
        lines = (self.root / TAG_MANIFEST).read_text().splitlines()
        others = [line for line in lines if line[66:] != name]
        digest = sha256((self.root / name).read_bytes()).hexdigest()
        text = "\n".join(sorted([*others, f"{digest}  {name}"], key=lambda line: line[66:]))
        (self.root / TAG_MANIFEST).write_text(f"{text}\n")

    def change(self, path: str, data: bytes) -> None:
        """Another content for a listed payload file, with the right hash and count."""
        before = (self.root / path).stat().st_size
        self.put(path, data)
        lines = (self.root / MANIFEST).read_text().splitlines()
        digest = sha256(data).hexdigest()
        changed = [f"{digest}  {path}" if line[66:] == path else line for line in lines]
        self.rewrite(MANIFEST, ("\n".join(changed) + "\n").encode())
        self.count(len(data) - before, 0)

    def remove(self, path: str) -> None:
        """A payload file away, from the list too."""
        size = (self.root / path).stat().st_size
        (self.root / path).unlink()
        lines = (self.root / MANIFEST).read_text().splitlines()
        kept = [line for line in lines if line[66:] != path]
        self.rewrite(MANIFEST, "".join(f"{line}\n" for line in kept).encode())
        self.count(-size, -1)

    def count(self, size: int, files: int) -> None:
        stated = self.info()["Payload-Oxum"].split(".")
        self.set_tag("Payload-Oxum", f"{int(stated[0]) + size}.{int(stated[1]) + files}")

    def info(self) -> dict[str, str]:
        lines = (self.root / INFO).read_text().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def set_tag(self, key: str, value: str | None) -> None:
        """Another value in bag-info.txt, or none."""
        entries = {**self.info(), key: value}
        lines = [f"{key}: {value}\n" for key, value in entries.items() if value is not None]
        self.rewrite(INFO, "".join(lines).encode())


Build = Callable[[Spoiled], None]


@dataclass(frozen=True)
class Case:
    """``code`` is the finding that the case has to bring."""

    number: int
    name: str
    code: str
    build: Build

    def __str__(self) -> str:
        return f"{self.number:03}-{self.name}"


class Chapter:
    """Cases of one kind, numbered from ``first`` on."""

    def __init__(self, first: int) -> None:
        self.cases: list[Case] = []
        self._first = first

    def add(
        self,
        name: str,
        code: str,
        build: Callable[Concatenate[Spoiled, _Details], None],
        *details: _Details.args,
        **more: _Details.kwargs,
    ) -> None:
        def run(spoiled: Spoiled) -> None:
            build(spoiled, *details, **more)

        self.cases.append(Case(self._first + len(self.cases), name, code, run))


def all_cases() -> Iterator[Case]:
    from tests.bundle.corpus import contents, files, links, paths, tags

    for module in (paths, links, tags, files, contents):
        yield from module.chapter.cases


__all__ = ["Case", "Chapter", "Spoiled", "all_cases"]
