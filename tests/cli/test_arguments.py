"""What the commands say of themselves, and of a command written wrongly: Chinese throughout."""

import io
import re

import pytest

from jbgs_desktop.cli import main

COMMANDS = (
    *("calls", "count", "schema", "sample", "check", "export"),
    *("bundle", "verify", "intake", "seal", "unseal", "import-docx", "hand-out"),
)
# What a user types, and names of things; all other words in Latin letters would be argparse's.
KNOWN = (
    *("jbgs", "JBGS_PASSPHRASE", "FILE", "DIR", "PATH", "ID", "N", "FORMAT", "JSON", "Schema"),
    *("docx", "pdf", "xlsx", "PDF", "U", "h", "json", "taskbooks", "plan"),
    *("NOTICE", "WORKBOOK", "jbgscall"),
    *("import", "hand"),
)


@pytest.fixture(autouse=True)
def nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))


def outcome(capsys: pytest.CaptureFixture[str], *written: str) -> tuple[object, str, str]:
    """The exit code, and what went to stdout and to stderr."""
    with pytest.raises(SystemExit) as ended:
        main(written)
    return ended.value.code, *capsys.readouterr()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, errors = outcome(capsys, *command.split(), "--help")
    assert (code, errors) == (0, "")
    assert text.startswith("用法：jbgs")
    assert "显示这份说明" in text
    words = set(re.findall(r"(?<![\w-])[A-Za-z]\w*", text))
    assert words - {*COMMANDS, *KNOWN} == set()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "缺少“命令”"),
        ("chek", "没有“chek”这个命令，可以用 calls、count、"),
        ("seal", "缺少“FILE、--out”"),
        ("check a b", "不认识“b”"),
        ("export a --out", "--out 后面要跟一个值"),
        ("bundle a --scans --out u", "--scans 后面至少要跟一个值"),
        ("check a --json=3", "--json 后面不能带值“3”"),
        ("export a --f", "--format 后面要跟一个值"),
        ("bundle a --=3", "--=3 不止指一个选项，可能是 --"),
    ],
)
def test_a_command_written_wrongly_is_told_in_one_sentence(
    written: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, errors = outcome(capsys, *written.split())
    (line,) = errors.splitlines()
    assert (code, text) == (2, "")
    assert sentence in line
    assert line.endswith("。")


@pytest.mark.parametrize(
    ("command", "file"),
    [("check", "申报文件，或者加密草稿"), ("seal", "申报文件"), ("unseal", "加密草稿")],
)
def test_help_says_which_file_a_command_takes(
    command: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text, _ = outcome(capsys, command, "--help")
    assert re.search(r"^ +FILE +(.*)$", text, re.MULTILINE)[1] == file  # type: ignore[index]
