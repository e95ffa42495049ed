"""The Word files that a user chose, recognised together, and whether they belong here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.documents.docx_import.model import RecognisedForm, is_nothing, loss_of
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.documents.docx_import.taken_figures import with_figure_files
from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX, DocxContent, read_docx
from jbgs_desktop.documents.docx_reader.model import Loss, LossKind
from jbgs_desktop.documents.field_identity import CALL, TRACK
from jbgs_desktop.errors import DocumentError, JbgsError, UnknownDirectionError
from jbgs_desktop.files import read_capped
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import section_text

_OTHER_TRACK = (
    "这个Word文件是另一份通知或它另一部分的申报材料，不能并入这份申报。"
    "请换成同一份申报导出的文件，或者把它读成新的申报。"
)
_USELESS = "里面没有表格的标题，也没有本程序做的标记，认不出是哪个栏目。"


@dataclass(frozen=True, slots=True)
class ReadableFiles:
    """The ``form`` in those ``files`` that could be read; a sentence for each that could not."""

    form: RecognisedForm
    files: tuple[Path, ...]
    problems: tuple[str, ...]


def recognise_readable(
    files: Sequence[Path], belongs: Belongs, *, cancelled: Callable[[], bool] = lambda: False
) -> ReadableFiles:
    """The fields in ``files``; where a field is in two, the one that was written last counts.

    A file that cannot be read, or is of another call or track than it ``belongs`` to, is left out
    and told. Raises JbgsError where nothing is left or recognised, UnknownFormError where nothing
    tells the call or the track, UnknownDirectionError where only the direction is missing.
    """
    read: dict[Path, DocxContent] = {}
    problems = []
    for file in sorted(files, key=written_time, reverse=True):
        try:
            content = read_docx(read_capped(file, LARGEST_DOCX), cancelled=cancelled)
            _require_belonging(content, belongs)
            read[file] = content
        except JbgsError as error:
            problems.append(f"没有导入“{file.name}”：{error}")
        if cancelled():
            break
    if not read:
        raise DocumentError("".join(problems))
    form = _recognised(read, belongs)
    if form.useless:
        for file in [tuple(read)[number] for number in form.useless]:
            problems.append(f"没有导入“{file.name}”：{_USELESS}")
            del read[file]
        form = _recognised(read, belongs)
    return ReadableFiles(form, tuple(read), tuple(problems))


def _recognised(read: Mapping[Path, DocxContent], belongs: Belongs) -> RecognisedForm:
    names = [file.name for file in read]
    try:
        return recognise(list(read.values()), belongs, names)
    except UnknownDirectionError as error:
        sentence = f"没有导入“{'、'.join(names)}”：{error}"
        raise UnknownDirectionError(sentence, error.call, error.track) from None
    except DocumentError as error:
        raise type(error)(f"没有导入“{'、'.join(names)}”：{error}") from None


def written_time(file: Path) -> float:
    """When ``file`` was last written, in seconds since 1970; 0 where that cannot be seen."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _require_belonging(content: DocxContent, belongs: Belongs) -> None:
    properties = content.document.properties
    if belongs.call and belongs.track:
        own = properties.get(CALL, belongs.call.id), properties.get(TRACK, belongs.track)
        if own != (belongs.call.id, belongs.track):
            raise DocumentError(_OTHER_TRACK)


def losses_for(form: RecognisedForm, here: Application) -> tuple[Loss, ...]:
    """What of the files cannot be carried over, but for what the application has anyway."""
    return tuple(loss for loss in form.losses if not _is_here(loss, here))


def original_losses(data: bytes, here: Application, call: Call) -> tuple[Loss, ...]:
    """What of the file ``data`` alone, that was taken from before, could not be carried over.

    Takes seconds. Raises JbgsError where it cannot be read.
    """
    content = read_docx(data)
    try:
        form = recognise([content], Belongs([call], call, here.track, here.directions))
    except DocumentError:  # what told its field then was another file, or the direction chosen
        return content.document.losses
    taken = with_figure_files(form, form.values, lambda name, _: name)
    return (*losses_for(form, here), *taken.losses, *_differing(form, here))


def _differing(form: RecognisedForm, here: Application) -> Iterator[Loss]:
    """The sections of the file whose texts are others than those that are here now."""
    for path, value in form.values.items():
        if path.startswith("taskbooks.") and not is_nothing(value):
            words, own = section_text(value), section_text(here.get(path))
            if words.split() != own.split():
                where = describe(form.call, path, form.track).name
                yield loss_of(LossKind.DIFFERENT, where, words, path)


def _is_here(loss: Loss, here: Application) -> bool:
    """Whether a list of evidence says only what the application has."""
    titles = [entry.title.strip() for entry in here.evidence if entry.title.strip()]
    lines = loss.text.split("\n")
    return loss.kind is LossKind.EVIDENCE and all(line.endswith(tuple(titles)) for line in lines)
