"""Copies in LibreOffice and pastes into the running program with real keys, then reads the draft.

What WPS and Word offer is put on the clipboard under their names by `offered.py`, since neither is
free software. `make check-clipboard`; for the frozen program:
`make check-clipboard PROGRAM=build/package/dist/jbgs/jbgs-desktop`.
"""

import base64
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

from installer.linux.clerk import (
    Clerk,
    missing_packages,
    run_trial,
    trial_options,
)
from installer.linux.offered import READY
from installer.linux.trial_desktop import Case, TrialError, wait_for
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import FigureItem, TableItem, items_of
from jbgs_desktop.ui.widgets.outline import outline
from tests.documents.docx_reader import word_files as w
from tests.documents.docx_reader.compound_files import embed_source

_NEEDED = {"soffice": "libreoffice-writer libreoffice-calc"}
_OFFERED = Path(__file__).with_name("offered.py")
_TITLE = "揭榜挂帅申报材料"  # of the questions of the program
_WRITER, _CALC = "LibreOffice Writer", "LibreOffice Calc"
_WPS, _WORD = "Kingsoft WPS 9.0 Format", "Embed Source"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("style", "style"),
    )
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="Up" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    "</office:automatic-styles>"
)
_RAISED = '第二段10<text:span text:style-name="Up">-9</text:span>。'
_BEFORE = "第一段。\n第二段10⁻⁹。"  # what comes of it
_GRID = (("指标", "目标"), ("效率", "第一行\n第二行"))
_TWO_LINES = _GRID[1][1]
_SECTIONS = installed_calls()[0].form.taskbook.sections


# -- what is copied


def _cell(text: str) -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _document(kind: str, body: str) -> str:
    mime = {"text": "text", "spreadsheet": "spreadsheet"}[kind]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{mime}">{_STYLES}<office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def make_documents(folder: Path) -> list[Path]:
    """A text with a table and a picture, and a sheet, as LibreOffice opens them."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in _GRID
    )
    table = (
        '<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>'
        f"{rows}</table:table>"
    )
    picture = base64.b64encode(w.picture()).decode()
    frame = (
        '<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="as-char"><draw:image>'
        f"<office:binary-data>{picture}</office:binary-data></draw:image></draw:frame>"
    )
    lines = ("第一段。", _RAISED), ("表后一段。", frame, "最后一段。")
    before, after = ("".join(f"<text:p>{line}</text:p>" for line in each) for each in lines)
    text, sheet = folder / "text.fodt", folder / "sheet.fods"
    text.write_text(_document("text", before + table + after), encoding="utf-8")
    sheet.write_text(_document("spreadsheet", table), encoding="utf-8")
    return [text, sheet]


def _copied_docx(*headings: str) -> bytes:
    """Of Word or WPS: a paragraph, a table and a figure, parted by ``headings``."""
    rows = (w.tr(*map(w.tc, row)) for row in (("甲", "乙"), ("1", "2")))
    blocks = [w.p("第一段"), w.tbl(*rows) + w.p(w.drawing("i1"))]
    heads = [w.p(heading) for heading in headings] or ["", ""]
    body = "".join(head + block for head, block in zip(heads, blocks, strict=True))
    return w.docx_with(body, {"media/i1.png": w.picture()})


# -- how it is copied and pasted


class Copying:
    """A clerk with LibreOffice beside the program."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk, self._desktop = clerk, clerk.desktop
        self._own: subprocess.Popen[str] | None = None
        self._program = self._desktop.call("xdotool", "getactivewindow")  # no other is open

    def open_office(self) -> None:
        """LibreOffice with a text and a sheet."""
        files = make_documents(self._desktop.folder)
        self._desktop.start(["soffice", "--norestore", "--nologo", "--nofirststartwizard", *files])
        for title in (_WRITER, _CALC):
            wait_for(title, partial(self._office, title), 180)

    def copy(self, title: str, *keys: str, until: str) -> None:
        """Press ``keys`` in the window of LibreOffice until ``until`` is among what is copied."""

        def copied() -> bool:
            self._activate(self._office(title)[0])
            self._clerk.press("Escape", *keys, "ctrl+c")
            words = self._desktop.call(sys.executable, _OFFERED)
            return until in words

        wait_for(f"剪贴板里的“{until}”", copied)

    def offer(self, form: str, data: bytes, words: str) -> None:
        """Have another program own the clipboard."""
        file, text = self._desktop.folder / "offered", self._desktop.folder / "words"
        file.write_bytes(data)
        text.write_text(words, encoding="utf-8")
        command: list[str | Path] = [sys.executable, _OFFERED]
        command += ["--form", form, "--file", file, "--form", "text/plain", "--file", text]
        self._own = self._desktop.start(command, stdout=subprocess.PIPE)
        assert self._own.stdout is not None
        if self._own.stdout.readline().strip() != READY:
            raise TrialError("放不上剪贴板。")

    def paste(self, keys: str = "ctrl+v") -> None:
        """Press ``keys`` in the program."""
        self.return_to_program()
        self._clerk.press(keys)

    def return_to_program(self) -> None:
        """Have the keys go to the program."""
        self._activate(self._program)

    def answer(self) -> None:
        """Take the preferred answer of the question that comes."""
        wait_for("提问", lambda: self._clerk.windows(_TITLE))
        self._clerk.picture("question")
        self._clerk.press("Return")

    def _office(self, title: str) -> list[str]:
        found = self._desktop.call("xdotool", "search", "--onlyvisible", "--name", title)
        return found.split()

    def _activate(self, window: str) -> None:
        def is_active() -> bool:
            self._desktop.call("xdotool", "windowactivate", window)
            return self._desktop.call("xdotool", "getactivewindow") == window

        wait_for("窗口", is_active)


