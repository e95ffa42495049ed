"""argparse in Chinese: what ``--help`` says, and the one sentence for a command written wrongly.

argparse asks ``gettext`` for every word it says; here it gets the catalogue below instead of one
that is looked for in the system by the language of the environment.
"""

import argparse
from collections.abc import Mapping
from typing import NoReturn

from jbgs_desktop.cli.common import FAILED

COMMAND = "命令"


class _Sentence(str):
    """A sentence with places in it; lists are put in as Chinese writes them."""

    def __mod__(self, parts: object) -> str:
        if isinstance(parts, Mapping):
            return super().__mod__({key: _listed(part) for key, part in parts.items()})
        return super().__mod__(_listed(parts))


def _listed(part: object) -> str:
    return str(part).replace("', '", "、").strip("'").replace(", ", "、")


_CATALOGUE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "argument %(argument_name)s: %(message)s": _Sentence("%(argument_name)s %(message)s"),
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "ignored explicit argument %r": _Sentence("后面不能带值“%s”"),
    "invalid %(type)s value: %(value)r": _Sentence("的值“%(value)s”不能用"),
    "invalid choice: %(value)r (choose from %(choices)s)": _Sentence(
        f"没有“%(value)s”这个{COMMAND}，可以用 %(choices)s"
    ),
    "the following arguments are required: %s": _Sentence("缺少“%s”"),
    "unrecognized arguments: %s": _Sentence("不认识“%s”"),
    "ambiguous option: %(option)s could match %(matches)s": _Sentence(
        "%(option)s 不止指一个选项，可能是 %(matches)s"
    ),
}


class Parser(argparse.ArgumentParser):
    """A parser of ours; its subparsers are of this kind too."""

    def error(self, message: str) -> NoReturn:
        # The name of the argument, where it is the command: the sentence has it already.
        problem = message.removeprefix(f"{COMMAND} ")
        self.exit(FAILED, f"{COMMAND}的写法不对：{problem}。用“{self.prog} --help”看用法。\n")


vars(argparse)["_"] = lambda message: _CATALOGUE.get(message, message)
