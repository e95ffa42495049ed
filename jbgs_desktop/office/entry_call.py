"""The calls that received bundles were made by, and what of them is looked for on the paper."""

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.office.register_entry import RegisterEntry
from jbgs_desktop.office.return_notice import SealToFind, seal_spots


class EntryCalls:
    """Each call is read once; the same for thousands of entries."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], Call | None] = {}

    def call(self, entry: RegisterEntry) -> Call | None:
        """The call in the version that the bundle was made by, or the nearest that is here."""
        key = entry.call, entry.call_version
        if key not in self._calls:
            try:
                self._calls[key] = find_call(*key)
            except CallPackError:
                self._calls[key] = None
        return self._calls[key]

    def spots(self, entry: RegisterEntry) -> tuple[SealToFind, ...]:
        """The seals and signatures that are looked for on its paper."""
        call = self.call(entry)
        return seal_spots(call, has_participants=bool(entry.participants)) if call else ()
