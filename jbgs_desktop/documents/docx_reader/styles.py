"""The styles of a document, asked by what they say, never by their ids: programs rename those."""

import re
from dataclasses import dataclass

from jbgs_desktop.documents.docx_reader.names import Element, descend, name, value, whole

_DEEPEST = 30  # styles based on each other; a circle ends here
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_USUAL_SIZE = 20  # half points, where a document does not say it
_BODY_LEVEL = 9  # of outlineLvl: running text


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """The list that a paragraph belongs to (0 is none), and its level in it from 0."""

    number: int
    level: int


class Styles:
    """All styles of ``root`` (styles.xml), which may be missing."""

    def __init__(self, root: Element | None) -> None:
        found = root.iterchildren(name("w:style")) if root is not None else ()
        usual = descend(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz")
        self._usual_size = whole(value(usual), _USUAL_SIZE)
        self._styles: dict[str, Element] = {}
        self._default = ""
        self._linked: dict[str, int] = {}  # the levels of lists that styles stand for
        for style in found:
            id_ = value(style, "w:styleId")
            self._styles[id_] = style
            is_default = value(style, "w:default") in ("1", "true", "on")
            if is_default and value(style, "w:type") == "paragraph":
                self._default = id_

    def name(self, id_: str) -> str:
        """The style's name in lower case."""
        return value(descend(self._styles.get(id_), "w:name")).strip().lower()

    def of(self, paragraph: Element) -> str:
        """The id of the paragraph's style."""
        return value(descend(paragraph, "w:pPr", "w:pStyle"), default=self._default)

    def level(self, paragraph: Element) -> int:
        """The level of a heading from 1, 0 for a paragraph that is none."""
        own = descend(paragraph, "w:pPr", "w:outlineLvl")
        chain = self._chain(self.of(paragraph))
        levels = [own, *(descend(style, "w:pPr", "w:outlineLvl") for style in chain)]
        outline = next(
            (whole(value(each), _BODY_LEVEL) for each in levels if each is not None), None
        )
        if outline is not None and (own is not None or outline < _BODY_LEVEL):
            return outline + 1 if 0 <= outline < _BODY_LEVEL else 0
        names = (value(descend(style, "w:name")).strip().lower() for style in chain)
        matches = (_HEADING.fullmatch(each) for each in names)
        return next((int(match[1]) for match in matches if match), 0)

    def number_place(self, paragraph: Element) -> NumberPlace | None:
        """Which list the paragraph belongs to, by itself or by its style."""
        own = descend(paragraph, "w:pPr", "w:numPr")
        number, level = descend(own, "w:numId"), descend(own, "w:ilvl")
        for style in self._chain(self.of(paragraph)):
            properties = descend(style, "w:pPr", "w:numPr")
            number = descend(properties, "w:numId") if number is None else number
            level = descend(properties, "w:ilvl") if level is None else level
        if number is None:
            return None
        at = whole(value(level)) if level is not None else self._linked.get(self.of(paragraph), 0)
        return NumberPlace(whole(value(number)), min(max(at, 0), 8))

    def list_of(self, id_: str) -> int:
        """The list that a style of lists stands for; 0 for none."""
        return whole(value(descend(self._styles.get(id_), "w:pPr", "w:numPr", "w:numId")))

    def run_switch(
        self, properties: Element | None, paragraph_style: str, tag: str
    ) -> Element | None:
        """The run's property ``tag``: its own, its character style's or its paragraph style's."""
        own = descend(properties, tag)
        if own is not None:
            return own
        ids = [value(descend(properties, "w:rStyle")), paragraph_style]
        chain = (style for id_ in ids if id_ for style in self._chain(id_))
        return next((e for s in chain if (e := descend(s, "w:rPr", tag)) is not None), None)

    def size(self, properties: Element | None, paragraph_style: str) -> int:
        """The size of a run, in half points."""
        own = self.run_switch(properties, paragraph_style, "w:sz")
        return whole(value(own), self._usual_size)

    def link_level(self, style: str, level: int) -> None:
        """A level of a list says that it belongs to the paragraphs of a style."""
        self._linked.setdefault(style, level)

    def _chain(self, id_: str) -> list[Element]:
        """The style and those it is based on."""
        chain: list[Element] = []
        while id_ in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[id_])
            id_ = value(descend(self._styles[id_], "w:basedOn"))
        return chain
