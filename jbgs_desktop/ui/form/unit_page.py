"""申报表 一、单位情况: the rows of the call's layout."""

from collections.abc import Callable, Sequence

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.ui.form.participants import ParticipantsEditor
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace, SharedLine, has_reading
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.value_hints import share_reading

_PROSE_LINES = 8


class UnitPage(FormPage):
    """Everything about the unit, in the form's order."""

    def __init__(self, session: Session) -> None:
        table, marker = session.call.form.table, session.call.empty_marker
        unit = session.field("unit.revenue").unit
        super().__init__(
            session,
            table.unit_heading,
            f"对应{session.words.table}第一部分。金额一律以{unit}填写，栏目不得空缺，允许填“{marker}”的栏目旁有按钮。",
        )
        self._participants = ParticipantsEditor(session)
        self._others: list[FieldRow] = []
        before = ""
        for part in table.parts:
            if part.heading:
                self.add_heading(part.heading)
            elif before:
                self.rows.addSpacing(8)
            before = part.heading or ""
            for row in part.rows:
                self._add_row(row)
        self.rows.addStretch(1)
        self._participants.rebuilt.connect(self.order_tabs)
        self.session.changed.connect(self._on_changed)
        self._on_changed("")

    def reveal(self, path: str) -> bool:
        if path == self._participants.path:
            self.point_at(self._participants.add)
            return True
        return super().reveal(path)

    def _add_row(self, paths: Sequence[str]) -> None:
        """A row of the paper; two fields share a line unless one has its reading beside it."""
        fields = [self.session.field(path) for path in paths]
        if fields[0].kind is FieldKind.LIST:
            self._add_participants()
        elif len(fields) > 1 and not any(map(has_reading, fields)):
            first, second = self._row(paths[0]), self._row(paths[1], LabelPlace.CLOSE)
            self.rows.addWidget(SharedLine(first, second))
        else:
            for path in paths:
                self.rows.addWidget(self._row(path))

    def _row(self, path: str, place: LabelPlace = LabelPlace.BESIDE) -> FieldRow:
        other = self.session.field(path).other
        companion = self.adopt(FieldRow(self.session, other, LabelPlace.NOWHERE)) if other else None
        if companion:
            self._others.append(companion)
        return self.adopt(
            FieldRow(
                self.session,
                path,
                place,
                lines=_PROSE_LINES,
                companion=companion,
                remark=self._remark(path),
            )
        )

    def _remark(self, path: str) -> Callable[[], str] | None:
        def share() -> str:
            unit = self.session.value.unit
            return share_reading(unit.rd_staff, unit.staff)

        return share if path == "unit.rd_staff" else None

    def _add_participants(self) -> None:
        self._participants.row_made.connect(self.adopt)
        self._participants.refresh()
        self.rows.addWidget(self._participants)

    def _on_changed(self, path: str) -> None:
        """A line can be written in only when the box before it is ticked."""
        for row in self._others:
            if row.path.startswith(path):
                chosen = row.path.removesuffix("_other")
                asking = self.session.field(chosen).text.specified
                is_chosen = asking and self.session.value.get(chosen) == asking.value
                row.setEnabled(bool(is_chosen or self.session.value.get(row.path)))
