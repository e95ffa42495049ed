"""从Word导入: Word files read in the background, looked at side by side, and taken over at once."""

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.docx_import.field_states import FieldState
from jbgs_desktop.documents.docx_import.file_owner import foreign_words
from jbgs_desktop.documents.docx_import.model import is_nothing
from jbgs_desktop.documents.docx_import.recognised import Belongs, applied
from jbgs_desktop.documents.docx_import.word_contents import (
    WordContents,
    hold_versions,
    hold_word_files,
)
from jbgs_desktop.documents.docx_import.word_files import ReadableFiles, recognise_readable
from jbgs_desktop.documents.field_identity import digests_in
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.export_base import BEFORE_IMPORT
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.word_originals import keep_original, kept_original
from jbgs_desktop.errors import JbgsError, UnknownDirectionError, UnknownFormError
from jbgs_desktop.files import access_error, open_plain_file
from jbgs_desktop.finalise.return_base import ReturnBase, return_base, returned_files
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import (
    Cancelled,
    run_in_background,
    run_with_progress,
)
from jbgs_desktop.ui.widgets.file_dialogs import (
    WORD_FILTER,
    WORD_FOLDER,
    choose_files,
    choose_folder,
)
from jbgs_desktop.ui.widgets.message_boxes import Icon, choose, inform
from jbgs_desktop.ui.widgets.part_words import day_words
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.word.chosen_files import files_problem, word_files_in
from jbgs_desktop.ui.word.direction_dialog import ask_for_direction
from jbgs_desktop.ui.word.import_dialog import ImportDialog
from jbgs_desktop.ui.word.taken_notice import TakenNotice
from jbgs_desktop.ui.word.taken_words import (
    kept_foreign_words,
    looked_at_again_words,
    not_chosen_words,
    numbers_words,
    undone_words,
)

_GO_ON = (
    "要接着看里面的内容吗？两边都有内容的栏目先保留这里的；"
    "确认取用之前，这里什么都不改，也不存这个文件。"
)
_EMPTY_HERE = "这里还空着，文件里填了的都可以取用。"
_READING = "正在读取Word文件…"
_Held = tuple[WordContents, ReturnBase, list[str]]
_Unknown = UnknownFormError | UnknownDirectionError
_Originals = tuple[dict[int, str], list[str]]
_Begin = Callable[[Application, Callable[[Workspace], object]], object]


def choose_and_import(workspace: Workspace) -> None:
    """Ask for Word files, and import them."""
    if _may_take(workspace):
        choose_files(
            workspace,
            "选择要导入的Word文件，可以一次选几个",
            lambda files: import_files(workspace, files),
            WORD_FILTER,
        )


def choose_folder_and_import(workspace: Workspace) -> None:
    """Ask for a folder, and import the Word files in it."""
    if _may_take(workspace):
        choose_folder(workspace, WORD_FOLDER, lambda folder: import_files(workspace, [folder]))


def import_files(workspace: Workspace, files: Sequence[Path]) -> None:
    """Show what ``files`` and the folders among them hold, and take over what the user chooses."""
    workspace.settle_field()
    found = word_files_in(files)
    if problem := files_problem(found, "请选同事发回的docx文件，或者放着它们的文件夹。"):
        _warn(workspace, problem)
    elif _may_take(workspace):
        here, call = workspace.session.value, workspace.session.call

        def read(belongs: Belongs) -> None:
            def work(cancelled: Cancelled) -> _Held | _Unknown:
                held = _recognised(found, belongs, cancelled)
                return held if isinstance(held, _Unknown) else _held(workspace, held)

            _read(workspace, work, lambda outcome: show(outcome, belongs), _warner(workspace))

        def show(outcome: _Held | _Unknown, belongs: Belongs) -> None:
            if isinstance(outcome, UnknownDirectionError) and len(belongs.directions) != 1:
                ask_for_direction(workspace, outcome, belongs, read)
            elif isinstance(outcome, _Unknown):
                _warn(workspace, str(outcome))
            else:
                _show(workspace, found, *outcome)

        read(Belongs([call], call, here.track, here.directions))


def _held(workspace: Workspace, read: ReadableFiles) -> _Held:
    base = return_base(workspace.draft, read.form, workspace.session.parts)
    here, parts = workspace.session.value, workspace.session.parts

    def hold(version: ReadableFiles, folder: str) -> WordContents:
        own = base if version is read else return_base(workspace.draft, version.form, parts)
        return hold_word_files(version, here, own.open_file, own.versions, folder)

    contents = hold_versions(read, hold)
    return contents, base, _taken_before(workspace.draft, read.files)


def _taken_before(draft: SealedDraft, files: Sequence[Path]) -> list[str]:
    """The names of the files that were taken from before, down to the last byte."""
    known = []
    for file in files:
        with suppress(OSError), open_plain_file(file) as source:
            if kept_original(draft, source):
                known.append(f"“{file.name}”")
    return known


