"""Made v1-book.jbgs: a draft with a finalised version and its book. Never made anew."""

import io
import json
from contextlib import closing
from pathlib import Path

from jbgs_desktop.documents.blocks import Signer, SpotKind
from jbgs_desktop.documents.book_model import Book, BookSpot, PartPages
from jbgs_desktop.finalise.kept_book import pack_book
from jbgs_desktop.finalise.record import Finalised, Record
from tests.drafts.cheap_drafts import application, new_draft
from tests.finalise.finalised_drafts import NOW

CODE = "K7QD28FMX4"
PDF = b"%PDF-1.7 sample\n" * 30
SPOT = BookSpot(
    "cover/unit", SpotKind.SEAL, Signer.UNIT, "（加盖公章）", 1, 96.5, 188.0, 42.0, 42.0
)
NOTES = ("“合同”：Office文件不能印进合订本。",)


def main() -> None:
    target = Path(__file__).with_name("v1-book.jbgs")
    if target.exists():
        raise SystemExit("a frozen sample is never made anew")
    parts = (PartPages("cover", "封面", 1, 1), PartPages("form", "申 报 表", 2, 3))
    entry = Finalised(code=CODE, digest="0" * 64, when=NOW, point=1, pages=3)
    record = Record().with_finalised(entry).model_dump_json()
    with closing(new_draft(target, application(1))) as draft:
        draft.keep_scan("扫描.pdf", io.BytesIO(b"scan"))
        book = Book(PDF, 3, parts, (SPOT,), NOTES)
        draft.keep_version("定稿 第1版", record, CODE, pack_book(book))
    facts = {
        "code": CODE,
        "pdf": PDF.decode(),
        "line": {
            "pages": 3,
            "parts": [
                {"id": "cover", "title": "封面", "first": 1, "last": 1},
                {"id": "form", "title": "申 报 表", "first": 2, "last": 3},
            ],
            "spots": [
                {
                    "id": "cover/unit",
                    "kind": "seal",
                    "who": "unit",
                    "label": "（加盖公章）",
                    "page": 1,
                    "x": 96.5,
                    "y": 188.0,
                    "width": 42.0,
                    "height": 42.0,
                    "advice": False,
                }
            ],
            "notes": list(NOTES),
        },
    }
    target.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
