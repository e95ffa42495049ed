"""Another call, with other texts, order and limits: nothing of the first is in the code."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jbgs_desktop.documents.export import file_name
from jbgs_desktop.documents.xlsx.writer import write_xlsx
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, load_call
from tests.documents.printed_forms import opened, paragraphs, the_call


@pytest.fixture(scope="module")
def call() -> Call:
    return load_call(Path(__file__).parent.parent / "data" / "calls" / "second-call")


@pytest.fixture(scope="module")
def application(call: Call) -> Application:
    return Application.model_validate(
        {
            "call": call.id,
            "track": "deep-sea",
            "directions": [1],
            "cover": {"date": "2029-03-01"},
            "unit": {"name": "某海示例所", "nature": "other", "nature_other": "协会"},
            "taskbooks": {"1": {"goals": "下潜。", "foundation": "多年。", "other": "附言。"}},
            "evidence": [{"category": 1, "title": "登记证"}],
        }
    )


def texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for child in node.values():
            yield from texts(child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from texts(child)


def words_of_the_first_call(second: Call) -> set[str]:
    """The printed texts that only the first call has, cut at the places for values."""
    both = set(texts(second.model_dump()))
    form = the_call().form.model_dump()
    return {
        piece
        for text in texts(form)
        for piece in text.replace("}", "{").split("{")[::2]
        if len(piece) > 1 and not piece.isascii() and not any(piece in other for other in both)
    }


def test_docx_has_the_texts_of_its_call_alone(call: Call, application: Application) -> None:
    printed = paragraphs(opened(application, call))
    assert "海洋前沿揭榜" in printed
    assert "☑第1号：万米载人潜水器" in printed
    assert "本方承揽《万米载人潜水器》。" in printed
    assert printed.count("—") == 2  # this call's mark: no participants, one kind of evidence
    foreign = words_of_the_first_call(call)
    assert len(foreign) > 100
    assert [word for word in foreign if any(word in line for line in printed)] == []


def test_task_book_has_the_order_of_its_call(call: Call, application: Application) -> None:
    printed = paragraphs(opened(application, call))
    order = ["1 装备", "2 指标与进度", "下潜。", "3 条件", "多年。", "4 附言", "附言。"]
    assert [line for line in printed if line in order] == order


def test_blank_form_of_another_call(call: Call) -> None:
    printed = paragraphs(opened(Application(call=call.id, track="deep-sea"), call))
    assert "□第1号：万米载人潜水器" in printed
    assert "—" not in printed


def test_xlsx_has_the_texts_of_its_call_alone(call: Call, application: Application) -> None:
    workbook = load_workbook(io.BytesIO(write_xlsx(application, call, draft=False)))
    cells = [
        str(cell)
        for sheet in workbook
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    assert "海洋前沿荐送表（深海装备）" in cells
    assert cells.index("taskbooks.1.goals") < cells.index("taskbooks.1.foundation")
    foreign = words_of_the_first_call(call) - {"方向"}  # the program's own name for it
    assert [word for word in foreign if any(word in cell for cell in cells)] == []


def test_file_name(call: Call, application: Application) -> None:
    assert file_name(application, call, draft=False) == "深海装备_某海示例所_申报材料"
