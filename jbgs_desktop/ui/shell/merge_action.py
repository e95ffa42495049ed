"""与另一份合并: take over from another copy what the user chooses, field by field."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from jbgs_desktop.drafts.difference import both_kept
from jbgs_desktop.drafts.merge_base import merge_base, take_fields
from jbgs_desktop.drafts.section_merge import Side
from jbgs_desktop.drafts.store import DRAFT_SUFFIX, SealedDraft
from jbgs_desktop.drafts.transfer import AnyDraft, open_any
from jbgs_desktop.errors import DraftError, DraftKeyError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.keys_unlock import CODE, PASSPHRASE, SecretDialog, typed_key
from jbgs_desktop.ui.drafts.merge_dialog import MergeChoice, MergeDialog, choices_between
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.signs import DONE

BEFORE_MERGE = "合并以前"
_FILTER = f"申报草稿 (*{DRAFT_SUFFIX} *.json)"


def choose_and_merge(workspace: Workspace) -> None:
    """Ask for the other copy, such as the 冲突副本 of a synchronising program, and merge it."""
    if workspace.session.locked:
        workspace.bar.notify(Severity.WARNING, "这份草稿已经定稿，不能合并。要合并请先退回修改。")
    elif workspace.draft.is_read_only:
        workspace.bar.notify(
            Severity.WARNING, "这份草稿是以只读方式打开的，不能合并。请先打开一份副本。"
        )
    else:
        choose_file(
            workspace,
            "选择要合并的另一份",
            _FILTER,
            lambda file: merge_with(workspace, file),
            Path(workspace.draft.place).parent,
        )


def merge_with(workspace: Workspace, file: Path) -> None:
    """Show what differs from the copy in ``file``, and take over what the user chooses.

    The bar of ``workspace`` tells when that cannot be done, and the outcome.
    """
    if _is_same_file(workspace.draft.place, file):
        _warn(workspace, f"“{file}”就是现在打开的这一份，没有需要合并的内容。")
        return

    def work() -> AnyDraft | DraftKeyError:
        try:
            return open_any(file, workspace.holders, read_only=True)
        except DraftKeyError as error:
            return error

    def done(outcome: AnyDraft | DraftKeyError) -> None:
        if isinstance(outcome, DraftKeyError):
            _ask_secret(workspace, file, str(outcome))
        else:
            merge_draft(workspace, outcome)

    run_in_background(workspace, work, done, lambda sentence: _warn(workspace, sentence))


def _ask_secret(workspace: Workspace, file: Path, sentence: str) -> None:
    """Merge with the copy of a colleague once its passphrase or recovery code is typed."""

    def open_with(is_code: bool, text: str) -> AnyDraft:
        key = typed_key(is_code, text)
        return open_any(file, lambda: [*workspace.holders(), key], read_only=True)

    SecretDialog(
        workspace,
        "打开另一份",
        sentence,
        open_with,
        lambda theirs: merge_draft(workspace, theirs),
        (PASSPHRASE, CODE),
    ).open()


def merge_draft(workspace: Workspace, theirs: AnyDraft) -> None:
    """As :func:`merge_with`, with a draft that is open already; it is closed in the end."""
    mine, draft = workspace.session.value, workspace.draft

    def work() -> list[MergeChoice]:
        other = theirs.load().application
        _require_same_call(mine, other, theirs.place)
        base = None
        if isinstance(theirs, SealedDraft):
            base = merge_base(draft, theirs)
        return choices_between(mine, other, base)

    def done(choices: list[MergeChoice]) -> None:
        if not choices:
            theirs.close()
            workspace.bar.notify(DONE, f"“{theirs.place}”与现在的内容相同，没有需要合并的。")
            return
        name = Path(theirs.place).name

        def take(sides: Mapping[str, Side]) -> None:
            _apply(workspace, theirs, choices, sides)

        dialog = MergeDialog(workspace.session, choices, name, workspace, take)
        dialog.rejected.connect(theirs.close)
        dialog.open()

    def failed(sentence: str) -> None:
        theirs.close()
        _warn(workspace, sentence)

    run_in_background(workspace, work, done, failed)


def _apply(
    workspace: Workspace, theirs: AnyDraft, choices: list[MergeChoice], sides: Mapping[str, Side]
) -> None:
    """Take over what was chosen as one step of undo; evidence comes off the window's thread."""
    mine, draft = workspace.session.value, workspace.draft
    workspace.session.replacing.emit(BEFORE_MERGE)
    taken = [path for path, side in sides.items() if side is Side.THEIRS]
    joined = {c.path: c.mine for c in choices if sides[c.path] is Side.BOTH}

    def work() -> dict[str, object]:
        merged = take_fields(mine, [*taken, *joined], theirs, draft)
        both = {path: both_kept(own, merged.get(path)) for path, own in joined.items()}
        return {**{path: merged.get(path) for path in taken}, **both}

    def done(changes: dict[str, object]) -> None:
        theirs.close()
        workspace.session.set_all(changes)
        if changes:
            words = f"已从另一份取来 {len(changes)} 个栏目。可以用“撤销”（Ctrl+Z）一次退回。"
        else:
            words = "每个栏目都保留了本机的内容，没有改动。"
        workspace.bar.notify(DONE, words)

    def failed(sentence: str) -> None:
        theirs.close()
        _warn(workspace, f"没有合并，这里的内容没有改动。{sentence}")

    run_in_background(workspace, work, done, failed)


def _require_same_call(mine: Application, theirs: Application, place: str) -> None:
    if mine.call != theirs.call:
        raise DraftError(f"“{place}”属于另一份通知，不能与这一份合并。两份都没有改动。")


def _is_same_file(place: str, file: Path) -> bool:
    with suppress(OSError):
        return Path(place).samefile(file)
    return False


def _warn(workspace: Workspace, sentence: str) -> None:
    workspace.bar.notify(Severity.WARNING, sentence)
