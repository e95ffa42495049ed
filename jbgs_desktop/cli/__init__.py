"""The commands of ``jbgs``: the services without a window (interface.md section 1).

Exit 0: done and nothing wrong. 1: done and problems were found. 2: could not be done, with one
sentence on stderr. With ``--json`` stdout holds one JSON document and nothing else.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, cast

from jbgs_desktop import __version__
from jbgs_desktop.cli import bundle, calls, intake, verify
from jbgs_desktop.cli.arguments import Parser
from jbgs_desktop.cli.common import (
    FAILED,
    OK,
    PROBLEMS,
    Checked,
    add_file,
    add_json,
    add_passphrase,
    call_of,
    checked,
    fail,
    has_errors,
    holders,
    print_findings,
    tell_notices,
    tell_removed,
)
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.finding import Finding, findings_as_dict
from jbgs_desktop.forms.text.count import count

if TYPE_CHECKING:
    from jbgs_desktop.documents.export import MakeBook
    from jbgs_desktop.drafts.transfer import Moved

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """RunCommand one command; the exit code."""
    _prepare_streams()
    options = _parser().parse_args(arguments)
    run: RunCommand = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except JbgsError as error:
        return fail(str(error))
    except OSError as error:
        # Every file has its own sentence by now, so it is our output that nobody takes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED if isinstance(error, BrokenPipeError) else fail(_output_sentence(error))
    except KeyboardInterrupt:
        return fail("已中断，没有写入文件。")
    except Exception as error:
        _log.debug("command failed", exc_info=True)
        fault = f"{type(error).__name__}：{error}"
        return fail(f"程序内部出错（{fault}），没有完成。请把这句话告诉维护者。")


def _prepare_streams() -> None:
    """UTF-8 whatever the locale; a stream that was closed or is not UTF-8 ends no command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
        stream = cast(TextIOWrapper, getattr(sys, name))
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _output_sentence(error: OSError) -> str:
    return str(access_error("写到", Path("标准输出"), error))


RunCommand = Callable[[argparse.Namespace], int]


def _parser() -> Parser:
    parser = Parser(prog="jbgs", description="揭榜挂帅申报材料：不联网检查和生成。")
    parser.add_argument(
        "--version", action="version", version=f"jbgs {__version__}", help="显示程序的版本"
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")

    def add(name: str, run: RunCommand, help_: str, *adders: Callable[[Parser], object]) -> None:
        command = commands.add_parser(name, help=help_, description=f"{help_}。")
        command.set_defaults(run=run)
        for adder in adders:
            adder(command)

    add("calls", calls.run, "列出通知的赛道、方向、期限和限制", add_json)
    add("count", _count, "统计标准输入的字数", add_json)
    add("schema", _schema, "输出申报文件的 JSON Schema")
    add("sample", _sample, "生成一份填好的示例申报和它的证明材料", _add_sample)
    add("check", _check, "检查一份申报", add_file, add_json, add_passphrase)
    add("export", _export, "生成申报材料", add_file, _add_export, add_passphrase)
    add("bundle", bundle.run, "用盖章后的扫描件生成U盘报送包", bundle.add)
    add("verify", verify.run, "核对一个报送包", verify.add)
    add("intake", intake.run, "推荐单位接收报送包，生成推荐表", intake.add)
    for name, run, help_, what in (
        ("seal", _seal, "把申报文件和证明材料存成加密草稿", "申报文件"),
        ("unseal", _unseal, "把加密草稿还原成申报文件和证明材料", "加密草稿"),
    ):
        add(name, run, help_, partial(add_file, what=what), _add_out, add_passphrase)
    return parser


def _add_out(command: Parser) -> None:
    command.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件")


def _add_sample(command: Parser) -> None:
    command.add_argument("--call", default="", metavar="ID", help="通知的编号，默认是第一份")
    command.add_argument("--track", required=True, metavar="ID", help="赛道的编号")
    command.add_argument(
        "--directions", default="", metavar="N,N", help="方向的编号，用逗号分开，例如 2,5"
    )
    _add_out(command)


def _add_export(command: Parser) -> None:
    command.add_argument("--out", required=True, type=Path, metavar="DIR", help="写到哪个文件夹")
    command.add_argument(
        "--format", default="docx,pdf,xlsx", help="docx、pdf、xlsx，用逗号分开，默认三种都要"
    )
    command.add_argument("--draft", action="store_true", help="有错误也生成，每页标明草稿")


def _count(options: argparse.Namespace) -> int:
    counts = count(sys.stdin.buffer.read().decode("utf-8", errors="replace").removeprefix("\ufeff"))
    if options.json:
        print(
            json.dumps(
                {
                    "words": counts.words,
                    "characters": counts.characters,
                    "characters_with_spaces": counts.characters_with_spaces,
                }
            )
        )
    else:
        print(
            f"字数 {counts.words}，字符数（不计空格）{counts.characters}，"
            f"字符数（计空格）{counts.characters_with_spaces}"
        )
    return OK


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(Application.model_json_schema(), ensure_ascii=False, indent=2))
    return OK


