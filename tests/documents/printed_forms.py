"""Applications to print, and what a reader of the printed document sees."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.docx.writer import Properties, write_docx
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Track, find_call

UNIT = "郑州示例机器人有限公司"
RARE = "王喆、李堃、赵昇、陈玥、刘珺、张䶮、吴𠮷"
_PROSE = (
    f"项目组由{RARE}组成，建有省级企业技术中心，授权发明专利86项（其中PCT专利7项）；"
    "重复定位精度优于±0.02mm，峰值扭矩≥280N·m，“机器换人”成效显著——获评“小巨人”企业。"
)
SECTIONS = {
    "introduction": 300,
    "scope": 300,
    "value": 400,
    "foundation": 900,
    "progress": 600,
    "goals": 900,
    "plan": 800,
    "organisation": 500,
    "risks": 250,
    "other": 50,
}


def the_call() -> Call:
    call = find_call("miit-2023-weilai-chanye")
    assert call is not None
    return call


def blank(track: str) -> Application:
    return Application(call=the_call().id, track=track)


def prose(characters: int, paragraphs: int = 3) -> str:
    text = (_PROSE * (characters // len(_PROSE) + 1))[:characters]
    step = max(1, characters // paragraphs)
    return "\n".join(text[at : at + step] for at in range(0, characters, step))


def filled(track: str = "humanoid-robot", directions: tuple[int, ...] = (2, 9)) -> Application:
    """An application with every field filled, its texts as long as real ones."""
    return Application.model_validate(
        {
            "call": the_call().id,
            "region": "zhengzhou",
            "track": track,
            "directions": directions,
            "cover": {"recommender": "示例区工业和信息化局", "date": "2023-10-30"},
            "unit": _unit(),
            "product_overview": prose(900),
            "taskbooks": {
                str(no): {section: prose(length) for section, length in SECTIONS.items()}
                for no in directions
            },
            "evidence": [
                {"category": 1, "title": "2022年度审计报告", "file": "evidence/audit.pdf"},
                {"category": 2, "title": "研发费用专项审计报告", "file": "evidence/rd.pdf"},
                {"category": 3, "title": "发明专利证书", "file": "evidence/patent.pdf"},
                {"category": 3, "title": "软件著作权证书", "file": "evidence/copyright.pdf"},
                {"category": 4, "title": "无"},
            ],
            "pledge": {"contact": "李堃", "phone": "13987654321", "date": "2023-10-30"},
        }
    )


def _unit() -> dict[str, object]:
    return {
        "name": UNIT,
        "leader": {
            "name": "王喆",
            "title": "总工程师/高级工程师",
            "email": "wangzhe@example.com",
            "mobile": "13812345678",
        },
        "contact": {
            "name": "李堃",
            "mobile": "13987654321",
            "email": "likun@example.com",
            "fax": "0371-12345678",
        },
        "legal_representative": "张䶮𠮷",
        "registered_capital": "5000",
        "address": "河南省郑州市示例区示例路1号",
        "code": "91410100MA9K7QW470",
        "nature": "private",
        "listed": False,
        "revenue": "38652.17",
        "rd_spending": "5210.4",
        "related_revenue": "8652.5",
        "staff": "1248",
        "rd_staff": "432",
        "profile": prose(450),
        "participants": [
            {"name": "郑州示例大学", "code": "12410000415800122Q", "role": "控制算法研究"},
            {"name": "示例研究院"},
        ],
    }


def written(application: Application, call: Call | None = None, *, draft: bool = False) -> bytes:
    blocks = application_document(application, call or the_call())
    return write_docx(blocks, Properties("申报材料", application.unit.name), draft=draft)


def opened(application: Application, call: Call | None = None, *, draft: bool = False) -> Document:
    return docx.Document(io.BytesIO(written(application, call, draft=draft)))


def paragraphs(document: Document) -> list[str]:
    """The text of every paragraph of the body, those of tables in their place."""
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def body_text(document: Document) -> str:
    return without_blanks("".join(paragraphs(document)))


def forms_of_the_notice() -> Iterator[tuple[Track, list[str]]]:
    """Each track with the lines of its forms, from the title page to the end of the 承诺书."""
    notice = Path(__file__).parent.parent / "data" / "notice.txt"
    lines = notice.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.strip() == "揭榜单位申报材料"]
    for track, start in zip(the_call().tracks, starts, strict=True):
        title = max(at for at in range(start) if lines[at].strip())
        end = next(at for at in range(start, len(lines)) if without_blanks(lines[at]) == "年月日")
        yield track, [line for line in lines[title : end + 1] if line.strip()]
