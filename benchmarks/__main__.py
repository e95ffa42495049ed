"""``make bench``: all benchmarks in one run."""

from benchmarks import documents, drafts, forms, saving, start, typing


def main() -> None:
    for benchmark in (start, forms, typing, drafts, saving, documents):
        benchmark.main()


if __name__ == "__main__":
    main()