def _sample(options: argparse.Namespace) -> int:
    from jbgs_desktop.forms.sample import sample_application, write_sample

    call = call_of(options.call) if options.call else installed_calls()[0]
    try:
        directions = tuple(int(no) for no in options.directions.split(",") if no.strip())
    except ValueError:
        return fail(f"“{options.directions}”不是方向的编号，请写成 2,5 这样。")
    application = sample_application(call, options.track, directions)
    for path in write_sample(application, call, options.out):
        print(path, file=sys.stderr)
    return OK


def _check(options: argparse.Namespace) -> int:
    with checked(options) as found:
        findings = found.findings
    if options.json:
        print(json.dumps(findings_as_dict(findings), ensure_ascii=False, indent=2))
    else:
        print_findings(findings, sys.stdout)
        print("没有发现问题。" if not findings else f"共 {len(findings)} 处。")
    return PROBLEMS if has_errors(findings) else OK


def _export(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.export import FORMATS, export

    formats = tuple(dict.fromkeys(part.strip() for part in options.format.split(",")))
    if unknown := [part for part in formats if part not in FORMATS]:
        return fail(f"不能生成“{unknown[0]}”格式，可以用：{'、'.join(FORMATS)}。")
    for_good = not options.draft and "pdf" in formats
    with checked(options) as found:
        findings = found.findings
        if for_good and not has_errors(findings):
            findings = _what_keeps_from_printing(found)
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


def _what_keeps_from_printing(found: Checked) -> list[Finding]:
    """What ``bundle`` would refuse later, when the book has been printed and sealed already."""
    from jbgs_desktop.finalise.finalise import standing_errors

    now = datetime.now().astimezone()
    return standing_errors(found.draft, found.application, found.call, now)


def _book_source(found: Checked, *, for_good: bool) -> "MakeBook":
    """What the PDF is made of besides the application, with its mark if it is made for good."""
    from jbgs_desktop.documents.export import MakeBook
    from jbgs_desktop.documents.page_code import BookStamp
    from jbgs_desktop.finalise.finalise import opener
    from jbgs_desktop.finalise.version_code import version_of

    evidence = opener(found.draft)
    mark = None
    if for_good:
        version = version_of(found.application, evidence)
        mark = BookStamp(version.application, version.code)
    return MakeBook(evidence, mark, tell=lambda said: print(said, file=sys.stderr))


def _seal(options: argparse.Namespace) -> int:
    from jbgs_desktop.drafts.keys.user_keys import given_passphrase, sealing_holders
    from jbgs_desktop.drafts.transfer import write_sealed

    passphrase = given_passphrase(options.passphrase_file)
    holders, new_code = sealing_holders(passphrase)
    if new_code:
        print(
            f"已为这台电脑新建密钥。恢复码是 {new_code}，请抄写或打印后妥善保管："
            "系统密钥环一旦丢失，只有它能打开草稿。",
            file=sys.stderr,
        )
    return _tell_moved(options, write_sealed(PlainDraft(options.file), options.out, holders))


def _unseal(options: argparse.Namespace) -> int:
    from jbgs_desktop.drafts.store import open_draft
    from jbgs_desktop.drafts.transfer import unseal

    with closing(open_draft(options.file, holders(options), read_only=True)) as draft:
        tell_notices(draft)
        return _tell_moved(options, unseal(draft, options.out))


def _tell_moved(options: argparse.Namespace, moved: "Moved") -> int:
    tell_removed(moved.removed)
    for file in moved.missing:
        print(f"没有找到证明材料“{file}”，其余内容已写入。", file=sys.stderr)
    print(options.out)
    return PROBLEMS if moved.missing else OK
