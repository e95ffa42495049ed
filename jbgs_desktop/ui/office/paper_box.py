"""纸质件: whether the paper is the version on the stick, and its seals and signatures."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.version_code import parse_code
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.paper_check import Match, PaperAnswer, check_picture, check_typed
from jbgs_desktop.office.register_entry import RegisterEntry
from jbgs_desktop.office.return_notice import SealToFind, seal_spots
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import BackgroundTask
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import empty, label, panel, set_state, show_if

_WIDTH = 380  # px
_PICTURES = "照片或扫描件 (*.jpg *.jpeg *.png *.tif *.tiff *.pdf)"
_SEVERITIES = {
    Match.SAME: DONE,
    Match.OTHER_VERSION: Severity.ERROR,
    Match.OTHER_APPLICATION: Severity.ERROR,
    Match.UNKNOWN: Severity.WARNING,
    Match.UNREADABLE: Severity.WARNING,
}
_WHOLE = 10  # characters of a 核验码


class PaperBox(QWidget):
    """The answer comes as soon as the whole code is typed."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._entry: RegisterEntry | None = None
        self._shown: tuple[SealToFind, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._task = BackgroundTask(self)
        self.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label("纸质件页脚的核验码", "heading"))
        layout.addLayout(self._make_line())
        self._answer = label("", "answer")
        layout.addWidget(self._answer)
        self._heading = label("纸质件上的公章和签字", "heading")
        layout.addWidget(self._heading)
        self._spots = QVBoxLayout()
        self._spots.setSpacing(0)
        frame: QFrame = panel()
        frame.setLayout(self._spots)
        self._frame = frame
        layout.addWidget(frame)
        layout.addStretch(1)

    def show_entry(self, entry: RegisterEntry | None) -> None:
        """Look at the paper of ``entry``; an answer on another one is taken away."""
        if entry is None or self._entry is None or entry.number != self._entry.number:
            self._code.clear()
            self._show_message(Severity.NOTICE, "")
        self._entry = entry
        for widget in (self._code, self._picture):
            widget.setEnabled(entry is not None)
        self._show_spots(entry)

    def focus_code(self) -> None:
        """Put the cursor where the code is typed."""
        self._code.setFocus()
        self._code.selectAll()

    @property
    def missing(self) -> tuple[SealToFind, ...]:
        """The spots that are not ticked; none before the first tick, since nobody has looked."""
        entry = self._entry
        if entry is None or not entry.ticks:
            return ()
        advised = ("edge", "cover/recommender")
        return tuple(s for s in self._shown if s.id not in entry.ticks and s.id not in advised)

    def look_at(self, file: Path) -> None:
        """Read the code off a photo or scan, in the background."""
        if self._task.is_busy:
            return
        register, entry = self._context.register, self._entry
        self._show_message(None, f"正在读“{file.name}”…")
        self._task.start(
            lambda cancelled, _: check_picture(register, file, entry, cancelled),
            self._show_answer,
            lambda sentence: self._show_message(Severity.ERROR, sentence),
        )

    def _make_line(self) -> QHBoxLayout:
        self._code = QLineEdit()
        self._code.setPlaceholderText("例如 K7QD-28FM-X4")
        self._code.setAccessibleName("纸质件页脚的核验码")
        self._code.textChanged.connect(self._on_typed)
        self._code.returnPressed.connect(self._check)
        self._picture = QPushButton("读照片(&Q)…")
        self._picture.setToolTip("从任何一页的照片或扫描件读页脚的二维码。")
        self._picture.clicked.connect(self._on_picture)
        row = QHBoxLayout()
        row.addWidget(self._code, 1)
        row.addWidget(self._picture)
        return row

    def _show_spots(self, entry: RegisterEntry | None) -> None:
        call = self._context.call_of(entry) if entry else None
        with_partners = bool(entry and entry.participants)
        shown = seal_spots(call, has_participants=with_partners) if call else ()
        if shown != self._shown:
            self._shown = shown
            self._make_boxes()
        for part in (self._heading, self._frame):
            show_if(part, bool(shown))
        for spot in shown:
            box = self._boxes[spot.id]
            box.blockSignals(True)  # only what the user ticks is kept
            box.setChecked(bool(entry and spot.id in entry.ticks))
            box.blockSignals(False)

    def _make_boxes(self) -> None:
        empty(self._spots)
        self._boxes = {}
        for spot in self._shown:
            box = QCheckBox(spot.label)
            box.toggled.connect(lambda on, id_=spot.id: self._on_tick(id_, on))
            self._boxes[spot.id] = box
            self._spots.addWidget(box)

    def _on_tick(self, spot: str, on: bool) -> None:
        if self._entry is None:
            return
        entry = self._context.register.entry(self._entry.number)
        others = tuple(each for each in entry.ticks if each != spot)
        ticks = (*others, spot) if on else others
        self._context.keep([entry.model_copy(update={"ticks": ticks})])

    def _on_typed(self, text: str) -> None:
        typed = sum(character.isalnum() for character in text)
        if typed >= _WHOLE or parse_code(text):
            self._check()
        else:
            self._show_message(Severity.NOTICE, "")

    def _check(self) -> None:
        if not self._code.text().strip():
            return
        try:
            self._show_answer(check_typed(self._context.register, self._code.text(), self._entry))
        except JbgsError as error:
            self._show_message(Severity.ERROR, str(error))

    def _on_picture(self) -> None:
        choose_file(self, "选择任何一页的照片或扫描件", _PICTURES, self.look_at)

    def _show_answer(self, answer: PaperAnswer) -> None:
        lines = [answer.sentence, *(signed(Severity.NOTICE, name) for name in answer.fields)]
        self._show_message(_SEVERITIES[answer.match], "\n".join(lines))

    def _show_message(self, severity: Severity | None, text: str) -> None:
        self._answer.setText(text)
        set_state(self._answer, colour_of(severity))
        show_if(self._answer, bool(text))
