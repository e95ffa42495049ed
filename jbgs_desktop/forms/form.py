"""Every printed text of a call's forms, as ``form.json`` of its call pack holds them."""

from functools import cached_property

from pydantic import Field

from jbgs_desktop.forms.pack import Pack, Positive, Printed


class Topic(Pack):
    """Something the form's hint asks for, and words that show a text speaks of it."""

    label: Printed
    words: tuple[Printed, ...] = Field(min_length=1)


class FieldText(Pack):
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


class Choice(Pack):
    """One box of a choice on the form."""

    value: str | bool
    label: Printed
    code_prefixes: tuple[Printed, ...] = ()  # how the unit's code begins when this box is ticked


class CoverText(Pack):
    title: tuple[Printed, ...]
    direction: Printed
    unit: Printed
    recommender: Printed
    date: Printed
    seal: Printed
    chosen: Printed  # how a chosen direction is written, with {track}, {no} and {title}
    separator: Printed


class InstructionsText(Pack):
    title: Printed
    items: tuple[Printed, ...]
    clause: Printed


class TableText(Pack):
    """The headings of the 申报表; its cells are the fields."""

    title: Printed
    unit_heading: Printed
    task_heading: Printed
    leader: Printed
    contact: Printed
    direction: Printed  # a box's text, with {no} and {title}
    direction_label: Printed
    nature: tuple[Choice, ...]
    listed: tuple[Choice, ...]


class TaskbookPart(Pack):
    """A part (一、二、…) of the task book. A part without heading is headed by its one section."""

    heading: Printed | None = None
    sections: tuple[Printed, ...] = Field(min_length=1)


class TaskbookText(Pack):
    title: Printed
    parts: tuple[TaskbookPart, ...]
    note: Printed
    clause: Printed

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The keys of all sections in the paper's order."""
        return tuple(section for part in self.parts for section in part.sections)


class EvidenceItem(Pack):
    """One numbered item of the 证明材料 list."""

    no: Positive
    text: Printed
    short: Printed
    required: bool
    proves: tuple[Printed, ...] = ()  # paths of the fields that it proves
    claims: tuple[Printed, ...] = ()  # words in those fields that ask for this evidence
    clause: Printed


class EvidenceText(Pack):
    title: Printed
    items: tuple[EvidenceItem, ...]
    agreement_words: tuple[Printed, ...]  # how the title of a joint agreement is known


class PledgeText(Pack):
    title: Printed
    opening: Printed  # with {tasks}
    task: Printed  # how one task is written into the opening, with {track}, {no} and {title}
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


class RecommendationText(Pack):
    title: Printed  # with {track}
    recommender: Printed
    columns: tuple[Printed, ...] = Field(min_length=7, max_length=7)
    notes: tuple[Printed, ...]  # with {directions}, the number of the track's directions


class Form(Pack):
    """Every printed text of the call's forms, in the paper's order."""

    cover: CoverText
    instructions: InstructionsText
    table: TableText
    taskbook: TaskbookText
    evidence: EvidenceText
    pledge: PledgeText
    recommendation: RecommendationText
    fields: dict[str, FieldText]
