"""What a file holds, written as it is here where it prints alike.

Paper has no blank lines, no widths to the hundredth and no names of pictures. Without this a
section in which a colleague changed one word would come back as changed everywhere.
"""

from collections.abc import Mapping, Sequence

from jbgs_desktop.documents.attachments.figure_picture import PictureIdentity
from jbgs_desktop.documents.docx_import.printed_width import is_as_wide
from jbgs_desktop.documents.printed_value import printed_value
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import FigureItem, SectionItem, SectionValue, one_way
from jbgs_desktop.forms.section_pieces import joined_pieces, paragraphs_of


def in_own_form(
    there: SectionValue,
    own: Sequence[SectionValue],
    call: Call,
    pictures: Mapping[str, PictureIdentity],
) -> SectionValue:
    """``there`` with each piece as one of the sections ``own`` has it, where they print alike.

    A figure is the same where it has the same file; ``pictures`` are those of ``own``.
    """
    known: dict[str, list[SectionItem]] = {}
    for section in own:
        for piece in paragraphs_of(section):
            known.setdefault(_printed(piece, call), []).append(piece)
    made: list[SectionItem] = []
    for piece in paragraphs_of(there):
        alike = known.get(_printed(piece, call), [])
        made.append(next((one for one in alike if is_as_wide(one, piece, pictures)), piece))
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip("\n")
    return joined_pieces(made)


def _printed(piece: SectionItem, call: Call) -> str:
    files = {piece.figure.file: piece.figure.file} if isinstance(piece, FigureItem) else {}
    return printed_value(one_way([piece]), FieldKind.PROSE, call, files)
