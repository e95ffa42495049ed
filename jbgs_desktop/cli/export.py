"""``jbgs export``: the documents of an application."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.cli.common import (
    OK,
    PROBLEMS,
    Checked,
    add_file,
    add_passphrase,
    checked,
    fail,
    has_errors,
    print_findings,
)
from jbgs_desktop.forms.finding import Finding

if TYPE_CHECKING:
    from jbgs_desktop.documents.export import MakeBook

HELP = "生成申报材料"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command)
    command.add_argument("--out", required=True, type=Path, metavar="DIR", help="写到哪个文件夹")
    command.add_argument(
        "--format", default="docx,pdf,xlsx", help="docx、pdf、xlsx，用逗号分开，默认三种都要"
    )
    command.add_argument("--draft", action="store_true", help="有错误也生成，每页标明草稿")
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.export import FORMATS, export

    formats = tuple(dict.fromkeys(part.strip() for part in options.format.split(",")))
    if unknown := [part for part in formats if part not in FORMATS]:
        return fail(f"不能生成“{unknown[0]}”格式，可以用：{'、'.join(FORMATS)}。")
    for_good = not options.draft and "pdf" in formats
    with checked(options, writable="docx" in formats) as found:
        findings = found.findings
        if not options.draft and not has_errors(findings):
            findings = _what_keeps_from_printing(found) if for_good else _unsafe_files(found)
        if has_errors(findings) and not options.draft:
            print_findings(findings, sys.stderr)
            print(
                "还有错误，没有生成正式材料。请改正后再导出，或者加 --draft 导出标明草稿的材料。",
                file=sys.stderr,
            )
            return PROBLEMS
        files = export(
            found.application,
            found.call,
            options.out,
            formats=formats,
            draft=options.draft,
            source=_book_source(found, for_good=for_good),
        )
    for path in files:
        print(path)
    return OK


def _unsafe_files(found: Checked) -> list[Finding]:
    """What no office takes in any document; a damaged file is of the book only."""
    from jbgs_desktop.forms.unsafe_files import Danger

    rules = {f"evidence.file.{danger}" for danger in Danger}
    return [finding for finding in found.with_files() if finding.code in rules]


def _what_keeps_from_printing(found: Checked) -> list[Finding]:
    """What ``bundle`` would refuse later, when the book has been printed and sealed already."""
    from jbgs_desktop.finalise.finalise import standing_errors

    now = datetime.now().astimezone()
    return standing_errors(found.draft, found.application, found.call, now)


def _book_source(found: Checked, *, for_good: bool) -> "MakeBook":
    """What the PDF is made of besides the application, with its book if it is one for good."""
    from jbgs_desktop.bundle.builder import prepare
    from jbgs_desktop.documents.export import MakeBook
    from jbgs_desktop.drafts.export_base import keep_for_return
    from jbgs_desktop.finalise.finalise import opener

    book = prepare(found.draft, found.application, found.call).book if for_good else None
    return MakeBook(
        opener(found.draft),
        book,
        notify=lambda sentence: print(sentence, file=sys.stderr),
        revision=keep_for_return(found.draft),
    )
