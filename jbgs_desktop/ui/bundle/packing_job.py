"""Writing the bundle of the open application, without widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.bundle.contents import name_of
from jbgs_desktop.bundle.drives import Identity
from jbgs_desktop.bundle.model import BundleContent
from jbgs_desktop.bundle.progress import Progress
from jbgs_desktop.bundle.scan_pdfs import Quality
from jbgs_desktop.bundle.writer import Written, require_free, write_bundle
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import BundleCancelledError, BundleExistsError
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.scans.matcher import match_pages

PathOf = Callable[[str], Path]


@dataclass(frozen=True, slots=True)
class PackingJob:
    """What is to be packed, and where to. ``chosen`` is the medium that the user saw.

    ``accepted`` is what was made of it before, when the user was asked about its doubts.
    """

    draft: SealedDraft
    application: Application
    call: Call
    record: Record
    path_of: PathOf
    quality: Quality | None
    target: Path
    chosen: Identity | None
    replace: bool = False
    accepted: BundleContent | None = None


@dataclass(frozen=True, slots=True)
class PackingOutcome:
    """What came of an order: the bundle, or that one was there already, or that it was stopped.

    ``doubts`` are what the user has to be asked about before ``content`` is written.
    """

    content: BundleContent | None = None
    written: Written | None = None
    exists: str = ""
    cancelled: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackingStage:
    """How far the documents and scans for the bundle are."""

    words: str
    done: int = 0
    total: int = 0


def _content(
    order: PackingJob,
    cancelled: Callable[[], bool],
    report: Callable[[PackingStage | Progress], None],
) -> BundleContent:
    from jbgs_desktop.bundle.builder import build_bundle, prepare

    prepared = prepare(order.draft, order.application, order.call, cancelled=cancelled)
    matched = match_pages(order.record.scans, prepared.expected)
    return build_bundle(
        prepared,
        matched,
        order.path_of,
        made=datetime.now().astimezone().date(),
        quality=order.quality,
        cancelled=cancelled,
        progress=lambda done, total: report(PackingStage("正在合并扫描件", done, total)),
    )


def run_packing(
    order: PackingJob,
    cancelled: Callable[[], bool],
    report: Callable[[PackingStage | Progress], None],
) -> PackingOutcome:
    """Make everything that goes into the bundle, and write it. Raises JbgsError."""
    report(PackingStage("正在生成电子版"))
    current = order.record.current
    try:
        if current and not order.replace:  # before minutes are spent on what is there already
            require_free(order.target, name_of(order.application, order.call, current.code))
        content = order.accepted or _content(order, cancelled, report)
        if content.doubts and content is not order.accepted:
            return PackingOutcome(content, doubts=content.doubts)
        written = write_bundle(
            content,
            order.target,
            replace=order.replace,
            chosen=order.chosen,
            cancelled=cancelled,
            progress=report,
        )
    except BundleExistsError as error:
        return PackingOutcome(exists=str(error))
    except BundleCancelledError as error:
        return PackingOutcome(cancelled=str(error))
    except Exception:
        if cancelled():
            return PackingOutcome(cancelled="已经取消打包，没有写入任何文件。需要时请重新打包。")
        raise
    return PackingOutcome(content, written)
