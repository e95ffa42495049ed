"""``jbgs unseal``: from an encrypted draft back to files."""

import argparse
from contextlib import closing

from jbgs_desktop.cli.common import (
    add_file,
    add_out,
    add_passphrase,
    holders,
    print_moved,
    print_notices,
)

HELP = "把加密草稿还原成申报文件和证明材料"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command, what="加密草稿")
    add_out(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.drafts.store import open_draft
    from jbgs_desktop.drafts.transfer import unseal

    with closing(open_draft(options.file, holders(options), read_only=True)) as draft:
        print_notices(draft)
        return print_moved(options, unseal(draft, options.out))
