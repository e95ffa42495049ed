"""What stands on the paper, and where."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import (
    Block,
    BookPart,
    FieldLines,
    Heading,
    Paragraph,
    SealSpot,
    Signer,
    SpotKind,
    Table,
    Text,
)
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application, Participant
from tests.documents.printed_forms import blank, filled, opened, paragraphs, the_call


def of_type(blocks: Iterable[Block], kind: type) -> list[Block]:
    return [block for block in blocks if isinstance(block, kind)]


def parts(application: Application) -> list[str]:
    return [
        block.id
        for block in application_document(application, the_call())
        if isinstance(block, BookPart)
    ]


def sources(blocks: Iterable[Block]) -> set[str]:
    """The paths of the fields whose values are shown."""
    found: set[str] = set()
    for block in blocks:
        match block:
            case Paragraph():
                found |= {inline.source for inline in block.content if isinstance(inline, Text)}
            case Table():
                found |= sources(
                    paragraph
                    for row in block.rows
                    for cell in row.cells
                    for paragraph in cell.blocks
                )
            case FieldLines():
                found |= sources(each for line in block.lines for each in line.value)
    return found - {""}


def test_parts_stand_in_the_papers_order() -> None:
    assert parts(filled(directions=(9, 2, 9))) == [
        "cover",
        "instructions",
        "form",
        "taskbook-2",
        "taskbook-9",
        "evidence",
        "pledge",
    ]


def test_without_a_direction_one_blank_task_book_is_printed() -> None:
    assert parts(blank("metaverse")) == [
        "cover",
        "instructions",
        "form",
        "taskbook",
        "evidence",
        "pledge",
    ]


def test_without_a_track_nothing_can_be_printed() -> None:
    with pytest.raises(DocumentError, match="请先选择赛道"):
        application_document(Application(), the_call())


def test_every_text_of_the_application_is_printed_with_its_path() -> None:
    application = filled()
    printed = sources(application_document(application, the_call()))
    boxes = {"unit.nature"}
    not_on_paper = {"call", "region", "track"} | {
        f"evidence.{at}.file" for at in range(len(application.evidence))
    }
    wanted = {path for path, text in application.texts() if text} - boxes - not_on_paper
    assert wanted - printed == {"evidence.4.title"}  # 无, printed for the whole item


def test_the_directions_task_book_says_which_one_it_is() -> None:
    text = paragraphs(opened(filled(directions=(2, 9))))
    assert text.count("揭榜任务书") == 2
    assert text[text.index("揭榜任务书") + 1] == "（方向2：电机驱动器）"


def test_cover_lists_all_directions() -> None:
    text = "".join(paragraphs(opened(filled(directions=(2, 9)))))
    assert (
        "揭榜方向：人形机器人—方向2：电机驱动器；人形机器人—方向9：高算力主控制器揭榜单位" in text
    )


def test_pledge_names_the_tasks_in_its_sentence() -> None:
    (opening,) = [
        each for each in paragraphs(opened(filled(directions=(2, 9)))) if "我单位提交了" in each
    ]
    assert opening.endswith("我单位提交了电机驱动器、高算力主控制器任务参评。")


def test_spots_for_seals_and_the_signature() -> None:
    blocks = application_document(filled(), the_call())
    on_cover = [
        line.spot for block in blocks if isinstance(block, FieldLines) for line in block.lines
    ]
    assert [spot.who if spot else None for spot in on_cover] == [
        None,
        Signer.UNIT,
        Signer.RECOMMENDER,
        None,
    ]
    in_pledge = [(each.kind, each.who) for each in blocks if isinstance(each, SealSpot)]
    assert in_pledge == [
        (SpotKind.SIGNATURE, Signer.LEGAL_REPRESENTATIVE),
        (SpotKind.SEAL, Signer.UNIT),
    ]


def test_missing_lists_are_marked_but_not_in_the_blank_form() -> None:
    named = blank("metaverse").set("unit.name", "示例公司")
    assert paragraphs(opened(named)).count("无") == 1 + 5  # participants, five kinds of evidence
    assert "无" not in paragraphs(opened(blank("metaverse")))


def test_evidence_is_listed_below_its_item() -> None:
    text = paragraphs(opened(filled()))
    at = next(at for at, line in enumerate(text) if line.startswith("3. 揭榜单位研发能力"))
    assert text[at + 1 : at + 3] == ["（1）发明专利证书", "（2）软件著作权证书"]
    assert text[at + 4] == "无"


def test_participants_are_printed_with_code_and_work() -> None:
    text = paragraphs(opened(filled()))
    wanted = "1. 郑州示例大学（统一社会信用代码：12410000415800122Q），承担的工作：控制算法研究"
    at = text.index(wanted)
    assert text[at + 1] == "2. 示例研究院"


def test_a_participant_called_none_is_none() -> None:
    none = Participant(name=" 无", role="算法")
    text = paragraphs(opened(filled().set("unit.participants", (none,))))
    assert not any(line.startswith("1. 无") for line in text)
    few = (none, Participant(name="示例研究院"), Participant())
    text = paragraphs(opened(filled().set("unit.participants", few)))
    assert text[text.index("1. 示例研究院") + 1] == "2. "


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2023-10-30", "2023年10月30日"),
        ("2023-01-05", "2023年1月5日"),
        ("2023-02-30", "2023-02-30"),
        ("20231030", "20231030"),
        ("十月三十日", "十月三十日"),
        ("", ""),
    ],
)
def test_dates(typed: str, printed: str) -> None:
    paper = PrintedForm.of(blank("metaverse").set("cover.date", typed), the_call())
    assert paper.value("cover.date") == printed


def test_lines_lose_their_blanks_but_nothing_else() -> None:
    typed = "　　一、甲\n\n \t\n\t（一）乙\t丙  \r\n丁\u2028戊"
    assert list(lines_of(typed)) == ["一、甲", "（一）乙　丙", "丁", "戊"]


@given(st.text(st.characters(exclude_categories=["Z", "C"])))
def test_a_text_without_blanks_is_printed_as_it_is(text: str) -> None:
    lines = list(lines_of(text))
    assert "".join(lines) == "".join(lines_of(" ".join(text))).replace(" ", "")
    assert len(lines) <= 1


def test_headings_of_the_task_book() -> None:
    headings = [
        (each.level, each.text[:3])
        for each in application_document(filled(directions=(2,)), the_call())
        if isinstance(each, Heading)
    ]
    assert headings[2:18] == [
        (1, "揭榜任"),
        (2, "一、揭"),
        (3, "（一）"),
        (3, "（二）"),
        (3, "（三）"),
        (2, "二、揭"),
        (3, "（一）"),
        (3, "（二）"),
        (2, "三、重"),
        (3, "（一）"),
        (3, "（二）"),
        (3, "（三）"),
        (3, "（四）"),
        (2, "四、其"),
        (1, "揭榜单"),
        (1, "揭榜任"),
    ]
