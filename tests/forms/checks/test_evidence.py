"""证明材料: which items are there, and whether their files can be handed in."""

import os
from pathlib import Path

import pytest

from jbgs_desktop.forms.application import Evidence
from jbgs_desktop.forms.checks import files_beside
from tests.forms.applications import (
    Trigger,
    at,
    changed,
    checked,
    codes,
    complete_application,
    each,
    error,
    warning,
)

_ALL = complete_application().evidence


def _without(category: int, *instead: Evidence) -> tuple[str, object]:
    return "evidence", (*(entry for entry in _ALL if entry.category != category), *instead)


_NONE = Evidence(category=4, title="无")

TRIGGERS: list[Trigger] = [
    error("evidence.required-missing", "evidence", _without(1)),
    error("evidence.required-missing", "evidence", _without(2, Evidence(category=2, title="报告"))),
    error(
        "evidence.title.none-not-allowed",
        "evidence.5.title",
        _without(1, Evidence(category=1, title="无")),
    ),
    warning("evidence.missing", "evidence", _without(3)),
    warning("evidence.missing", "evidence", _without(4)),
    warning("evidence.title.claimed", "evidence.5.title", _without(4, _NONE)),
    warning("evidence.agreement-missing", "evidence", ("evidence", _ALL[:5])),
    at("evidence.0.title", "year", "warning", "2021年度审计报告"),
    at("evidence.1.title", "year", "warning", "研发投入审计（2023）"),
    at("evidence.2.title", "count-differs", "warning", "发明专利证书32项"),
    at("evidence.3.title", "count-differs", "warning", "行业标准5项"),
    at("evidence.0.category", "unknown", "error", 6),
    at("evidence.0.category", "unknown", "error", 0),
    at("evidence.0.title", "empty", "error", " "),
    at("evidence.0.title", "only-marks", "error", "---"),
    at("evidence.0.title", "none-with-file", "warning", "无"),
    warning("evidence.title.none-among-others", "evidence.6.title", ("evidence", (*_ALL, _NONE))),
    at("evidence.3.file", "empty", "warning", ""),
    *(
        at("evidence.0.file", "outside", "error", file)
        for file in (
            *("/etc/passwd", "../audit.pdf", "evidence/../../x.pdf", "C:/x.pdf", "evidence\\x.pdf"),
            *("//server/x.pdf", "x.pdf:stream", "a\x00b", "."),
        )
    ),
    at("evidence.1.file", "duplicate", "warning", "evidence/./0.PDF"),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


def test_a_file_that_is_not_there_is_an_error() -> None:
    findings = checked(complete_application(), evidence_size=lambda _: None)
    assert {found.code for found in findings} == {"evidence.file.not-found"}
    assert [found.path for found in findings] == [f"evidence.{at}.file" for at in range(6)]


def test_an_item_that_there_is_not_is_told_otherwise_than_none() -> None:
    assert at("evidence.0.category", "unknown", "error", 6).finding().message == (
        "第6项不存在，请从第1至5项中选择。"
    )
    assert "还没有选择" in at("evidence.0.category", "unknown", "error", 0).finding().message


def test_an_empty_file_is_an_error() -> None:
    sizes = {"evidence/3.pdf": 0}
    findings = checked(complete_application(), evidence_size=lambda file: sizes.get(file, 1))
    assert [(found.severity, found.code, found.path) for found in findings] == [
        ("error", "evidence.file.zero-bytes", "evidence.3.file")
    ]


@pytest.mark.parametrize(
    "title",
    ["35项发明专利", "专利清单（专利50项）", "发明专利证书30余项", "国家标准2项", "软件著作权62项"],
)
def test_a_count_that_may_be_right_is_no_finding(title: str) -> None:
    assert codes(changed(("evidence.2.title", title)), "evidence.2.title") == set()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("evidence.0.title", "2020—2022年审计报告"),
        ("evidence.0.title", "审计报告"),
        ("evidence.0.title", "审计报告（编号20210001）"),
        ("evidence.4.title", "第三方测试报告（2021年）"),
    ],
)
def test_another_year_matters_only_for_the_amounts(path: str, title: str) -> None:
    assert codes(changed((path, title)), path) == set()


def test_none_is_enough_where_nothing_is_claimed() -> None:
    profile = complete_application().unit.profile
    for word in ("高新技术企业", "企业技术中心", "一等奖", "二等奖"):
        profile = profile.replace(word, "荣誉")
    assert checked(changed(_without(4, _NONE), ("unit.profile", profile))) == []


def test_no_agreement_is_asked_for_without_participants() -> None:
    found = codes(changed(("unit.participants", ()), ("evidence", _ALL[:5])))
    assert "evidence.agreement-missing" not in found


@pytest.mark.parametrize(("each", "is_too_much"), [(2**29, False), (2**30, True)])
def test_the_evidence_together_leaves_room_for_the_scans(each: int, is_too_much: bool) -> None:
    findings = checked(complete_application(), evidence_size=lambda _: each)
    errors = [found for found in findings if found.code == "evidence.all-too-large"]
    assert [(found.severity, found.path) for found in errors] == [
        ("error", "evidence")
    ] * is_too_much
    assert all("请" in found.message for found in errors)


def test_a_path_that_leads_out_is_not_looked_up() -> None:
    asked = []

    def size(file: str) -> int:
        asked.append(file)
        return 1

    checked(changed(("evidence.0.file", "../secret.pdf")), evidence_size=size)
    assert "../secret.pdf" not in asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "申报"
    (home / "evidence").mkdir(parents=True)
    (home / "evidence" / "a.pdf").write_bytes(b"12345")
    (home / "evidence" / "empty.pdf").touch()
    (tmp_path / "outside.pdf").write_bytes(b"1")
    return home


@pytest.mark.parametrize(
    ("file", "size"),
    [
        ("evidence/a.pdf", 5),
        ("evidence/./a.pdf", 5),
        ("evidence/empty.pdf", 0),
        ("evidence/b.pdf", None),
        ("evidence", None),
        ("", None),
        (".", None),
        ("../outside.pdf", None),
        ("evidence/../../outside.pdf", None),
        ("evidence\\a.pdf", None),
        ("C:evidence/a.pdf", None),
        ("evidence/a.pdf\x00", None),
        ("x" * 5000, None),
    ],
)
def test_only_files_inside_the_folder_have_a_size(
    folder: Path, file: str, size: int | None
) -> None:
    assert files_beside(folder)(file) == size


def test_an_absolute_path_has_no_size(folder: Path) -> None:
    assert files_beside(folder)(str(folder / "evidence" / "a.pdf")) is None


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_link_out_of_the_folder_has_no_size(folder: Path) -> None:
    (folder / "evidence" / "out.pdf").symlink_to(folder.parent / "outside.pdf")
    (folder / "evidence" / "in.pdf").symlink_to(folder / "evidence" / "a.pdf")
    (folder / "away").symlink_to(folder.parent)
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    size = files_beside(folder)
    assert size("evidence/out.pdf") is None
    assert size("away/outside.pdf") is None
    assert size("loop.pdf") is None
    assert size("evidence/in.pdf") == 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_has_no_size(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pdf")
    assert files_beside(folder)("pipe.pdf") is None
