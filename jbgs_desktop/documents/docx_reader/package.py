"""The zip of an Office file or an odt, opened within bounds: a stranger made it.

Nothing is written, no name in it is used as a path, and nothing outside it is looked up.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

_MOST_PARTS = 4096
_LARGEST_UNPACKED = 2**30  # bytes of all parts
_LARGEST_XML = 48 * 2**20  # bytes of one part; libxml2 needs ten times that in memory
_LARGEST_PICTURE = 44 * 2**20  # one answer of a child has room for it
_RATIO, _NO_BOMB = 300, 32 * 2**20  # so much larger than packed, above so many bytes
_ENCRYPTED = 0x1
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# What is wrong with a file, for the words of OfficeWords to be put in.
STEPS = "请用{app}打开它，选“文件”→“另存为”，保存类型选“{kind}”，再{again}新的文件"
_DAMAGED: Final = (
    "文件打不开，可能已经损坏或没有传完整。请在{app}里打开它（会提示修复），"
    "另存为新的{ending}，再{again}。"
)
_BOMB: Final = f"文件解开以后大得不正常，没有打开。{STEPS}。"
_MANY: Final = f"文件里的部件太多（超过{_MOST_PARTS}个），不像正常的{{what}}，没有打开。{STEPS}。"
_NAMES: Final = f"文件里有不正常的部件名（指向文件以外），可能被做过手脚，没有打开。{STEPS}。"
_LOCKED: Final = (
    "文件有密码，读不了。请在{app}里打开它，选“文件”→“信息”→“{guard}”去掉密码，"
    "保存为{ending}，再{again}。"
)
_LARGE_XML: Final = (
    f"文件里的文字部分太大（超过{_LARGEST_XML // 2**20} MB），没有打开。"
    "请把它拆成几份，分别{again}。"
)
_DTD: Final = f"文件里有不该有的声明（DTD），可能被做过手脚，没有打开。{STEPS}。"
TOO_DEEP: Final = f"文件里一层套一层（如表格套表格）套得太深，不像正常的文档，没有打开。{STEPS}。"
OTHER: Final = (
    "，不是{what}。请换成正确的文件；要用里面内容的，请把内容复制到{app}里，"
    "另存为{ending}，再{again}。"
)
_ARCHIVE: Final = (
    "这不是{what}，像是压缩包或别的程序的文件。是压缩包的，请先解开，再{again}里面的{ending}；"
    "不是的，请换成正确的文件。"
)
_RELATIVE: Final = f"这是{{app}}的另一种格式，读不了。{STEPS}。"
_OTHERS = {"wordprocessingml": "Word文档（docx）", "spreadsheetml": "Excel表格（xlsx）"}
_OTHERS |= {"presentationml": "演示文稿（pptx）"}


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """What is wanted of a file, and how sentences about it call that."""

    what: str  # the kind of document
    app: str  # the programs that make one
    kind: str  # the entry in their list of kinds
    ending: str
    again: str  # what the user does with the file
    guard: str  # their menu entry for passwords
    main_types: tuple[str, ...]  # how the content type of the main part ends
    family: str  # the word that the main parts of its relatives have in their types

    def sentence(self, template: str) -> str:
        """``template``, one of this module's, about such a file."""
        return template.format(**asdict(self))


WORD = OfficeWords(
    *("Word文档（docx）", "Word或WPS", "Word文档（*.docx）", "docx", "导入", "保护文档"),
    (
        "wordprocessingml.document.main+xml",
        "wordprocessingml.template.main+xml",
        "document.macroEnabled.main+xml",
        "template.macroEnabledTemplate.main+xml",
    ),
    "ms-word",
)

SHEET = OfficeWords(
    *("Excel表格（xlsx）", "Excel或WPS表格", "Excel工作簿（*.xlsx）", "xlsx", "读取", "保护工作簿"),
    (
        "spreadsheetml.sheet.main+xml",
        "spreadsheetml.template.main+xml",
        "sheet.macroEnabled.main+xml",
        "template.macroEnabled.main+xml",
    ),
    "ms-excel",
)


class RefusedOfficeError(Exception):
    """The file is not read at all; ``str()`` is the template of the sentence for the user."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the name of another part, or an address outside."""

    kind: str  # the last step of the relation's type: image, hyperlink, footnotes
    target: str
    is_external: bool


