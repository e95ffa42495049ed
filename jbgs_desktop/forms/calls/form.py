"""Every printed text of a call's forms, as ``form.json`` of its call pack holds them."""

import re
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from jbgs_desktop.forms.calls.pack import PackModel, Positive, Printed, require_all, require_once
from jbgs_desktop.forms.calls.recommendation_columns import COLUMNS
from jbgs_desktop.forms.calls.vocabulary import PackWords, Vocabulary
from jbgs_desktop.forms.section import MOST_COLUMNS, MOST_ROWS


def _with(*names: str) -> AfterValidator:
    """The text may hold these names in braces, and no other braces."""

    known = {f"{{{name}}}" for name in names}

    def require_known(text: str) -> str:
        for found in re.findall(r"\{[^}]*\}?|\}", text):
            if found not in known:
                raise ValueError(f"不认识的占位符 {found}")
        return text

    return AfterValidator(require_known)


_OneDirection = Annotated[Printed, _with("track", "no", "title")]


class Topic(PackModel):
    """Something the form's hint asks for, and words that show a text speaks of it."""

    label: Printed
    words: tuple[Printed, ...] = Field(min_length=1)


class ChoiceBox(PackModel):
    """One box of a choice on the form."""

    value: str | bool
    label: Printed
    code_prefixes: tuple[Printed, ...] = ()  # how the unit's code begins when this box is ticked
    asks_for_text: bool = False  # a place to write follows it: the field called <path>_other

    @property
    def word(self) -> str:
        """The label as part of a sentence."""
        return self.label.rstrip("：")


# What stands in a column, as far as a check has to know it.
ColumnRole = Literal[
    "name", "unit", "required", "target", "period", "person", "organisation", "amount"
]


class ReadyColumn(PackModel):
    """A column of a ready table. Its header is known by its title or by another of ``words``."""

    title: Printed
    words: tuple[Printed, ...] = ()
    role: ColumnRole | None = None
    optional: bool = False  # without it the table is still known
    width: Positive = 1  # in proportion to the other columns


