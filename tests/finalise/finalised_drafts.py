"""A complete sample in a sealed draft, and moments to do things at."""

import io
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jbgs_desktop.drafts.draft_library import import_draft
from jbgs_desktop.drafts.keys.key_holders import HolderKey
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application, write_sample
from tests.bundle.sample_bundles import one_page
from tests.drafts.cheap_drafts import CHEAP, SECRET, new_draft
from tests.ui.finalise.sealed import an_application

NOW = datetime(2023, 10, 30, 9, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def small_draft(file: Path, holders: Sequence[HolderKey] = (SECRET,)) -> SealedDraft:
    """The smallest one without an error, open: what has to be attached, of one page each."""
    draft = new_draft(file, an_application(), *holders)
    with closing(io.BytesIO(one_page("证明材料"))) as paper:
        name = draft.attach("证明材料.pdf", paper)
    application = draft.load().application
    for at in range(2):
        application = application.set(f"evidence.{at}.title", f"材料{at}")
        application = application.set(f"evidence.{at}.file", name)
    draft.save(application)
    return draft


def sample_draft(
    call: Call, folder: Path, holders: Sequence[HolderKey] = (SECRET,), track: int = 1
) -> SealedDraft:
    """The sample of a track with one direction and its evidence, without an error, open."""
    plain = folder / "sample" / "sample.json"
    write_sample(sample_application(call, call.tracks[track].id, (2,)), call, plain)
    for evidence in plain.parent.rglob("*.pdf"):  # a book of few pages is soon made
        evidence.write_bytes(one_page(evidence.stem))
    with closing(PlainDraft(plain)) as source:
        return import_draft(source, holders, CHEAP)
