"""收件回执: what an office has received of a unit, printed for who brought it."""

from dataclasses import dataclass
from datetime import date

from jbgs_desktop.documents.blocks import Block, BookPart, Heading, Space
from jbgs_desktop.documents.letter_blocks import facts_table, line
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.printed_form import one_line
from jbgs_desktop.files import safe_name
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.return_notice import office_signatures, slip_labels

_TITLE = "收件回执"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands on it; ``track`` is the track's name."""

    entry: RegisterEntry
    track: str
    recommender: str
    made: date
    call: Call | None = None

    @property
    def name(self) -> str:
        """The file's name without ending."""
        return safe_name(f"{_TITLE}_{self.entry.unit}_{self.made:%Y%m%d}")


def intake_receipt_pdf(receipt: Receipt) -> bytes:
    """The 收件回执 to print. Raises DocumentError."""
    from jbgs_desktop.documents.docx.writer import Properties
    from jbgs_desktop.documents.pdf.writer import write_pdf

    return write_pdf(intake_receipt(receipt), Properties(_TITLE, one_line(receipt.recommender)))


def intake_receipt(receipt: Receipt) -> tuple[Block, ...]:
    """The 收件回执 on A4."""
    entry = receipt.entry
    directions = "、".join(f"方向{no}" for no in entry.directions)
    copies = entry.paper.copies if entry.paper else 0
    call = receipt.call
    carrier = call.carrier(entry.region) if call else ""
    applicant, tasks = slip_labels(call.form.vocabulary if call else None)
    rows = (
        (applicant, entry.unit),
        (tasks, f"{receipt.track}　{directions}"),
        ("收到时间", f"{entry.came.astimezone():%Y-%m-%d %H:%M}"),
        (f"{carrier}报送包", "没有，手工登记" if entry.is_by_hand else "1 份，文件齐全、没有改动"),
        ("核验码", format_code(entry.code) or "—"),
        ("纸质件", f"{copies} 份" if copies else "＿＿＿＿份（由经办人填写）"),
    )
    return (
        BookPart("receipt", _TITLE, one_page=True),
        Heading(1, _TITLE),
        facts_table((label, one_line(value)) for label, value in rows),
        Space(0.5),
        line("以上材料已收到。收到不等于审核通过，需要更正的另发退回单。"),
        Space(1),
        *office_signatures("收件单位：", receipt.recommender, receipt.made),
    )
