"""A whole bundle as the program makes it, with scans that carry codes, and what a forger does."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import segno
from PIL import Image
from pypdf import PdfReader, PdfWriter

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import (
    BOOK_NUMBER,
    INFO,
    MANIFEST,
    PAGE_CODES,
    RENDERING_NUMBER,
    TAG_MANIFEST,
    PageFacts,
    read_info,
    read_manifest,
    tag_files,
)
from jbgs_desktop.bundle.contents import Documents, compose_bundle, facts_of, write_listing
from jbgs_desktop.bundle.model import WrittenFile
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.documents.page_code import BookStamp, PageCode
from jbgs_desktop.documents.page_geometry import QR_SIDE, qr_place
from jbgs_desktop.documents.pdf.images import PdfPages, page_count
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.version_code import Version, version_of
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.sample import sample_application, write_sample
from tests.bundle.sample_bundles import CALL, MADE, TRACK
from tests.bundle.small_bundles import hashed
from tests.forms.applications import paragraphs_only

Change = Callable[[bytes], bytes]
_DPI = 150
_CODE_PIXELS = round(24 / 25.4 * _DPI)  # with its quiet zone
OTHER_RELEASE: Mapping[str, str | None] = {RENDERING_NUMBER: "999", BOOK_NUMBER: "999"}
NO_RELEASE: Mapping[str, str | None] = dict.fromkeys((RENDERING_NUMBER, BOOK_NUMBER, PAGE_CODES))


@dataclass(frozen=True)
class GoodBundle:
    """A bundle in ``folder``, and what is needed to make other files for it as if it were ours.

    ``pages`` are the scans of its pages.
    """

    folder: Path
    draft: PlainDraft
    application: Application
    version: Version
    book: Book
    pages: tuple[Path, ...]

    def code(self, page: int, *, proof: str = "", application: str = "") -> PageCode:
        """What stands on a page, or would with another proof or application; "-" is none."""
        shown = {"": self.version.proof, "-": ""}.get(proof, proof)
        name = application or self.version.application
        return PageCode(name, self.version.code, page, self.book.pages, shown)

    def stamped(self, page: int, code: PageCode | None) -> Path:
        """The scan of a page with ``code`` upon its own, or with none."""
        with Image.open(self.pages[page - 1]) as scan:
            return self._with_code(scan, page, code)

    def shown(self, page: int, picture: Image.Image) -> Path:
        """``picture`` as the scan of a page, with the code of that page upon it."""
        picture = picture.convert("RGB")
        x, y = (round((each - 4) / 25.4 * _DPI) for each in qr_place(page + 1))
        picture.paste("white", (x, y, x + _CODE_PIXELS, y + _CODE_PIXELS))  # of a left page
        return self._with_code(picture, page, self.code(page))

    def codeless(self, page: int, picture: Image.Image) -> Path:
        """``picture`` as the scan of a page that has no code."""
        return self._with_code(picture.convert("RGB"), page, None)

    def picture(self, page: int) -> Image.Image:
        """The scan of a page."""
        with Image.open(self.pages[page - 1]) as scan:
            return scan.convert("RGB")

    def _with_code(self, scan: Image.Image, page: int, code: PageCode | None) -> Path:
        x, y = (round((each - 4) / 25.4 * _DPI) for each in qr_place(page))
        with scan:
            scan.paste("white", (x, y, x + _CODE_PIXELS, y + _CODE_PIXELS))
            if code:
                stream = io.BytesIO()
                segno.make_qr(str(code), error="m", boost_error=False).save(
                    stream, kind="png", scale=8, border=0
                )
                width = round(QR_SIDE / 25.4 * _DPI)
                with Image.open(stream) as qr:
                    inner = qr.convert("RGB").resize((width, width), Image.Resampling.BOX)
                margin = round(4 / 25.4 * _DPI)
                scan.paste(inner, (x + margin, y + margin))
            digest = sha256(scan.tobytes()).hexdigest()[:16]
            target = self.pages[0].with_name(f"{page}-{digest}.jpg")
            scan.save(target, quality=80, dpi=(_DPI, _DPI))
        return target

    def scans(self, pages: Sequence[Path]) -> dict[str, bytes]:
        """Whole and parts of the scans ``pages``, as many as the book has or more at the end."""
        parts = layout.part_scans(self.book.parts)
        return {
            **{path: scanned([pages[at - 1] for at in at_]) for path, at_ in parts.items()},
            layout.WHOLE_SCAN: scanned(pages),
        }

    def part(self, word: str) -> str:
        """The path of the part that has ``word`` in its name."""
        (path,) = (each for each in layout.part_scans(self.book.parts) if word in each)
        return path

    def other_documents(self, **changed: str) -> dict[str, bytes]:
        """Book, docx and xlsx of the application with fields ``changed``, in their places."""
        application = self.application
        for path, text in changed.items():
            application = application.set(path.replace("__", "."), text)
        book, docx, xlsx = documents_of(application, self.draft, self.version)
        return {layout.PDF: book.pdf, layout.DOCX: docx, layout.ROW: xlsx}


def scanned(pages: Sequence[Path]) -> bytes:
    return pdf_of_scans([ScanSource(page, 0, 0) for page in pages])


def documents_of(
    application: Application, draft: PlainDraft, version: Version
) -> tuple[Book, bytes, bytes]:
    stamp = BookStamp(version.application, version.code, version.proof)
    book = make_book(application, CALL, evidence=opener(draft), mark=stamp)
    source, formats = MakeBook(evidence=opener(draft)), ("docx", "xlsx")
    made = build(application, CALL, Path(), formats=formats, draft=False, source=source)
    docx, xlsx = made.values()
    return book, docx, xlsx


def good_bundle(folder: Path) -> GoodBundle:
    """A small one, made in ``folder``."""
    for name in ("draft", "stick", "scans"):
        (folder / name).mkdir()
    file = folder / "draft" / "申报.json"
    write_sample(_short_application(), CALL, file)
    draft = PlainDraft(file)
    application = draft.load().application
    version = version_of(application, opener(draft))
    book, docx, xlsx = documents_of(application, draft, version)
    pages = tuple(_scans_of(book, folder / "scans"))
    good = GoodBundle(folder, draft, application, version, book, pages)
    content = compose_bundle(
        *(application, CALL, version, Documents(book.pdf, docx, xlsx), good.scans(pages), draft),
        made=MADE,
        page_facts=PageFacts(proves=True, book_rendering=book.rendering),
    )
    written = write_bundle(content, folder / "stick").folder
    return GoodBundle(written, draft, application, version, book, pages)


def _short_application() -> Application:
    """One task book of few words, and one attached page."""
    sample = paragraphs_only(sample_application(CALL, TRACK.id, (2,)))
    for name, section in sample.taskbook(2):
        sample = sample.set(f"taskbooks.2.{name}", str(section)[:60])
    return sample.set("evidence", [each for each in sample.evidence if each.file.endswith(".jpg")])


def _scans_of(book: Book, folder: Path) -> list[Path]:
    files = []
    with closing(PdfPages(book.pdf)) as pages:
        for at in range(pages.count):
            file = folder / f"{at + 1:03}.jpg"
            pages.picture(at, _DPI).convert("RGB").save(file, quality=80, dpi=(_DPI, _DPI))
            files.append(file)
    return files


def forge(
    good: GoodBundle,
    folder: Path,
    changes: Mapping[str, Change | bytes | None],
    info: Mapping[str, str | None],
) -> Path:
    """A copy in ``folder`` in which files were changed, exchanged or (None) taken out.

    All manifests are made anew, and ``info`` of bag-info.txt, where None takes an entry out.
    """
    forged = folder / good.folder.name
    shutil.copytree(good.folder, forged)
    for path, change in changes.items():
        if change is None:
            (forged / path).unlink()
        else:
            data = change if isinstance(change, bytes) else change((forged / path).read_bytes())
            (forged / path).write_bytes(data)
    if layout.LISTING not in changes:
        (forged / layout.LISTING).write_bytes(listing_of(good, forged))
    renew(forged, info)
    return forged


def listing_of(good: GoodBundle, folder: Path, made: date = MADE) -> bytes:
    """报送清单.pdf of what lies in ``folder``, as the program would write it."""
    wanted = bundle_order(good.application, folder)
    pages = {layout.PDF: 0}
    for path in wanted:
        if path.endswith(".pdf") and layout.ORIGINALS not in path:
            with suppress(DocumentError):
                pages[path] = page_count(folder / path)
    facts = facts_of(good.application, CALL, good.version, made=made, pages=pages)
    payload = [(path, hashed((folder / path).read_bytes())) for path in wanted]
    return write_listing(facts, [WrittenFile(path, it.size, it.digest) for path, it in payload])


def bundle_order(application: Application, folder: Path) -> list[str]:
    """The payload in the order in which the program writes it."""
    scans = sorted(f"{layout.SCANNED}/{each.name}" for each in (folder / layout.SCANNED).iterdir())
    first = (layout.APPLICATION, layout.DOCX, layout.PDF, layout.ROW)
    return [*first, *scans, *layout.file_places(application).values()]


def renew(folder: Path, changed: Mapping[str, str | None]) -> None:
    """Make the tag files of the bundle anew, as a forger does."""
    beside = set(read_manifest((folder / TAG_MANIFEST).read_bytes()))
    beside -= {"bagit.txt", INFO, MANIFEST}
    listed = {
        each.relative_to(folder).as_posix() for each in folder.glob("data/**/*") if each.is_file()
    }
    info = {**read_info((folder / INFO).read_bytes()), **changed}
    entries = [(key, text) for key, text in info.items() if text and key != "Payload-Oxum"]
    payload, others = (
        {path: hashed((folder / path).read_bytes()) for path in paths} for paths in (listed, beside)
    )
    for path, data in tag_files(payload, entries, others).items():
        (folder / path).write_bytes(data)


def with_part(name: str, old: str, new: str) -> Change:
    """The Office file with words exchanged in one part."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
            for part in source.namelist():
                text = source.read(part)
                if part == name:
                    assert old.encode() in text
                    text = text.replace(old.encode(), new.encode(), 1)
                target.writestr(part, text)
        return stream.getvalue()

    return change


def with_more(name: str, text: str = "<x/>") -> Change:
    """The Office file with a part more."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a") as target:
            target.writestr(name, text)
        return stream.getvalue()

    return change


def first_of_two(name: str, old: str, new: str) -> Change:
    """The Office file with a changed part before the part itself, under the same name."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
            target.writestr(name, source.read(name).replace(old.encode(), new.encode(), 1))
            for part in source.namelist():
                target.writestr(part, source.read(part))
        return stream.getvalue()

    return change


def with_pdf(work: Callable[[PdfWriter], object]) -> Change:
    """The PDF after ``work`` on it."""

    def change(data: bytes) -> bytes:
        stream = io.BytesIO()
        with closing(PdfWriter(PdfReader(io.BytesIO(data)))) as writer:
            work(writer)
            writer.write(stream)
        return stream.getvalue()

    return change


def packed_again(data: bytes) -> bytes:
    """The same parts, packed by another program."""
    return with_part("[Content_Types].xml", "<Types", "<Types")(data)
