"""``make bench``: all benchmarks in one run."""

from benchmarks import (
    book,
    bundle,
    documents,
    drafts,
    evidence,
    forms,
    frozen,
    intake,
    preview,
    saving,
    scans,
    start,
    verify,
)
from benchmarks import typing as key_presses


def main() -> None:
    for benchmark in (
        start,
        frozen,
        forms,
        key_presses,
        documents,
        book,
        evidence,
        preview,
        drafts,
        saving,
        bundle,
        verify,
        scans,
        intake,
    ):
        benchmark.main()


if __name__ == "__main__":
    main()
