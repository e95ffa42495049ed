"""Writing the documents of a full application, beside LibreOffice's conversion."""

import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.sample_files import sample_files
from benchmarks.timer import milliseconds, show
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.files import write_atomic
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application


def main() -> None:
    call = installed_calls()[0]
    full = sample_application(call, call.tracks[0].id, (2, 5, 7))
    with sample_files(full, call) as evidence, tempfile.TemporaryDirectory() as name:
        source = MakeBook(evidence)
        folder = Path(name)
        for format_ in ("docx", "xlsx"):
            work = partial(
                build, full, call, folder, formats=(format_,), draft=False, source=source
            )
            show(f"{format_}：3 份任务书", milliseconds(work, 5))
        if soffice := shutil.which("soffice"):
            documents = build(full, call, folder, formats=("docx",), draft=False, source=source)
            write_atomic(documents)
            command = [soffice, "--headless", "--convert-to", "pdf", "--outdir", name]
            command.append(str(next(iter(documents))))
            durations = milliseconds(lambda: subprocess.run(command, capture_output=True), 2)
            show("对照：LibreOffice 把它转成 PDF", durations)


if __name__ == "__main__":
    main()
