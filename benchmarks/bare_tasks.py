"""The tasks of :mod:`benchmarks.sandbox` in children that give nothing up: for measuring only.

A child loads the module of its task before it puts up its walls.
"""

from jbgs_desktop import child_process
from jbgs_desktop.documents.pdf.confined_page_worker import LIBRARIES, draw_rgb, page_sizes

setattr(child_process, "confine", lambda reads, writes: None)  # noqa: B010

__all__ = ["LIBRARIES", "draw_rgb", "page_sizes"]
