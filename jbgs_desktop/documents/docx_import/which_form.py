"""Which call and track a docx belongs to: by its own properties, else by the words of the form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jbgs_desktop.documents.docx_reader.model import ReadBlock, ReadParagraph, ReadTable
from jbgs_desktop.documents.field_identity import CALL, TRACK
from jbgs_desktop.errors import UnknownFormError
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.text.clean import folded

_NO_CALL = "认不出这是哪一份通知的申报材料：文件里没有本程序认识的表格标题。请确认选对了文件。"


def call_and_track(
    blocks: Sequence[ReadBlock],
    properties: Mapping[str, str],
    calls: Sequence[Call],
    call: Call | None = None,
    track: str = "",
) -> tuple[Call, str]:
    """The call and the id of the track; what is given is believed. Raises UnknownFormError."""
    if call is None:
        call = next((each for each in calls if each.id == properties.get(CALL)), None)
    text = folded("\n".join(_texts(blocks)))
    if call is None:
        scores = [(_likeness(each, text), each) for each in calls]
        best = max(scores, key=lambda each: each[0], default=None)
        if best is None or not best[0]:
            raise UnknownFormError(_NO_CALL)
        call = best[1]
    stated = track or properties.get(TRACK, "")
    if call.track(stated):
        return call, stated
    found = [(_count(each, text), each.id) for each in call.tracks]
    count, id_ = max(found)
    if not count or sum(each == count for each, _ in found) > 1:
        raise UnknownFormError(
            f"认不出这份材料属于哪个{call.track_word}：文件里没有写出方向的名称。"
        )
    return call, id_


def _likeness(call: Call, text: str) -> int:
    form = call.form
    titles = (form.table.title, form.taskbook.title, form.evidence.title, form.pledge.title)
    labels = (form.fields[f"taskbooks.*.{each}"].label for each in form.taskbook.sections)
    return sum(folded(each) in text for each in (*titles, *labels, "".join(form.cover.title)))


def _count(track: Track, text: str) -> int:
    """How many of the track's own words stand in ``text``."""
    words = [each.plain_title for each in track.directions]
    return sum(folded(each) in text for each in words) + (folded(track.name) in text)


def _texts(blocks: Iterable[ReadBlock]) -> Iterator[str]:
    for block in blocks:
        match block:
            case ReadParagraph(text=text):
                yield text
            case ReadTable(cells=cells):
                yield from (cell.text for cell in cells)
