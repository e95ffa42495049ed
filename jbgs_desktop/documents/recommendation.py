"""推荐表: what the recommending unit files for a track, one row for each recommended task.

The title, the columns and the 注 are the call's own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.blocks import (
    Align,
    Block,
    BookPart,
    Cell,
    Heading,
    Paragraph,
    Role,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.printed_form import PrintedForm, lines_of, one_line
from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine, require_fits
from jbgs_desktop.files import safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.recommendation_columns import (
    COLUMNS,
    NUMBER,
    RecommendationColumn,
)

_PRODUCT_NAME = r"([^，。；：\n]{1,40})(?=[，。；\n]|$)"
_SHEET = "推荐表"
_SUMMARY = "案例推荐汇总表"
_UNPUBLISHED = (
    "列名未公布：通知没有给出这张表的列，这里用推荐表的各列加赛道，以主管部门的要求为准。"
)


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """One recommended task; its number is its place. ``reason`` may have several lines."""

    unit: str
    task: str
    product: str = ""
    reason: str = ""
    contact: str = ""
    mobile: str = ""

    def text(self, column: RecommendationColumn) -> str:
        """What is printed in ``column``, without what cannot be printed."""
        value: str = getattr(self, column.key)
        return "\n".join(lines_of(value)) if column.is_prose else one_line(value)


def columns_of(call: Call) -> list[RecommendationColumn]:
    """The columns of the call's 推荐表 in its order."""
    return [COLUMNS[key] for key in call.form.recommendation.columns]


def suggested_rows(application: Application, call: Call) -> list[RecommendationRow]:
    """Rows of the 推荐表 for ``application``, one for each direction.

    推荐理由 is left to the recommender who writes it. Raises DocumentError while no track is
    chosen.
    """
    paper = PrintedForm.of(application, call)
    return [
        RecommendationRow(
            unit=paper.value("unit.name"),
            task=direction.title,
            product=_product(paper, f"taskbooks.{direction.no}.introduction"),
            contact=paper.value("unit.contact.name"),
            mobile=paper.value("unit.contact.mobile"),
        )
        for direction in paper.directions
    ]


def recommendation_documents(
    call: Call, track: Track, rows: Sequence[RecommendationRow], *, recommender: str = ""
) -> dict[str, bytes]:
    """The 推荐表 of ``track`` in the given order by its format: docx, pdf, xlsx.

    Same input, same bytes. Raises DocumentError for a text that is too long for a cell.
    """
    # Imported where they are used: each brings a library that takes a tenth of a second to load.
    from jbgs_desktop.documents.docx.writer import Properties, write_docx
    from jbgs_desktop.documents.pdf.writer import write_pdf
    from jbgs_desktop.documents.xlsx.workbook import write_workbook

    blocks = recommendation_blocks(call, track, rows, recommender=recommender)
    sheet = recommendation_sheet(call, track, rows, recommender)
    title, author = title_of(call, track), one_line(recommender)
    properties = Properties(title, author)
    return {
        "docx": write_docx(blocks, properties, draft=False, landscape=True),
        "pdf": write_pdf(blocks, properties, landscape=True),
        "xlsx": write_workbook([sheet], title, author),
    }


def title_of(call: Call, track: Track) -> str:
    return call.form.recommendation.title.format(track=track.name)


def file_stem(call: Call, track: Track) -> str:
    """The name of the documents without ending."""
    return safe_name(title_of(call, track))


