"""封面: what is printed on it, and which place's rules apply."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QWidget

from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.rows import LABEL_EMS
from jbgs_desktop.ui.widgets.selected_directions import chosen_as_written
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import empty, ems, label, link, set_state, show_if

_REGION = "报送地区的要求"


class CoverPage(FormPage):
    """The cover's rows, then the facts of the place where the paper is handed in."""

    def __init__(self, session: Session) -> None:
        text = session.call.form.cover
        hint = f"{text.direction}和{text.unit}取自其他页，公章在打印以后加盖。"
        super().__init__(session, "封面", hint)
        self._direction = Derived(text.direction, "directions", "去选方向")
        self._unit = Derived(text.unit, "unit.name", "去填单位情况")
        for derived in (self._direction, self._unit):
            derived.wanted.clicked.connect(lambda _=False, path=derived.path: self.go.emit(path))
            self.rows.addWidget(derived)
        self.add_row("cover.recommender")
        self.add_row("cover.date")
        self.rows.addSpacing(8)
        self.add_heading(_REGION)
        for path in ("call", "track"):
            self.rows.addWidget(Messages(session, path))
        self._region = RegionChoice(session)
        self.rows.addWidget(self._region)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self.rows.addLayout(self._facts)
        self.rows.addStretch(1)
        session.changed.connect(self._on_changed)
        self._on_changed("")

    def reveal(self, path: str) -> bool:
        if path not in ("call", "track", "region"):
            return super().reveal(path)
        self.point_at(self._region.target())
        return True

    def _on_changed(self, path: str) -> None:
        if path.startswith("unit") or path in ("", "directions", "track"):
            self._show_derived()
        if path in ("", "region"):
            self._show_facts()

    def _show_derived(self) -> None:
        text = self.session.call.form.cover
        chosen = chosen_as_written(self.session, text.chosen, text.separator)
        self._direction.show_text(chosen, "（还没有选方向）")
        self._unit.show_text(self.session.value.unit.name, "（还没有填单位名称）")

    def _show_facts(self) -> None:
        empty(self._facts)
        track = self.session.track
        facts = [(self.session.words.track, track.name)] if track else []
        for line, (name, fact) in enumerate(facts + _facts(self.session)):
            heading = label(name, "muted")
            heading.setFixedWidth(ems(heading, LABEL_EMS))
            self._facts.addWidget(heading, line, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(fact, "fixed"), line, 1)


def _facts(session: Session) -> list[tuple[str, str]]:
    region = session.region
    if region is None:
        return []
    copies = f"{region.paper_copies} 份" if region.paper_copies else "不要求"
    return [
        ("文号", f"{region.issuer} {region.document_no}"),
        ("注册要求", region.registration.text),
        ("由谁推荐", region.recommender),
        ("报送给", region.recipient),
        ("纸质件", copies),
        ("报送方式", "、".join(region.carriers)),
        *(
            (f"{deadline.what}截止", f"{deadline.printed}（{deadline.who}）")
            for deadline in region.next_deadlines
        ),
    ]


class Derived(QWidget):
    """A line of the cover that is filled in on another page, with the way there."""

    def __init__(self, name: str, path: str, way: str) -> None:
        super().__init__()
        self.path = path
        self._text = label("", "value")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAccessibleName(name)
        self.wanted = link(way)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        heading = label(name, "label")
        heading.setFixedWidth(ems(heading, LABEL_EMS))
        line.addWidget(heading, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        line.addWidget(self.wanted, 0, Qt.AlignmentFlag.AlignTop)

    def show_text(self, text: str, missing: str) -> None:
        self._text.setText(text or missing)
        set_state(self._text, "" if text else "missing")


class RegionChoice(QWidget):
    """Which place's rules apply: radio buttons when the call knows several places."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._group = QButtonGroup(self)
        self._buttons = {region.id: QRadioButton(region.name) for region in session.call.regions}
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(20)
        for id_, button in self._buttons.items():
            button.setAccessibleName(f"{_REGION} {button.text()}")
            button.clicked.connect(lambda _=False, id_=id_: self._choose(id_))
            self._group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        heading = label("按哪里的要求报送", "label")
        heading.setFixedWidth(ems(heading, LABEL_EMS))
        heading.setBuddy(self.target())
        grid.addWidget(heading, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(line, 0, 1)
        grid.addWidget(Messages(session, "region"), 1, 1)
        show_if(self, len(self._buttons) > 1)
        session.changed.connect(self._refresh)
        self._refresh("region")

    def target(self) -> QWidget:
        return self._group.checkedButton() or next(iter(self._buttons.values()))

    def _choose(self, region: str) -> None:
        self._session.set("region", region)
        self._session.leave("region")

    def _refresh(self, path: str) -> None:
        if path != "region":
            return
        self._group.setExclusive(False)
        for id_, button in self._buttons.items():
            button.setChecked(id_ == self._session.value.region)
        self._group.setExclusive(True)
