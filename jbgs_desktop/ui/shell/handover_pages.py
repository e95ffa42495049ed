"""The pages after the form is filled in: finalise and print, seal and scan, write the stick.

Each is loaded when it is first opened: the first paint need not wait for a fifth of a second.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jbgs_desktop.ui.finalise.submission_context import Desk
    from jbgs_desktop.ui.widgets.page import Page


def _finalise_page(desk: "Desk") -> "Page":
    from jbgs_desktop.ui.finalise.finalise_page import FinalisePage

    return FinalisePage(desk)


def _scans_page(desk: "Desk") -> "Page":
    from jbgs_desktop.ui.scans.scans_page import ScansPage

    return ScansPage(desk)


def _bundle_page(desk: "Desk") -> "Page":
    from jbgs_desktop.ui.bundle.bundle_page import BundlePage

    return BundlePage(desk)


HANDING_PAGES: "dict[str, Callable[[Desk], Page]]" = {
    "finalise": _finalise_page,
    "scans": _scans_page,
    "bundle": _bundle_page,
}
