"""What several commands share: exit codes, the key, the checked application, findings as text."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.errors import (
    ApplicationFileError,
    CallPackError,
    DraftHeldError,
    FileAccessError,
)
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, find_call, installed_calls
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.checks.context import quoted
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.clean import cleaned_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jbgs_desktop.drafts.keys.key_holders import HolderKey
    from jbgs_desktop.drafts.transfer import AnyDraft, Moved


OK, PROBLEMS, FAILED = 0, 1, 2


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return FAILED


def add_file(command: argparse.ArgumentParser, what: str = "申报文件，或者加密草稿") -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=what)


def add_out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件")


def add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="输出 JSON")


def add_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="加密草稿的口令在这个文件里；也可以放在变量 JBGS_PASSPHRASE",
    )


def holders(options: argparse.Namespace) -> "Callable[[], Iterator[HolderKey]]":
    from jbgs_desktop.drafts.keys.user_keys import command_holders, given_passphrase

    return lambda: command_holders(given_passphrase(options.passphrase_file))


def print_notices(draft: Draft) -> None:
    for notice in draft.notices:
        print(notice, file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Checked:
    """An application with its call, the draft it is kept in, and what the checks found."""

    draft: Draft
    application: Application
    call: Call
    findings: list[Finding]

    def with_files(self) -> list[Finding]:
        """The findings, and those that come from opening the evidence. Raises JbgsError."""
        from jbgs_desktop.finalise.evidence_check import file_findings

        return [*self.findings, *file_findings(self.draft, self.application, self.call)]


def open_for(options: argparse.Namespace, file: Path, *, writable: bool) -> "AnyDraft":
    """The draft in ``file``; also ``writable`` where no other program has it and it may change."""
    from jbgs_desktop.drafts.transfer import open_any

    if writable:
        try:
            return open_any(file, holders(options))
        except (DraftHeldError, FileAccessError):
            pass
    return open_any(file, holders(options), read_only=True)


@contextmanager
def checked(options: argparse.Namespace, *, writable: bool = False) -> "Iterator[Checked]":
    """The application in the file that ``options`` name, its draft open for reading meanwhile.

    With ``writable`` what is kept of the draft may be added to, where that is possible.
    """
    from jbgs_desktop.finalise.locked_version import load_application

    file: Path = options.file
    with closing(open_for(options, file, writable=writable)) as draft:
        print_notices(draft)
        loaded = load_application(draft)
        try:
            # While no call is named, the first one says what is missing, this among it.
            id_ = loaded.application.call.strip()
            call = call_of(id_, draft.call_version) if id_ else installed_calls()[0]
        except CallPackError as error:
            raise ApplicationFileError(f"无法检查“{file}”：{error}") from error
        findings = check(
            loaded.application,
            call,
            now=datetime.now().astimezone(),
            evidence_size=draft.evidence_size,
        )
        print_cleaned(loaded.removed, loaded.exchanged)
        yield Checked(draft, loaded.application, call, findings)


def print_cleaned(removed: int, exchanged: int) -> None:
    if sentence := cleaned_sentence(removed, exchanged):
        print(sentence, file=sys.stderr)


def print_moved(options: argparse.Namespace, moved: "Moved") -> int:
    print_cleaned(moved.removed, moved.exchanged)
    for file in moved.missing:
        print(f"没有找到证明材料“{file}”，其余内容已写入。", file=sys.stderr)
    print(options.out)
    return PROBLEMS if moved.missing else OK


def call_of(id_: str, version: str = "") -> Call:
    call = find_call(id_, version)
    if call is None:
        known = "、".join(call.id for call in installed_calls())
        raise CallPackError(f"没有通知{quoted(id_)}的数据，call 应当是：{known}。")
    return call


def has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def print_findings(findings: Sequence[Finding], stream: TextIO) -> None:
    for finding in findings:
        print(
            f"{finding.severity.word}　{finding.label}：{finding.message}"
            f"（{finding.source}）[{finding.code}]",
            file=stream,
        )
