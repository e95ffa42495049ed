"""Encrypted drafts with 300 MB attached: saving, opening, attaching, comparing."""

import os
import tempfile
import time
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.timer import Goal, milliseconds, show
from jbgs_desktop.drafts.difference import changed_words
from jbgs_desktop.drafts.keys.key_holders import NORMAL, SMALL, Passphrase, new_secret, wrap
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application

ATTACHED = 300 * 2**20  # bytes
_TEXT = "面向典型应用场景开展技术攻关，形成可复制的解决方案，指标达到95%以上。"


class Source:
    """As many random bytes as asked for, without keeping them."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return os.urandom(size)


def full_application() -> Application:
    value = Application(call="x", track="y", directions=(2, 5, 7))
    for no in (2, 5, 7):
        for section in ("introduction", "scope", "foundation", "goals", "plan", "organisation"):
            value = value.set(f"taskbooks.{no}.{section}", _TEXT * 25)
    return value


def main() -> None:
    secret, variants = new_secret(), count()
    full = full_application()
    # Beside this file: a temporary folder may be in memory, where flushing costs nothing.
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        os.environ["JBGS_HOME"] = folder
        file = Path(folder) / "a.jbgs"
        write_draft(file, full, [secret])
        with closing(open_draft(file, lambda: [secret])) as draft:
            name = draft.attach("a.bin", Source(ATTACHED))  # type: ignore[arg-type]
            full = full.set("evidence", ({"category": 1, "title": "a", "file": name},))

            def save() -> None:
                draft.save(full.set("unit.name", f"示例{next(variants)}"))

            show("保存一次修改：附件 300 MB", milliseconds(save, 300), Goal(20, share=0.95))
            ask = milliseconds(lambda: draft.evidence_size(name), 300)
            show("窗口询问附件大小", ask, Goal(16))

            for number in range(400):
                save()
                draft.name_point(str(number))
            show(
                "保存一次修改：历史有 400 个命名版本", milliseconds(save, 100), Goal(20, share=0.95)
            )

            def attach() -> None:
                draft.attach("b.bin", Source(10 * 2**20))  # type: ignore[arg-type]

            show("添加 10 MB 附件", milliseconds(attach, 5))

        def open_and_load() -> None:
            with closing(open_draft(file, lambda: [secret], read_only=True)) as draft:
                draft.load()

        show("打开草稿并读出", milliseconds(open_and_load, 30), Goal(100))
    _derive()
    _compare()


def _derive() -> None:
    for cost in (NORMAL, SMALL):
        derive = partial(wrap, b"0" * 16, b"1" * 32, Passphrase("x"), cost)
        show(f"口令运算 {cost.memory // 1024} MiB", milliseconds(derive, 3))


def _compare() -> None:
    section = _TEXT * 140
    changed = section.replace("形成", "打造").replace("95%", "99%")
    compare = partial(changed_words, section, changed)
    show("比较 5,000 字的一节", milliseconds(compare, 20, clock=time.process_time), Goal(16))


if __name__ == "__main__":
    main()
