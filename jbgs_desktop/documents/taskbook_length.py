"""How many pages a task book has, from a quick layout that writes no PDF."""

from collections.abc import Mapping

from jbgs_desktop.documents.application_document import taskbook_document
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call


def taskbook_pages(
    application: Application, call: Call, no: int, sizes: Mapping[str, tuple[int, int]]
) -> int:
    """The pages of the task book of direction ``no`` as the book has them; 0 if it has none.

    ``sizes`` are the pictures' width and height in pixels by the files of the figures; a figure
    without one counts as an empty frame. It opens no file, but takes some tenths of a second: call
    it off the window's thread. Raises DocumentError.
    """
    from jbgs_desktop.documents.pdf.writer import Layout

    document = taskbook_document(application, call, no)
    return Layout(document, Properties("", ""), sizes=sizes).pages if document else 0
