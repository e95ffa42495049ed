"""Counting, checking and one edit of a full application."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.timer import Goal, milliseconds, show
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.checks import check, check_in_steps
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.forms.section import SectionTable, TableItem, section_text
from jbgs_desktop.forms.text.count import count

_LONG = 50_000  # characters


def main() -> None:
    call = installed_calls()[0]
    track = next(track for track in call.tracks if len(track.directions) > 12)
    full = sample_application(call, track.id, (2, 8, 13))
    goals = section_text(full.taskbook(2).goals)
    section = (goals * 20)[:5000]
    now = datetime.now(UTC)
    variants = iter(range(10**9))

    def check_after_an_edit() -> None:
        changed = full.set("taskbooks.2.goals", f"{goals}{next(variants)}")
        check(changed, call, now=now, evidence_size=lambda _: 1)

    long = _with_tables(full)
    assert sum(len(text) for _, text in long.texts()) > _LONG

    def check_a_long_one_after_an_edit() -> None:
        changed = long.set("taskbooks.2.goals.1.rows.1.3", f"{next(variants)}")
        check(changed, call, now=now, evidence_size=lambda _: 1)

    show("字数：5,000 字", milliseconds(lambda: count(section + str(next(variants))), 200))
    show("修改一个栏目", milliseconds(lambda: full.set("taskbooks.2.goals", section), 200))
    show(
        "检查：3 份任务书的整份申报，改一处以后",
        milliseconds(check_after_an_edit, 50, clock=time.process_time),
        Goal(5),
    )
    show("检查：5 万字符，15 个表，共 3,000 格", milliseconds(check_a_long_one_after_an_edit, 50))
    changed = long.set("taskbooks.2.goals.1.rows.1.3", f"{next(variants)}")
    steps = check_in_steps(changed, call, now=now, evidence_size=lambda _: 1)
    show("　　其中每一步", [*_step_times(steps)], "每步不超过 10 ms")


def _step_times(steps: Iterator[None]) -> Iterator[float]:
    is_done = False
    while not is_done:
        started = time.perf_counter()
        is_done = next(steps, steps) is steps
        yield 1000 * (time.perf_counter() - started)


def _with_tables(application: Application) -> Application:
    """``application`` with five tables in each task book, and 50,000 characters in all."""
    head = ("指标", "单位", "榜单要求", "现状", "2025年目标", "测试方法")
    for no in application.directions:
        book = application.taskbook(no)
        for name in ("value", "progress", "goals", "plan", "organisation"):
            rows = [(f"指标{at}", "%", f"≥{at}", "9", f"≥{at}", "仪器") for at in range(33)]
            table = TableItem(table=SectionTable(caption="某表", rows=(head, *rows)))
            section = (section_text(getattr(book, name)) * 4, table)
            application = application.set(f"taskbooks.{no}.{name}", section)
    return application


if __name__ == "__main__":
    main()
