"""``jbgs schema``: the JSON Schema of an application."""

import argparse
import json

from jbgs_desktop.cli.common import OK
from jbgs_desktop.forms.application import Application

HELP = "输出申报文件的 JSON Schema"


def add(command: argparse.ArgumentParser) -> None:
    """Nothing but the command itself."""


def run(_options: argparse.Namespace) -> int:
    print(json.dumps(Application.model_json_schema(), ensure_ascii=False, indent=2))
    return OK
