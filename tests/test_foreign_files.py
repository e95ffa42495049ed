"""Who opens PDFs, pictures and packed files: children for those of strangers, and few others.

A new place that opens one of them fails here. It belongs into a module of the first list, which
only children call; into the second only when the bytes are the program's own.
"""

import ast
from pathlib import Path

from tools.make_map import MODULES, PACKAGE, ROOT

OPENERS = {
    *("PdfPages", "PdfReader", "PdfDocument", "QPdfDocument", "page_count"),
    *("ZipFile", "open_image", "open_scan", "QImageReader", "QImage.fromData"),
    *("loadFromData", "fromstring", "iterparse"),
}
IN_CHILDREN = {
    "bundle/document_comparison.py",
    "bundle/remade_worker.py",
    "bundle/scan_parts.py",
    "bundle/scan_worker.py",
    "bundle/whole_documents.py",
    "documents/attachments/archive_locks.py",
    "documents/attachments/figure_view_worker.py",
    "documents/attachments/figure_worker.py",
    "documents/attachments/image_look.py",
    "documents/attachments/image_metadata.py",
    "documents/attachments/image_streams.py",
    "documents/attachments/inspect_worker.py",
    "documents/attachments/page_worker.py",
    "documents/pdf/acts.py",
    "documents/docx_reader/package.py",
    "documents/pdf/bare_page.py",
    "documents/pdf/carried_pages.py",
    "documents/pdf/confined_page_worker.py",
    "documents/pdf/images.py",
    "office/zip_bundles.py",
    "scans/image_files.py",
    "scans/large_picture.py",
    "scans/reader_worker.py",
    "scans/seal_crops.py",
}
# What is opened there in the program itself, and why that may be.
IN_THE_PROGRAM = {
    "bundle/contents.py": "the PDFs that the program has just made; of scans, too",
    "documents/office_zip.py": "what the program has written a moment before",
    "documents/pdf/pages.py": "its own book; scans only by way of bundle/scan_worker.py",
    "documents/xlsx/workbook.py": "its own workbook",
    "forms/calls/call_file.py": "bounded in every respect before it is unpacked",
    "ui/finalise/book_preview.py": "its own book",
    "ui/finalise/print_book.py": "its own book; of a stranger's the pages that are handed over",
    "ui/office/preview_dialog.py": "bytes of its own; a file goes into children",
    "ui/scans/large_scans.py": "a JPEG that a child has made",
    "ui/scans/printed_pages.py": "its own book",
    "ui/scans/scan_controller.py": "a JPEG that a child has made",
    "ui/scans/seal_compare.py": "its own book, and a JPEG that a child has made",
}


def opened(source: str) -> set[str]:
    """The openers that ``source`` calls."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in calls
        if isinstance(each, ast.Name | ast.Attribute)
    }
    return names & OPENERS


def test_files_of_strangers_are_opened_in_children_alone() -> None:
    openers = {
        module.relative_to(ROOT / PACKAGE).as_posix()
        for module in MODULES
        if opened(module.read_text(encoding="utf-8"))
    }
    assert openers - IN_CHILDREN - IN_THE_PROGRAM.keys() == set()
    assert (IN_CHILDREN | IN_THE_PROGRAM.keys()) - openers == set()


def test_no_window_and_no_command_calls_what_is_for_children() -> None:
    workers = {
        f"{PACKAGE}.{Path(module).with_suffix('').as_posix().replace('/', '.')}"
        for module in IN_CHILDREN
        if "worker" in module  # the others are shared with what opens the program's own files
    }
    for folder in ("ui", "cli"):
        for other in (ROOT / PACKAGE / folder).rglob("*.py"):
            source = other.read_text(encoding="utf-8")
            assert not [name for name in workers if name in source], other


def test_an_opener_is_found() -> None:
    assert opened("import zipfile\nwith zipfile.ZipFile('x') as z: pass") == {"ZipFile"}
    assert opened("from a import PdfPages\nPdfPages(b'')") == {"PdfPages"}
    assert opened("PdfPages") == set()


def test_bundles_are_verified_in_children_alone() -> None:
    """The lists, the JSON and the heads of files are a stranger's as well."""
    callers = {
        module.relative_to(ROOT / PACKAGE).as_posix()
        for module in MODULES
        if _calls(module.read_text(encoding="utf-8"), "verify")
    }
    assert callers == {"bundle/confined_verify.py", "office/intake_worker.py"}


def _calls(source: str, name: str) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(each, ast.Name) and each.id == name for each in calls)
