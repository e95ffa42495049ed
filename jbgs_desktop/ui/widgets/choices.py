"""The editor of a choice: radio buttons, one of which may be followed by another editor."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QWidget

from jbgs_desktop.forms.calls.form import ChoiceBox
from jbgs_desktop.ui.widgets.editors import Editor

_PER_LINE = 4


class ChoiceEditor(Editor):
    """One of ``choices``, or ``unset`` while none is made.

    ``companion`` is the widget that specifies the last choice; it stands beside it.
    """

    def __init__(
        self, choices: Sequence[ChoiceBox], unset: object, companion: QWidget | None = None
    ) -> None:
        super().__init__()
        self._values: list[object] = [choice.value for choice in choices]
        self._labels = [choice.label for choice in choices]
        self._unset = unset
        self._group = QButtonGroup(self)
        self.buttons = [QRadioButton(label) for label in self._labels]
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
        self.watch(*self.buttons)
        self._lay_out(companion)
        self._group.idClicked.connect(lambda _: self.changed.emit())

    def value(self) -> object:
        chosen = self._group.checkedId()
        return self._values[chosen] if chosen >= 0 else self._unset

    def set_value(self, value: object) -> None:
        if value == self.value():
            return
        self._group.setExclusive(False)  # an exclusive group cannot be without a choice
        for button, own in zip(self.buttons, self._values, strict=True):
            button.setChecked(own == value)
        self._group.setExclusive(True)

    def target(self) -> QWidget:
        return self._group.checkedButton() or self.buttons[0]

    def name(self, name: str) -> None:
        self.setAccessibleName(name)
        for button, label in zip(self.buttons, self._labels, strict=True):
            button.setAccessibleName(f"{name} {label.rstrip('：')}")

    def explain(self, description: str) -> None:
        self.setAccessibleDescription(description)
        for button in self.buttons:
            button.setAccessibleDescription(description)

    def _lay_out(self, companion: QWidget | None) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(_PER_LINE, 1)
        alone = len(self.buttons) - (companion is not None)
        for number, button in enumerate(self.buttons[:alone]):
            grid.addWidget(button, number // _PER_LINE, number % _PER_LINE)
        if companion is not None:
            line = QHBoxLayout()
            line.setSpacing(4)
            line.addWidget(self.buttons[-1], 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(companion, 1)
            grid.addLayout(line, alone // _PER_LINE + 1, 0, 1, _PER_LINE + 1)