def recommendation_blocks(
    call: Call, track: Track, rows: Sequence[RecommendationRow], *, recommender: str = ""
) -> tuple[Block, ...]:
    """The 推荐表 of ``track`` as blocks for a page across.

    Raises DocumentError for a text that is too long for a cell of the same table as xlsx.
    """
    text = call.form.recommendation
    _require_short(call, rows)
    columns = columns_of(call)
    labels = text.columns.values()
    header = TableRow(tuple(_cell(name, Role.LABEL) for name in labels), header=True)
    aligns = [Align.START if column.is_prose else Align.CENTER for column in columns]
    body = (
        TableRow(
            tuple(
                _cell(str(value), align=align) for value, align in zip(values, aligns, strict=True)
            )
        )
        for values in _values(columns, rows)
    )
    return (
        BookPart("recommendation", title_of(call, track)),
        Heading(1, title_of(call, track)),
        Paragraph((Text(text.recommender + one_line(recommender)),), keep=True),
        Table(tuple(column.share for column in columns), (header, *body)),
        *(Paragraph((Text(note),), Role.HINT) for note in _notes(call, track)),
    )


def recommendation_sheet(
    call: Call, track: Track, rows: Sequence[RecommendationRow], recommender: str = ""
) -> Sheet:
    """The 推荐表 of ``track`` as a sheet."""
    text = call.form.recommendation
    columns = columns_of(call)
    title = SheetLine(title_of(call, track), 16, bold=True, centered=True)
    return Sheet(
        _SHEET,
        tuple(column.digits for column in columns),
        tuple(text.columns.values()),
        _values(columns, rows),
        above=(title, SheetLine(text.recommender + one_line(recommender))),
        below=tuple(SheetLine(note, 10) for note in _notes(call, track)),
    )


def summary_workbook(
    call: Call,
    tracks: Sequence[tuple[Track, Sequence[RecommendationRow]]],
    *,
    recommender: str = "",
) -> bytes:
    """案例推荐汇总表: all tracks in one xlsx, marked as a table whose columns nobody published."""
    from jbgs_desktop.documents.xlsx.workbook import write_workbook

    names = [track.name for track, rows in tracks for _ in rows]
    values = _values(columns_of(call), [row for _, rows in tracks for row in rows])
    text = call.form.recommendation
    sheet = Sheet(
        _SUMMARY,
        (*(column.digits for column in columns_of(call)), 14),
        (*text.columns.values(), call.form.vocabulary.track),
        [(*each, name) for each, name in zip(values, names, strict=True)],
        above=(
            SheetLine(_SUMMARY, 16, bold=True, centered=True),
            SheetLine(_UNPUBLISHED, 10),
            SheetLine(text.recommender + one_line(recommender)),
        ),
    )
    return write_workbook([sheet], _SUMMARY, one_line(recommender))


def _product(paper: PrintedForm, path: str) -> str:
    """揭榜产品, for which the forms of the applicant have no field, as the introduction names it.

    Read after the words 揭榜产品： or 揭榜产品为; empty where they are not used, so that the
    recommender sees that it is missing.
    """
    label = paper.call.form.recommendation.columns["product"]
    named = re.search(f"{re.escape(label)}[：:为]{_PRODUCT_NAME}", paper.application.text(path))
    return one_line(named.group(1)) if named else ""


def _notes(call: Call, track: Track) -> list[str]:
    notes = call.form.recommendation.notes
    return [note.format(directions=len(track.directions)) for note in notes]


def _require_short(call: Call, rows: Sequence[RecommendationRow]) -> None:
    word = call.form.vocabulary.recommendation
    for number, row in enumerate(rows, start=1):
        for key, name in call.form.recommendation.columns.items():
            if key != NUMBER:
                require_fits(f"{word}第 {number} 行的“{name}”", row.text(COLUMNS[key]))


def _values(
    columns: Sequence[RecommendationColumn], rows: Sequence[RecommendationRow]
) -> list[tuple[str | int, ...]]:
    """The cells of ``rows``, which are numbered from 1."""
    return [
        tuple(number if column.key == NUMBER else row.text(column) for column in columns)
        for number, row in enumerate(rows, start=1)
    ]


def _cell(text: str, role: Role = Role.BODY, align: Align = Align.CENTER) -> Cell:
    return Cell(tuple(Paragraph((Text(line),), role, align) for line in text.split("\n") if line))
