"""Every file of the corpus is refused for its reason, or printed as another program shows it."""

import shutil
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments.inspect import PrintedFile, PrintedPage, page_images
from jbgs_desktop.documents.page_geometry import PICTURE
from tests.corpus.corpus_file import CorpusFile
from tests.corpus.corpus_pdfs import pdfs
from tests.corpus.corpus_pictures import pictures
from tests.documents import evidence_corpus
from tools.second_renderer import WRONG, difference, second_opinions

_OTHER_WORD = {"zero-bytes": "empty"}  # what the checks call it
_CUT = "报告.search-msx"  # a program only once a draft has cut its ending
_DOCUMENTS = [
    CorpusFile(name, partial(bytes, content), code=_OTHER_WORD.get(rule, rule), pages=-1)
    for name, (content, rule) in evidence_corpus.FILES.items()
    if name != _CUT
]
CORPUS = [*pictures(), *pdfs(), *_DOCUMENTS]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, PrintedFile]]:
    """All files looked at and printed, in as few children as there can be."""
    folder, to = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("printed")
    paths = []
    for number, each in enumerate(CORPUS):
        path = folder / f"{number}" / each.name
        path.parent.mkdir()
        path.write_bytes(each.content())
        paths.append(path)
    found = page_images(paths, to, box=PICTURE[2:], dpi=100)
    return {each.name: (path, file) for each, path, file in zip(CORPUS, paths, found, strict=True)}


def test_there_are_many_files_and_no_two_of_a_name() -> None:
    assert len(CORPUS) >= 150
    assert [
        name for name, times in Counter(each.name for each in CORPUS).items() if times > 1
    ] == []


def test_each_is_taken_or_refused_for_its_reason(
    printed: dict[str, tuple[Path, PrintedFile]],
) -> None:
    found = {name: file.look.code for name, (_, file) in printed.items()}
    assert found == {each.name: each.code for each in CORPUS}
    assert {name: file.problem for name, (_, file) in printed.items() if file.problem} == {}
    pages = {name: len(file.pages) for name, (_, file) in printed.items()}
    wanted = {each.name: 0 if each.code else each.pages for each in CORPUS if each.pages >= 0}
    assert {name: pages[name] for name in wanted} == wanted


def test_what_has_to_be_told_is_told(printed: dict[str, tuple[Path, PrintedFile]]) -> None:
    silent = [
        each.name
        for each in CORPUS
        if each.note and not any(each.note in note for note in printed[each.name][1].look.notes)
    ]
    assert silent == []


def test_each_is_printed_as_another_program_shows_it(
    printed: dict[str, tuple[Path, PrintedFile]],
) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("needs poppler's pdftoppm (make test installs it)")
    wrong = {}
    for each in CORPUS:
        path, file = printed[each.name]
        if each.is_compared and each.pages == len(file.pages) and file.pages:
            others = second_opinions(path, file.look.kind, each.pages)
            if len(others) == len(file.pages):
                wrong[each.name] = max(map(_difference, file.pages, others))
            else:
                wrong[each.name] = 999 if len(others) > 1 or each.pages == 1 else 0
    assert {name: value for name, value in wrong.items() if value > WRONG} == {}
    assert len(wrong) > 100


def _difference(page: PrintedPage, other: Image.Image) -> int:
    with Image.open(page.path) as image:
        return difference(image, other)
