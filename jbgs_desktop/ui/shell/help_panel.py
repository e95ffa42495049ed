"""The help panel: what the form asks, the direction's own text, and the findings of the page."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTabWidget, QTextBrowser

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.fields import Field
from jbgs_desktop.forms.finding import Finding, Severity, tally
from jbgs_desktop.forms.target_figures import is_mentioned, target_figures
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import ems
from jbgs_desktop.ui.widgets.theme import current_tokens

_WIDTH = 21.5  # em


class HelpPanel(QTabWidget):
    """Three tabs beside the page; ``wanted`` carries the path of a finding that was clicked."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("help")
        self._session = session
        self._path = ""
        self._directions: tuple[Direction, ...] = ()
        self.setFixedWidth(ems(self, _WIDTH))
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setDrawBase(False)
        self._hints = self._add_tab("填写说明")
        self._originals = self._add_tab("通知原文")
        self._problems = self._add_tab("本页问题")
        self._problems.setOpenLinks(False)
        self._problems.anchorClicked.connect(self._on_link)
        session.checked.connect(self._show_hint)
        session.checked.connect(self._show_originals)
        self._show_hint()

    def show_field(self, path: str) -> None:
        """Explain the field at ``path``."""
        self._path = path
        self._show_hint()

    def show_directions(self, directions: Sequence[Direction]) -> None:
        """Show the notice's own text of ``directions``."""
        self._directions = tuple(directions)
        self._show_originals()

    def bring_forward(self, originals: bool) -> None:
        """Have the notice's own text in front, or what the form asks."""
        self.setCurrentWidget(self._originals if originals else self._hints)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List what is to be corrected on the page, and what is only to be looked at."""
        self.setTabText(2, f"本页问题 {len(findings)}" if findings else "本页问题")
        summary = f"这一页：{tally(findings)}" if findings else "这一页没有问题。"
        head = f"<p>{summary}其他页面的见上方“检查”。</p>"
        self._set(self._problems, head + "".join(map(_finding_html, findings)))

    def _add_tab(self, title: str) -> QTextBrowser:
        browser = QTextBrowser()
        browser.setAccessibleName(title)
        browser.setTabChangesFocus(True)
        self.addTab(browser, title)
        return browser

    def _set(self, browser: QTextBrowser, html: str) -> None:
        colours = current_tokens()
        css = (
            f"h4 {{ color: {colours['text']}; margin: 10px 0 4px 0; font-weight: 500; }}"
            f"p {{ margin: 0 0 5px 0; line-height: 108%; color: {colours['muted']}; }}"
            f".done {{ color: {colours['done']}; }} .error {{ color: {colours['error']}; }}"
            f".warning {{ color: {colours['warning']}; }} a {{ color: {colours['accent']}; }}"
        )
        page = f"<style>{css}</style>{html}"
        if browser.property("shown") != page:  # keep the place of a reader who scrolled
            browser.setProperty("shown", page)
            browser.setHtml(page)

    def _show_hint(self) -> None:
        if not self._path:
            self._set(self._hints, "<p>选中一个栏目，这里显示表格对它的要求。</p>")
            return
        field = self._session.field(self._path)
        text = self._session.value.text(self._path) if field.kind is FieldKind.PROSE else ""
        is_section = self._path.startswith("taskbooks.")
        note = self._session.call.form.taskbook.note if is_section else ""
        of_all = f"<h4>{self._session.words.taskbook}</h4><p>{escape(note)}</p>" if note else ""
        self._set(self._hints, _field_html(field) + _topics_html(field, text) + of_all)

    def _show_originals(self) -> None:
        parts = []
        for direction in self._directions:
            goals = self._session.value.text(f"taskbooks.{direction.no}.goals")
            parts.append(_direction_html(direction, goals, self._session))
        nothing = "<p>选了任务方向以后，这里显示通知的原文。</p>"
        self._set(self._originals, "".join(parts) or nothing)

    def _on_link(self, url: QUrl) -> None:
        self.wanted.emit(url.toString())


def _field_html(field: Field) -> str:
    lines = [f"<h4>{escape(field.name)}</h4>"]
    lines += [f"<p>{escape(line)}</p>" for line in field.text.hint]
    if field.text.note:
        lines.append(f"<p>{escape(field.text.note)}</p>")
    if field.limit:
        kind = "不超过" if field.limit.hard else "原则上不超过"
        lines.append(f"<p>{kind} {field.limit.words} 字，按 Word 的字数计。</p>")
    lines.append(f"<p><small>{escape(field.clause)}</small></p>")
    return "".join(lines)


def _topics_html(field: Field, text: str) -> str:
    if not field.text.topics:
        return ""
    lines = ["<h4>写到了吗</h4>"]
    for topic in field.text.topics:
        found = any(word in text for word in topic.words)
        lines.append(_tick_html(found, topic.label))
    return "".join(lines)


def _tick_html(found: bool, text: str) -> str:
    severity = DONE if found else Severity.NOTICE
    return f'<p class="{colour_of(severity)}">{signed(severity, escape(text))}</p>'


def _direction_html(direction: Direction, goals: str, session: Session) -> str:
    words, figures = session.words, target_figures(direction, session.call.target_year)
    mentioned: dict[str, bool] = {}  # by clause: it is answered when all its figures are
    for figure in figures:
        mentioned[figure.clause] = mentioned.get(figure.clause, True) and is_mentioned(
            figure, goals
        )
    ticks = "".join(_tick_html(found, clause) for clause, found in mentioned.items())
    target = (
        f"<h4>{escape(words.target)}</h4><p>{escape(direction.target)}</p>"
        if direction.target
        else ""
    )
    return (
        f"<h4>方向{direction.no}　{escape(direction.title)}　"
        f"<small>{escape(' · '.join(direction.headings))}</small></h4>"
        f"<h4>{escape(words.task)}</h4><p>{escape(direction.task)}</p>{target}"
        + (f"<h4>目标中的数值写到了吗</h4>{ticks}" if ticks else "")
    )


def _finding_html(finding: Finding) -> str:
    head = signed(finding.severity, finding.severity.word)
    return (
        f'<p><span class="{colour_of(finding.severity)}">{head}</span>　'
        f'<a href="{escape(finding.path)}">{escape(finding.label)}</a><br>'
        f"{escape(finding.message)}</p>"
    )