class ReadyTableText(PackModel):
    """A table that is offered for a section, and known again by its header row.

    It begins with ``rows``, or with a row for each figure of the direction's 预期目标.
    """

    title: Printed
    columns: tuple[ReadyColumn, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    rows: tuple[tuple[str, ...], ...] = Field(default=(), max_length=MOST_ROWS - 1)
    row_for_each_target: bool = False
    total: Printed | None = None  # the name of the row that sums up the amounts

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        roles = [str(column.role) for column in self.columns if column.role]
        needed = {"required", "target"} if self.row_for_each_target else set()
        needed |= {"name", "amount"} if self.total else set()
        require_all("columns 的 role", {*roles}, needed, roles)
        require_once("columns 的 role", roles)
        if all(column.optional for column in self.columns):
            raise ValueError("columns 应当至少有一列不写 optional")
        if any(len(row) > len(self.columns) for row in self.rows):
            raise ValueError("rows 有一行的格数比 columns 多")
        if self.rows and self.row_for_each_target:
            raise ValueError("rows 和 row_for_each_target 只能写一项")
        return self


class FieldText(PackModel):
    """What the form prints for one field, and which clause asks for it."""

    label: Printed
    name: Printed | None = None  # the label where it stands alone, without its row's heading
    hint: tuple[Printed, ...] = ()
    note: Printed | None = None  # the program's own word on how the field is meant
    unit: Printed | None = None
    clause: Printed
    none_allowed: bool = False
    advised_minimum: Positive | None = None  # 字数
    topics: tuple[Topic, ...] = ()
    choices: tuple[ChoiceBox, ...] = ()
    ready_tables: tuple[ReadyTableText, ...] = ()

    @model_validator(mode="after")
    def _only_the_last_choice_asks_for_text(self) -> Self:
        # The paper and the page have the place to write at the end of the boxes.
        if any(choice.asks_for_text for choice in self.choices[:-1]):
            raise ValueError("choices 应当只有最后一项写 asks_for_text")
        return self

    @property
    def specified(self) -> ChoiceBox | None:
        """The choice that is followed by a place to write."""
        last = self.choices[-1] if self.choices else None
        return last if last and last.asks_for_text else None


class CoverText(PackModel):
    title: tuple[Printed, ...]
    direction: Printed
    unit: Printed
    recommender: Printed
    date: Printed
    seal: Printed
    chosen: _OneDirection  # how a chosen direction is written
    separator: Printed


class InstructionsText(PackModel):
    title: Printed
    items: tuple[Printed, ...]
    clause: Printed


class TablePart(PackModel):
    """Rows of the 申报表, each with one field or with two short ones, under a heading or none."""

    heading: Printed | None = None
    rows: tuple[Annotated[tuple[Printed, ...], Field(min_length=1, max_length=2)], ...] = Field(
        min_length=1
    )


class TableText(PackModel):
    """The headings of the 申报表 and the layout of its first part; its cells are the fields."""

    title: Printed
    unit_heading: Printed
    parts: tuple[TablePart, ...] = Field(min_length=1)
    task_heading: Printed
    direction: Annotated[Printed, _with("no", "title")]  # the text of a box
    direction_label: Printed

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The paths of 单位情况 in the paper's order."""
        return tuple(path for part in self.parts for row in part.rows for path in row)

    def heading_of(self, path: str) -> str:
        """The heading under which the field stands; empty where there is none."""
        holding = (part for part in self.parts if any(path in row for row in part.rows))
        return next((part.heading or "" for part in holding), "")


class TaskbookPart(PackModel):
    """A part (一、二、…) of the task book. A part without heading is headed by its one section."""

    heading: Printed | None = None
    sections: tuple[Printed, ...] = Field(min_length=1)


class TaskbookText(PackModel):
    title: Printed
    parts: tuple[TaskbookPart, ...]
    note: Printed
    clause: Printed

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The keys of all sections in the paper's order."""
        return tuple(section for part in self.parts for section in part.sections)


class EvidenceItem(PackModel):
    """One numbered item of the 证明材料 list."""

    no: Positive
    text: Printed
    short: Printed
    required: bool
    proves: tuple[Printed, ...] = ()  # paths of the fields that it proves
    claims: tuple[Printed, ...] = ()  # words in those fields that ask for this evidence
    clause: Printed


class EvidenceText(PackModel):
    title: Printed
    items: tuple[EvidenceItem, ...] = Field(min_length=1)
    # How the title of a joint agreement is known.
    agreement_words: tuple[Printed, ...] = Field(min_length=1)


class PledgeText(PackModel):
    title: Printed
    opening: Annotated[Printed, _with("tasks")]
    task: _OneDirection  # how one task is written into the opening
    separator: Printed
    lead: Printed
    commitments: tuple[Printed, ...]
    closing: tuple[Printed, ...]
    contact: Printed
    phone: Printed
    signature: Printed
    seal: Printed
    date: Printed
    clause: Printed


class RecommendationText(PackModel):
    title: Annotated[Printed, _with("track")]
    recommender: Printed
    columns: dict[str, Printed]  # by the keys of COLUMNS, in the order of the table
    # {directions} is the number of the track's directions.
    notes: tuple[Annotated[Printed, _with("directions")], ...]

    @model_validator(mode="after")
    def _columns_are_known(self) -> Self:
        first = {key for key, column in COLUMNS.items() if column.first}
        require_all("columns", {*self.columns}, first, COLUMNS)
        return self


class Form(PackModel):
    """Every printed text of the call's forms, in the paper's order."""

    cover: CoverText
    instructions: InstructionsText
    table: TableText
    taskbook: TaskbookText
    evidence: EvidenceText
    pledge: PledgeText
    recommendation: RecommendationText
    words: PackWords = Field(default_factory=PackWords)
    fields: dict[str, FieldText]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the call calls things on pages and slips."""
        own, cover = self.words, self.cover
        signer = self.fields["unit.legal_representative"]
        return Vocabulary(
            track=own.track,
            task=own.task,
            target=own.target,
            instructions="".join(self.instructions.title.split()),
            table=own.table or self.table.title,
            taskbook=own.taskbook or self.taskbook.title,
            pledge=own.pledge or self.pledge.title,
            evidence=own.evidence or self.evidence.title,
            recommendation=own.recommendation,
            recommender=own.recommender or cover.recommender,
            applicant=own.applicant or cover.unit,
            signer=own.signer or signer.name or signer.label,
            product=self.recommendation.columns["product"],
        )
