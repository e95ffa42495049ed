"""The pages after the form is filled in: finalise and print, seal and scan, write the stick.

Each is loaded when it is first opened: the first paint need not wait for a fifth of a second.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from jbgs_desktop.ui.widgets.outline import PageKey

if TYPE_CHECKING:
    from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
    from jbgs_desktop.ui.widgets.page import Page


def _finalise_page(context: "SubmissionContext") -> "Page":
    from jbgs_desktop.ui.finalise.finalise_page import FinalisePage

    return FinalisePage(context)


def _scans_page(context: "SubmissionContext") -> "Page":
    from jbgs_desktop.ui.scans.scans_page import ScansPage

    return ScansPage(context)


def _bundle_page(context: "SubmissionContext") -> "Page":
    from jbgs_desktop.ui.bundle.bundle_page import BundlePage

    return BundlePage(context)


SUBMISSION_PAGES: "dict[str, Callable[[SubmissionContext], Page]]" = {
    PageKey.FINALISE: _finalise_page,
    PageKey.SCANS: _scans_page,
    PageKey.BUNDLE: _bundle_page,
}
