"""U盘报送包: which files of an application go onto the stick, and what goes beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.bundle import bagit_profile, layout
from jbgs_desktop.bundle.handover import (
    LISTING_TITLE,
    RECEIPT_TITLE,
    Facts,
    listing_blocks,
    readme,
    receipt_blocks,
    shown_size,
)
from jbgs_desktop.bundle.model import BundleContent, BundleFile, WrittenFile, bundle_file
from jbgs_desktop.bundle.safe_names import REASONS, path_fault, twins
from jbgs_desktop.bundle.seal_places import SealPlace, places_as_text
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.documents.export import RENDERING
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.drafts.draft import Draft, words_of
from jbgs_desktop.errors import BundleError
from jbgs_desktop.files import read_capped, resources
from jbgs_desktop.finalise.version_code import Version
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.unsafe_files import DANGERS, danger_of

_LARGEST_PAGE = 2**20  # bytes of 校验.html
_BESIDE = 32 * 2**20  # bytes at most of what is written beside the payload
_LARGEST = 2**32 - 1  # bytes of one file on FAT32


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of the finalised version: the book as printed, the docx, the 推荐表."""

    pdf: bytes
    docx: bytes
    xlsx: bytes


def compose_bundle(
    application: Application,
    call: Call,
    version: Version,
    documents: Documents,
    scans: Mapping[str, Path | bytes],
    evidence: Draft,
    *,
    made: date,
    seals: Sequence[SealPlace] = (),
    history: bagit_profile.BundleHistory = bagit_profile.NO_HISTORY,
    page_facts: bagit_profile.PageFacts = bagit_profile.NO_PAGE_FACTS,
) -> BundleContent:
    """The bundle of ``application`` as ``version``, with the JSON that its code stands for.

    Nothing is written yet. ``history`` tells it from the versions before it.

    ``scans`` are PDFs by their path in the bundle (:func:`layout.scan_name`,
    :data:`layout.WHOLE_SCAN`), ``seals`` where in the whole one seals are due. Raises BundleError
    for a missing or an unfit evidence file, DocumentError while no track is chosen,
    FileAccessError for a scan that is not there.
    """
    files = (
        bundle_file(layout.APPLICATION, version.json.encode()),
        bundle_file(layout.DOCX, documents.docx),
        bundle_file(layout.PDF, documents.pdf),
        bundle_file(layout.ROW, documents.xlsx),
        *(_scan(path, scans[path]) for path in sorted(scans)),
        *_originals(application, version, evidence),
    )
    _require_fit(files)
    pages = {layout.PDF: _page_count(documents.pdf)}
    pages |= {path: _page_count(scan) for path, scan in scans.items()}
    facts = facts_of(application, call, version, made=made, pages=pages)
    info = _info(application, call, version, facts)
    spots = places_as_text(seals)
    info = replace(info, seal_spots=spots, history=history, pages=page_facts)
    return BundleContent(facts.name, files, partial(_beside, facts, info), version.code)


def _info(
    application: Application, call: Call, version: Version, facts: Facts
) -> bagit_profile.BundleInfo:
    return bagit_profile.BundleInfo(
        call=call.id,
        call_version=call.version,
        track=application.track,
        applicant=facts.applicant,
        application=version.application,
        code=version.code,
        digest=version.digest,
        made=facts.made,
        rendering=RENDERING,
    )


def name_of(application: Application, call: Call, code: str) -> str:
    """The name of the bundle of ``application`` with the 核验码 ``code``.

    Raises DocumentError while no track is chosen.
    """
    paper = PrintedForm.of(application, call)
    return layout.bundle_name(paper.track.name, paper.value("unit.name"), code)


def facts_of(
    application: Application,
    call: Call,
    version: Version,
    *,
    made: date,
    pages: Mapping[str, int],
) -> Facts:
    """What the papers say of the bundle. ``pages`` are those of its PDFs by their path."""
    paper = PrintedForm.of(application, call)
    region = next((each for each in call.regions if each.id == application.region), None)
    return Facts(
        name=name_of(application, call, version.code),
        call=f"{call.title}（{call.document_no}）",
        call_version=call.version,
        track=paper.track.name,
        directions="、".join(f"方向{direction.no}" for direction in paper.directions),
        applicant=paper.value("unit.name"),
        code=version.code,
        digest=version.digest,
        made=made,
        book_pages=pages[layout.PDF],
        words=call.form.vocabulary,
        carrier=call.carrier(application.region),
        paper_copies=region.paper_copies if region else 0,
        recipient=region.recipient if region else "",
        pages=pages,
    )


