"""PDFs of strangers: shown as others are, and whatever is in them, the program goes on."""

from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop import sandbox
from jbgs_desktop.documents.blocks import Paragraph, Properties, Text
from jbgs_desktop.documents.pdf import confined_pages
from jbgs_desktop.documents.pdf.confined_pages import ConfinedPages
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.writer import write_pdf
from jbgs_desktop.errors import DocumentError


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "book.pdf"
    file.write_bytes(write_pdf([Paragraph((Text("揭榜单位盖章"),))], Properties("书", "甲")))
    return file


def test_pages_are_the_same_as_in_the_program(book: Path) -> None:
    confined = ConfinedPages(book)
    with closing(PdfPages(book)) as pages:
        assert confined.count == pages.count == 1
        assert confined.size(0) == pages.size(0)
        assert confined.image(0, 50) == pages.image(0, 50)
        assert confined.find("盖章") == pages.find("盖章") != []
    assert confined.find("") == []
    confined.close()


def pdf(pages: str, count: int, box: str = "[0 0 595 842]", content: str = "") -> bytes:
    """A PDF whose page is drawn by ``content``, ``count`` times in the list ``pages``."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{pages}]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    whole = "%PDF-1.7\n" + "".join(
        f"{number} 0 obj\n{each}\nendobj\n" for number, each in enumerate(objects, 1)
    )
    return (whole + "trailer<</Root 1 0 R/Size 5>>\n%%EOF\n").encode()


HOSTILE = {
    "no-pdf": b"no PDF at all",
    "half": pdf("3 0 R", 1)[:60],
    "pages": pdf("3 0 R " * 100_000, 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_shown_is_a_sentence(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(HOSTILE[name])
    with pytest.raises(DocumentError) as caught:
        ConfinedPages(file)
    assert str(caught.value).endswith("。")


def test_a_page_as_large_as_a_field_is_drawn_with_few_pixels(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(pdf("3 0 R", 1, "[0 0 14400 14400]"))
    image = ConfinedPages(file).image(0, 300)
    assert image.width == image.height < 4000


def test_a_file_that_is_gone_is_a_sentence(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.pdf"
    file.write_bytes(book.read_bytes())
    pages = ConfinedPages(file)
    file.unlink()
    with pytest.raises(DocumentError):
        pages.image(0, 50)


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("page_sizes", {"problem": "", "result": [[1, 2, 3]]}),
        ("page_sizes", {"problem": "", "result": [[-1, 2]]}),
        ("page_sizes", {"problem": "", "result": [[1, 2]] * 6000}),
        ("draw_rgb", {"problem": "", "result": [10, 10, "AAAA"]}),
        ("draw_rgb", {"problem": "", "result": [2**40, 1, ""]}),
        ("draw_rgb", ["problem"]),
        ("find_text", {"problem": "", "result": [{"page": 9, "rects": []}]}),
    ],
)
def test_an_answer_that_cannot_be_true_is_not_believed(
    task: str, answer: object, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sandbox.run_in_workers

    def lying(name: str, items: list[object], **options: object) -> object:
        if name.endswith(task):
            return real("tests.child_tasks:echo", [answer], **options)  # type: ignore[arg-type]
        return real(name, items, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(confined_pages, "run_in_workers", lying)
    with pytest.raises(DocumentError):
        pages = ConfinedPages(book)
        pages.image(0, 50) if task == "draw_rgb" else pages.find("盖章")
