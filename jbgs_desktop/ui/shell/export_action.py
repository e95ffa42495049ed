"""导出: choose a folder, write the documents in the background, say where they are."""

from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.documents.export import MakeBook, build, exported_files
from jbgs_desktop.drafts.export_base import keep_for_return
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import write_atomic
from jbgs_desktop.finalise.finalise import opener, version_book
from jbgs_desktop.finalise.record import Finalised
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import Cancelled, run_with_progress
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.message_boxes import Icon, before_replacing, choose

_OFFICE = ("docx", "xlsx")
_NOT_FINALISED = "还没有定稿，所以 PDF 的每一页标明“草稿”；定稿以后再导出，就有核验码。"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is exported: marked drafts, or documents for good; the book only of a ``version``."""

    draft: bool
    version: Finalised | None = None
    number: int = 0  # of the version

    @property
    def sets(self) -> tuple[tuple[tuple[str, ...], bool], ...]:
        """Formats, and whether they are marked as a draft."""
        if self.draft or self.version:
            return (((*_OFFICE, "pdf"), self.draft),)
        return ((_OFFICE, False), (("pdf",), True))

    def mark(self, *, draft: bool) -> str:
        """What the names of the files end with, so that no two versions have the same."""
        if draft:  # which they have for that
            return ""
        return f"_第{self.number}版" if self.version else "_未定稿"


def _kind_of(workspace: Workspace, *, draft: bool, version: Finalised | None) -> _Kind:
    record = workspace.context.record
    return _Kind(draft, version, record.number_of(version.code) if version else 0)


def export_with_dialogs(workspace: Workspace) -> None:
    """Export the application of ``workspace``; while errors stand, only as a marked draft."""
    session, current = workspace.session, workspace.context.record.current
    session.check_now()
    errors = sum(finding.severity is Severity.ERROR for finding in session.findings)
    kind = _kind_of(workspace, draft=False, version=current)
    if not errors or current is not None:
        _export_into_folder(workspace, kind)
        return
    choose(
        workspace,
        f"还有 {errors} 处错误，不能导出正式材料。\n\n"
        "可以先看问题逐条改正；也可以导出草稿，每一页都会标明“草稿”。",
        ("看问题", workspace.show_findings),
        ("导出草稿", lambda: _export_into_folder(workspace, _Kind(draft=True))),
        preferred="看问题",
        title="导出",
        icon=Icon.Warning,
    )


def _export_into_folder(workspace: Workspace, kind: _Kind) -> None:
    what = "草稿" if kind.draft else f"第{kind.number}版" if kind.version else "未定稿"
    choose_folder(
        workspace,
        f"选择文件夹，写入申报材料的Word、Excel、PDF三个文件（{what}）",
        lambda folder: _replace_in(workspace, folder, kind),
        habit="导出",
    )


def _replace_in(workspace: Workspace, folder: Path, kind: _Kind) -> None:
    """Export, but ask before what somebody may have worked on elsewhere is written over."""
    application, call = workspace.session.value, workspace.session.call
    files: list[Path] = []
    try:
        for formats, draft in kind.sets:
            made = exported_files(application, call, folder, formats, draft=draft)
            files += [_marked(file, kind, draft=draft) for file in made.values()]
    except JbgsError as error:
        workspace.bar.notify(Severity.ERROR, str(error))
        return
    before_replacing(
        workspace,
        [file for file in files if file.exists()],
        lambda: export_to(workspace, folder, draft=kind.draft, version=kind.version),
    )


def export_to(
    workspace: Workspace, folder: Path, *, draft: bool, version: Finalised | None = None
) -> None:
    """Write the documents into ``folder`` off the window's thread; the bar tells the outcome.

    ``version`` is the one that is locked; without it the book is a marked draft.
    """
    kind = _kind_of(workspace, draft=draft, version=version)
    application, call = workspace.session.value, workspace.session.call
    revision = _revision(workspace)
    sealed, evidence = workspace.draft, opener(workspace.draft)
    notes: list[str] = [] if kind.draft or version else [_NOT_FINALISED]

    def work(cancelled: Cancelled) -> list[Path]:
        book = None
        if version:
            book = version_book(sealed, application, call, version, cancelled=cancelled)
        source = MakeBook(evidence, book, cancelled, notes.append, revision)
        documents = _documents(application, call, folder, kind, source)
        if not cancelled():
            write_atomic(documents)
        return list(documents)

    def done(paths: list[Path]) -> None:
        names = "、".join(path.name for path in paths)
        sentence = "".join((f"已导出到“{folder}”：{names}。", *notes))
        workspace.bar.notify_written(sentence, folder)

    run_with_progress(
        workspace,
        "正在生成申报材料…",
        work,
        done,
        lambda sentence: workspace.bar.notify(Severity.ERROR, sentence),
        lambda: workspace.bar.notify(Severity.WARNING, "已取消导出，没有写入文件。"),
    )


def _revision(workspace: Workspace) -> str:
    """The version that goes out, kept so that a changed docx can be held against it.

    Where it cannot be saved the export goes on; the docx has the digests of its fields all the
    same.
    """
    if not workspace.saver.save_now():
        return ""
    try:
        return keep_for_return(workspace.draft)
    except JbgsError:
        return ""


def _documents(
    application: Application, call: Call, folder: Path, kind: _Kind, source: MakeBook
) -> dict[Path, bytes]:
    documents: dict[Path, bytes] = {}
    for formats, draft in kind.sets:
        made = build(application, call, folder, formats=formats, draft=draft, source=source)
        documents |= {_marked(file, kind, draft=draft): data for file, data in made.items()}
    return documents


def _marked(file: Path, kind: _Kind, *, draft: bool) -> Path:
    return file.with_name(f"{file.stem}{kind.mark(draft=draft)}{file.suffix}")
