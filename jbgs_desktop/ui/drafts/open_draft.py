"""Opening a draft, with every question that may come up on the way."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.backup import backups_folder
from jbgs_desktop.drafts.draft_library import (
    create_draft,
    import_draft,
    is_kept_here,
    open_copy,
    open_salvaged,
)
from jbgs_desktop.drafts.keys.key_holders import HolderKey, Passphrase
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.salvage import Salvaged
from jbgs_desktop.drafts.store import DRAFT_SUFFIX, SealedDraft, open_draft
from jbgs_desktop.drafts.user_data import DraftName, UserData
from jbgs_desktop.errors import (
    DraftDamagedError,
    DraftHeldError,
    DraftKeyError,
    DraftNewerError,
    FileAccessError,
    JbgsError,
)
from jbgs_desktop.finalise.locked_version import load_application
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import Loaded
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application, write_sample
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.drafts.keys_unlock import ForeignDialog, typed_key
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.message_boxes import BoxAnswer, choose, inform


class OpenMode(Enum):
    """How a draft is opened."""

    EDIT = auto()
    READ_ONLY = auto()
    COPY = auto()  # on this computer, to be merged later
    TAKE_OVER = auto()  # although another computer said that it has it open
    SALVAGE = auto()  # what can still be read of a damaged one


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What the user wants opened: ``extra`` are keys besides the user's own."""

    file: Path
    mode: OpenMode = OpenMode.EDIT
    extra: tuple[HolderKey, ...] = ()
    import_copy: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """An open draft with its content, and sentences for the user."""

    draft: SealedDraft
    loaded: Loaded
    notices: tuple[str, ...] = ()
    request: OpenRequest | None = None


class DraftOpener(QObject):
    """``opened`` carries an :class:`Opened`. The work is done in ``files``, one after another."""

    opened = Signal(object)

    def __init__(self, window: QWidget, gate: KeyGate, files: Workers) -> None:
        super().__init__(window)
        self._window = window
        self._gate = gate
        self._files = files

    def new(self, application: Application) -> None:
        """A new draft on this computer."""
        self._make(lambda holders: create_draft(application, holders))

    def sample(self, call: Call, track: str) -> None:
        """A filled-in example as a draft on this computer."""

        def make(holders: list[HolderKey]) -> SealedDraft:
            application = sample_application(call, track)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "sample.json"
                write_sample(application, call, file)
                return import_draft(PlainDraft(file), holders)

        self._make(make)

    def file(self, file: Path) -> None:
        """The draft or the plain application in ``file``."""
        if file.suffix.lower() == DRAFT_SUFFIX:
            # A backup is left as it is: what is worked on is a copy of it.
            mode = OpenMode.COPY if backups_folder() in file.parents else OpenMode.EDIT
            self._gate.require(lambda: self.attempt(OpenRequest(file, mode)))
        else:
            # Read first, so that nothing that is no application is offered for taking in.
            run_in_background(
                self,
                PlainDraft(file).load,
                lambda _: self._offer_import(file),
                self._refuse,
                self._files,
            )

    def copy(self, file: Path) -> None:
        """A copy of the draft ``file`` on this computer."""
        self._gate.require(lambda: self.attempt(OpenRequest(file, OpenMode.COPY)))

    def attempt(self, request: OpenRequest) -> None:
        """Open as wished; what stands in the way becomes a question."""
        holders = self._gate.holders()

        def work() -> Opened | JbgsError:
            try:
                return _open(request, holders)
            except JbgsError as error:
                return error

        def done(outcome: Opened | JbgsError) -> None:
            if isinstance(outcome, Opened):
                self.opened.emit(outcome)
            else:
                self._ask(request, outcome)

        run_in_background(self, work, done, self._refuse, self._files)

    def _make(self, make: Callable[[list[HolderKey]], SealedDraft]) -> None:
        def work() -> Opened:
            draft = make(self._gate.holders())
            return Opened(draft, load_application(draft))

        self._gate.require(
            lambda: run_in_background(self, work, self.opened.emit, self._refuse, self._files)
        )

    def _offer_import(self, file: Path) -> None:
        choose(
            self._window,
            f"“{file}”没有加密。打开时会另存成本机的一份加密草稿，以后都在加密的草稿里填写。"
            "原来的文件和它附上的文件留在原处不变，确认无误后请自行删除。",
            ("导入为加密草稿", lambda: self._import(file)),
        )

    def _import(self, file: Path) -> None:
        self._make(lambda holders: import_draft(PlainDraft(file), holders))

    def _refuse(self, sentence: str) -> None:
        inform(self._window, sentence)

    # -- what may stand in the way

    def _ask(self, request: OpenRequest, error: JbgsError) -> None:
        if isinstance(error, DraftHeldError):
            self._ask_held(request, error)
        elif isinstance(error, DraftKeyError):
            self._ask_key(request, error)
        elif isinstance(error, DraftNewerError):
            self._refuse(str(error))  # nothing of it is damaged
        elif isinstance(error, DraftDamagedError) and request.mode is not OpenMode.SALVAGE:
            choose(
                self._window,
                f"{error}\n\n“修复”会把还能读取的内容取出来，存成本机的一份新草稿；损坏的原文件不动。",
                ("修复", lambda: self.attempt(replace(request, mode=OpenMode.SALVAGE))),
            )
        elif (
            isinstance(error, FileAccessError)
            and request.mode is OpenMode.EDIT
            and request.file.is_file()
        ):
            # It lies where nothing can be written: a locked stick, a colleague's folder.
            choose(
                self._window,
                f"{error}\n\n只看不改，可以点“只读打开”；要修改，可以点“打开副本”，存成本机的一份草稿。",
                *self._without_writing(request),
            )
        else:
            self._refuse(str(error))

    def _without_writing(self, request: OpenRequest) -> list[BoxAnswer]:
        return [
            ("只读打开", lambda: self.attempt(replace(request, mode=OpenMode.READ_ONLY))),
            ("打开副本", lambda: self.attempt(replace(request, mode=OpenMode.COPY))),
        ]

    def _ask_held(self, request: OpenRequest, error: DraftHeldError) -> None:
        choices = self._without_writing(request)
        question = str(error)
        if error.may_be_taken:
            choices.append(
                ("接管", lambda: self.attempt(replace(request, mode=OpenMode.TAKE_OVER)))
            )
            question += "如果确定对方已经关闭程序或关机，可以接管。"
        choose(self._window, question, *choices)

    def _ask_key(self, request: OpenRequest, error: DraftKeyError) -> None:
        def attempt(
            is_code: bool, text: str, import_copy: bool
        ) -> tuple[OpenRequest, Opened | JbgsError]:
            key = typed_key(is_code, text)
            former = self._gate.former_keys(key)
            again = replace(request, extra=(key, *former), import_copy=import_copy)
            try:
                return again, _open(again, self._gate.holders())
            except DraftKeyError:
                raise
            except JbgsError as problem:
                return again, problem

        def done(result: tuple[OpenRequest, Opened | JbgsError]) -> None:
            again, outcome = result
            if isinstance(outcome, Opened):
                self.opened.emit(outcome)
            else:
                self._ask(again, outcome)

        ForeignDialog(self._window, str(error), attempt, done).open()


