"""The tasks of a notice, read from its docx by their numbers, titles and labels.

A task is known by the label 揭榜任务; above it stand its title, its category and the like.
Nothing is guessed in silence: what could be otherwise is a doubt, and its cell stands out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jbgs_desktop.documents.call_workbook.sheet_plan import MARKED, SheetRecord
from jbgs_desktop.documents.call_workbook.task_tables import rows_in_table
from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX, read_docx
from jbgs_desktop.documents.docx_reader.model import (
    CARRIED_OVER,
    LOSS_WORDS,
    ReadDocument,
    ReadParagraph,
    ReadTable,
)
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import read_capped
from jbgs_desktop.forms.text.han_numbers import number_at_start

_LONGEST_HEADING = 60  # characters
_LONGEST_TEXT = 3000  # of a task, beyond which it has probably taken in what follows
_TASK = ("揭榜任务", "任务内容", "揭榜内容", "主要任务", "攻关任务", "重点任务")
_TARGET = ("预期目标", "攻关目标", "考核指标", "预期成果", "任务目标")
_ANNEX = re.compile(r"附\s*件\s*[0-9一二三四五六七八九十]*\s*[：:]?\s*(?:\S{0,40}榜单)?")
_LIST = re.compile(r"(?:附\s*件\s*\S{0,3}\s+)?《?(.{1,40}?)(?:揭榜挂帅)?(?:揭榜)?(?:任务)?榜单》?")
_LISTED = re.compile(r"附\s*件\s*[：:]|[0-9]+\s*[.．、]")  # where the annexes are named, in a row
_NUMBER = r"[（(]?\s*(?:[0-9]{1,3}|[一二三四五六七八九十]{1,4})\s*[)）.．、]\s*"
_NOTHING = (
    "没有读到任务榜单。文件里每个任务要有编号和标题，下面是写明“揭榜任务：”和“预期目标：”的段落，"
    "或者是有这几列的表格。"
)


def _label(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_NUMBER})?[【\[]?(?:{'|'.join(words)})[】\]]?\s*(?:[：:]\s*|$)")


_TASK_LABEL, _TARGET_LABEL = _label(_TASK), _label(_TARGET)


@dataclass(frozen=True, slots=True)
class NoticeTasks:
    """Rows for the sheets 赛道 and 方向; a doubtful one says why. ``notices`` are of the whole."""

    tracks: Sequence[SheetRecord]
    directions: Sequence[SheetRecord]
    notices: Sequence[str]

    @property
    def doubtful(self) -> int:
        """How many tasks have to be looked at."""
        return sum(bool(row.get("doubt")) for row in self.directions)

    @property
    def summary(self) -> Sequence[str]:
        """What was read, and what is left to do, in sentences."""
        doubtful = (
            f"其中 {self.doubtful} 个有存疑之处，标成黄色，“存疑”一列写明了原因，"
            "请对照原文核对后清空。"
            if self.doubtful
            else "没有存疑之处，仍请对照原文通读一遍。"
        )
        return (f"读到 {len(self.directions)} 个任务。{doubtful}", *self.notices)


@dataclass(slots=True)
class FoundTask:
    """A task as it stands in the notice; ``headings`` are above it, the highest first."""

    title: str = ""
    task: str = ""
    target: str = ""
    number: int | None = None
    track: str = ""
    headings: tuple[str, ...] = ()
    doubts: dict[str, str] = field(default_factory=dict)  # by the column that is doubtful


def read_notice(file: Path, *, cancelled: Callable[[], bool] = lambda: False) -> NoticeTasks:
    """The tasks in the docx ``file``, which is read in a child.

    Raises DocumentError, FileAccessError, and DocumentError once ``cancelled()``.
    """
    try:
        data = read_capped(file, LARGEST_DOCX)
        return tasks_in(read_docx(data, cancelled=cancelled).document)
    except DocumentError as error:
        raise DocumentError(f"没有读取“{file.name}”：{error}") from None


def tasks_in(document: ReadDocument) -> NoticeTasks:
    """The tasks in ``document``. Raises DocumentError when there are none."""
    found = [*_tasks_of_text(document), *_tasks_of_tables(document)]
    if not found:
        raise DocumentError(_NOTHING)
    _doubt_numbers(found)
    for each in found:
        _doubt_texts(each)
    lost = [loss for loss in document.losses if loss.kind not in CARRIED_OVER]
    kinds = dict.fromkeys(LOSS_WORDS[loss.kind] for loss in lost)
    notices = [f"通知里有没读到的内容，请对照原文：{'、'.join(kinds)}。"] if lost else []
    if document.tracked:
        notices.append(f"通知里有 {document.tracked} 处修订，按接受读取。")
    names = list(dict.fromkeys(each.track for each in found if each.track))
    return NoticeTasks([_track(name) for name in names], [*map(_direction, found)], notices)


def _track(name: str) -> SheetRecord:
    # The words of the annex and of the revenue are the notice's; these are where to begin.
    return {
        "name": name,
        "annex": f"《{name}榜单》",
        "related_revenue_label": f"其中与{name}相关的业务收入",
    }


def _direction(found: FoundTask) -> SheetRecord:
    return {
        "no": found.number,
        "track": found.track,
        "category": found.headings[0] if found.headings else "",
        "group": found.headings[1] if len(found.headings) > 1 else "",
        "title": found.title,
        "task": found.task,
        "target": found.target,
        "doubt": "；".join(found.doubts.values()),
        MARKED: tuple(found.doubts),
    }


# -- tasks as paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    is_heading: bool  # by the style that it has in Word
    is_table: bool = False


def _lines(document: ReadDocument) -> list[_Line]:
    lines = []
    for block in document.blocks:
        if isinstance(block, ReadParagraph):
            for text in block.text.split("\n"):
                if text.strip():
                    lines.append(_Line(text.strip(), block.level > 0))
        elif isinstance(block, ReadTable):
            lines.append(_Line("", is_heading=False, is_table=True))
    return lines


def _tasks_of_text(document: ReadDocument) -> Iterator[FoundTask]:
    lines = _lines(document)
    labels = [at for at, line in enumerate(lines) if _TASK_LABEL.match(line.text)]
    heads = [_first_heading(lines, at) for at in labels]
    above: dict[str, str] = {}  # the heading in force, by the way in which it is numbered
    track = ""
    for place, (at, head) in enumerate(zip(labels, heads, strict=True)):
        end = heads[place + 1] if place + 1 < len(heads) else len(lines)
        found = FoundTask()
        *higher, title = [line.text for line in lines[head:at]] or [""]
        start = labels[place - 1] if place else 0
        for text in [line.text for line in lines[start:head]] + higher:
            if name := _track_name(text):
                track, above = name, {}
        for text in higher:
            _enter(above, text)
        found.track = track
        number, found.title = number_at_start(title)
        found.number = number
        own = _style(title)
        found.headings = tuple(
            number_at_start(text)[1] for style, text in above.items() if style != own
        )[-2:]
        _fill_texts(found, lines[at:end])
        yield found


def _first_heading(lines: Sequence[_Line], at: int) -> int:
    """Where the headings right above the label at ``at`` begin."""
    first = at
    while first and at - first < 6 and _is_heading(lines[first - 1]):
        first -= 1
    return first


def _is_heading(line: _Line) -> bool:
    text = line.text
    if line.is_table or len(text) > _LONGEST_HEADING or _TARGET_LABEL.match(text):
        return False
    is_named = bool(_ANNEX.fullmatch(text) or _track_name(text) or _style(text))
    return (line.is_heading or is_named) and not text.endswith(("。", "；", ";"))


def _track_name(text: str) -> str:
    """The track whose list of tasks ``text`` heads; empty for another text."""
    match = _LIST.fullmatch(text)
    return match[1].strip() if match and not _LISTED.match(text) else ""


def _style(text: str) -> str:
    """How ``text`` is numbered: 一、 or （一） or 1. or (1); empty for not at all."""
    match = re.match(_NUMBER, text)
    if not match:
        return ""
    is_in_brackets = match[0].lstrip()[0] in "（("
    has_digits = any(sign in "0123456789" for sign in match[0])
    return ("(" if is_in_brackets else "") + ("1" if has_digits else "一")


def _enter(above: dict[str, str], text: str) -> None:
    """A heading takes the place of the one of its style, and ends those below that."""
    style = _style(text)
    if _track_name(text) or _ANNEX.fullmatch(text):
        return
    if style in above:
        styles = list(above)
        for lower in styles[styles.index(style) :]:
            del above[lower]
    above[style] = text


def _fill_texts(found: FoundTask, lines: Sequence[_Line]) -> None:
    """The texts below a label: 揭榜任务, and from its label on 预期目标."""
    texts: dict[str, list[str]] = {"task": [], "target": []}
    key = "task"
    for number, line in enumerate(lines):
        text = line.text
        if line.is_table or (number and _ANNEX.match(text)):
            break
        if number == 0:
            text = _TASK_LABEL.sub("", text, count=1)
        elif match := _TARGET_LABEL.match(text):
            if key == "target":
                found.doubts["target"] = "“预期目标”出现了两次"
            key, text = "target", text[match.end() :]
        elif line.is_heading or (_style(text) and len(text) <= 20 and text[-1] not in "。；"):
            found.doubts[key] = f"“{text[:20]}”像是标题，请看是不是这里的内容"
        if text:
            texts[key].append(text)
    found.task, found.target = "\n".join(texts["task"]), "\n".join(texts["target"])


def _tasks_of_tables(document: ReadDocument) -> Iterator[FoundTask]:
    track = ""
    for block in document.blocks:
        if isinstance(block, ReadParagraph):
            track = _track_name(block.text.strip()) or track
        elif isinstance(block, ReadTable):
            for row in rows_in_table(block, _TASK, _TARGET):
                found = FoundTask(
                    title=row.get("title", ""),
                    task=row.get("task", ""),
                    target=row.get("target", ""),
                    track=row.get("track", "") or track,
                    headings=tuple(filter(None, (row.get("category"), row.get("group")))),
                )
                number, title = number_at_start(found.title)
                found.number = number_at_start(f"{row.get('no', '')}.")[0] or number
                found.title = title
                yield found


# -- doubts


def _doubt_numbers(found: Sequence[FoundTask]) -> None:
    """A number follows the one above it, within its track or through all of them."""
    before: FoundTask | None = None
    for each in found:
        if each.number is None:
            each.doubts["no"] = "没有读到编号"
        elif before and before.number is not None:
            is_next = each.number == before.number + 1
            starts = each.track != before.track and each.number == 1
            if not is_next and not starts:
                each.doubts["no"] = f"编号 {each.number} 接不上前一个 {before.number}"
        elif before is None and each.number != 1:
            each.doubts["no"] = f"第一个编号是 {each.number}"
        before = each
    levels = {len(each.headings) for each in found}
    for each in found:
        if len(each.headings) < max(levels):
            each.doubts["category"] = "类别的层次比别的任务少"


def _doubt_texts(found: FoundTask) -> None:
    for key, value, words in (
        ("track", found.track, "没有读到赛道"),
        ("category", "".join(found.headings[:1]), "没有读到类别"),
        ("title", found.title, "没有读到标题"),
        ("task", found.task, "没有读到揭榜任务"),
        ("target", found.target, "没有读到预期目标，通知里确实没有的照样留空"),
    ):
        if not value:
            found.doubts[key] = words
    for key, text, words in (
        ("task", found.task, "揭榜任务"),
        ("target", found.target, "预期目标"),
    ):
        if text and not text.endswith(("。", "！", "）", "”")):
            found.doubts.setdefault(key, f"{words}不是以句号结束，请看是否完整")
        if len(text) > _LONGEST_TEXT:
            found.doubts.setdefault(key, f"{words}很长，请看是否带进了别的内容")
