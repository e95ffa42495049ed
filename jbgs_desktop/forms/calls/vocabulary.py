"""What a call calls things outside its paper: on pages, in lists, on slips.

Most of it are titles and labels of the form. Where the form's own word is too long, or has none,
``words`` of ``form.json`` says it; what stands here is for a call that says nothing.
"""

from dataclasses import dataclass

from jbgs_desktop.forms.calls.installed_packs import TRACK_WORD
from jbgs_desktop.forms.calls.pack import PackModel, Printed


class PackWords(PackModel):
    """``words`` of ``form.json``; None takes the title or label that the form has for it."""

    track: Printed = TRACK_WORD
    task: Printed = "揭榜任务"
    target: Printed = "预期目标"
    table: Printed | None = None
    taskbook: Printed | None = None
    pledge: Printed | None = None
    evidence: Printed | None = None
    recommendation: Printed = "推荐表"
    recommender: Printed | None = None
    applicant: Printed | None = None
    signer: Printed | None = None  # whose signature the pledge has


# Of a pack of a format that had no words: what its paper printed stays as it is.
FIRST_WORDS = PackWords(evidence="证明材料")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one call, each of them there.

    ``task`` and ``target`` head the texts of a direction, ``product`` is what is to come of it.
    """

    track: str
    task: str
    target: str
    instructions: str
    table: str
    taskbook: str
    pledge: str
    evidence: str
    recommendation: str
    recommender: str
    applicant: str
    signer: str
    product: str
