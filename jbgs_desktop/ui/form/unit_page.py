"""申报表 一、单位情况."""

from jbgs_desktop.ui.form.participants import ParticipantsEditor
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace, SharedLine
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.value_hints import share_reading

_PROFILE_LINES = 8


class UnitPage(FormPage):
    """Everything about the unit, in the form's order."""

    def __init__(self, session: Session) -> None:
        table, marker = session.call.form.table, session.call.empty_marker
        unit = session.field("unit.revenue").unit
        super().__init__(
            session,
            table.unit_heading,
            f"对应申报表第一部分。金额一律以{unit}填写，栏目不得空缺，允许填“{marker}”的栏目旁有按钮。",
        )
        self.add_row("unit.name")
        self.add_heading(table.leader)
        self.add_pair("unit.leader.name", "unit.leader.title")
        self.add_pair("unit.leader.email", "unit.leader.mobile")
        self.add_heading(table.contact)
        self.add_pair("unit.contact.name", "unit.contact.mobile")
        self.add_pair("unit.contact.email", "unit.contact.fax")
        self.rows.addSpacing(8)
        for field in ("legal_representative", "registered_capital", "address", "code"):
            self.add_row(f"unit.{field}")
        self._add_nature()
        for field in ("listed", "revenue", "rd_spending", "related_revenue"):
            self.add_row(f"unit.{field}")
        self._add_staff()
        self.add_row("unit.profile", lines=_PROFILE_LINES)
        self._participants = ParticipantsEditor(session)
        self._participants.row_made.connect(self.adopt)
        self._participants.refresh()
        self.rows.addWidget(self._participants)
        self.rows.addStretch(1)
        self._participants.rebuilt.connect(self.order_tabs)

    def reveal(self, path: str) -> bool:
        if path == self._participants.path:
            self.point_at(self._participants.add)
            return True
        return super().reveal(path)

    def _add_nature(self) -> None:
        self._other = self.adopt(FieldRow(self.session, "unit.nature_other", LabelPlace.NOWHERE))
        self.rows.addWidget(
            self.adopt(FieldRow(self.session, "unit.nature", companion=self._other))
        )
        self.session.changed.connect(self._on_changed)
        self._on_changed("unit.nature")

    def _on_changed(self, path: str) -> None:
        """The line can be written in only when the box before it is ticked."""
        if path.startswith("unit.nature"):
            unit, box = self.session.value.unit, self.session.call.form.table.specified_nature
            self._other.setEnabled(unit.nature == box.value or bool(unit.nature_other))

    def _add_staff(self) -> None:
        session = self.session

        def share() -> str:
            unit = session.value.unit
            return share_reading(unit.rd_staff, unit.staff)

        staff = self.adopt(FieldRow(session, "unit.staff"))
        rd_staff = self.adopt(FieldRow(session, "unit.rd_staff", LabelPlace.CLOSE, remark=share))
        self.rows.addWidget(SharedLine(staff, rd_staff))
