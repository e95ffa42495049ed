"""What stands in a paragraph: its text with raised characters, its pictures, and its losses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jbgs_desktop.documents.docx_reader.drawings import Drawings
from jbgs_desktop.documents.docx_reader.formats import ParagraphFormats
from jbgs_desktop.documents.docx_reader.losses import Losses
from jbgs_desktop.documents.docx_reader.model import LossKind, ReadFigure
from jbgs_desktop.documents.docx_reader.names import (
    Element,
    descend,
    is_on,
    name,
    plain_text,
    short_name,
    value,
)
from jbgs_desktop.documents.docx_reader.styles import Styles
from jbgs_desktop.documents.docx_reader.symbols import sign_in_font, signs_in_font
from jbgs_desktop.forms.text.scripts import Script, set_script

InlinePiece = str | ReadFigure
_SCRIPTS = {"superscript": Script.SUPER, "subscript": Script.SUB}
_FORMULA_FIELD = re.compile(r"\s*EQ\b", re.IGNORECASE)
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_NOTES = {
    "w:footnoteReference": (LossKind.FOOTNOTE, "footnotes"),
    "w:endnoteReference": (LossKind.ENDNOTE, "endnotes"),
    "w:commentReference": (LossKind.COMMENT, "comments"),
}


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, the text in it, and whether its result has begun."""

    code: str = ""
    text: str = ""
    has_result: bool = False
    is_form_box: Element | None = None


@dataclass(slots=True)
class InlineReader:
    """Reads the paragraphs of one part, whose fields may go over several of them."""

    styles: Styles
    drawings: Drawings
    losses: Losses
    notes: Mapping[str, Mapping[str, str]]  # the texts of footnotes, endnotes, comments by ids
    formats: ParagraphFormats = field(init=False)
    _fields: list[_Field] = field(default_factory=list)
    _is_after_struck: bool = False

    def __post_init__(self) -> None:
        self.formats = ParagraphFormats(self.styles)

    def pieces(self, paragraph: Element) -> list[InlinePiece]:
        """The text and the pictures of ``paragraph`` in their order."""
        style = self.styles.of(paragraph)
        self.formats.begin()
        self._is_after_struck = False
        found: list[InlinePiece] = []
        for each in self._content(paragraph, style):
            if isinstance(each, str) and found and isinstance(found[-1], str):
                found[-1] += each
            elif each != "":
                found.append(each)
        return found

    def _content(self, parent: Element, style: str) -> Iterator[InlinePiece]:
        for each in parent:
            match short_name(each):
                case "w:r":
                    yield from self._run(each, style)
                case "m:oMath" | "m:oMathPara":
                    self.losses.add(LossKind.FORMULA, _formula(each))
                case "w:subDoc":
                    self.losses.add(LossKind.EMBEDDED_DOCUMENT)
                case "w:ruby":
                    yield from self._ruby(each, style)

    def _run(self, run: Element, style: str) -> Iterator[InlinePiece]:
        properties = descend(run, "w:rPr")
        is_hidden = is_on(self.styles.run_switch(properties, style, "w:vanish"))
        for each in run:
            short = short_name(each)
            if short in ("w:fldChar", "w:instrText"):
                yield from self._field(each, short)
                continue
            if self._fields and not all(each.has_result for each in self._fields):
                self._fields[-1].text += each.text or "" if short == "w:t" else ""
                continue
            if short == "w:t" or short in _SIGNS or short in ("w:br", "w:sym"):
                text = self._text(each, short, properties)
                if is_hidden:
                    self.losses.add(LossKind.HIDDEN_TEXT, text)
                else:
                    yield self._in_script(text, properties, style)
            else:
                yield from self._other(each, short, style)

    def _text(self, element: Element, short: str, properties: Element | None) -> str:
        if short == "w:t":
            font = value(descend(properties, "w:rFonts"), "w:ascii")
            return signs_in_font(element.text or "", font)
        if short == "w:sym":
            sign = sign_in_font(value(element, "w:char"), value(element, "w:font"))
            if not sign:
                self.losses.add(LossKind.SYMBOL, value(element, "w:font"))
            return sign
        if short == "w:br":
            return "" if value(element, "w:type") in ("page", "column") else "\n"
        return _SIGNS[short]

    def _in_script(self, text: str, properties: Element | None, style: str) -> str:
        """``text`` raised, lowered or as it is; what cannot be is told."""
        raised = self.styles.run_switch(properties, style, "w:vertAlign")
        script = _SCRIPTS.get(value(raised), Script.NORMAL)
        struck = (
            self.styles.run_switch(properties, style, tag) for tag in ("w:strike", "w:dstrike")
        )
        self._note_struck(text, is_struck=any(map(is_on, struck)))
        self.formats.add(text, properties, style)
        if script is Script.NORMAL:
            return text
        made, missing = set_script(text, script)
        if missing:
            self.losses.add(LossKind.SCRIPT, text)
            return text  # a word half raised would be read as another one
        return made

    def _note_struck(self, text: str, *, is_struck: bool) -> None:
        """Runs beside each other are one: office programs part a sentence as they like."""
        if not text.strip():
            return
        if is_struck:
            add = self.losses.add_beside if self._is_after_struck else self.losses.add
            add(LossKind.STRUCK_TEXT, text)
        self._is_after_struck = is_struck

    def _other(self, element: Element, short: str, style: str) -> Iterator[InlinePiece]:
        if short in ("w:drawing", "w:pict", "w:object"):
            yield from self.drawings.figures(element)
        elif short in _NOTES:
            kind, part = _NOTES[short]
            self.losses.add(kind, self.notes.get(part, {}).get(value(element, "w:id"), ""))
        elif short == "w:ruby":
            yield from self._ruby(element, style)
        elif short in ("m:oMath", "m:oMathPara"):
            self.losses.add(LossKind.FORMULA, _formula(element))
        elif short == "w:contentPart":
            self.losses.add(LossKind.INK)

    def _ruby(self, ruby: Element, style: str) -> Iterator[InlinePiece]:
        base, above = descend(ruby, "w:rubyBase"), descend(ruby, "w:rt")
        if above is not None:
            self.losses.add(LossKind.RUBY, plain_text(above))
        if base is not None:
            yield from self._content(base, style)

    def _field(self, element: Element, short: str) -> Iterator[InlinePiece]:
        if short == "w:instrText":
            if self._fields:
                self._fields[-1].code += element.text or ""
            return
        match value(element, "w:fldCharType"):
            case "begin":
                box = descend(element, "w:ffData", "w:checkBox")
                self._fields.append(_Field(is_form_box=box))
            case "separate" if self._fields:
                self._fields[-1].has_result = True
            case "end" if self._fields:
                closed = self._fields.pop()
                if not self._fields or all(each.has_result for each in self._fields):
                    yield from self._closed(closed)

    def _closed(self, closed: _Field) -> Iterator[InlinePiece]:
        """What a field without a result stands for."""
        if (box := closed.is_form_box) is not None:
            checked = descend(box, "w:checked")
            yield "☑" if is_on(descend(box, "w:default") if checked is None else checked) else "□"
        elif not closed.has_result and _FORMULA_FIELD.match(closed.code):
            self.losses.add(LossKind.FORMULA, closed.code.strip())
        elif not closed.has_result:
            yield closed.text  # no program writes it there; if one did, it is not lost


def _formula(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(name("m:t"), name("w:t")))
