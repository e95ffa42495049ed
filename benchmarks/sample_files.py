"""The files of a sample, as the window and the commands have them beside it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import write_sample


@contextmanager
def sample_files(application: Application, call: Call) -> Iterator[Callable[[str], BinaryIO]]:
    """What opens the evidence and the figures of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(application, call, Path(folder) / "sample.json")
        yield lambda name: (Path(folder) / name).open("rb")
