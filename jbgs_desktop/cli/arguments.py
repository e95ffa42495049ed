"""argparse in Chinese: what ``--help`` says, and the one sentence for a command written wrongly."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from jbgs_desktop.cli.common import FAILED

# What argparse says of a wrong call, and how it is said here; {0}, {1} are the parts in brackets.
_ERRORS = (
    (r"the following arguments are required: (.*)", "缺少“{0}”"),
    (r"unrecognized arguments: (.*)", "不认识“{0}”"),
    (
        r"argument (.*?): invalid choice: '(.*)' \(choose from (.*)\)",
        "没有“{1}”这个{0}，可以用 {2}",
    ),
    (r"argument (.*?): expected at least one argument", "{0} 后面至少要跟一个值"),
    (r"argument (.*?): expected one argument", "{0} 后面要跟一个值"),
    (r"argument (.*?): ignored explicit argument '(.*)'", "{0} 后面不能带值“{1}”"),
    (r"argument (.*?): invalid \S+ value: '(.*)'", "{0} 的值“{1}”不能用"),
    (r"ambiguous option: (.*) could match (.*)", "{0} 不止指一个选项，可能是 {1}"),
)


class Parser(argparse.ArgumentParser):
    """A parser of ours; its subparsers are of this kind too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, formatter_class=_Formatter, add_help=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        problem = _in_chinese(message)
        self.exit(FAILED, f"命令的写法不对：{problem}。用“{self.prog} --help”看用法。\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _in_chinese(message: str) -> str:
    for pattern, sentence in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*map(_listed, found.groups()))
    return message


def _listed(part: str) -> str:
    return part.replace("', '", "、").strip("'").replace(", ", "、")
