"""纸质件: whether the paper is the version on the stick, and its seals and signatures."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.version_code import parse_code
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.paper_check import Match, PaperAnswer, check_picture, check_typed
from jbgs_desktop.office.paper_state import missing_spots
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import paper_checked
from jbgs_desktop.office.register.parts import PaperCheck
from jbgs_desktop.office.return_notice import SealToFind
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
        layout.addWidget(label("纸质件页脚的核验码，或交接清单的校验值", "heading"))
        layout.addLayout(self._make_line())
        self._answer = label("", "answer")
        layout.addWidget(self._answer)
        self._record = label("", "muted")
        layout.addWidget(self._record)
        layout.addLayout(self._make_copies())
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
        self._show_record(entry)

    def _show_record(self, entry: RegisterEntry | None) -> None:
        """When and by whom the code was matched, and how many copies there are."""
        paper = entry.paper if entry else None
        matched = bool(entry and paper and paper.code and paper.code == entry.code)
        comparison = (
            f"{paper.when.astimezone():%m-%d %H:%M} {paper.who} 核对过核验码" if paper else ""
        )
        listed = "交接清单的校验值一致" if paper and paper.digest else ""
        self._record.setText("，".join(filter(None, (comparison if matched else "", listed))))
        show_if(self._record, matched or bool(listed))
        self._copies.blockSignals(True)
        self._copies.setValue(paper.copies if paper else 0)
        self._copies.blockSignals(False)
        self._copies.setEnabled(entry is not None)

    def focus_code(self) -> None:
        """Put the cursor where the code is typed."""
        self._code.setFocus()
        self._code.selectAll()

    @property
    def missing(self) -> tuple[SealToFind, ...]:
        """The spots that are not ticked; none before the first tick, since nobody has looked."""
        return missing_spots(self._entry, self._shown) if self._entry else ()

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

    def _make_copies(self) -> QHBoxLayout:
        self._copies = QSpinBox()
        self._copies.setRange(0, 99)
        self._copies.setSpecialValueText("没有记")
        self._copies.setSuffix(" 份")
        self._copies.setAccessibleName("收到的纸质件份数")
        self._copies.valueChanged.connect(self._on_copies)
        title = QLabel("收到的份数(&A)")
        title.setBuddy(self._copies)
        row = QHBoxLayout()
        row.addWidget(title)
        row.addWidget(self._copies)
        row.addStretch(1)
        return row

    def _show_spots(self, entry: RegisterEntry | None) -> None:
        shown = self._context.spots(entry) if entry else ()
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
        if answer.match is Match.SAME and answer.entry:
            self._note(answer.entry.number, answer.digest)

    def _note(self, number: int, digest: str) -> None:
        """Keep that the paper of an entry has the code, or the ``digest``, of its bundle."""
        entry = self._context.register.entry(number)
        if digest:
            known = entry.paper or PaperCheck(when=self._context.now())
            paper = known.model_copy(update={"digest": digest})
            self._context.keep([entry.model_copy(update={"paper": paper})])
        elif entry.paper is None or entry.paper.code != entry.code:
            settings = self._context.register.settings
            self._context.keep([paper_checked(entry, self._context.now(), settings.who)])

    def _on_copies(self, copies: int) -> None:
        if self._entry is None:
            return
        entry = self._context.register.entry(self._entry.number)
        settings = self._context.register.settings
        known = entry.paper or PaperCheck(when=self._context.now(), who=settings.who)
        if known.copies != copies:
            paper = known.model_copy(update={"copies": copies})
            self._context.keep([entry.model_copy(update={"paper": paper})])

    def _show_message(self, severity: Severity | None, text: str) -> None:
        self._answer.setText(text)
        set_state(self._answer, colour_of(severity))
        show_if(self._answer, bool(text))
