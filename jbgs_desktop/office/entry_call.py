"""The call that a received bundle was made by, and what of it an office looks for on the paper."""

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.office.register_entry import RegisterEntry
from jbgs_desktop.office.return_notice import SealToFind, seal_spots


def entry_call(entry: RegisterEntry) -> Call | None:
    """The call in the version that the bundle was made by, or the nearest that is here."""
    try:
        return find_call(entry.call, entry.call_version)
    except CallPackError:
        return None


def entry_spots(entry: RegisterEntry) -> tuple[SealToFind, ...]:
    """The seals and signatures that are looked for on its paper."""
    call = entry_call(entry)
    return seal_spots(call, has_participants=bool(entry.participants)) if call else ()
