"""表题 and 图题: their numbers are fields, which Word and WPS count anew."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.blocks import Caption, Text
from jbgs_desktop.documents.docx.text import element, runs_of, styled_paragraph


def caption_paragraph(caption: Caption, *, keep: bool) -> BaseOxmlElement:
    """``caption`` in a line; ``keep`` holds it on the page of the next block."""
    label, *title = caption.content
    blank = label.text.removeprefix(f"{caption.word}{caption.number}")
    made = styled_paragraph("Caption", (Text(caption.word),), keep=keep)
    made.extend(_number(caption))
    made.extend(runs_of([Text(blank), *title] if blank else title))
    return made


def _number(caption: Caption) -> Iterator[BaseOxmlElement]:
    # The first of a task book says so; all others count on from the one before.
    restart = r" \r 1" if caption.number == 1 else ""
    yield _run(element("w:fldChar", fldCharType="begin"))
    instruction = element("w:instrText")
    instruction.text = rf" SEQ {caption.word} \* ARABIC{restart} "
    instruction.set(qn("xml:space"), "preserve")
    yield _run(instruction)
    yield _run(element("w:fldChar", fldCharType="separate"))
    yield from runs_of([Text(str(caption.number))])
    yield _run(element("w:fldChar", fldCharType="end"))


def _run(content: BaseOxmlElement) -> BaseOxmlElement:
    return element("w:r", content)
