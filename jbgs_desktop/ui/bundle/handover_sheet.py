"""交接清单: the paper that goes with a bundle that was written."""

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.contents import facts_of
from jbgs_desktop.bundle.handover import RECEIPT_TITLE, receipt_blocks
from jbgs_desktop.finalise.record import Finalised, Packed
from jbgs_desktop.finalise.version_code import Version, application_id
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call


def receipt_pdf(application: Application, call: Call, version: Finalised, packed: Packed) -> bytes:
    """The receipt for the bundle ``packed``. Raises DocumentError."""
    from jbgs_desktop.documents.blocks import Properties
    from jbgs_desktop.documents.pdf.writer import write_pdf

    when = packed.when.astimezone()
    facts = facts_of(
        application,
        call,
        Version(application_id(application), version.code, version.digest, {}),
        made=when.date(),
        pages={layout.PDF: version.pages},
    )
    blocks = receipt_blocks(facts, packed.place, when, packed.files)
    return write_pdf(blocks, Properties(RECEIPT_TITLE, facts.applicant))
