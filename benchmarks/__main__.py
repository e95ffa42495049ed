"""``make bench``: all benchmarks in one run."""

from benchmarks import documents, drafts, forms, start, typing


def main() -> None:
    for benchmark in (start, forms, typing, drafts, documents):
        benchmark.main()


if __name__ == "__main__":
    main()
