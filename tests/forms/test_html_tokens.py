"""HTML that somebody made to be slow is read in bounds; what is no tag stays text."""

import time

import pytest

from jbgs_desktop.forms.html_table import read_html
from jbgs_desktop.forms.html_tokens import Attributes, read_markup

LENGTH = 4_900_000  # characters, just below what is read


class Found:
    def __init__(self) -> None:
        self.parts: list[object] = []

    def begin(self, tag: str, attributes: Attributes) -> None:
        self.parts.append((tag, attributes))

    def end(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def write(self, text: str) -> None:
        self.parts.append(text)


def found_in(html: str) -> list[object]:
    found = Found()
    read_markup(html, found)
    return found.parts


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("a&lt;b &amp c", ["a<b & c"]),
        (
            "<A HREF='x>y' b=1 c d=\"&amp;\"/>",
            [("a", {"href": "x>y", "b": "1", "c": "", "d": "&"})],
        ),
        ("<br/><p\nid = x>t</P >", [("br", {}), ("p", {"id": "x"}), "t", "/p"]),
        ("<a b=1 b=2>", [("a", {"b": "1"})]),
        ("1<2 3< 4<", ["1", "<", "2 3", "<", " 4", "<"]),
        ("a<!-- <b> --!>b<!-->c<!--->d<!x>e<?y>f</3>g", list("abcdefg")),
        ("<![if !x]>a<![endif]>", ["a"]),
        ("<style>a<b>c</style >d", [("style", {}), "a<b>c", "/style", "d"]),
        ("<script>a</scripts>", [("script", {}), "a</scripts>"]),
        ("a<!-- b", ["a", "<!-- b"]),
        ("a<b c", ["a", "<b c"]),
        ("a<b c='d>e&amp;f", ["a", "<b c='d>e&f"]),
    ],
)
def test_tags_and_text_are_told_apart(html: str, parts: list[object]) -> None:
    assert found_in(html) == parts


SLOW = [
    *("<a ", '<a b="', "<!--", "<!-- a>", "<![CDATA[", "<!", "<?", "</", "<", "<b>", "<sup>"),
    *("<table>", "<table><tr><td>a</table>", "<tr><td>a", "<td colspan=30 rowspan=30>a", "&#"),
    *("<style>", "<style>a{", "<style>.a{vertical-align:super}</style>", "b=c ", "<script></"),
]


@pytest.mark.parametrize(
    ("piece", "length"),
    [*((piece, 390_000) for piece in SLOW), ("b=c ", LENGTH), ("<td colspan=9>a<!-- -->", LENGTH)],
)
def test_nothing_takes_longer_than_its_length(piece: str, length: int) -> None:
    html = "<table><a " + piece * (length // len(piece))
    begun = time.process_time()
    read_html(html).words("a")
    assert time.process_time() - begun < 6  # s; the standard library's takes minutes


def test_more_than_the_window_can_wait_for_comes_as_words_and_is_told() -> None:
    content = read_html("<p>" + "<b>a</b>" * 110_000)
    assert content.words("a") == ("a", "")
    assert content.lost.startswith("内容太多，只带入了文字")
    assert not read_html("<table><tr><td>a<td>b</table>" * 600).is_read
