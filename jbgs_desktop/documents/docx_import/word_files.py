"""The Word files that a user chose, recognised together, and whether they belong here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX, read_docx
from jbgs_desktop.documents.docx_reader.model import Loss, LossKind
from jbgs_desktop.documents.field_identity import CALL, TRACK
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import read_capped
from jbgs_desktop.forms.application import Application


def recognise_files(
    files: Sequence[Path], belongs: Belongs, *, cancelled: Callable[[], bool] = lambda: False
) -> RecognisedForm:
    """The fields in ``files``, which belong together.

    Raises JbgsError, a sentence that names the file, and once ``cancelled()``; UnknownFormError
    where nothing tells the call or the track.
    """
    contents = []
    for file in files:
        try:
            contents.append(read_docx(read_capped(file, LARGEST_DOCX), cancelled=cancelled))
        except DocumentError as error:
            raise DocumentError(f"没有导入“{file}”：{error}") from None
    try:
        return recognise(contents, belongs)
    except DocumentError as error:
        names = "、".join(file.name for file in files)
        raise type(error)(f"没有导入“{names}”：{error}") from None


def require_same_track(form: RecognisedForm, here: Application, advice: str) -> None:
    """Raises DocumentError with ``advice`` where the files tell another track or call."""
    told = form.properties.get(TRACK, here.track), form.properties.get(CALL, here.call)
    if told != (here.track, here.call):
        raise DocumentError(
            "没有导入：这个Word文件是另一个赛道或另一份通知的申报材料，不能并入这份申报。"
            f"请换成同一份申报导出的文件，或者{advice}。"
        )


def losses_for(form: RecognisedForm, here: Application) -> tuple[Loss, ...]:
    """What of the files cannot be carried over, but for what the application has anyway."""
    return tuple(loss for loss in form.losses if not _is_here(loss, here))


def _is_here(loss: Loss, here: Application) -> bool:
    """Whether a list of evidence says only what the application has."""
    titles = [entry.title.strip() for entry in here.evidence if entry.title.strip()]
    lines = loss.text.split("\n")
    return loss.kind is LossKind.EVIDENCE and all(line.endswith(tuple(titles)) for line in lines)
