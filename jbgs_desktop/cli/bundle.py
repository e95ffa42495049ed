"""``jbgs bundle``: the folder for the USB stick, from an application and its sealed scans."""

import argparse
import os
import sys
from datetime import datetime
from errno import ENOENT, ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.cli.common import (
    OK,
    PROBLEMS,
    Checked,
    add_file,
    add_passphrase,
    checked,
    has_errors,
    print_findings,
)
from jbgs_desktop.cli.verify import progress_bar
from jbgs_desktop.files import access_error
from jbgs_desktop.forms.finding import Severity

if TYPE_CHECKING:
    from jbgs_desktop.bundle.builder import Prepared
    from jbgs_desktop.scans.matcher import ScanReport

HELP = "用盖章后的扫描件生成报送包"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command)
    command.add_argument(
        "--scans",
        required=True,
        nargs="+",
        type=Path,
        metavar="PATH",
        help="盖章后的扫描件：PDF、图片，或者放着它们的文件夹",
    )
    command.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="报送包写到哪个文件夹里"
    )
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    with checked(options) as found:
        return _bundle(found, options.scans, options.out)


def _bundle(found: Checked, scans: list[Path], out: Path) -> int:
    from jbgs_desktop.bundle.builder import build_bundle, prepare
    from jbgs_desktop.bundle.contents import name_of
    from jbgs_desktop.bundle.writer import require_free, write_bundle
    from jbgs_desktop.finalise.finalise import opener, standing_errors
    from jbgs_desktop.finalise.locked_version import what_is_written
    from jbgs_desktop.finalise.version_code import version_of
    from jbgs_desktop.scans.reader import scans_in

    _require_places(scans, out)
    if not any(scans_in(scans)):
        print(_no_scans(scans), file=sys.stderr)
        return PROBLEMS
    draft, application, call = found.draft, found.application, found.call
    version = version_of(what_is_written(draft, application), opener(draft))
    if not has_errors(found.findings):  # what keeps it from having a name comes with the others
        require_free(out, name_of(application, call, version.code))
    now = datetime.now().astimezone()
    if errors := standing_errors(draft, application, call, now):
        print_findings(errors, sys.stderr)
        print("还有错误，没有打包。请改正、重新打印盖章并扫描以后再打包。", file=sys.stderr)
        return PROBLEMS
    prepared = prepare(draft, application, call, version=version)
    report = _read(prepared, scans)
    if not report.is_complete:
        print("扫描件不齐，没有打包。请按上面的说明补扫以后再打包。", file=sys.stderr)
        return PROBLEMS
    content = build_bundle(prepared, report, Path, made=now.date())
    _make_folder(out)
    bar = progress_bar("写入并读回")
    written = write_bundle(content, out, progress=lambda now: bar(now.done, now.total))
    for notice in written.notices:
        print(notice, file=sys.stderr)
    print(written.folder)
    return OK


def _require_places(scans: list[Path], out: Path) -> None:
    """A slip of the pen is told before anything is read."""
    for path in scans:
        if not os.path.lexists(path):
            raise access_error("读取", path, FileNotFoundError(ENOENT, ""))
    if os.path.lexists(out) and not os.path.isdir(out):
        raise access_error("写入", out, NotADirectoryError(ENOTDIR, ""))


def _no_scans(scans: list[Path]) -> str:
    places = "".join(f"“{path}”" for path in scans)
    return (
        f"{places}里没有扫描件，没有打包。请放入盖章、签字后的扫描件（PDF、JPG、PNG 或 TIFF），"
        "再打包。"
    )


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise access_error("写入", out, error) from error


def _read(prepared: "Prepared", scans: list[Path]) -> "ScanReport":
    """The scans sorted into the book; what is to be said about them goes to stderr."""
    from jbgs_desktop.finalise.record import ScannedPage
    from jbgs_desktop.scans.findings import findings
    from jbgs_desktop.scans.matcher import match_pages
    from jbgs_desktop.scans.reader import read_scans

    pages: list[ScannedPage] = []
    unread = []
    for each in read_scans(scans):
        if isinstance(each, ScannedPage):
            pages.append(each)
        else:
            unread.append(each)
    report = match_pages(pages, prepared.expected)
    for finding in findings(report, unread):
        print(f"{Severity(finding.severity).word}　{finding.sentence}", file=sys.stderr)
    return report
