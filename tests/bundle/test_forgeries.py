"""Forged bundles whose manifests and lists were renewed: each is told for what it is.

Every one names only what the forgery itself is about; ``error`` is a bundle that is refused.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import BOOK_NUMBER, CALL_VERSION, PAGE_CODES, PAGES_BY_HAND
from jbgs_desktop.bundle.verdict import FINDING_SENTENCES
from jbgs_desktop.bundle.verify import verify
from tests.bundle.forged_bundles import (
    NO_RELEASE,
    OTHER_RELEASE,
    Change,
    GoodBundle,
    forge,
    good_bundle,
    listing_of,
    packed_again,
    with_more,
    with_part,
    with_pdf,
)
from tests.bundle.forgeries import (
    OUTSIDE,
    Forgery,
    alternative,
    always_yes,
    another_content,
    another_figure,
    another_firm,
    blank,
    bound,
    custom,
    exchanged,
    fields,
    formula,
    hidden,
    hidden_row,
    hidden_sheet,
    launch,
    layers,
    link_upon,
    locked,
    named,
    note,
    note_upon,
    only,
    other_block,
    other_format,
    other_pledge,
    remade,
    remark,
    restamped,
    says_other_figures,
    says_other_words,
    scans,
    script,
    sealed_blank,
    twice,
    unlike,
    vanished,
    white,
)
from tests.bundle.sample_bundles import one_page

OF_BUNDLES = re.compile("^bundle[.](?:made[.]|scan[.])?")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> GoodBundle:
    return good_bundle(tmp_path_factory.mktemp("good"))


E_ACTS, E_DIFFERS, E_PAGES = [("error", "acts")], [("error", "differs")], [("error", "pages")]
E_TEXT, W_OLDER = [("error", "text")], [("warning", "older")]
FORGERIES = {
    # Documents.
    "docx of another firm": Forgery(only(layout.DOCX, another_firm), E_DIFFERS),
    "docx with another figure": Forgery(another_figure, E_DIFFERS),
    "docx with a hidden remark": Forgery(only(layout.DOCX, note), E_DIFFERS),
    "docx with a macro": Forgery(only(layout.DOCX, with_more("word/vbaData.xml")), E_ACTS),
    "docx with a remote template": Forgery(
        only(layout.DOCX, with_more("word/_rels/settings.xml.rels", OUTSIDE % "attachedTemplate")),
        E_ACTS,
    ),
    "docx with a picture from outside": Forgery(
        only(layout.DOCX, with_more("word/_rels/x.xml.rels", OUTSIDE % "image")), E_ACTS
    ),
    "docx with a field that runs": Forgery(only(layout.DOCX, fields), E_ACTS),
    "docx with an object": Forgery(
        only(layout.DOCX, with_more("word/embeddings/oleObject1.bin", "x")), E_ACTS
    ),
    "docx that nobody opens": Forgery(only(layout.DOCX, locked), [("error", "unreadable")]),
    "xlsx with another row": Forgery(
        only(
            layout.ROW, with_part("xl/worksheets/sheet1.xml", "</sheetData>", "<row/></sheetData>")
        ),
        E_DIFFERS,
    ),
    "xlsx with another figure": Forgery(remade(layout.ROW, unit__revenue="986000.00"), E_DIFFERS),
    "xlsx with a formula": Forgery(only(layout.ROW, formula), E_ACTS),
    "xlsx with a macro sheet": Forgery(
        only(layout.ROW, with_more("xl/macrosheets/sheet1.xml")), E_ACTS
    ),
    "xlsx with a link outside": Forgery(
        only(layout.ROW, with_more("xl/externalLinks/externalLink1.xml")), E_ACTS
    ),
    # The book.
    "PDF with only the right keyword": Forgery(
        lambda good: {layout.PDF: one_page("合订本", good.version.code)}, E_PAGES
    ),
    "PDF with another figure": Forgery(remade(layout.PDF, unit__revenue="986000.00"), E_PAGES),
    "PDF with a page more": Forgery(
        only(layout.PDF, with_pdf(lambda writer: writer.add_blank_page(595, 842))), E_PAGES
    ),
    "PDF with a script": Forgery(only(layout.PDF, script), E_ACTS),
    "PDF with a file in it": Forgery(
        only(layout.PDF, with_pdf(lambda writer: writer.add_attachment("x.exe", b"MZ"))), E_ACTS
    ),
    # What lies beside.
    "校验.html that always says yes": Forgery(
        only(layout.CHECKER, always_yes), [("error", "checker")]
    ),
    "请先读我 with other advice": Forgery(only(layout.README, says_other_words), E_TEXT),
    "请先读我 with an invisible byte more": Forgery(
        only(layout.README, lambda data: data + b"\r\n"), E_TEXT
    ),
    "报送清单 with a launch action": Forgery(only(layout.LISTING, launch), E_ACTS),
    "报送清单 of another day": Forgery(
        lambda good: {layout.LISTING: listing_of(good, good.folder, date(2023, 1, 1))}, E_PAGES
    ),
    "报送清单 that is another paper": Forgery(only(layout.LISTING, one_page("清单")), E_PAGES),
    "another day in bag-info": Forgery(
        only(layout.APPLICATION, lambda data: data),
        [("error", "text"), ("error", "pages")],
        {"Bagging-Date": "2023-01-01"},
    ),
    # Scans.
    "an empty scan": Forgery(
        only(layout.WHOLE_SCAN, one_page("空")),
        [("error", "no-code"), *[("error", "part")] * 4, ("error", "part-left")],
    ),
    "no whole scan": Forgery(only(layout.WHOLE_SCAN, None), [("error", "content.missing")]),
    "a whole scan that nobody opens": Forgery(
        only(layout.WHOLE_SCAN, b"%PDF-1.7\n%%EOF\n"), [("error", "broken")]
    ),
    "a scan with a script": Forgery(only(layout.WHOLE_SCAN, script), E_ACTS),
    "承诺书 and 任务书 exchanged": Forgery(
        exchanged("承诺书", "任务书"), [("error", "part-other"), ("error", "part-other")]
    ),
    "another 承诺书": Forgery(other_pledge, [("error", "part"), ("error", "part-left")]),
    "no 承诺书": Forgery(
        lambda good: {good.part("承诺书"): None},
        [("error", "part-missing"), ("error", "part-left")],
    ),
    "a 承诺书 that nobody opens": Forgery(
        lambda good: {good.part("承诺书"): b"%PDF-1.7\n%%EOF\n"},
        [("error", "part-unreadable"), ("error", "part-left")],
    ),
    "a part that the book has not": Forgery(
        lambda good: {
            layout.scan_name(9, "补充"): (good.folder / good.part("承诺书")).read_bytes()
        },
        [("error", "part-other")],
    ),
    "a page twice in the scans": Forgery(
        scans(lambda g: [*g.pages, g.pages[2]]), [("error", "displaced"), ("error", "part-left")]
    ),
    "a page between the scans": Forgery(
        scans(lambda g: [*g.pages, g.stamped(3, None)]),
        [("error", "displaced"), ("error", "part-left")],
    ),
    "pages of another application": Forgery(
        restamped(application="ZZZZ2222"), [("error", "foreign")]
    ),
    "pages that prove another content": Forgery(another_content, [("error", "content")]),
    "pages of the old kind": Forgery(restamped(proof="-"), [("error", "wrong-kind")]),
    "today's number with pages of the old kind": Forgery(
        restamped(proof="-"),
        [("error", "wrong-number")],
        {PAGE_CODES: None},
    ),
    "data that no book could hold": Forgery(
        only(layout.APPLICATION, lambda data: data + b" " * 2**22),
        [("error", "application.unreadable")],
    ),
    "a blank page with its code": Forgery(unlike(3, blank), [("error", "blank")]),
    "a blank page with its code, foot and a seal": Forgery(
        unlike(3, sealed_blank), [("error", "blank")]
    ),
    "a blank page that a person has assigned": Forgery(
        scans(lambda g: [*g.pages[:2], g.codeless(3, blank(g)), *g.pages[3:]]),
        [("error", "blank"), ("warning", "by-hand")],
        {PAGES_BY_HAND: "3"},
    ),
    "another page's picture with the right code": Forgery(
        unlike(5, lambda good: good.picture(4)), [("warning", "unlike")]
    ),
    "two pages' pictures exchanged under right codes": Forgery(
        scans(
            lambda g: [
                *g.pages[:3],
                g.shown(4, g.picture(5)),
                g.shown(5, g.picture(4)),
                *g.pages[5:],
            ]
        ),
        [("warning", "unlike")],
    ),
    "a block of the table exchanged": Forgery(unlike(3, other_block), [("warning", "unlike")]),
    "older: a blank page with its code": Forgery(
        unlike(3, blank), [("error", "blank")], NO_RELEASE
    ),
    "older: another page's picture": Forgery(
        unlike(5, lambda good: good.picture(4)), [("warning", "unlike")], NO_RELEASE
    ),
    # What says that it is of an older release, of none, or of another.
    "older: docx of another firm": Forgery(only(layout.DOCX, another_firm), W_OLDER, NO_RELEASE),
    "older: docx with another figure": Forgery(another_figure, W_OLDER, NO_RELEASE),
    "older: xlsx with another figure": Forgery(
        remade(layout.ROW, unit__revenue="986000.00"), W_OLDER, NO_RELEASE
    ),
    "older: PDF with another figure": Forgery(
        remade(layout.PDF, unit__revenue="986000.00"), W_OLDER, NO_RELEASE
    ),
    "older: 请先读我 with other advice": Forgery(
        only(layout.README, says_other_words), W_OLDER, NO_RELEASE
    ),
    "older: 报送清单 that is another paper": Forgery(
        only(layout.LISTING, one_page("清单")), W_OLDER, NO_RELEASE
    ),
    "older: 校验.html that always says yes": Forgery(
        only(layout.CHECKER, always_yes), [("error", "checker")], NO_RELEASE
    ),
    "older: 报送清单 with a launch action": Forgery(
        only(layout.LISTING, launch), E_ACTS, NO_RELEASE
    ),
    "other: docx with a macro": Forgery(
        only(layout.DOCX, with_more("word/vbaData.xml")), E_ACTS, OTHER_RELEASE
    ),
    "other: 校验.html that always says yes": Forgery(
        only(layout.CHECKER, always_yes), [("warning", "unknown-checker")], OTHER_RELEASE
    ),
    "other call: docx with another figure": Forgery(
        another_figure, W_OLDER, {CALL_VERSION: "2022.9", BOOK_NUMBER: None, PAGE_CODES: None}
    ),
    # No forgeries.
    "nothing": Forgery(lambda good: {}, []),
    "packed by another program": Forgery(
        lambda good: {layout.DOCX: packed_again, layout.ROW: packed_again}, []
    ),
    "of an older release, nothing changed": Forgery(lambda good: {}, [], NO_RELEASE),
    "older: docx with other styles": Forgery(
        only(layout.DOCX, with_part("word/styles.xml", "<w:styles", "<w:styles ")), [], NO_RELEASE
    ),
}


# What is told of one file and not of another, so that several are tried at once: by the file, what
# is done to it, and what is said of it where the bundle says that this release has made it.
TRICKS: Mapping[str, tuple[tuple[str, Change, str], ...]] = {
    layout.README: (("other figures", says_other_figures, "text"),),
    layout.LISTING: (("a link", with_pdf(link_upon), "acts"),),
    layout.DOCX: (
        ("data of its own", custom, "acts"),
        ("words that are bound to data", bound, "acts"),
        ("hidden words", hidden, "acts"),
        ("all words hidden", vanished, "acts"),
        ("white words", white, "acts"),
        ("an alternative", alternative, "acts"),
        ("a comment", remark, "acts"),
        ("its words twice", twice, "unreadable"),
    ),
    layout.ROW: (
        ("a hidden sheet", hidden_sheet, "acts"),
        ("a hidden row", hidden_row, "acts"),
        ("a name", named, "acts"),
        ("a format that shows another figure", other_format, "acts"),
    ),
    layout.PDF: (
        ("a note upon a page", note_upon(2), "acts"),
        ("a link", with_pdf(link_upon), "acts"),
        ("layers", with_pdf(layers), "acts"),
    ),
}
# What another release may have written otherwise.
OF_ANOTHER = {"text": ("warning", "older"), "unreadable": ("warning", "unreadable")}


@pytest.mark.parametrize("info", [{}, NO_RELEASE], ids=["ours", "older"])
@pytest.mark.parametrize("at", range(max(map(len, TRICKS.values()))))
def test_what_is_hidden_in_a_file_is_told(
    good: GoodBundle, tmp_path: Path, at: int, info: Mapping[str, str | None]
) -> None:
    tricks = {path: each[at] for path, each in TRICKS.items() if at < len(each)}
    folder = forge(good, tmp_path, {path: each[1] for path, each in tricks.items()}, info)
    verdict = verify(folder, with_form=False, thorough=True)
    found = {
        each.path: (each.severity.value, OF_BUNDLES.sub("", each.code)) for each in verdict.findings
    }
    known = OF_ANOTHER if info else {}
    wanted = {path: known.get(said, ("error", said)) for path, (_, _, said) in tricks.items()}
    assert found == wanted, [each.message for each in verdict.findings]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_told(good: GoodBundle, tmp_path: Path, name: str) -> None:
    forgery = FORGERIES[name]
    folder = forge(good, tmp_path, forgery.files(good), forgery.info)
    verdict = verify(folder, with_form=False, thorough=True)
    found = [
        (each.severity.value, OF_BUNDLES.sub("", each.code))
        for each in verdict.findings
        if each.code != "bundle.call.version"
    ]
    assert found == forgery.verdict, [each.message for each in verdict.findings]
    assert verdict.ok == all(severity != "error" for severity, _ in forgery.verdict)


def test_there_are_enough() -> None:
    found = [forgery for forgery in FORGERIES.values() if forgery.verdict]
    assert len(found) >= 30
    assert len([each for each in found if each.info]) >= 10


def test_every_sentence_about_what_is_made_again_has_a_forgery() -> None:
    said = {f"bundle.made.{code}" for each in FORGERIES.values() for _, code in each.verdict}
    every = {code for code in FINDING_SENTENCES if code.startswith("bundle.made.")}
    # For these see test_remade_documents.
    assert every - said == {"bundle.made.unmade", "bundle.made.refused"}
