"""The built-in sample: a whole, error-free application of a fictitious unit, one per track.

Its prose is data of the call pack (``samples/<track>.json``), texts with placeholders: what the
unit says in every task book, and what it says about each direction. A table may have one row with
placeholders of an indicator ({row.target}), which stands for a row for each. The files that it
names lie beside that JSON at the paths that the application has for them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import Field

from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.files import read_capped, write_atomic
from jbgs_desktop.forms.application import Application, Taskbook, Unit
from jbgs_desktop.forms.calls.call import Call, Direction, Track, call_folders
from jbgs_desktop.forms.calls.form import ColumnRole
from jbgs_desktop.forms.calls.pack import PackModel, Positive, Printed, read_pack_part
from jbgs_desktop.forms.ready_tables import known_table, ready_tables
from jbgs_desktop.forms.section import (
    SectionItem,
    SectionTable,
    SubHeading,
    TableItem,
    items_of,
    one_way,
)
from jbgs_desktop.forms.table_edit import grid_texts
from jbgs_desktop.forms.target_figures import target_figures

_Fill = Callable[..., str]
_GOALS, _ROW = "goals", "{row."
_SEEDED: tuple[ColumnRole, ...] = ("name", "unit", "required")
_CLAUSE_END = re.compile("[。；]")
_LARGEST_FILE = 8 * 2**20  # bytes


class IndicatorMaterial(PackModel):
    """A row of the 指标表. What is empty is taken from the figure of the 预期目标 in its order."""

    name: str = ""
    unit: str = ""
    required: str = ""
    present: Printed
    target: Printed
    method: Printed


class DirectionMaterial(PackModel):
    """What the unit says about one direction. Texts that stand alone end with their full stop."""

    product: Printed
    summary: Printed
    points: tuple[Printed, ...]
    scenes: Printed
    benefit: Printed
    status: Printed
    answers: tuple[Printed, ...]  # one for each clause of the direction's target
    indicators: tuple[IndicatorMaterial, ...] = ()  # one for each figure of it, or of its own
    steps: tuple[Printed, ...]
    risk: Printed
    aim: Printed


class OverviewMaterial(PackModel):
    """揭榜产品概述: an opening, a paragraph about each direction, a closing.

    The form limits the whole, so that a paragraph has less room the more directions there are:
    ``directions`` holds it for one, for two, … of them; beyond these the opening must do.
    """

    opening: Printed  # with {count} and {titles}
    directions: tuple[Printed, ...]
    closing: Printed


class SampleMaterial(PackModel):
    """A track's sample. The texts know {unit}, {direction} and {own} (the direction's material)."""

    default_directions: tuple[Positive, ...] = Field(min_length=1)
    application: Application
    overview: OverviewMaterial
    answer: Printed  # how a {clause} of the target is answered by {response}, with its {number}
    taskbook: Taskbook
    directions: dict[str, DirectionMaterial]


def sample_application(call: Call, track: str, directions: tuple[int, ...] = ()) -> Application:
    """The sample of ``track`` for ``directions``, or for the track's usual ones.

    Raises JbgsError for a track or a direction that the call does not have, and CallPackError
    when the call brings no sample or a broken one.
    """
    chosen_track = call.track(track)
    if chosen_track is None:
        known = "、".join(f"{known.id}（{known.name}）" for known in call.tracks)
        raise JbgsError(f"通知中没有“{track}”这一赛道，请从以下赛道中选择一个：{known}。")
    file = _folder(call) / f"{track}.json"
    material = read_pack_part(file, SampleMaterial)
    numbers = sorted(set(directions or material.default_directions))
    chosen = [_direction(chosen_track, no) for no in numbers]
    try:
        return _filled(call, material, chosen_track, chosen)
    except (LookupError, AttributeError, ValueError) as error:
        raise CallPackError(
            f"通知数据“{file}”有误：样例文字与任务榜单或占位符不符（{error}）。请重新安装程序。"
        ) from error


def write_sample(application: Application, call: Call, out: Path) -> list[Path]:
    """Write a sample of ``call`` to ``out`` and its files beside it: all, or none.

    Returns what was written, the application first. Raises FileAccessError.
    """
    files = {out: application.to_json().encode()}
    for file in sorted(application.files()):
        files[out.parent / file] = read_capped(_folder(call) / file, _LARGEST_FILE)
    write_atomic(files)
    return list(files)


def clauses(target: str) -> list[str]:
    """The clauses of a 预期目标, without the mark that ends each."""
    return [clause.strip() for clause in _CLAUSE_END.split(target) if clause.strip()]


def has_sample(call: Call, track: str) -> bool:
    """Whether the call brings a sample of ``track``; one that came as a file has none."""
    pack = call_folders().get(call.id)
    return pack is not None and (pack / "samples" / f"{track}.json").is_file()


def _folder(call: Call) -> Path:
    pack = call_folders().get(call.id)
    folder = pack / "samples" if pack else None
    if folder is None or not folder.is_dir():
        raise CallPackError(f"通知“{call.title}”没有自带的样例，请换一份通知或直接新建申报。")
    return folder


def _direction(track: Track, no: int) -> Direction:
    direction = track.direction(no)
    if direction is None:
        raise JbgsError(
            f"“{track.name}”赛道没有方向{no}，请在方向1至方向{len(track.directions)}中选择。"
        )
    return direction


def _filled(
    call: Call, material: SampleMaterial, track: Track, chosen: list[Direction]
) -> Application:
    empty = material.application
    unit = empty.unit.model_copy(update={"profile": empty.unit.profile.format(unit=empty.unit)})
    return empty.model_copy(
        update={
            "call": call.id,
            "track": track.id,
            "directions": tuple(direction.no for direction in chosen),
            "unit": unit,
            "product_overview": _overview(call, material, unit, chosen),
            "taskbooks": {
                str(direction.no): _taskbook(call, material, unit, direction)
                for direction in chosen
            },
        }
    )


def _overview(call: Call, material: SampleMaterial, unit: Unit, chosen: list[Direction]) -> str:
    texts = material.overview
    titles = call.form.pledge.separator.join(f"“{direction.title}”" for direction in chosen)
    paragraph = texts.directions[len(chosen) - 1 : len(chosen)]
    return "\n".join(
        [
            texts.opening.format(unit=unit, count=len(chosen), titles=titles),
            *(
                template.format(
                    unit=unit, direction=direction, own=material.directions[str(direction.no)]
                )
                for direction in chosen
                for template in paragraph
            ),
            texts.closing.format(unit=unit),
        ]
    )


def _taskbook(call: Call, material: SampleMaterial, unit: Unit, direction: Direction) -> Taskbook:
    own = material.directions[str(direction.no)]
    pairs = zip(clauses(direction.target), own.answers, strict=True)
    answers = "\n".join(
        material.answer.format(number=number, clause=clause, response=response)
        for number, (clause, response) in enumerate(pairs, start=1)
    )
    rows = tuple(_indicators(call, own, direction))

    def filled(text: str, row: IndicatorMaterial | None = None) -> str:
        return text.format(unit=unit, direction=direction, own=own, answers=answers, row=row)

    return Taskbook(
        **{
            section: one_way([_item(item, filled, rows) for item in items_of(template)])
            for section, template in material.taskbook
        }
    )


def _indicators(
    call: Call, own: DirectionMaterial, direction: Direction
) -> Iterator[IndicatorMaterial]:
    """The direction's indicators with what the figures of its 预期目标 say of them."""
    tables = (known_table(call, each.table) for each in ready_tables(call, _GOALS, direction))
    known = next(tables, None)
    if known is None or not target_figures(direction, call.target_year):
        yield from own.indicators
        return
    for row, indicator in zip(known.body, own.indicators, strict=True):
        stated: dict[str, str] = {
            role: getattr(indicator, role) or known.text_at(row, role) for role in _SEEDED
        }
        yield indicator.model_copy(update=stated)


def _item(item: SectionItem, filled: _Fill, rows: Sequence[IndicatorMaterial]) -> SectionItem:
    match item:
        case str():
            return filled(item)
        case SubHeading(heading=heading):
            return SubHeading(heading=filled(heading))
        case TableItem(table=table):
            lines = [
                [filled(text, row) for text in texts]
                for texts in grid_texts(table)
                for row in (rows if any(_ROW in text for text in texts) else (None,))
            ]
            changed = {"caption": filled(table.caption), "rows": lines}
            return TableItem(table=SectionTable.model_validate({**dict(table), **changed}))
    return item
