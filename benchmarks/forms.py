"""Counting, checking and one edit of a full application."""

from datetime import UTC, datetime

from benchmarks.timer import milliseconds, show
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.forms.text.count import count


def main() -> None:
    call = installed_calls()[0]
    track = next(track for track in call.tracks if len(track.directions) > 12)
    full = sample_application(call, track.id, (2, 8, 13))
    goals = full.taskbook(2).goals
    section = (goals * 20)[:5000]
    now = datetime.now(UTC)
    variants = iter(range(10**9))

    def check_after_an_edit() -> None:
        changed = full.set("taskbooks.2.goals", f"{goals}{next(variants)}")
        check(changed, call, now=now, evidence_size=lambda _: 1)

    show("字数：5,000 字", milliseconds(lambda: count(section + str(next(variants))), 200))
    show("修改一个栏目", milliseconds(lambda: full.set("taskbooks.2.goals", section), 200))
    show("检查：3 份任务书的整份申报", milliseconds(check_after_an_edit, 50), "预算 20 ms")
