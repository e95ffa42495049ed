"""Where everything lies in a bundle (docs/developer/bundle.md), for who writes it and who reads it.

The application is kept as the very JSON that its 核验码 was made of, so that its files keep the
names that they have there; :func:`file_places` says under which name the bundle has each of them.
"""

from collections.abc import Sequence

from jbgs_desktop.bundle.safe_names import folded_path
from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.drafts.draft import free_name
from jbgs_desktop.files import safe_name
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.text.clean import portable

ELECTRONIC = "data/01_电子版"
SCANNED = "data/02_盖章扫描件"
FIGURE_PICTURES = f"{ELECTRONIC}/图片"
ORIGINALS = "data/03_证明材料原始文件"

APPLICATION = f"{ELECTRONIC}/申报数据.json"
DOCX = f"{ELECTRONIC}/申报材料.docx"
PDF = f"{ELECTRONIC}/申报材料.pdf"
ROW = f"{ELECTRONIC}/推荐表(供推荐单位).xlsx"
WHOLE_SCAN = f"{SCANNED}/全册扫描件.pdf"

KIND = "揭榜申报材料"  # in the names of bundles of every call
README = "请先读我.txt"
LISTING = "报送清单.pdf"
CHECKER = "校验.html"
UNFINISHED = ".未完成"  # how the name of a bundle ends that is still being written
ROOT_FILES = (README, LISTING, CHECKER)

_TASKBOOK, _PLEDGE, _EVIDENCE = "taskbook-", "pledge", "evidence"  # ids of parts of a book
_LONGEST = 50  # characters of track and unit, as in the documents' own names


def bundle_name(track: str, unit: str, code: str) -> str:
    """The folder's name: 元宇宙_某某有限公司_揭榜申报材料_K7QD28FMX4.

    ``track`` is the name as printed and ``code`` the 核验码, so that another version has another
    folder.
    """
    parts = "_".join(part for part in (track, unit) if part)
    head = safe_name(portable(parts), longest=_LONGEST)
    return f"{head}_{KIND}_{code}"


def scan_name(number: int, title: str) -> str:
    """The path of the scan of one part of the book, ``number`` from 1: 02_任务书_方向2.pdf."""
    return f"{SCANNED}/{number:02}_{safe_name(portable(title))}.pdf"


def part_scans(parts: Sequence[PartPages]) -> dict[str, tuple[int, ...]]:
    """The path of the scan of each group of the ``parts`` of a book, with its pages from 1."""
    books = [part for part in parts if part.id.startswith(_TASKBOOK)]
    last = [part for wanted in (_PLEDGE, _EVIDENCE) for part in parts if part.id == wanted]
    front = [part for part in parts if part not in books and part not in last]
    groups = [("封面至申报表", front)] if front else []
    groups += [(f"任务书_方向{part.id.removeprefix(_TASKBOOK)}", [part]) for part in books]
    groups += [("承诺书" if part.id == _PLEDGE else "证明材料", [part]) for part in last]
    return {
        scan_name(number, title): tuple(
            page for part in group for page in range(part.first, part.last + 1)
        )
        for number, (title, group) in enumerate(groups, 1)
    }


def file_places(application: Application) -> dict[str, str]:
    """The path in the bundle of every file of the application by the name that it has there.

    The names are made safe for every file system, and two of one name told apart by a number;
    the same application always has the same places. A picture that is evidence too lies there.
    """
    evidence = {entry.file for entry in application.evidence}
    places: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(application.files()):
        folder = ORIGINALS if file in evidence else FIGURE_PICTURES

        def is_taken(name: str, folder: str = folder) -> bool:
            return folded_path(f"{folder}/{name}") in taken

        places[file] = f"{folder}/{free_name(portable(file.rpartition('/')[2]), is_taken)}"
        taken.add(folded_path(places[file]))
    return places