def _open(request: OpenRequest, holders: list[HolderKey]) -> Opened:
    """Raises JbgsError."""
    keys = [*holders, *request.extra]
    notices: tuple[str, ...] = ()
    if request.mode is OpenMode.SALVAGE:
        draft, salvaged = open_salvaged(request.file, lambda: keys, holders)
        notices = _salvage_notices(request.file, salvaged)
    elif request.mode is OpenMode.COPY or (request.import_copy and request.mode is OpenMode.EDIT):
        draft = _imported_copy(request, keys, holders)
        notices = (f"这是本机的一份副本，原文件“{request.file}”不变。",)
    else:
        draft = open_draft(
            request.file,
            lambda: keys,
            read_only=request.mode is OpenMode.READ_ONLY,
            take_over=request.mode is OpenMode.TAKE_OVER,
        )
    try:
        opened = Opened(draft, load_application(draft), (*notices, *draft.notices), request)
        if not is_kept_here(draft.file):
            _remember(holders, lambda data: data.keep_place(draft.file))
        elif draft.file != request.file:
            _remember(holders, lambda data: _keep_origin(data, draft.file, request.file))
        return opened
    except BaseException:
        draft.close()
        raise


def _imported_copy(
    request: OpenRequest, keys: list[HolderKey], holders: list[HolderKey]
) -> SealedDraft:
    """A copy on this computer; with a key of its own where the user's does not open it."""
    if not request.extra:
        return open_copy(request.file, lambda: keys)
    with closing(open_draft(request.file, lambda: keys, read_only=True)) as source:
        return import_draft(source, holders)


def _remember(holders: list[HolderKey], keep: Callable[[UserData], object]) -> None:
    """So that the start page lists it, and says where it is from."""
    for holder in holders[:1]:
        if not isinstance(holder, Passphrase):
            try:
                keep(UserData(holder))
            except JbgsError:
                return  # the start page tells of it


def _keep_origin(data: UserData, copy: Path, source: Path) -> None:
    known = data.name_of(source)
    name = known.name or (source.name if not is_kept_here(source) else "")
    of = f"“{name}”的副本" if name else "本机另一份的副本"
    named = DraftName(file=str(copy.absolute()), origin=f"{datetime.now():%Y-%m-%d} {of}")
    data.keep_name(named)


def _salvage_notices(file: Path, salvaged: Salvaged) -> tuple[str, ...]:
    when = f"{salvaged.when.astimezone():%Y-%m-%d %H:%M:%S}"
    return (
        f"这是从损坏的“{file}”里取出的内容，保存于 {when}；原文件没有动。",
        *(salvaged.missing or ("没有发现缺少的内容。",)),
    )
