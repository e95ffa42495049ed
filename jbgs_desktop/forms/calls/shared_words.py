"""Words over several calls: an office keeps the bundles of all its calls in one register."""

from collections.abc import Iterable
from dataclasses import dataclass

from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.calls.installed_packs import each_word
from jbgs_desktop.forms.calls.vocabulary import PackWords


@dataclass(frozen=True, slots=True)
class SharedWords:
    """How lists over all calls head their columns; where calls differ, with both words."""

    track: str
    product: str

    @classmethod
    def of(cls, calls: Iterable[Call]) -> "SharedWords":
        """Those of ``calls``; of none, plain ones."""
        found = [call.form.vocabulary for call in calls]
        if not found:
            return cls(PackWords().track, "产品")
        return cls(each_word(each.track for each in found), each_word(e.product for e in found))