class ZipParts:
    """The parts of a document in a zip. Raises RefusedOfficeError for what is not opened."""

    def __init__(self, data: bytes) -> None:
        if _stated_entries(data) > _MOST_PARTS:  # asked first: the list itself fills the memory
            raise RefusedOfficeError(_MANY)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
            raise RefusedOfficeError(_DAMAGED) from None
        _require_bounds(infos)
        self._parts: Mapping[str, zipfile.ZipInfo] = {
            info.filename.replace("\\", "/").lstrip("/"): info for info in infos
        }

    @property
    def names(self) -> frozenset[str]:
        """Of all parts."""
        return frozenset(self._parts)

    def bytes_of(self, name: str) -> bytes | None:
        """A part unpacked; None where there is none of that name."""
        return self._read(name, _LARGEST_UNPACKED) if self.has(name) else None

    def has(self, name: str) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        """Unpacked bytes of a part."""
        return self._parts[name].file_size

    def picture(self, name: str) -> bytes | None:
        """The bytes of a picture; None when it is too large, broken or not there."""
        if not self.has(name) or self.size(name) > _LARGEST_PICTURE:
            return None
        try:
            return self._read(name, _LARGEST_PICTURE)
        except RefusedOfficeError:
            return None

    def xml(self, name: str) -> "etree._Element | None":
        """The root of a part; None when the package has none of that name."""
        if name not in self._parts:
            return None
        if self.size(name) > _LARGEST_XML:
            raise RefusedOfficeError(_LARGE_XML)
        return parse_xml_part(self._read(name, _LARGEST_XML))

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self._archive.open(self._parts[name]) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
            raise RefusedOfficeError(_DAMAGED) from None
        except RuntimeError:  # zipfile's word for a password
            raise RefusedOfficeError(_LOCKED) from None
        if len(data) > most:
            raise RefusedOfficeError(_BOMB)
        return data


class Package(ZipParts):
    """The parts of a docx, or of what else is ``wanted``."""

    def __init__(self, data: bytes, wanted: OfficeWords = WORD) -> None:
        super().__init__(data)
        self.main = self._main_part(wanted)

    def relations(self, name: str) -> dict[str, Relation]:
        """By their ids, what the part ``name`` refers to; "" stands for the package."""
        folder, _, own = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{own}.rels".lstrip("/") if name else "_rels/.rels")
        found: dict[str, Relation] = {}
        for each in root.iter(_RELATIONS) if root is not None else ():
            target = each.get("Target", "")
            is_external = each.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = each.get("Type", "").rpartition("/")[2]
            found[each.get("Id", "")] = Relation(kind, target, is_external)
        return found

    def part_of(self, kind: str, relations: Mapping[str, Relation]) -> str:
        """The part that ``relations`` name for this kind; empty where there is none."""
        names = (each.target for each in relations.values() if each.kind == kind)
        return next((name for name in names if name in self._parts), "")

    def _main_part(self, wanted: OfficeWords) -> str:
        main = self.part_of("officeDocument", self.relations(""))
        types = self.xml("[Content_Types].xml")
        if not main or types is None:
            raise RefusedOfficeError(_ARCHIVE)
        content_types = [
            each.get("ContentType", "")
            for each in types
            if each.get("PartName", "").lstrip("/") == main
        ]
        if content_types and not any(kind.endswith(wanted.main_types) for kind in content_types):
            names = (name for word, name in _OTHERS.items() if word in content_types[0])
            other = next(names, "")
            is_relative = wanted.family in content_types[0]
            raise RefusedOfficeError(
                f"这是{other}{OTHER}" if other else _RELATIVE if is_relative else _ARCHIVE
            )
        return main


def parse_xml_part(data: bytes) -> "etree._Element":
    """The root of ``data``: no DTD, no entity, nothing from outside. Raises RefusedOfficeError."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise RefusedOfficeError(TOO_DEEP) from None
        has_dtd = b"<!DOCTYPE" in data[:4096] or b"<!DOCTYPE" in data[:4096].replace(b"\0", b"")
        raise RefusedOfficeError(_DTD if has_dtd else _DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedOfficeError(_DTD)
    return root


def _require_bounds(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MOST_PARTS:
        raise RefusedOfficeError(_MANY)
    size = sum(each.file_size for each in infos)
    packed = sum(each.compress_size for each in infos)
    if size > _LARGEST_UNPACKED or (size > _NO_BOMB and size > _RATIO * packed):
        # One that says so itself gets the better sentence.
        documents = [each for each in infos if each.filename.endswith(".xml")]
        is_text = (
            size <= _LARGEST_UNPACKED and max(map(_file_size, documents), default=0) > size / 2
        )
        raise RefusedOfficeError(_LARGE_XML if is_text else _BOMB)
    if any(each.flag_bits & _ENCRYPTED for each in infos):
        raise RefusedOfficeError(_LOCKED)
    names = [each.orig_filename.replace("\\", "/") for each in infos]
    if any(".." in name.split("/") or name.startswith("/") or "\0" in name for name in names):
        raise RefusedOfficeError(_NAMES)
    if any(":" in name.split("/")[0] for name in names):
        raise RefusedOfficeError(_NAMES)
    if len({name.lower() for name in names}) < len(names):
        raise RefusedOfficeError(_DAMAGED)


def _file_size(info: zipfile.ZipInfo) -> int:
    return info.file_size


def _stated_entries(data: bytes) -> int:
    """How many entries the end of the zip tells, also where it needs more than 16 bits for it."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 2**16 - 22))
    if at < 0 or len(data) < at + 22:
        return 0
    stated: int
    stated, size = struct.unpack_from("<HI", data, at + 10)
    return max(stated, size // 46 if size != 0xFFFFFFFF else 2**32)
