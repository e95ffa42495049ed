"""``jbgs seal``: from an application file and its evidence to an encrypted draft."""

import argparse
import sys

from jbgs_desktop.cli.common import add_file, add_out, add_passphrase, print_moved
from jbgs_desktop.drafts.plain import PlainDraft

HELP = "把申报文件和证明材料存成加密草稿"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command, what="申报文件")
    add_out(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
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
    return print_moved(options, write_sealed(PlainDraft(options.file), options.out, holders))
