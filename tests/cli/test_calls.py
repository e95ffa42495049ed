"""``jbgs calls --json`` in the published shape (docs/developer/interface.md)."""

import json

from jbgs_desktop.cli.calls import calls_as_json
from jbgs_desktop.forms.calls.call import Direction, installed_calls


def test_the_calls_have_the_published_shape() -> None:
    tree = json.loads(calls_as_json(installed_calls()))
    assert list(tree) == ["calls"]
    (call,) = tree["calls"]
    assert set(call) == {
        *("id", "title", "issuer", "document_no", "target_year", "deadlines", "limits", "tracks")
    }
    assert all({"what", "when", "who"} <= set(deadline) for deadline in call["deadlines"])
    assert [track["id"] for track in call["tracks"]] == [
        each.id for each in installed_calls()[0].tracks
    ]
    for track in call["tracks"]:
        assert set(track) == {"id", "name", "related_revenue_label", "directions"}
        for direction in track["directions"]:
            assert set(direction) == {"id", "no", "category", "title", "task", "target"}
            Direction.model_validate(direction)
