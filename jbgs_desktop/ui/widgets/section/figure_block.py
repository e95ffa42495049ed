"""A figure in a section: its picture as wide as it is printed, its caption below."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAction,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.attachments.figure_view import FigureView
from jbgs_desktop.forms.figure_resolution import LEAST_FIGURE_DPI, figure_dpi
from jbgs_desktop.forms.section import NARROWEST, FigureItem, SectionFigure, SectionItem
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.section.figure_files import (
    FigureViews,
    TakenPictures,
    take_pictures,
    turn_figure_file,
)
from jbgs_desktop.ui.widgets.section.frame_block import EscapeToFrame, FrameBlock
from jbgs_desktop.ui.widgets.section.section_block import DOWN
from jbgs_desktop.ui.widgets.section.section_mime import PICTURE_ENDINGS, FigureSource
from jbgs_desktop.ui.widgets.section.whole_picture import WholePicture, pixmap_of
from jbgs_desktop.ui.widgets.style_helpers import label, link, set_state

PICTURE_KINDS = f"图片 ({' '.join(f'*.{ending}' for ending in PICTURE_ENDINGS)})"
_EMPTY_HEIGHT = 120  # px of a picture that is not there
_TALLEST = 900  # px
_CAPTION = "caption"
_LOOK, _REMOVE = "看原图", "移除"


class _Picture(QWidget):
    """Paints the picture in the middle, ``share`` of its own width wide."""

    def __init__(self, on_click: Callable[[], None]) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._words = "正在读取图片…"
        self._share = 1.0
        self._on_click = on_click
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_picture(self, pixmap: QPixmap, words: str) -> None:
        self._pixmap, self._words = pixmap, words
        self._fit()

    def show_share(self, share: float) -> None:
        self._share = share
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._on_click()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pixmap.isNull():
            painter.setPen(self.palette().placeholderText().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(12, 4, -12, -4), flags, self._words)
            return
        size = self._shown_size()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = (self.width() - size.width()) // 2
        painter.drawPixmap(left, 0, size.width(), size.height(), self._pixmap)

    def _shown_size(self) -> QSize:
        width = max(1, round(self.width() * self._share))
        size = QSize(width, max(1, round(width * self._pixmap.height() / self._pixmap.width())))
        if size.height() > _TALLEST:
            size.scale(width, _TALLEST, Qt.AspectRatioMode.KeepAspectRatio)
        return size

    def _fit(self) -> None:
        height = _EMPTY_HEIGHT if self._pixmap.isNull() else self._shown_size().height()
        if self.height() != height:
            self.setFixedHeight(height)
        self.update()


class _WidthBox(QSpinBox):
    """How wide the figure is printed, in % of the text's width; the wheel scrolls the section."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(round(100 * NARROWEST), 100)
        self.setSingleStep(5)
        self.setPrefix("宽 ")
        self.setSuffix("%")
        self.setAccessibleName("图宽，占版心宽度的百分比")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FigureBlock(FrameBlock):
    """``views`` draws the picture and knows where it is kept."""

    def __init__(self, figure: SectionFigure, views: FigureViews) -> None:
        super().__init__("图", "图题，也是给读屏软件的说明")
        self._views = views
        self._item = FigureItem(figure=figure)
        self._picture = _Picture(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        self._width = _WidthBox()
        self._facts = label("", "small")  # wrapped, so that the buttons stay in sight
        self._buttons = {
            title: link(title, f"图 {title}", tall=False)
            for title in ("看原图", "替换…", "转动", "移除")
        }
        self._lay_out()
        self._connect()
        self._show()

    def value(self) -> FigureItem:
        return self._item

    def set_value(self, item: SectionItem) -> None:
        assert isinstance(item, FigureItem)
        if not self.is_composing and item != self._item:
            self._item = item
            self._show()

    @property
    def _figure(self) -> SectionFigure:
        return self._item.figure

    def stops(self) -> list[QWidget]:
        return [self, self.caption.line, self._width, *self._buttons.values()]

    def reveal(self, steps: Sequence[str]) -> QWidget:
        return self.caption.line if steps[:1] == [_CAPTION] else self

    def set_read_only(self) -> None:
        super().set_read_only()
        self._width.setReadOnly(True)
        self._width.setEnabled(False)
        for title, button in self._buttons.items():
            button.setEnabled(title == _LOOK)

    def go_inside(self) -> None:
        self.caption.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def own_actions(self) -> list[QAction | None]:
        made: list[QAction | None] = []
        for title, button in self._buttons.items():
            if title != _REMOVE:
                action = QAction(title)
                action.triggered.connect(button.click)
                made.append(action)
        return made

    # -- parts

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self._width)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        tools.addWidget(self._facts, 1)
        for button in self._buttons.values():
            tools.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 2)
        box.setSpacing(2)
        box.addWidget(self._picture)
        box.addLayout(self.caption_line())
        box.addLayout(tools)

    def _connect(self) -> None:
        EscapeToFrame(self, self.caption.line, self._width, *self._buttons.values())
        self.caption.changed.disconnect(self.changed)
        self.caption.changed.connect(lambda: self._change(caption=self.caption.value()))
        self.caption.stepped.connect(self._on_step)
        self._width.valueChanged.connect(lambda percent: self._change(width=percent / 100))
        self._views.drawn.connect(self._on_drawn)
        actions: dict[str, Callable[[], None]] = {
            _LOOK: self._look,
            "替换…": self._choose,
            "转动": self._turn,
            _REMOVE: self.removed.emit,
        }
        for title, action in actions.items():
            self._buttons[title].clicked.connect(lambda _=False, action=action: action())

    def _show(self) -> None:
        figure = self._figure
        self.caption.set_value(figure.caption)
        self._width.blockSignals(True)
        self._width.setValue(round(100 * figure.width))
        self._width.blockSignals(False)
        self._picture.show_share(figure.width)
        self._views.want(figure.file)
        self._on_drawn(figure.file)

    def _on_drawn(self, file: str) -> None:
        if file != self._figure.file:
            return
        view = self._views.of(file)
        if isinstance(view, FigureView):
            self._picture.show_picture(pixmap_of(view), "")
            dpi = round(figure_dpi(self._figure.width, view.width))
            coarse = "，印出来会模糊，请缩小图宽或换更清楚的图" if dpi < LEAST_FIGURE_DPI else ""
            self._facts.setText(f"{view.width} × {view.height} · {dpi} dpi{coarse}")
            set_state(self._facts, "warning" if coarse else "")
        else:
            self._facts.setText("")
            self._picture.show_picture(QPixmap(), "正在读取图片…" if view is None else view)

    # -- what is done

    def _change(self, **changes: object) -> None:
        figure = SectionFigure.model_validate({**dict(self._figure), **changes})
        self._item = FigureItem(figure=figure)
        if "caption" not in changes:
            self.paused.emit()
            self._show()
        self.changed.emit()

    def _on_step(self, by: int) -> None:
        if by == DOWN:
            self.stepped.emit(by)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        self._views.draw_whole(self, self._figure.file, self._show_whole)

    def _show_whole(self, view: FigureView | str) -> None:
        if isinstance(view, str):
            self.notified.emit(view)
            return
        title = " ".join(filter(None, (self.number.text(), self._figure.caption)))
        WholePicture(view, title, self).open()

    def _choose(self) -> None:
        choose_file(self, "替换图片", PICTURE_KINDS, self._replace)

    def _replace(self, file: Path) -> None:
        files, sources = self._views.files, [FigureSource(file.name, file)]
        run_in_background(
            self,
            lambda: take_pictures(files, sources, lambda: False),
            self._take,
            self.notified.emit,
        )

    def _turn(self) -> None:
        files, file = self._views.files, self._figure.file
        run_in_background(
            self, lambda: turn_figure_file(files, file), self._take, self.notified.emit
        )

    def _take(self, taken: TakenPictures) -> None:
        if taken.sentences:
            self.notified.emit("\n".join(taken.sentences))
        for file in taken.files:
            self._change(file=file)
