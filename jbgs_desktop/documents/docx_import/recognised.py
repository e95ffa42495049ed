"""Files -> the fields of an application that they hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.form_parts import (
    COVER,
    PLEDGE,
    TABLE,
    TASKBOOK,
    PaperPart,
    PartTitles,
    paper_parts,
)
from jbgs_desktop.documents.docx_import.loose_lines import lose_missing, read_cover, read_pledge
from jbgs_desktop.documents.docx_import.model import FieldFindings, RecognisedForm, is_nothing
from jbgs_desktop.documents.docx_import.table_values import TableValues
from jbgs_desktop.documents.docx_import.taskbook_values import TaskbookHeadings, read_taskbook
from jbgs_desktop.documents.docx_import.which_form import call_and_track
from jbgs_desktop.documents.docx_reader.docx_file import DocxContent
from jbgs_desktop.documents.docx_reader.model import (
    Loss,
    LossKind,
    ReadBlock,
    ReadDocument,
    ReadFigure,
    ReadParagraph,
    ReadTable,
)
from jbgs_desktop.documents.field_identity import (
    CALL,
    PART,
    REVISION,
    TRACK,
    UNIT_CODE,
    UNIT_NAME,
    digests_in,
    field_of_bookmark,
    part_code_in_line,
    part_code_of_mark,
)
from jbgs_desktop.errors import DocumentError, UnknownDirectionError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.text.clean import folded

_NO_DIRECTION = (
    "认出了各节的内容，但看不出是哪个方向的：文件里没有方向的名称，{why}"
    "在文件开头加一行“{example}”这样的字，保存后再导入。"
)
_SEVERAL_CHOSEN = "申报里又不止一个方向。请"
_NONE_CHOSEN = "申报里也还没有选方向。请先在“任务方向”一页选好方向，再导入；或者"
_NOTHING = (
    "没有认出任何栏目：文件里没有表格的标题，也没有本程序做的标记。"
    "请确认选对了文件；内容没错的，请打开文件，把文字逐段复制到对应的栏目里。"
)
_DIFFERENT = (
    "这几个文件是不同的通知或不同的部分导出的，不能合在一起读。"
    "请把同一份申报的文件放在一起，分别导入。"
)
_NONE = object()


@dataclass(frozen=True, slots=True)
class Belongs:
    """What is known of the files before they are read; ``directions`` they may be of."""

    calls: Sequence[Call]
    call: Call | None = None
    track: str = ""
    directions: Sequence[int] = ()


def recognise(
    contents: Sequence[DocxContent], belongs: Belongs, names: Sequence[str] = ()
) -> RecognisedForm:
    """The fields in ``contents``, which belong together; of two with one field the first counts.

    What is lost of one of several is told with its name, where ``names`` are given. Raises
    DocumentError, UnknownDirectionError where only the direction of a task book is missing.
    """
    contents = _with_own_pictures(contents)
    blocks = [block for each in contents for block in each.document.blocks]
    properties = _properties(contents)
    call, track = call_and_track(blocks, properties, belongs.calls, belongs.call, belongs.track)
    files = _Files(FormWords(call, track), belongs.directions)
    for number, each in enumerate(contents):
        files.add(each, names[number] if len(names) > 1 else "")
    found = files.found
    if not found.values:
        raise _nothing_found(call, track, files.kinds, belongs.directions)
    return RecognisedForm(
        _kind(files.kinds, found.values, call),
        call,
        track,
        found.values,
        (*files.losses, *found.format_losses()),
        {part: data for each in contents for part, data in each.pictures.items()},
        properties,
        sum(each.document.tracked for each in contents),
        files.sources,
        tuple(each.document.properties.get(REVISION, "") for each in contents),
        tuple(_part_codes(each.document) for each in contents),
        tuple(_unit(each.document.properties) for each in contents),
        files.others,
        tuple(files.useless),
    )


class _Files:
    """Gathers what one file after the other holds."""

    def __init__(self, words: FormWords, directions: Sequence[int]) -> None:
        self._words, self._directions = words, directions
        self._count = 0
        self.found = FieldFindings()
        self.kinds: set[str] = set()
        self.sources: dict[str, int] = {}
        self.others: dict[str, dict[int, Any]] = {}
        self.losses: list[Loss] = []
        self.useless: list[int] = []

    def add(self, content: DocxContent, name: str) -> None:
        """Another file, of which losses are told with its ``name`` where it has one."""
        found, number = self.found, self._count
        found.refused.clear()
        before, lost, put = dict(found.values), len(found.losses), found.times_put
        kinds = _File(self._words, content, self._directions, found).read()
        if found.times_put == put and not kinds - {""}:
            self.useless.append(number)
        new = (path for path, value in found.values.items() if before.get(path, _NONE) != value)
        self.sources |= dict.fromkeys(new, number)
        for path, value in found.refused.items():
            if self.sources[path] != number:
                self.others.setdefault(path, {})[number] = value
        self.losses += _of_file(name, (*content.document.losses, *found.losses[lost:]))
        self.kinds |= kinds
        self._count += 1


def _kind(kinds: set[str], values: Mapping[str, Any], call: Call) -> str:
    is_form = bool(kinds & {COVER, TABLE, PLEDGE}) or _has_whole_book(values, call)
    return "form" if is_form else "sections"


def _unit(properties: Mapping[str, str]) -> tuple[str, str]:
    return properties.get(UNIT_NAME, ""), properties.get(UNIT_CODE, "")


def _part_codes(document: ReadDocument) -> frozenset[str]:
    """The codes of the parts given out that the file is; several where files were joined."""
    codes = {document.properties.get(PART, "")}
    for block in document.blocks:
        if isinstance(block, ReadParagraph):
            codes |= {part_code_in_line(block.text), *map(part_code_of_mark, block.bookmarks)}
    return frozenset(codes - {""})


def _of_file(name: str, losses: Sequence[Loss]) -> Iterator[Loss]:
    return (replace(loss, where=f"“{name}”{loss.where}") if name else loss for loss in losses)


def _properties(contents: Sequence[DocxContent]) -> dict[str, str]:
    """What the files tell of themselves. Raises DocumentError where these are not of one paper."""
    merged: dict[str, str] = {}
    for each in reversed(contents):
        own = each.document.properties
        if any(name in own and merged.get(name, own[name]) != own[name] for name in (CALL, TRACK)):
            raise DocumentError(_DIFFERENT)
        merged |= own
    return merged


def _nothing_found(
    call: Call, track: str, kinds: set[str], directions: Sequence[int]
) -> DocumentError:
    known = call.track(track)
    if TASKBOOK not in kinds or known is None:
        return DocumentError(_NOTHING)
    first = known.directions[0]
    name = call.form.table.direction.format(no=first.no, title=first.title)
    why = _SEVERAL_CHOSEN if directions else _NONE_CHOSEN
    sentence = _NO_DIRECTION.format(why=why, example=f"（{name}）")
    return UnknownDirectionError(sentence, call.id, track)


def _has_whole_book(values: Mapping[str, Any], call: Call) -> bool:
    numbers = {path.split(".")[1] for path in values if path.startswith("taskbooks.")}
    sections = call.form.taskbook.sections
    return any(all(f"taskbooks.{no}.{each}" in values for each in sections) for no in numbers)


def _with_own_pictures(contents: Sequence[DocxContent]) -> list[DocxContent]:
    """``contents`` with names of pictures that no two files share."""
    if len(contents) == 1:
        return list(contents)
    return [_prefixed(each, f"{number}/") for number, each in enumerate(contents, start=1)]


def _prefixed(content: DocxContent, head: str) -> DocxContent:
    blocks = tuple(
        replace(each, part=f"{head}{each.part}") if isinstance(each, ReadFigure) else each
        for each in content.document.blocks
    )
    pictures = {f"{head}{part}": data for part, data in content.pictures.items()}
    return DocxContent(replace(content.document, blocks=blocks), pictures)


class _File:
    """Reads one file."""

    def __init__(
        self,
        words: FormWords,
        content: DocxContent,
        directions: Sequence[int],
        found: FieldFindings,
    ) -> None:
        self._words, self._document = words, content.document
        self._found, self._directions = found, directions
        self._tables = TableValues(words, found)
        self._headings = TaskbookHeadings(words)
        self._marked_fields = {
            path: first for path, _, first in digests_in(content.document.properties)
        }

    def read(self) -> set[str]:
        """Puts what it holds; the kinds of parts that it has."""
        titles = PartTitles(self._words.call.form, self._headings, self._tables)
        parts = paper_parts(self._document.blocks, titles)
        for part in parts:
            self._read(part)
        books = [part for part in parts if part.kind == TASKBOOK]
        self._read_books(books)
        if not books and any(path.startswith("taskbooks.") for path in self._marked_fields):
            self._read_books([PaperPart(TASKBOOK, list(parts[0].blocks))])
        return {part.kind for part in parts}

    def _read(self, part: PaperPart) -> None:
        form = self._words.call.form
        match part.kind:
            case "":
                is_ours = any(path.startswith("taskbooks.") for path in self._marked_fields)
                if not is_ours or self._has_books():
                    self._lose_unplaced(part.blocks, "文档开头", ())
            case "cover":
                read_cover(part.blocks, self._words, self._found)
            case "instructions":
                text = form.instructions
                lines = (each.text for each in part.blocks if isinstance(each, ReadParagraph))
                lose_missing(text.items, lines, text.title, self._found)
                self._lose_unplaced(part.blocks, text.title, text.items)
            case "form":
                self._read_table(part)
            case "evidence":
                self._lose_evidence(part)
            case "pledge":
                read_pledge(part.blocks, self._words, self._found)

    def _has_books(self) -> bool:
        return any(
            self._headings.by_words(each)
            for each in self._document.blocks
            if isinstance(each, ReadParagraph)
        )

    def _read_table(self, part: PaperPart) -> None:
        title = self._words.call.form.table.title
        for block in part.blocks:
            if isinstance(block, ReadTable):
                self._tables.read(block, title)
            else:
                table = self._words.call.form.table
                self._lose_unplaced([block], title, (table.unit_heading, table.task_heading))
        for path in ("directions", "product_overview", *self._words.call.form.table.fields):
            self._found.values.setdefault(path, self._words.value(path, ""))
            if other := self._words.field(path).other:
                self._found.values.setdefault(other, "")

    def _read_books(self, books: Sequence[PaperPart]) -> None:
        taken: set[int] = set()
        for part in books:
            no = part.no or self._number(part.blocks, taken)
            if not no:
                self._lose_unplaced(part.blocks, self._words.call.form.taskbook.title, ())
                continue
            taken.add(no)
            first_words = {
                path.rpartition(".")[2]: first
                for path, first in self._marked_fields.items()
                if path.startswith(f"taskbooks.{no}.")
            }
            read_taskbook(part.blocks, no, self._words, first_words, self._found)

    def _number(self, blocks: Sequence[ReadBlock], taken: set[int]) -> int:
        """The direction of a task book: by marks, by its name, by what else there is."""
        marks = (m for each in blocks for m in getattr(each, "bookmarks", ()))
        paths = (field_of_bookmark(mark) for mark in marks)
        for path in paths:
            if path.startswith("taskbooks."):
                return int(path.split(".")[1])
        paragraphs = [each for each in blocks if isinstance(each, ReadParagraph)]
        for each in paragraphs[:6]:
            named = [no for no in self._words.directions(each.text) if no not in taken]
            if len(named) == 1:
                return named[0]
        by_title = self._by_title(paragraphs, taken)
        if by_title:
            return by_title
        marked = {
            int(path.split(".")[1]) for path in self._marked_fields if path.startswith("taskbooks.")
        }
        chosen = self._found.values.get("directions") or ()
        for among in (marked, chosen, self._directions):
            left = [no for no in among if no not in taken]
            if len(left) == 1 or (left and among is not self._directions):
                return min(left)
        return 0

    def _by_title(self, paragraphs: Sequence[ReadParagraph], taken: set[int]) -> int:
        """The direction that is named in the beginning of the book, the longest title first."""
        track = self._words.call.track(self._words.track)
        text = folded("".join(each.text for each in paragraphs[:12]))
        titles = sorted(track.directions if track else (), key=lambda each: -len(each.plain_title))
        named = (each.no for each in titles if folded(each.plain_title) in text)
        return next((no for no in named if no not in taken), 0)

    def _lose_evidence(self, part: PaperPart) -> None:
        """What somebody wrote into the list: the files themselves are not in a docx."""
        form = self._words.call.form
        fixed = {folded(f"{item.no}. {item.text}") for item in form.evidence.items}
        fixed |= {folded(item.text) for item in form.evidence.items}
        fixed |= {folded(form.evidence.title), folded(self._words.call.empty_marker)}
        texts = [
            each.text.strip()
            for each in part.blocks
            if isinstance(each, ReadParagraph) and folded(each.text) not in (*fixed, "")
        ]
        if texts:
            self._found.lose(LossKind.EVIDENCE, form.evidence.title, "\n".join(texts))
        others = [each for each in part.blocks if not isinstance(each, ReadParagraph)]
        self._lose_unplaced(others, form.evidence.title, ())

    def _lose_unplaced(self, blocks: Sequence[ReadBlock], where: str, fixed: Sequence[str]) -> None:
        """What stands where the form has no field."""
        form = self._words.call.form
        known = {*map(folded, fixed), folded(where), folded(form.table.title)}
        for block in blocks:
            match block:
                case ReadParagraph(text=text):
                    if text.strip() and folded(text) not in known:
                        self._found.lose(LossKind.UNPLACED, where, text)
                case ReadFigure():
                    self._found.lose(LossKind.UNPLACED, block.where, "图片")
                case ReadTable():
                    texts = (cell.text for cell in block.cells)
                    self._found.lose(LossKind.UNPLACED, where, "\t".join(texts))


def applied(values: Mapping[str, Any], application: Application) -> Application:
    """``application`` with ``values``; a task book that says nothing is not begun.

    The directions are those of the task books where the files do not tell them.
    """
    for path, value in values.items():
        if not (is_nothing(value) and is_nothing(application.get(path))):
            application = application.set(path, value)
    if not application.directions:
        numbers = tuple(sorted(int(no) for no in application.taskbooks))
        application = application.set("directions", numbers)
    return application
