"""The pages after the form is filled in: finalise and print, seal and scan, write the stick."""

from collections.abc import Callable

from jbgs_desktop.ui.handing.bundle_page import BundlePage
from jbgs_desktop.ui.handing.desk import Desk
from jbgs_desktop.ui.handing.finalise_page import FinalisePage
from jbgs_desktop.ui.handing.scans_page import ScansPage
from jbgs_desktop.ui.page import Page

HANDING_PAGES: dict[str, Callable[[Desk], Page]] = {
    "finalise": FinalisePage,
    "scans": ScansPage,
    "bundle": BundlePage,
}
