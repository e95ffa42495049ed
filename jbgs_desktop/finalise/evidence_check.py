"""What the attached files hold that an application's text cannot show: whether they open at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from jbgs_desktop.documents.attachments.inspect import LOCATION, Inspection, inspect_all
from jbgs_desktop.drafts.draft import Draft, free_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.figure_resolution import too_coarse
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.section import SectionFigure
from jbgs_desktop.forms.section_numbers import section_numbers
from jbgs_desktop.forms.text.clean import portable
from jbgs_desktop.private_folders import PrivateFolder

_NO_PICTURE = "这幅图的文件不是图片，请换成PNG或JPEG图片。"
_SAME = "与第{}份材料的内容一模一样，只是文件名不同，请核对是否重复添加或附错了文件。"
_IN_CLEAR = 2**27  # bytes of files that are copied out at a time, unless a single one has more


def file_findings(
    draft: Draft,
    application: Application,
    call: Call,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Finding]:
    """Look at every file of the application, each in a child with limits.

    A file that cannot be opened or printed as it should is an error, evidence that is not printed
    a notice, a picture too coarse for its width a warning. Missing and empty ones are left to the
    checks. Ends early once ``cancelled()``. Raises JbgsError when a file cannot be taken out of
    the draft.
    """
    there = [file for file in application.files() if draft.evidence_size(file)]
    looks: dict[str, Inspection] = {}
    for _attempt in range(2):  # a busy computer may miss the time once
        again = [file for file in there if file not in looks or looks[file].is_transient]
        looks |= dict(_looks(draft, again, cancelled))
    return _all_findings(application, call, looks.get, Severity.ERROR)


def findings_so_far(
    application: Application,
    call: Call,
    look: Callable[[str], Inspection | None],
    size: Callable[[str], int | None],
) -> list[Finding]:
    """The same from what is known already: ``look`` gives None for a file not looked at yet.

    ``size`` is in bytes. A problem that may pass is a warning only, since 定稿 looks once more.
    """

    def seen(file: str) -> Inspection | None:
        return look(file) if size(file) else None

    return _all_findings(application, call, seen, Severity.WARNING)


def look_at_file(draft: Draft, file: str) -> Inspection:
    """What the attached ``file`` is, through a copy in clear in a private folder that goes at once.

    Raises JbgsError when it cannot be taken out of the draft.
    """
    ((_, look),) = _looks(draft, [file], lambda: False)
    return look


def _looks(
    draft: Draft, files: Sequence[str], cancelled: Callable[[], bool]
) -> Iterator[tuple[str, Inspection]]:
    """Each of ``files`` with what it is, by the name that it will have in a bundle."""
    for some in _batches(draft, files):
        with closing(PrivateFolder()) as copies:
            paths = []
            for file in some:
                if cancelled():
                    return
                with draft.open_evidence(file) as stream:
                    name = free_name(portable(file).rpartition("/")[2], lambda _: False)
                    paths.append(copies.copy(name, stream))
            yield from zip(some, inspect_all(paths, cancelled=cancelled), strict=False)


def _batches(draft: Draft, files: Sequence[str]) -> Iterator[list[str]]:
    """``files`` in parts for one child each, so that not all of them are in clear at a time."""
    some: list[str] = []
    size = 0
    for file in files:
        more = draft.evidence_size(file) or 0
        if some and size + more > _IN_CLEAR:
            yield some
            some, size = [], 0
        some.append(file)
        size += more
    if some:
        yield some


def _all_findings(
    application: Application,
    call: Call,
    look: Callable[[str], Inspection | None],
    passing: Severity,
) -> list[Finding]:
    found: list[Finding] = []
    for path, figure in application.figures():
        if figure.file.strip() and (seen := look(figure.file)):
            number, place = _number(application, call, path), _Place.of(application, call, path)
            found += _of_figure(seen, figure, number, place, passing)
    first: dict[str, int] = {}
    for at, entry in enumerate(application.evidence):
        if entry.file.strip() and (seen := look(entry.file)):
            place = _Place.of(application, call, f"evidence.{at}.file")
            found += _of_evidence(seen, place, passing, is_cut=entry.cut)
            twin = first.setdefault(seen.digest or entry.file, at)
            # Of one file that is named twice, the checks speak.
            if application.evidence[twin].file.casefold() != entry.file.casefold():
                found.append(place.finding(Severity.NOTICE, "same-content", _SAME.format(twin + 1)))
    return found


def _number(application: Application, call: Call, path: str) -> str:
    """图N of the figure at ``path``."""
    _, key, within = path.split(".", 2)
    book = application.taskbooks[key]
    return section_numbers(book, call.form.taskbook.sections).get(within, "图")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a finding is about: ``path``, in the field that ``name`` and ``clause`` are of."""

    path: str
    stem: str
    name: str
    clause: str

    @classmethod
    def of(cls, application: Application, call: Call, path: str) -> "_Place":
        steps = path.split(".")
        within = path if steps[0] == "evidence" else ".".join(steps[:3])
        stem = ".".join(step for step in within.split(".") if not step.isdigit())
        try:
            field = describe(call, within, application.track)
        except LookupError:  # a task book under a strange key, which a file may have
            text = call.form.taskbook
            return cls(path, "taskbooks", text.title, text.clause)
        return cls(path, stem, field.name, field.clause)

    def finding(self, severity: Severity, rule: str, message: str) -> Finding:
        code = f"{self.stem}.{rule}"
        return Finding(severity, code, self.path, self.name, message, self.clause)


def _of_figure(
    look: Inspection, figure: SectionFigure, number: str, place: _Place, passing: Severity
) -> Iterator[Finding]:
    severity = passing if look.is_transient else Severity.ERROR
    if look.problem:
        yield place.finding(severity, f"figure-{look.code}", f"这幅图的{look.problem}")
    elif look.pixels == (0, 0):
        yield place.finding(Severity.ERROR, "figure-unknown", _NO_PICTURE)
    elif coarse := too_coarse(number, figure.width, look.pixels[0]):
        yield place.finding(Severity.WARNING, "figure-coarse", coarse)


def _of_evidence(
    look: Inspection, place: _Place, passing: Severity, *, is_cut: bool
) -> Iterator[Finding]:
    finding = place.finding

    if look.problem:
        yield finding(passing if look.is_transient else Severity.ERROR, look.code, look.problem)
    if look.has_location:
        yield finding(Severity.WARNING, "location", LOCATION)
    for note in look.notes_if(is_cut=is_cut):
        rule = "note" if look.printable else "not-printed"
        yield finding(Severity.NOTICE, rule, note)
