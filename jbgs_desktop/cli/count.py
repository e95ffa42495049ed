"""``jbgs count``: how long the text on stdin is."""

import argparse
import json
import sys

from jbgs_desktop.cli.common import OK, add_json
from jbgs_desktop.forms.text.count import count

HELP = "统计标准输入的字数"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_json(command)


def run(options: argparse.Namespace) -> int:
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
