"""``jbgs check``: what is wrong or odd about an application."""

import argparse
import json
import sys

from jbgs_desktop.cli.common import (
    OK,
    PROBLEMS,
    add_file,
    add_json,
    add_passphrase,
    checked,
    has_errors,
    print_findings,
)
from jbgs_desktop.forms.finding import findings_as_dict

HELP = "检查一份申报"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command)
    add_json(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    with checked(options) as found:
        findings = found.with_files()
    if options.json:
        print(json.dumps(findings_as_dict(findings), ensure_ascii=False, indent=2))
    else:
        print_findings(findings, sys.stdout)
        print("没有发现问题。" if not findings else f"共 {len(findings)} 处。")
    return PROBLEMS if has_errors(findings) else OK
