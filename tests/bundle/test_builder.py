"""What a bundle says of the versions before it, so that an office knows which one is newer."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import BundleHistory
from jbgs_desktop.bundle.builder import prepare
from jbgs_desktop.finalise.finalise import finalise, reopen
from jbgs_desktop.forms.calls.call import installed_calls
from tests.finalise.finalised_drafts import NOW, sample_draft


def test_a_finalised_version_tells_its_time_and_what_it_replaces(tmp_path: Path) -> None:
    call = installed_calls()[0]
    with closing(sample_draft(call, tmp_path)) as draft:
        application = draft.load().application
        assert prepare(draft, application, call).history == BundleHistory()
        first = finalise(draft, call, NOW)
        assert prepare(draft, application, call).history == BundleHistory(first.when)
        reopen(draft, "单位改名", NOW)
        changed = application.set("unit.address", "郑州市新址2号")
        draft.save(changed)
        second = finalise(draft, call, NOW + timedelta(days=1))
        history = prepare(draft, changed, call).history
    assert history == BundleHistory(second.when, (first.code,))
    info = dict(history.lines()) | {"Bagging-Date": "2023-11-01"}
    assert BundleHistory.of(info).replaces == (first.code,)
    assert BundleHistory.of(info).finalised == second.when
    assert BundleHistory.of({"JBGS-Finalised": "gestern", "JBGS-Replaces": "x"}) == BundleHistory()