# -- what has to arrive


def _kinds(section: Any) -> list[type]:
    return [type(item) for item in items_of(section)]


def _rows(section: Any) -> Any:
    return next((each.table.rows for each in items_of(section) if isinstance(each, TableItem)), ())


def _is_whole_text(section: Any) -> bool:
    return (
        _kinds(section) == [str, TableItem, str, FigureItem, str]
        and _rows(section) == _GRID
        and (section[0], section[2], section[4]) == (_BEFORE, "表后一段。", "最后一段。")
    )


def _is_docx(section: Any) -> bool:
    return _kinds(section) == [str, TableItem, FigureItem]


def expect(clerk: Clerk, path: str, what: str, holds: Callable[[Any], bool]) -> None:
    """Raises TrialError unless what is saved in the field ``path`` comes to hold."""
    try:
        wait_for(what, lambda: holds(clerk.saved().get(path)), 30)
    except TrialError as error:
        raise TrialError(f"{error} {path} 里是“{clerk.saved().get(path)}”。") from None
    clerk.picture(what)


def paste_everywhere(clerk: Clerk, copying: Copying) -> None:
    """Each kind of clipboard into a section of its own, and a cell into plain fields."""
    application = clerk.saved()
    no = application.directions[0]
    pages = [entry.key for entry in outline(application, installed_calls()[0])]
    clerk.open_page(1 + pages.index(f"taskbook.{no}"))
    from_libreoffice(clerk, copying, [f"taskbooks.{no}.{each}" for each in _SECTIONS[:3]])
    from_word(clerk, copying, no, application.track)
    copying.copy(_CALC, "ctrl+Home", "Down", "Right", until=_TWO_LINES)
    copying.return_to_program()
    for page, path, stored in (
        ("unit", "unit.name", _TWO_LINES.replace("\n", " ")),
        ("overview", "product_overview", _TWO_LINES),
    ):
        clerk.open_page(1 + pages.index(page))
        copying.paste()
        expect(clerk, path, f"cell-{page}", partial(eq, stored))


def from_libreoffice(clerk: Clerk, copying: Copying, paths: Sequence[str]) -> None:
    """A text, its words only, and a sheet, into three sections from the open one on."""
    copying.copy(_WRITER, "ctrl+Home", "ctrl+a", until="最后一段")
    copying.paste()
    expect(clerk, paths[0], "Writer", _is_whole_text)
    clerk.press("alt+Down")
    copying.paste("ctrl+shift+v")
    expect(clerk, paths[1], "Writer-words", lambda text: _kinds(text) == [str] and _BEFORE in text)
    clerk.press("alt+Down")
    copying.copy(_CALC, "ctrl+Home", "ctrl+a", until="指标\t目标")
    copying.paste()
    expect(clerk, paths[2], "Calc", lambda section: _rows(section) == _GRID)


def from_word(clerk: Clerk, copying: Copying, no: int, track: str) -> None:
    """A docx of WPS and one of Word, into the next two sections, and one that is parted."""
    paths = [f"taskbooks.{no}.{each}" for each in _SECTIONS[3:]]
    for path, name, form, data in (
        (paths[0], "WPS", _WPS, _copied_docx()),
        (paths[1], "Word", _WORD, embed_source(_copied_docx())),
    ):
        clerk.press("alt+Down")
        copying.offer(form, data, "不用")
        copying.paste()
        expect(clerk, path, name, _is_docx)
    clerk.press("alt+Down")
    call = installed_calls()[0]
    copying.offer(_WPS, _copied_docx(*(describe(call, p, track).label for p in paths[-2:])), "不用")
    copying.paste()
    copying.answer()
    expect(clerk, paths[-2], "WPS-several", partial(eq, "第一段"))
    expect(clerk, paths[-1], "WPS-several-2", lambda s: _kinds(s) == [TableItem, FigureItem])


def copy_and_paste(clerk: Clerk) -> None:
    """Open LibreOffice beside the program, then each kind of clipboard."""
    copying = Copying(clerk)
    copying.open_office()
    copying.return_to_program()
    paste_everywhere(clerk, copying)


def main() -> int:
    """0 when everything arrived."""
    description = "在LibreOffice里复制，粘贴到程序里，再读出草稿。"
    options = trial_options(description, "clipboard").parse_args()
    return 2 if missing_packages(_NEEDED) else run_trial(options, Case("clipboard"), copy_and_paste)


if __name__ == "__main__":
    sys.exit(main())
