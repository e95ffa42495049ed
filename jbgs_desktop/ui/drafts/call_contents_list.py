"""What a call says, for reading before it is put in: deadlines, tracks and tasks, limits."""

from collections.abc import Iterator

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.difference import DEADLINES, DIRECTIONS, LIMITS, limits_of
from jbgs_desktop.ui.widgets.style_helpers import named

_Line = tuple[str, str]


class CallContentsList(QTreeWidget):
    """A line for each deadline, track and limit below the heading of its group."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        named(self, "about-list")
        self.setAccessibleName("通知的内容")
        self.setHeaderLabels(("项目", "内容"))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(0, 340)
        limits = [*limits_of(call).items(), *_counts(call)]
        for group, lines in (
            (DEADLINES, [_line(*line) for line in _deadlines(call)]),
            (DIRECTIONS, [_track(track) for track in call.tracks]),
            (LIMITS, [_line(*line) for line in limits]),
        ):
            head = _group(group, lines)
            self.addTopLevelItem(head)
            head.setExpanded(True)


def _deadlines(call: Call) -> Iterator[_Line]:
    for region in call.regions:
        for deadline in region.next_deadlines:
            yield f"{region.name} · {deadline.what}（{deadline.who}）", deadline.printed


def _counts(call: Call) -> Iterator[_Line]:
    yield "参与单位", f"不超过 {call.max_participants} 家"
    yield "方向", f"建议不超过 {call.advised_directions} 个"


def _track(track: Track) -> QTreeWidgetItem:
    found = _line(track.name, f"{len(track.directions)} 个方向：{'、'.join(track.categories)}")
    for direction in track.directions:
        found.addChild(_line(f"{direction.no}　{direction.title}", direction.category))
    return found


def _group(name: str, lines: list[QTreeWidgetItem]) -> QTreeWidgetItem:
    head = QTreeWidgetItem([f"{name}（{len(lines)}）"])
    head.addChildren(lines)
    return head


def _line(name: str, content: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([name, content])
    item.setToolTip(0, name)
    item.setToolTip(1, content)
    return item
