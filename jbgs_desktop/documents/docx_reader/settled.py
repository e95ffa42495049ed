"""The tree of a part brought to one state before it is read.

Tracked changes are as if accepted; whatever only wraps its content is opened; of alternatives one
is left; a field that is never closed is no field.
"""

from jbgs_desktop.documents.docx_reader.names import (
    Element,
    descend,
    is_on,
    name,
    short_name,
    value,
)

_GONE = {"w:del", "w:moveFrom"}
_KEPT = {"w:ins", "w:moveTo"}
_WRAPS = {
    *("w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo"),
    *("w:sdtContent", "w:sdt"),
}
_BESIDE = {"w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr"}
_MARKS = {"w:rPr", "w:trPr", "w:tcPr", "w:pPr"}  # where ins and del only mark their parent
_KNOWN = {"wps", "wpg", "wpc", "w14", "w15", "a14", "cx", "cx1", "cx2", "cx4", "am3d", "v", "wp14"}


def settle(root: Element) -> int:
    """Brings ``root`` to its settled state; the number of tracked changes."""
    _choose(root)
    tracked = _accept(root)
    _open(root)
    _close_fields(root)
    _join_paragraphs(root)
    return tracked


def _choose(root: Element) -> None:
    """One branch of each mc:AlternateContent: the first that is understood, else the fallback."""
    for each in list(root.iter(name("mc:AlternateContent"))):
        choices = each.findall(name("mc:Choice"))
        known = (c for c in choices if {*(c.get("Requires") or "").split()} <= _KNOWN)
        chosen = next(known, None)
        if chosen is None:
            chosen = descend(each, "mc:Fallback")
        if chosen is None and choices:
            chosen = choices[0]
        _replace(each, [] if chosen is None else list(chosen))


def _accept(root: Element) -> int:
    tracked = 0
    for each in list(root.iter(*map(name, (*_GONE, *_KEPT)))):
        parent = each.getparent()
        if parent is None:
            continue
        short, where = short_name(each), short_name(parent)
        tracked += 1
        if where in _MARKS:
            if short in _GONE and where == "w:trPr":
                _drop(parent.getparent())
            continue
        if short in _GONE:
            _drop(each)
        else:
            _replace(each, list(each))
    for each in list(root.iter(name("w:cellDel"))):
        tracked += 1
        _drop(next(each.iterancestors(name("w:tc")), None))
    return tracked


def _open(root: Element) -> None:
    for each in list(root.iter(*map(name, _WRAPS))):
        if short_name(each) == "w:sdt" and is_on(descend(each, "w:sdtPr", "w:showingPlcHdr")):
            _replace(each, _emptied(each))
            continue
        _replace(each, [part for part in each if short_name(part) not in _BESIDE])


def _emptied(sdt: Element) -> list[Element]:
    """What is left of a control that shows its prompt only: its cells, rows and paragraphs."""
    content = descend(sdt, "w:sdtContent")
    if content is None:
        return []
    for run in list(content.iter(name("w:r"))):
        _drop(run)
    return list(content)


def _close_fields(root: Element) -> None:
    """A w:fldChar without its partners is taken out: nothing after it is hidden by it."""
    open_fields: list[list[Element]] = []
    for each in list(root.iter(name("w:fldChar"))):
        kind = value(each, "w:fldCharType")
        if kind == "begin":
            open_fields.append([each])
        elif not open_fields:
            _drop(each)
        elif kind == "separate":
            open_fields[-1].append(each)
        elif kind == "end":
            open_fields.pop()
    for parts in open_fields:
        for each in parts:
            _drop(each)


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose mark was deleted goes on with the next one."""
    for each in list(root.iter(name("w:p"))):
        marks = descend(each, "w:pPr", "w:rPr")
        is_joined = any(descend(marks, tag) is not None for tag in _GONE)
        after = each.getnext()
        if not is_joined or after is None or short_name(after) != "w:p":
            continue
        properties = descend(each, "w:pPr")
        content = [part for part in each if part is not properties]
        at = 1 if descend(after, "w:pPr") is not None else 0
        for offset, part in enumerate(content):
            after.insert(at + offset, part)
        _drop(each)


def _drop(element: Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if parent is not None and element is not None:
        parent.remove(element)


def _replace(element: Element, content: list[Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = content
