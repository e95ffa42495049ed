"""HTML cut into tags and text, in time that grows with its length alone.

The standard library's tokenizer looks again for an end that is not there at every tag, and takes
minutes for a clipboard of 60,000 characters that somebody made so. This one goes on where it has
looked. It follows the HTML standard (13.2.5) as far as that says what is text.
"""

import re
from html import unescape
from typing import Protocol

Attributes = dict[str, str]

_RAW = {"script", "style"}  # in which nothing is a tag but their own end
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_BETWEEN = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_COMMENT_END = re.compile(r"--!?>")


class MarkupHandler(Protocol):
    """Gets what is found, in its order; names are in lower case."""

    def begin(self, tag: str, attributes: Attributes) -> None: ...
    def end(self, tag: str) -> None: ...
    def write(self, text: str) -> None: ...


def read_markup(html: str, handler: MarkupHandler) -> None:
    """Hand the tags and the text of ``html`` to ``handler``.

    A tag or comment that does not end is text, so that none of it goes missing.
    """
    at = 0
    while at < len(html):
        start = html.find("<", at)
        text_end = len(html) if start < 0 else start
        if text_end > at:
            handler.write(unescape(html[at:text_end]))
        if start < 0:
            return
        at = _construct(html, start, handler)


def _construct(html: str, start: int, handler: MarkupHandler) -> int:
    """What begins with the ``<`` at ``start``; where it ends."""
    following = html[start + 1 : start + 2]
    if following == "!" and html.startswith("<!--", start):
        if html.startswith(("<!-->", "<!--->"), start):
            return html.index(">", start) + 1
        closed = _COMMENT_END.search(html, start + 4)
        return closed.end() if closed else _rest_as_text(html, start, handler)
    closes = following == "/"
    name = _NAME.match(html, start + 1 + closes)
    if name is not None:
        return _tag(html, name, handler, start, closes=closes)
    if following in ("!", "?", "/"):
        end = html.find(">", start)
        return end + 1 if end >= 0 else _rest_as_text(html, start, handler)
    handler.write("<")
    return start + 1


def _tag(
    html: str, name: re.Match[str], handler: MarkupHandler, start: int, *, closes: bool
) -> int:
    attributes: Attributes = {}
    tag, end = name[0].lower(), _attributes(html, name.end(), attributes)
    if end < 0:
        return _rest_as_text(html, start, handler)
    if closes:
        handler.end(tag)
        return end
    handler.begin(tag, attributes)
    if tag not in _RAW:
        return end
    closing = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(html, end)
    until = closing.start() if closing else len(html)
    handler.write(html[end:until])
    return until


def _attributes(html: str, at: int, found: Attributes) -> int:
    """Put the attributes from ``at`` on into ``found``; where the tag ends, -1 if nowhere."""
    if html.startswith(">", at):
        return at + 1
    while True:
        at = _end_of(_BETWEEN, html, at)
        if at >= len(html):
            return -1
        if html[at] == ">":
            return at + 1
        name = html[at : (at := _end_of(_ATTRIBUTE_NAME, html, at))]
        value = ""
        if equals := _EQUALS.match(html, at):
            at = equals.end()
            quote = html[at : at + 1]
            if quote in {'"', "'"}:
                closing = html.find(quote, at + 1)
                if closing < 0:
                    return -1
                value, at = html[at + 1 : closing], closing + 1
            else:
                value = html[at : (at := _end_of(_UNQUOTED, html, at))]
        found.setdefault(name.lower(), unescape(value))


def _end_of(pattern: re.Pattern[str], html: str, at: int) -> int:
    found = pattern.match(html, at)
    return found.end() if found else at


def _rest_as_text(html: str, start: int, handler: MarkupHandler) -> int:
    handler.write(unescape(html[start:]))
    return len(html)
