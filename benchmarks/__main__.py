"""``make bench``: all benchmarks in one run."""

from benchmarks import documents, drafts, forms, saving, start
from benchmarks import typing as key_presses


def main() -> None:
    for benchmark in (start, forms, key_presses, drafts, saving, documents):
        benchmark.main()


if __name__ == "__main__":
    main()
