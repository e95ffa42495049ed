"""Pages to look at: thumbnails, zoom, going to a page, search, marks."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.pdf.images import Found, Rect
from jbgs_desktop.ui.preview.page_pictures import PageImages, Pages
from jbgs_desktop.ui.preview.page_sheets import FIT_PAGE, FIT_WIDTH, SheetMark, Sheets
from jbgs_desktop.ui.widgets.style_helpers import label, named, show_if

_SMALL = 12  # dots per inch of a thumbnail
_ICON = QSize(100, 141)  # px, an A4 page at that resolution
_PAUSE = 250  # ms without a key before the text is looked for
_ZOOMS = (50, 75, 100, 125, 150, 200, 250, 300)


class PreviewView(QWidget):
    """Shows the pages of a PDF; it makes their pictures in the background.

    ``shown`` comes when pages are there to be seen, ``turned`` carries the page in sight (from 1),
    ``pressed`` the id of a mark that was pressed.
    """

    shown = Signal()
    turned = Signal(int)
    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: PageImages | None = None
        self._hits: list[tuple[int, Rect]] = []
        self._at = -1
        self._wanted: tuple[int, Rect | None] | None = None
        self._small = _Thumbnails()
        self._sheets = Sheets()
        self._message = label("", "muted")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self._make_bar()
        self._lay_out()
        self._sheets.turned.connect(self._on_turned)
        self._sheets.pressed.connect(self.pressed)
        self._sheets.zoomed.connect(self._show_zoom)
        self._small.chosen.connect(self._sheets.go_to)
        self.clear("")

    # -- what is shown

    def show_pages(self, pages: Pages) -> None:
        """Show ``pages``, which are closed by the view when it shows others."""
        self._drop_images()
        self._images = PageImages(pages, self)
        self._images.failed.connect(self.clear)
        self._images.read_sizes(self._show_sized)

    def _show_sized(self, sizes: list[tuple[float, float]]) -> None:
        self._small.show_pages(self._images, len(sizes))
        self._sheets.show_pages(self._images, sizes)
        self._number.setRange(1, max(1, len(sizes)))
        self._number.setValue(self._sheets.page)
        self._total.setText(f"共 {len(sizes)} 页")
        self._message.hide()
        for part in (self._bar, self._sheets):
            part.show()
        self._small.setVisible(self._with_small.isChecked())
        focus = self.window().focusWidget()
        is_inside = focus is not None and focus is not self and self.isAncestorOf(focus)
        if self.isVisible() and not is_inside:
            self._sheets.setFocus()  # the keys turn pages at once
        self._search()
        if self._wanted is not None:
            self.go_to(*self._wanted)
        self.shown.emit()

    def clear(self, sentence: str) -> None:
        """Show no pages, and ``sentence`` instead."""
        self._drop_images()
        self._sheets.show_pages(None, ())
        self._small.show_pages(None, 0)
        self._message.setText(sentence)
        show_if(self._message, bool(sentence))
        for part in (self._bar, self._sheets, self._small):
            part.hide()

    def show_marks(self, marks: Sequence[SheetMark], chosen: str = "") -> None:
        """Show ``marks`` on their pages; the ``chosen`` one stands out."""
        self._sheets.show_marks(marks, chosen)

    def go_to(self, page: int, rect: Rect | None = None) -> None:
        """Bring a page (from 1), or a place on it in mm, into sight."""
        self._wanted = (page, rect)  # also of pages that are still to come
        self._sheets.go_to(page, rect)

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self._sheets.page

    @property
    def count(self) -> int:
        return self._sheets.count

    @property
    def found(self) -> int:
        """How often the text that is looked for stands on the pages."""
        return len(self._hits)

    # -- parts

    def _make_bar(self) -> None:
        self._bar = named(QWidget(), "preview-bar")
        self._number = QSpinBox()
        self._number.setAccessibleName("转到第几页")
        self._number.setKeyboardTracking(False)
        self._number.valueChanged.connect(self._sheets.go_to)
        self._total = label("", "muted", wrap=False)
        self._zoom = QComboBox()
        self._zoom.setAccessibleName("显示比例")
        self._zoom.addItem("适合宽度", FIT_WIDTH)
        self._zoom.addItem("整页", FIT_PAGE)
        for percent in _ZOOMS:
            self._zoom.addItem(f"{percent}%", percent)
        self._zoom.activated.connect(lambda: self._sheets.set_zoom(self._zoom.currentData()))
        self._single = QCheckBox("单页")
        self._single.toggled.connect(self._sheets.set_single)
        self._with_small = QCheckBox("缩略图")
        self._with_small.setChecked(True)
        self._with_small.toggled.connect(
            lambda wanted: show_if(self._small, wanted and bool(self.count))
        )
        self._text = QLineEdit(placeholderText="在页面里查找")
        self._text.setAccessibleName("在页面里查找")
        self._text.setMinimumWidth(90)
        self._text.textChanged.connect(lambda: self._pause.start())
        self._text.returnPressed.connect(lambda: self._step(1))
        self._hit = label("", "muted", wrap=False)
        self._back, self._on = QPushButton("‹"), QPushButton("›")
        for button, by, name in ((self._back, -1, "上一处"), (self._on, 1, "下一处")):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setProperty("beside", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, by=by: self._step(by))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(10, 5, 10, 5)
        row.addWidget(label("第", "plain", wrap=False))
        row.addWidget(self._number)
        row.addWidget(label("页", "plain", wrap=False))
        row.addWidget(self._total)
        row.addSpacing(6)
        for widget in (self._zoom, self._single, self._with_small):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._text, 2)
        row.addWidget(self._hit)
        row.addWidget(self._back)
        row.addWidget(self._on)
        pages = QHBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self._small)
        pages.addWidget(self._sheets, 1)
        self._message.setContentsMargins(28, 24, 28, 24)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addWidget(self._message)
        whole.addLayout(pages, 1)
        whole.addStretch(0)

    # -- following

    def _on_turned(self, page: int) -> None:
        for widget in (self._number, self._small):
            widget.blockSignals(True)
        self._number.setValue(page)
        self._small.setCurrentRow(page - 1)
        for widget in (self._number, self._small):
            widget.blockSignals(False)
        self._wanted = None
        self._small.want()
        self.turned.emit(page)

    def _show_zoom(self) -> None:
        zoom = self._sheets.zoom
        at = self._zoom.findData(zoom)
        if at < 0:
            self._zoom.setItemText(0, f"适合宽度（现在 {self._sheets.percent}%）")
        else:
            self._zoom.setItemText(0, "适合宽度")
        self._zoom.setCurrentIndex(max(0, at))

    def _search(self) -> None:
        self._pause.stop()
        text = self._text.text().strip()
        if self._images is None or not text:
            self._show_hits([])
            self._hit.setText("")
            return
        self._images.find(text, lambda found: self._on_found(text, found))

    def _on_found(self, text: str, found: Sequence[Found]) -> None:
        if text == self._text.text().strip():
            self._show_hits(found)
            self._hit.setText(f"{len(self._hits)} 处" if self._hits else "没有找到")
            self._step(1)

    def _show_hits(self, found: Sequence[Found]) -> None:
        by_page: dict[int, list[Rect]] = {}
        for each in found:
            by_page.setdefault(each.page + 1, []).extend(each.rects)
        self._hits = [(each.page + 1, each.rects[0]) for each in found if each.rects]
        self._at = -1
        self._sheets.show_found(by_page)
        for button in (self._back, self._on):
            button.setEnabled(bool(self._hits))

    def _step(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._sheets.go_to(*self._hits[self._at])
            self._hit.setText(f"{self._at + 1} / {len(self._hits)}")

    def _drop_images(self) -> None:
        if self._images is not None:
            self._images.stop()
            self._images.deleteLater()
            self._images = None


class _Thumbnails(QListWidget):
    """``chosen`` carries the page (from 1) the user goes to."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thumbnails")
        self.setAccessibleName("缩略图")
        self.setIconSize(_ICON)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(_ICON.width() + 20, _ICON.height() + 30))
        self.setFixedWidth(_ICON.width() + 40)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._images: PageImages | None = None
        self.currentRowChanged.connect(lambda row: self.chosen.emit(row + 1) if row >= 0 else None)
        self.verticalScrollBar().valueChanged.connect(self.want)

    def show_pages(self, images: PageImages | None, count: int) -> None:
        self._images = images
        self.blockSignals(True)
        self.clear()
        blank = QPixmap(_ICON)
        blank.fill(Qt.GlobalColor.white)
        for page in range(1, count + 1):
            item = QListWidgetItem(_icon(blank), str(page), self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"第 {page} 页")
        self.blockSignals(False)
        if images is not None:
            images.arrived.connect(self._show)
            self.want()

    def want(self) -> None:
        """Ask for the pictures of the rows in sight."""
        if self._images is None or not self.isVisible():
            return
        room = self.viewport().rect()
        dpi = round(_SMALL * self.devicePixelRatioF())
        rows = (row for row in range(self.count()))
        shown = [r for r in rows if self.visualItemRect(self.item(r)).intersects(room)]
        self._images.ask("b thumbnails", [(row, dpi) for row in shown])

    def _show(self, index: int) -> None:
        dpi = round(_SMALL * self.devicePixelRatioF())
        image = self._images.get((index, dpi)) if self._images else None
        item = self.item(index)
        if image is not None and item is not None:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            item.setIcon(_icon(picture))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.want()


def _icon(picture: QPixmap) -> QIcon:
    """The same where the row is chosen, since a tinted page cannot be read."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


__all__ = ["PreviewView", "Rect", "SheetMark"]
