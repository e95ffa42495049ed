"""What a bundle is made of before it is written: files with their sources, nothing on any disk."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the payload. ``path`` is within the bundle, with ``/``; ``size`` in bytes.

    ``digest`` is the SHA-256 in hexadecimal that the file must have, "" where none is known yet.
    """

    path: str
    size: int
    open: Callable[[], BinaryIO]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file as it was written; ``digest`` is its SHA-256 in hexadecimal, ``size`` in bytes."""

    path: str
    size: int
    digest: str


Closing = Callable[[tuple[WrittenFile, ...]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class BundleContent:
    """A bundle to be written.

    ``name`` is its folder's. ``closing`` makes the files beside the payload, the manifests among
    them, from what was written of it: so each source is read only once. The file that makes the
    folder a bag comes last. ``doubts`` are sentences about what
    somebody should look at before it is written, ``notices`` about what else there is to know.
    ``remedy`` tells who writes it what to do when a source is no longer what it was.
    """

    name: str
    files: tuple[BundleFile, ...]
    closing: Closing
    code: str  # the 核验码 of the version in it
    doubts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    remedy: str = "请重新检查并定稿，再写一次。"

    @property
    def size(self) -> int:
        """Bytes of the payload; what comes beside it is below :data:`BESIDE`."""
        return sum(file.size for file in self.files)


BESIDE = 4 * 2**20  # bytes to keep free for the files beside the payload


def bundle_file(path: str, source: Path | bytes, digest: str = "") -> BundleFile:
    """``source`` as the file ``path`` of a bundle. Raises OSError for a file that is not there."""
    if isinstance(source, bytes):
        return BundleFile(path, len(source), lambda: io.BytesIO(source), digest)
    return BundleFile(path, source.stat().st_size, lambda: source.open("rb"), digest)
