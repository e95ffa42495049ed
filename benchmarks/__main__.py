"""``make bench``: all benchmarks in one run."""

from benchmarks import (
    autosave,
    book,
    bundle,
    documents,
    drafts,
    evidence,
    forms,
    frozen,
    intake,
    preview,
    sandbox,
    scans,
    start,
    verify,
)
from benchmarks import keystrokes as key_presses


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
        sandbox,
        drafts,
        autosave,
        bundle,
        verify,
        scans,
        intake,
    ):
        benchmark.main()


if __name__ == "__main__":
    main()