def _may_take(workspace: Workspace) -> bool:
    if workspace.session.locked:
        workspace.bar.notify(
            Severity.WARNING,
            "这份申报已经定稿，不能取用Word文件里的内容。要取用请先退回修改，再导入一次。",
            "退回修改…",
            workspace.context.reopen_wanted.emit,
        )
        return False
    if workspace.draft.is_read_only:
        _warn(workspace, "这份草稿是以只读方式打开的，不能导入。请先打开一份副本。")
        return False
    return True


def _show(
    workspace: Workspace,
    chosen: Sequence[Path],
    reading: WordContents,
    base: ReturnBase,
    before: Sequence[str],
) -> None:
    """What was read of the ``chosen`` files, of which some may not have been readable."""

    def take(changes: Mapping[str, Any], counted: WordContents) -> None:
        _take(workspace, counted, changes)

    def show() -> None:
        source = _source_words(workspace, reading, base)
        if before:
            source += f"{'、'.join(before)}上次已经取用过，文件没有变。"
        ImportDialog(workspace, workspace.session, reading, source, take).open()

    def go_without(numbers: Collection[int]) -> None:
        skipped = {reading.files[number] for number in numbers}
        import_files(workspace, [file for file in chosen if file not in skipped])

    def proceed() -> None:
        names = [file.name for file in reading.files]
        workspace.parts.before_import(returned_files(reading.form), names, show, go_without)

    if reading.foreign:
        question = "\n".join((*_foreign_lines(reading, workspace.session.value), "", _GO_ON))
        answer = ("接着看", proceed)
        choose(workspace, question, answer, title="从Word导入", icon=Icon.Warning)
    else:
        proceed()


def _foreign_lines(reading: WordContents, here: Application) -> list[str]:
    files = reading.files
    return [
        foreign_words(files[number].name, owner, here) for number, owner in reading.foreign.items()
    ]


def _source_words(workspace: Workspace, reading: WordContents, base: ReturnBase) -> str:
    """By what it is told who changed what."""
    form = reading.form
    tokens = {*form.revisions.values()}
    kept = [point.when for point in workspace.draft.points if point.token in tokens]
    if base.earlier:
        days = "、".join(
            dict.fromkeys(day_words(p.returned) for p in base.earlier.values() if p.returned)
        )
        return f"{days} 收回过的内容还在，收回过的几节只列出那以后又改的。"
    if kept:
        times = "、".join(f"{when.astimezone():%m月%d日 %H:%M}" for when in kept)
        return f"发出去时的版本（{times}）还在，按它看出谁改过。"
    if all(is_nothing(each.here) for each in reading.fields if each.state is not FieldState.SAME):
        return _EMPTY_HERE
    if reading.foreign:
        return "文件是另一份申报的，两边不同的都由您决定。"
    if any(True for _ in digests_in(form.properties)):
        return "文件里记着发出去时的内容摘要，按它看出谁改过。"
    return "没有发出去时的版本，两边不同的都由您决定。"


def _take(workspace: Workspace, reading: WordContents, changes: Mapping[str, Any]) -> None:
    """Take over what was chosen as one step of undo; pictures are attached off the thread."""
    here, draft, session = workspace.session.value, workspace.draft, workspace.session
    taken = applied(changes, here)
    waiting = [file for file in taken.files() if file in reading.pictures]

    def work() -> tuple[dict[str, str], _Originals]:
        files = {
            file: draft.attach(file.rpartition("/")[2], io.BytesIO(reading.pictures[file]), FIGURES)
            for file in waiting
        }
        return files, _keep_originals(draft, reading) if changes else ({}, [])

    def done(outcome: tuple[dict[str, str], _Originals]) -> None:
        files, (originals, problems) = outcome
        value = taken.with_files(files)
        words = "Word文件里没有要取用的，这里的内容没有改动。"
        if changes:
            session.pause()
            session.replacing.emit(BEFORE_IMPORT)
            session.set_all({path: value.get(path) for path in (*changes, "directions")})
            session.check_now()
            words = f"已从Word文件取用 {len(changes)} 个栏目。可以用“撤销”（Ctrl+Z）一次退回。"
        kept = kept_foreign_words(reading) if originals else ""
        own = numbers_words(session, reading, changes)
        own += not_chosen_words(here, value, changes)
        words = "".join((words, own, looked_at_again_words(reading, originals), kept, *problems))
        workspace.bar.notify(Severity.WARNING if problems else DONE, words)
        if changes:
            TakenNotice(session, workspace.bar, words, undone_words(kept))
        try:
            returned = returned_files(reading.form, originals)
            workspace.parts.take_back(returned, is_step=bool(changes))
        except JbgsError as error:
            _warn(workspace, f"{words}但没有记下分出去的已经收回。{error}")

    def failed(sentence: str) -> None:
        _warn(workspace, f"没有取用，这里的内容没有改动。{sentence}")

    run_in_background(workspace, work, done, failed)


