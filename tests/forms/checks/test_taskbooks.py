"""揭榜任务书: one for each direction, complete, not too long, with figures, plan, participants."""

import pytest

from jbgs_desktop.forms.application import Participant, Taskbook
from tests.forms.applications import (
    Trigger,
    at,
    changed,
    checked,
    codes,
    complete_application,
    each,
    error,
    notice,
    warning,
)

_BOOKS = complete_application().taskbooks
_SECTIONS = tuple(Taskbook.model_fields)


TRIGGERS: list[Trigger] = [
    *(at(f"taskbooks.2.{section}", "empty", "error", "") for section in _SECTIONS),
    error("taskbooks.missing", "taskbooks.5", ("taskbooks", {"2": _BOOKS["2"]})),
    error(
        "taskbooks.not-chosen", "taskbooks.7", ("taskbooks", {**_BOOKS, "7": Taskbook(goals="x")})
    ),
    error("taskbooks.not-chosen", "taskbooks.02", ("taskbooks", {**_BOOKS, "02": _BOOKS["2"]})),
    error(
        "taskbooks.unknown-key", "taskbooks", ("taskbooks", {**_BOOKS, "a.二": Taskbook(goals="x")})
    ),
    notice("taskbooks.nearly-too-long", "taskbooks.5", ("taskbooks.5.risks", "某" * 4490)),
    warning("taskbooks.too-long", "taskbooks.5", ("taskbooks.5.risks", "某" * 5001)),
    at("taskbooks.2.introduction", "title-missing", "warning", "研发跨平台的引擎。"),
    at("taskbooks.2.goals", "figures-missing", "notice", "支持8K分辨率，达到国际先进水平。"),
    at("taskbooks.5.organisation", "participant-missing", "warning", "由本公司独立完成。"),
    at("taskbooks.5.plan", "too-late", "warning", "2023年12月启动；2026年3月完成。"),
    at("taskbooks.5.plan", "order", "warning", "2023年12月启动；2025年3月试验；2024年6月定型。"),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize("books", [{"2": _BOOKS["2"]}, {**_BOOKS, "5": Taskbook(goals=" ")}])
def test_a_missing_task_book_is_told_once(books: dict[str, Taskbook]) -> None:
    found = checked(changed(("taskbooks", books)))
    assert [(finding.code, finding.path) for finding in found] == [
        ("taskbooks.missing", "taskbooks.5")
    ]


def test_a_task_book_that_was_begun_names_every_empty_section() -> None:
    begun = Taskbook(introduction=_BOOKS["5"].introduction)
    found = checked(changed(("taskbooks", {**_BOOKS, "5": begun})))
    empty = [finding.path for finding in found if finding.code.endswith(".empty")]
    assert empty == [f"taskbooks.5.{section}" for section in _SECTIONS[1:]]


def test_a_participant_that_is_listed_twice_is_missed_once() -> None:
    twice = tuple(Participant(name=name) for name in ("元境（郑州）研究院", "元境(郑州)研究院"))
    found = at("taskbooks.5.organisation", "participant-missing", "warning", "由本公司完成。")
    changes = (*found.changes, ("unit.participants", twice))
    message = Trigger(found.severity, found.code, found.path, changes).finding().message
    assert message.count("研究院") == 1


def test_an_empty_task_book_that_is_not_asked_for_does_no_harm() -> None:
    books = {**_BOOKS, "7": Taskbook(), "x": Taskbook(goals=" ")}
    assert checked(changed(("taskbooks", books))) == []


def test_a_direction_that_the_track_does_not_have_needs_no_task_book() -> None:
    assert codes(changed(("directions", (2, 5, 99)))) == {"directions.unknown"}


@pytest.mark.parametrize(
    ("words", "code"),
    [(4500, ""), (4501, "nearly-too-long"), (5000, "nearly-too-long"), (5001, "too-long")],
)
def test_all_ten_sections_count_together(words: int, code: str) -> None:
    book = Taskbook(**{section: "某" * (words // 10) for section in _SECTIONS})
    rest = words - 10 * (words // 10)
    application = changed(
        ("taskbooks.5", book.model_copy(update={"other": "某" * (words // 10 + rest)}))
    )
    assert codes(application, "taskbooks.5") == ({f"taskbooks.{code}"} if code else set())


def test_the_missing_figures_are_told_with_their_clauses_and_the_notice() -> None:
    found = at("taskbooks.2.goals", "figures-missing", "notice", "支持8K，12bit。").finding()
    assert "“支持亿级三角形在8K 60FPS下的渲染”" in found.message
    assert "12bit" not in found.message
    assert found.source == "附件1《元宇宙揭榜挂帅任务榜单》方向2预期目标"


def test_the_longer_name_of_a_section_says_which_task_book_it_is() -> None:
    found = at("taskbooks.5.goals", "empty", "error", "").finding()
    assert found.label == "揭榜任务书方向5·三、（一）2025年预期目标"


@pytest.mark.parametrize(
    "plan",
    [
        "第一阶段（2023.11-2024.06）：原型。第二阶段（2024.07—2025.12）：应用。",
        "2023年四季度启动\n2024年上半年完成A\n2024年下半年完成B\n2025年底验收",
        "2024年Q1：设计；2024年Q2：试制；2025年Q4：验收。",
        "2024年1—6月，设计；2024年7—12月，试制。",
        "总体目标：到2025年底实现应用。2023年12月启动；2024年12月完成样机。",
        "到2025年底，形成产品。\n2023年12月，启动。",
        "一、算法：2023年12月启动；2024年定型。\n二、硬件：2023年12月启动；2024年试制。",
        "2024年6月完成样机；2024年完成测试；2025年完成应用。",
        "从2019年起公司已有基础；2023年12月启动；标准号GB 2025.12。",
        "2023年12月启动，2024年投入，2025年12月31日前完成。",
        "分三步，不设日期，按季度推进。",
        "指标：2026件；2024年完成。",
    ],
)
def test_a_plan_that_may_be_right_is_no_finding(plan: str) -> None:
    assert codes(changed(("taskbooks.5.plan", plan)), "taskbooks.5.plan") == set()


@pytest.mark.parametrize(
    "plan",
    [
        "2024年6月至2024年3月：设计。",
        "第一阶段（2024年7月—12月）：设计。第二阶段（2024年1月—6月）：试制。",
        "第一阶段（2025.01-2025.06）设计\n第二阶段（2024.07-2024.12）试制",
        "2023年四季度启动\n2025年上半年完成A\n2024年下半年完成B",
    ],
)
def test_times_in_the_wrong_order_are_found(plan: str) -> None:
    assert codes(changed(("taskbooks.5.plan", plan)), "taskbooks.5.plan") == {
        "taskbooks.plan.order"
    }


@pytest.mark.parametrize(
    "plan",
    [
        "2025年7月—2026年1月：应用。",
        "到2026年形成产能。",
        "2026.1 验收",
        "第三阶段（2025年—2026年）应用",
    ],
)
def test_a_time_after_the_target_year_is_found(plan: str) -> None:
    found = codes(changed(("taskbooks.5.plan", plan)), "taskbooks.5.plan")
    assert found == {"taskbooks.plan.too-late"}


def test_participants_may_be_written_with_other_brackets() -> None:
    application = changed(
        ("unit.participants.0.name", "元境（郑州）研究院"),
        ("taskbooks.2.organisation", "元境(郑州)研究院负责验证。"),
        ("taskbooks.5.organisation", "由元境（郑州） 研究院负责验证。"),
    )
    assert "taskbooks.organisation.participant-missing" not in codes(application)