def _scan(path: str, source: Path | bytes) -> BundleFile:
    try:
        return bundle_file(path, source)
    except OSError as error:
        raise BundleError(
            f"无法打包：扫描件“{source!s}”读不出来，可能已经被移走。请重新生成扫描件，再打包。"
        ) from error


def _originals(
    application: Application, version: Version, evidence: Draft
) -> tuple[BundleFile, ...]:
    files = []
    for file, place in layout.file_places(application).items():
        size = evidence.evidence_size(file)
        if size is None:
            raise BundleError(f"无法打包：缺少{words_of(file)}。请重新添加这个文件，再定稿。")

        def opened(file: str = file) -> BinaryIO:
            return evidence.open_evidence(file)

        files.append(BundleFile(place, size, opened, version.files.get(file) or ""))
    return tuple(files)


def _require_fit(files: tuple[BundleFile, ...]) -> None:
    """What would make a bundle that no office takes is told before it is written."""
    for file in files:
        _require_fit_file(file)
    size = sum(file.size for file in files)
    if size > bagit_profile.LARGEST_BUNDLE - _BESIDE:
        raise BundleError(
            f"无法打包：报送包共有 {shown_size(size)}，接收单位一次最多收 4 GB。"
            "请把扫描件的分辨率调低后再打包；还是太大的，请减少附上的文件后重新定稿。"
        )
    if alike := twins(file.path for file in files):
        raise BundleError(
            f"无法打包：“{alike[0][0]}”和“{alike[0][1]}”写出去以后会被当成同一个文件。"
            "请把其中一个改名后重新添加，再定稿。"
        )


def _require_fit_file(file: BundleFile) -> None:
    if fault := path_fault(file.path):
        raise BundleError(
            f"无法打包：文件名“{file.path}”{REASONS[fault]}。请改名后重新添加，再定稿。"
        )
    if file.size == 0:
        raise BundleError(
            f"无法打包：“{file.path}”是空的，里面什么也没有。请重新添加这个文件，再定稿。"
        )
    with file.open() as stream:
        danger = danger_of(file.path, stream, file.size)
    if danger:
        raise BundleError(
            f"无法打包：“{file.path}”{DANGERS[danger]}，接收单位不会打开。"
            "请转换成 PDF 后重新添加，再定稿。"
        )
    if file.size > _LARGEST:
        raise BundleError(
            f"无法打包：“{file.path}”有 {shown_size(file.size)}，而 FAT32 文件系统里"
            "单个文件不能达到 4 GB。请缩小这个文件后重新添加，再定稿。"
        )


def _page_count(pdf: Path | bytes) -> int:
    from jbgs_desktop.documents.pdf.images import page_count

    return page_count(pdf)


def _beside(
    facts: Facts, info: bagit_profile.BundleInfo, written: tuple[WrittenFile, ...]
) -> Mapping[str, bytes]:
    """What lies beside the payload; bagit.txt, which makes it a bag, comes last."""
    beside = {
        layout.README: readme(facts),
        layout.LISTING: write_listing(facts, written),
        layout.CHECKER: checking_page(),
    }
    payload = {file.path: bagit_profile.Hashed(file.digest, file.size) for file in written}
    others = {path: _hashed(data) for path, data in beside.items()}
    tags = bagit_profile.tag_files(payload, info.lines(), others)
    declaration = tags.pop(bagit_profile.BAGIT)
    return {**beside, **tags, bagit_profile.BAGIT: declaration}


def write_listing(facts: Facts, written: Sequence[WrittenFile]) -> bytes:
    """报送清单.pdf of the files of the payload; the same facts and files, same bytes."""
    from jbgs_desktop.documents.pdf.writer import write_pdf

    return write_pdf(listing_blocks(facts, written), Properties(LISTING_TITLE, facts.applicant))


def write_receipt(facts: Facts, place: str, when: datetime, files: int, digest: str = "") -> bytes:
    """The 交接清单 as PDF, see :func:`receipt_blocks`; the QR code at its foot is the ``digest``.

    Raises DocumentError.
    """
    from jbgs_desktop.documents.pdf.writer import Footer, write_pdf

    code = format_code(facts.code)
    footer = Footer(facts.applicant, code, lambda page, total: digest.upper()) if digest else None
    blocks = receipt_blocks(facts, place, when, files, digest)
    return write_pdf(blocks, Properties(RECEIPT_TITLE, facts.applicant), footer=footer)


def _hashed(data: bytes) -> bagit_profile.Hashed:
    return bagit_profile.Hashed(sha256(data).hexdigest(), len(data))


def checking_page() -> bytes:
    """校验.html: checks a bundle in a browser, without a network and without this program."""
    return read_capped(resources() / "html" / "bundle_check.html", _LARGEST_PAGE)