def _keep_originals(draft: SealedDraft, reading: WordContents) -> _Originals:
    """Keep the Word files themselves, sealed: by their numbers the names under which they are.

    With a sentence for each that could not be. A file of which no field counted is not one that
    was taken from.
    """
    kept: dict[int, str] = {}
    problems: list[str] = []
    counted = {*reading.form.sources.values()}
    for number, file in enumerate(reading.files):
        if number not in counted:
            continue
        try:
            with open_plain_file(file) as source:
                kept[number] = keep_original(draft, file.name, source)
        except OSError as error:
            problems.append(f"原文件没有存进草稿：{access_error('读取', file, error)}")
        except JbgsError as error:
            problems.append(f"原文件“{file.name}”没有存进草稿：{error}")
    return kept, problems


def begin_from_files(
    window: QWidget,
    files: Sequence[Path],
    start: Application,
    calls: Sequence[Call],
    begin: _Begin,
    return_parts: Callable[[frozenset[str], Callable[[], object]], object],
) -> None:
    """A new application from ``files``; ``start`` is what is chosen on the start page.

    ``begin`` gets the new, empty application and what to do when it is open. Nothing is begun
    before the user takes something. ``return_parts`` gets the codes of parts that were given out,
    and what begins a new application with them all the same.
    """
    found = word_files_in(files)

    def read(belongs: Belongs) -> None:
        _read(
            window,
            lambda cancelled: _recognised(found, belongs, cancelled),
            lambda outcome: begin_with(outcome, belongs),
            lambda sentence: inform(window, sentence),
        )

    def begin_with(outcome: ReadableFiles | _Unknown, belongs: Belongs) -> None:
        if isinstance(outcome, _Unknown):
            _ask(window, outcome, start, belongs, read)
            return
        codes = frozenset[str]().union(*outcome.form.codes)
        if codes and outcome.form.kind == "sections":
            return_parts(codes, lambda: _hold_new(window, outcome, start, begin))
        else:
            _hold_new(window, outcome, start, begin)

    if problem := files_problem(found, "请选填好的docx文件，或者放着它们的文件夹。"):
        inform(window, problem)
    else:
        read(Belongs(calls))


def _hold_new(window: QWidget, read: ReadableFiles, start: Application, begin: _Begin) -> None:
    """Show what a new application would have of what was ``read``."""
    form = read.form
    new = Application(call=form.call.id, track=form.track, region=_region(start, form.call))
    _read(
        window,
        lambda _: hold_versions(
            read, lambda each, folder: hold_word_files(each, new, _open_none, {}, folder)
        ),
        lambda reading: _show_new(window, new, reading, begin),
        lambda sentence: inform(window, sentence),
    )


def _open_none(_: str) -> None:
    """A new application has no pictures."""


def _ask(
    window: QWidget,
    error: _Unknown,
    start: Application,
    belongs: Belongs,
    read: Callable[[Belongs], object],
) -> None:
    if isinstance(error, UnknownDirectionError):
        ask_for_direction(window, error, belongs, read)
        return
    calls = belongs.calls
    call = next(call for call in calls if call.id == start.call)
    track = call.track(start.track)
    name = track.name if track else start.track
    choose(
        window,
        f"{error}\n\n要按开始页上选的“{name}”读吗？",
        (f"按“{name}”读", lambda: read(Belongs(calls, call, start.track))),
    )


def _show_new(window: QWidget, new: Application, reading: WordContents, begin: _Begin) -> None:
    """Show what a new application would have: who cancels leaves none behind."""

    def take(changes: Mapping[str, Any], counted: WordContents) -> None:
        if changes:
            begin(new, lambda workspace: _take(workspace, counted, changes))

    session = Session(new, reading.form.call, lambda _: None, parent=window)
    dialog = ImportDialog(window, session, reading, _EMPTY_HERE, take)
    session.setParent(dialog)
    dialog.open()


def _recognised(
    files: Sequence[Path], belongs: Belongs, cancelled: Cancelled
) -> ReadableFiles | _Unknown:
    try:
        return recognise_readable(files, belongs, cancelled=cancelled)
    except (UnknownFormError, UnknownDirectionError) as error:
        return error


def _region(start: Application, call: Call) -> str:
    return start.region if call.region(start.region) else call.regions[0].id


def _read(
    parent: QWidget,
    work: Callable[[Cancelled], Any],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
) -> None:
    run_with_progress(parent, _READING, work, done, failed)


def _warner(workspace: Workspace) -> Callable[[str], object]:
    return lambda sentence: _warn(workspace, sentence)


def _warn(workspace: Workspace, sentence: str) -> None:
    workspace.bar.notify(Severity.WARNING, sentence)
