"""The docx files that go out to a colleague: written in the background, then recorded."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.field_identity import new_part_code
from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.export_base import keep_for_return
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import write_atomic
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress


def give_files(
    context: SubmissionContext,
    parent: QWidget,
    files: Mapping[Path, Sequence[str]],
    to: str,
    instead: GivenPart | None = None,
) -> None:
    """Write each of ``files`` with its sections for the colleague ``to``, and record them.

    ``instead`` is a part that they stand for: it is withdrawn where it is still out. The bar tells
    the outcome.
    """
    if not context.saver.save_now():
        return  # the bar tells why
    try:
        token = keep_for_return(context.draft)
    except JbgsError as error:
        context.bar.notify(Severity.ERROR, f"没有生成Word文件，分工没有变。{error}")
        return
    work = _WriteJob(context, files, token)

    def done() -> None:
        parts = [
            _given(fields, to, token, file, work.codes[file]) for file, fields in files.items()
        ]
        _record(context, parts, instead, work.notes, next(iter(files)).parent)

    def stopped() -> None:
        if work.is_written:  # it was too late to stop
            done()
        else:
            context.bar.notify(Severity.WARNING, "已取消，没有生成Word文件，分工没有变。")

    def failed(sentence: str) -> None:
        context.bar.notify(Severity.ERROR, f"没有生成Word文件，分工没有变。{sentence}")

    run_with_progress(parent, "正在生成给同事的Word文件…", work, lambda _: done(), failed, stopped)


class _WriteJob:
    """Writes the files off the window's thread: all of them, or none."""

    def __init__(
        self, context: SubmissionContext, files: Mapping[Path, Sequence[str]], token: str
    ) -> None:
        self._application, self._call = context.session.value, context.session.call
        self._open_file = opener(context.draft)
        self._files, self._token = files, token
        self.codes = {file: new_part_code() for file in files}
        self._notes: dict[str, None] = {}  # each once, in their order
        self.is_written = False

    @property
    def notes(self) -> str:
        """What is to be said of the pictures in the files."""
        return "".join(self._notes)

    def __call__(self, cancelled: Cancelled) -> None:
        made: dict[Path, bytes] = {}
        for file, fields in self._files.items():
            if cancelled():
                return
            part = write_part(
                self._application,
                self._call,
                fields,
                self._open_file,
                revision=self._token,
                code=self.codes[file],
            )
            made[file] = part.docx
            self._notes |= dict.fromkeys(part.notes)
        if not cancelled():
            write_atomic(made)
            self.is_written = True


def _given(fields: Sequence[str], to: str, token: str, file: Path, code: str) -> GivenPart:
    now = datetime.now().astimezone()
    return GivenPart(fields=tuple(fields), to=to, when=now, token=token, file=file.name, code=code)


def _record(
    context: SubmissionContext,
    parts: Sequence[GivenPart],
    instead: GivenPart | None,
    notes: str,
    folder: Path,
) -> None:
    names = "、".join(part.file for part in parts)
    try:
        record = context.record
        if instead is not None and instead.is_out:
            with suppress(ValueError):  # something else has happened to it
                record = record.with_part_withdrawn(instead, parts[0].when)
        for part in parts:
            record = record.with_part(part)
        context.keep(record)
    except JbgsError as error:
        context.bar.notify(
            Severity.ERROR, f"Word文件已写到“{folder}”：{names}，但没有记下分给了谁。{error}"
        )
        return
    to = f"“{parts[0].to}”" if parts[0].to else "同事"
    sentence = f"给{to}的Word文件在“{folder}”：{names}。请发给同事，写好发回来以后再导入。{notes}"
    context.bar.notify_written(sentence, folder)
