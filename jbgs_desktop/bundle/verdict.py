"""核对结论: what verifying a bundle says, and the sentences that it can say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType

from jbgs_desktop.bundle.bagit_profile import NO_HISTORY, BundleHistory, Hashed
from jbgs_desktop.bundle.safe_names import REASONS, safe_for_display
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.advice import asked_of_applicant
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import ReceivedApplication
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.finding import Finding, Severity

MOST_FINDINGS = 200  # a bundle with a thousand faults is refused for the first ones
_STANDARD = "BagIt 1.0（RFC 8493）"
_OURS = "报送包格式"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for the bundle in ``folder``; ``ok`` when no finding is an error.

    ``applicant`` is the unit's name, ``track`` the track's id, ``version_code`` the 核验码; each
    is empty when it could not be read, and none is trustworthy unless ``ok``. ``files`` holds
    every file that could be read whole, by its path. ``call_version`` is the version of the call
    pack that the bundle was made by, empty when it does not say so. ``history`` tells it from
    other versions. ``proof`` is what codes on pages of this content carry, and ``proves`` whether
    the bundle says that its pages carry it, but for those ``by_hand``. ``rendering`` is the number
    of the release that made its documents.
    """

    folder: Path
    ok: bool
    applicant: str
    track: str
    version_code: str
    findings: tuple[Finding, ...]
    received: ReceivedApplication | None
    files: Mapping[str, Hashed]
    call_version: str = ""
    history: BundleHistory = NO_HISTORY
    proof: str = ""
    proves: bool = False
    by_hand: frozenset[int] = frozenset()
    rendering: str = ""

    @property
    def application(self) -> Application | None:
        return self.received.application if self.received else None

    def as_dict(self) -> dict[str, object]:
        """What ``jbgs verify --json`` prints (docs/developer/interface.md)."""
        return {
            "ok": self.ok,
            "applicant": self.applicant,
            "track": self.track,
            "version_code": self.version_code,
            "findings": [asdict(finding) for finding in self.findings],
        }

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.severity is Severity.ERROR]

    def with_more(self, findings: "Findings") -> "Verdict":
        """The verdict with what was found later; a bundle that was refused stays so."""
        order = tuple(Severity)
        found = sorted(
            (*findings.all(), *self.findings), key=lambda each: order.index(each.severity)
        )
        return replace(self, ok=self.ok and not findings, findings=tuple(found))

    @property
    def track_name(self) -> str:
        """The track as the form calls it; its id where no installed call has it."""
        tracks = (call.track(self.track) for call in installed_calls())
        return next((track.name for track in tracks if track), self.track)

    def lines(self) -> list[str]:
        """The verdict as a user reads it: the outcome first, then whose bundle, then findings."""
        outcome = (
            "结论：报送包完整，没有改动。扫描件的内容、盖章和签字要对照纸质件。"
            if self.ok
            else f"结论：报送包不能接收，有 {len(self.errors)} 处问题。"
        )
        about = [
            f"{label}：{value}"
            for label, value in (
                ("申报单位", self.applicant),
                ("赛道", self.track_name),
                ("核验码", format_code(self.version_code)),
                ("通知数据", self.call_version and f"{safe_for_display(self.call_version, 40)} 版"),
                ("位置", self.folder),
            )
            if value
        ]
        found = [
            f"{number}. {finding.severity.word}　{finding.label}：{finding.message}"
            f"（{finding.source}）[{finding.code}]"
            for number, finding in enumerate(self.findings, 1)
        ]
        return [outcome, *about, *found]


# Code -> what is wrong, why it matters, what to do. {name} is the file's name as it may be shown.
FINDING_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        **{
            f"bundle.path.{rule}": f"名称“{{name}}”{why}，请让申报单位重新制作报送包。"
            for rule, why in REASONS.items()
        },
        "bundle.path.twin": "“{name}”与“{other}”的名称只差在大小写、全半角或看不见的字符上，"
        "换一台电脑就会互相覆盖，请让申报单位重新制作报送包。",
        "bundle.link.symbolic": "“{name}”是链接，可能指向报送包以外的文件，没有打开它，"
        "请让申报单位重新制作报送包。",
        "bundle.link.hard": "“{name}”在别处还有另一个名称（硬链接），内容可能被从外面改动，"
        "没有打开它，请让申报单位重新制作报送包。",
        "bundle.link.mount": "文件夹“{name}”接到了另一个磁盘上，没有打开它，"
        "请让申报单位重新制作报送包。",
        "bundle.special": "“{name}”不是普通文件，而是管道、套接字或设备，没有打开它，"
        "请让申报单位重新制作报送包。",
        "bundle.program": "“{name}”{reason}，请不要打开，并让申报单位换成普通文档。",
        "bundle.macros": "“{name}”{reason}，请不要启用其中的宏。现在的程序不再收这样的文件，"
        "以前做好的报送包仍然有效。",
        "bundle.unlisted": "“{name}”不在校验清单里，可能是后来放进去的，"
        "请删去它后再核对，或让申报单位重新制作报送包。",
        "bundle.unlisted.folder": "文件夹“{name}”里没有任何列入清单的文件，"
        "请删去它后再核对，或让申报单位重新制作报送包。",
        "bundle.system": "有电脑自己放进来的文件：{names}。它们不属于报送包，没有打开，也不会复制，"
        "不影响结论。",
        "bundle.garbled": "文件名乱码（{count} 个），多半是解压时认错了文字编码，内容没有核对。"
        "请用本程序直接接收原来的压缩包，或重新解压；没有原来的压缩包的，请让申报单位重新报送。",
        "bundle.missing": "缺少校验清单里的“{name}”，可能没有复制完整，请重新复制，"
        "或让申报单位重新制作报送包。",
        "bundle.changed": "“{name}”的内容与校验清单不符，制作之后被改动或损坏了，"
        "请重新复制，或让申报单位重新制作报送包。",
        "bundle.changing": "“{name}”在核对时发生了变化，请关闭正在使用它的程序后再核对。",
        "bundle.unreadable": "{reason}这个文件没有核对，请把盘重新插好或另换一个盘后再核对。",
        "bundle.too-many": "里面的文件和文件夹太多，不是本程序制作的报送包，"
        "请让申报单位重新制作报送包。",
        "bundle.too-large": "“{name}”有 {size} GB，超过了报送包允许的大小，没有读它，"
        "请让申报单位重新制作报送包。",
        "bundle.unfinished": "这是没有写完的报送包，写它的时候盘被拔出或者程序中断了，"
        "请删去它，并让申报单位重新制作报送包。",
        "bundle.cancelled": "核对被取消，还没有核对完，请重新核对。",
        "bundle.unverified": "没有核对完：{reason}",
        "bundle.fetch": "含有 fetch.txt，要求从网上下载内容，没有下载，"
        "请让申报单位重新制作报送包。",
        "bundle.algorithm": "“{name}”用的不是 SHA-256 校验，不能保证内容没有改动，"
        "请让申报单位重新制作报送包。",
        "bundle.declaration": "bagit.txt 的内容不是报送包应有的两行，请让申报单位重新制作报送包。",
        "bundle.oxum": "bag-info.txt 写明共 {stated}，实际是 {found}（字节数.文件数），"
        "请重新复制，或让申报单位重新制作报送包。",
        "bundle.payload.empty": "校验清单里没有任何申报文件，报送包是空的，"
        "请让申报单位重新制作报送包。",
        "bundle.payload.misplaced": "校验清单“{list}”里的“{name}”不属于这份清单管的范围，"
        "请让申报单位重新制作报送包。",
        "bundle.tag.missing": "缺少“{name}”，这个文件夹不是完整的报送包，请检查是否选对了文件夹，"
        "或重新复制。",
        "bundle.tag.size": "“{name}”过大，不是本程序写的，没有读它，请让申报单位重新制作报送包。",
        "bundle.tag.empty": "“{name}”是空的，请重新复制，或让申报单位重新制作报送包。",
        "bundle.tag.bom": "“{name}”开头有字节顺序标记（BOM），被别的程序改写过，"
        "请让申报单位重新制作报送包。",
        "bundle.tag.nul": "“{name}”第 {line} 行含有空字符，文件可能已损坏，"
        "请重新复制，或让申报单位重新制作报送包。",
        "bundle.tag.encoding": "“{name}”第 {line} 行不是 UTF-8 文字，被别的程序改写过，"
        "请让申报单位重新制作报送包。",
        "bundle.tag.line-end": "“{name}”第 {line} 行的换行写法被改过，请让申报单位重新制作报送包。",
        "bundle.tag.cut": "“{name}”的最后一行不完整，文件可能没有复制完，请重新复制。",
        "bundle.tag.long-line": "“{name}”第 {line} 行过长，不是本程序写的，"
        "请让申报单位重新制作报送包。",
        "bundle.tag.line": "“{name}”第 {line} 行的写法不对，请让申报单位重新制作报送包。",
        "bundle.tag.duplicate": "“{name}”第 {line} 行与前面的一行重复，无法判断以哪一行为准，"
        "请让申报单位重新制作报送包。",
        "bundle.tag.percent": "“{name}”第 {line} 行的百分号写法不对，请让申报单位重新制作报送包。",
        "bundle.tag.too-many": "“{name}”的行数太多，不是本程序写的，请让申报单位重新制作报送包。",
        "bundle.info.missing": "bag-info.txt 里没有“{key}”这一项，请让申报单位重新制作报送包。",
        "bundle.info.profile": "报送包的格式是“{stated}”，本程序不认识，"
        "请用最新的程序核对，或让申报单位重新制作报送包。",
        "bundle.newer": "这个报送包是更新的程序制作的（{key} {stated}，本程序只认识版本 {known}），"
        "没有核对里面的内容。报送包没有改动；请安装更新的程序再核对或接收。",
        "bundle.info.differs": "bag-info.txt 的“{key}”写的是“{stated}”，而申报数据里是“{found}”，"
        "请让申报单位重新制作报送包。",
        "bundle.code": "报送包写明的核验码是 {stated}，按里面的申报数据和证明材料计算是 {found}，"
        "两者不是同一版本，请让申报单位重新制作报送包。",
        "bundle.code.pdf": "“{name}”是另一个版本：这份电子版 PDF 写明的核验码是 {stated}，"
        "按里面的申报数据和证明材料计算是 {found}，印出来的可能不是这次申报的内容，"
        "请让申报单位重新制作报送包。",
        "bundle.content.missing": "缺少“{name}”，报送包不完整，请让申报单位补齐后重新制作。",
        "bundle.content.unscanned": "“02_盖章扫描件”里没有扫描件，请让申报单位补齐后重新制作。",
        "bundle.content.unknown": "“{name}”不是报送包应有的文件，请让申报单位重新制作报送包。",
        "bundle.content.empty": "“{name}”是空的（0 字节），请让申报单位换成有内容的文件。",
        "bundle.content.pdf": "“{name}”不是完整的 PDF 文件，可能打不开，"
        "请让申报单位重新制作报送包。",
        "bundle.content.office": "“{name}”不是完整的 Office 文件，可能打不开，"
        "请让申报单位重新制作报送包。",
        "bundle.scan.plain": "“{name}”有 {count} 页不是扫描的图像（第 {pages} 页），像是没有盖章、"
        "直接导出的电子文件。请对照纸质件核对是否盖章、签字。报送包完整与否不受影响。",
        "bundle.scan.unsealed": "“{name}”第 {pages} 页应当盖章的地方没有看到红色，可能没有盖章，"
        "也可能是黑白扫描。请对照纸质件核对。报送包完整与否不受影响。",
        "bundle.scan.unlooked": "“{name}”没有能看里面有没有章，可能电脑正忙或者文件特殊，"
        "请打开它，对照纸质件核对盖章。报送包完整与否不受影响。",
        "bundle.scan.unread": "“{name}”没有能读出页上的二维码，可能损坏、加了密码，也可能电脑正忙。"
        "请打开它，对照纸质件。报送包完整与否不受影响。",
        "bundle.scan.no-code": "“{name}”的 {count} 页里没有读到一个二维码，对不上是不是这一版。"
        "请对照纸质件，或者让申报单位重新扫描后重新制作报送包。",
        "bundle.scan.foreign": "“{name}”第 {pages} 页是另一份申报的，不是这份的，"
        "请让申报单位换成自己的扫描件后重新制作报送包。",
        "bundle.scan.version": "“{name}”第 {pages} 页是另一版（{stated}）的，报送包里的是 {found}，"
        "请让申报单位重新扫描这几页后重新制作报送包。",
        "bundle.scan.content": "“{name}”第 {pages} 页的核验码和申报数据相同，"
        "二维码里的内容摘要却不同：印的不是报送包里的这份申报。请不要接收，与申报单位核对。",
        "bundle.scan.wrong-kind": "“{name}”第 {pages} 页的二维码是旧版程序的，"
        "报送包却写明每一页都是新的。请不要接收，与申报单位核对。",
        "bundle.scan.first-kind": "“{name}”第 {pages} 页是旧版程序印的，"
        "二维码只有核验码，证明不了内容。请对照纸质件的主要数字。报送包完整与否不受影响。",
        "bundle.scan.unread-pages": "“{name}”第 {pages} 页读不出二维码，可能是材料的第 {missing} 页"
        "（共 {count} 页）。请对照纸质件。报送包完整与否不受影响。",
        "bundle.scan.missing": "“{name}”缺少材料的第 {missing} 页（共 {count} 页），"
        "请让申报单位补扫后重新制作报送包。",
        "bundle.scan.displaced": "“{name}”第 {pages} 页不是材料这个位置上的页（共 {count} 页）："
        "多了页、重复了页或者顺序不对。请打开它逐页对照纸质件，并让申报单位重新制作报送包。",
        "bundle.scan.broken": "“{name}”打不开，读不出页上的二维码。本程序写的扫描件不会这样，"
        "请让申报单位重新制作报送包。",
        "bundle.scan.wrong-number": "报送包写明合订本是现在的程序排的，页上的二维码却是旧版程序的，"
        "两者不能同时为真。请不要接收，与申报单位核对。",
        "bundle.scan.by-hand": "材料的第 {pages} 页没有二维码可读，是申报单位人工认定的。"
        "请对照纸质件。报送包完整与否不受影响。",
        "bundle.made.differs": "“{name}”和按申报数据重新生成的不同（{count} 处，如 {parts}），"
        "可能被改动过，请让申报单位重新制作报送包。",
        "bundle.made.pages": "“{name}”第 {pages} 页和按申报数据、证明材料重新生成的不同，"
        "可能被改动过，请让申报单位重新制作报送包。",
        "bundle.made.text": "“{name}”和按申报数据重新生成的不同：里面是“{theirs}”，应当是“{ours}”。"
        "可能被改动过，请让申报单位重新制作报送包。",
        "bundle.made.acts": "“{name}”里有打开时会运行、会从外面取内容，或者藏起、换掉文字的东西"
        "（{acts}），本程序从不这样写，请不要打开它，并让申报单位重新制作报送包。",
        "bundle.made.unreadable": "“{name}”打不开，没有能和按申报数据重新生成的对照，"
        "本程序写的文件不会这样，请让申报单位重新制作报送包。",
        "bundle.made.older": "“{name}”里的文字和按申报数据重新生成的不同：报送包里是“{theirs}”，"
        "按申报数据是“{ours}”。旧版或另一版程序生成，未能逐字节核对，请以申报数据和纸质件为准。"
        "报送包完整与否不受影响。",
        "bundle.made.unmade": "没有能把“{name}”和按申报数据重新生成的对照：{reason}"
        "请以申报数据和纸质件为准。报送包完整与否不受影响。",
        "bundle.made.refused": "没有能把“{name}”和按申报数据重新生成的对照：{reason}"
        "报送包写明是这一版程序制作的，这一版程序应当能再生成一次。请在空闲、内存充足的电脑上再核对"
        "一次；还是这样的，请不要接收，与申报单位核对。",
        "bundle.made.part": "“{name}”第 {pages} 页不是“全册扫描件.pdf”里的页，图像不同，"
        "请让申报单位重新制作报送包。",
        "bundle.made.part-other": "“{name}”里是材料的第 {pages} 页，按它的名称应当是第 {due} 页，"
        "请让申报单位重新制作报送包。",
        "bundle.made.part-missing": "“02_盖章扫描件”里缺少“{name}”（材料的第 {pages} 页），"
        "请让申报单位重新制作报送包。",
        "bundle.made.part-left": "“{name}”的第 {pages} 页不在任何一份分册扫描件里，"
        "请让申报单位重新制作报送包。",
        "bundle.made.part-unreadable": "“{name}”打不开，没有能和“全册扫描件.pdf”对照，"
        "请让申报单位重新制作报送包。",
        "bundle.made.blank": "“{name}”第 {pages} 页几乎是空白的，{beside}却有文字："
        "扫描的不是这几页。请让申报单位重新扫描后重新制作报送包。",
        "bundle.made.unlike": "“{name}”第 {pages} 页与{beside}不像，可能扫得太淡、太歪，"
        "也可能不是这一页的内容，请打开它人工核对。报送包完整与否不受影响。",
        "bundle.made.checker": "“{name}”不是本程序的校验网页，可能被做过手脚，请不要打开它，"
        "并让申报单位重新制作报送包。",
        "bundle.made.unknown-checker": "“{name}”不是本程序认识的校验网页，可能是另一版程序的，"
        "也可能被做过手脚，请不要打开它，用本程序核对。报送包完整与否不受影响。",
        "bundle.application.unreadable": "读不出申报数据：{reason}",
        "bundle.application.form": "申报数据不是本程序写的样子，可能被改动过，"
        "请让申报单位重新制作报送包。",
        "bundle.application.untidy": "申报数据里有 {count} 处，如果现在录入，本程序会整理它的写法"
        "（例如去掉打印不出的字符）。这里按收到的原样核对和显示，核验码不受影响。"
        "请留意这些内容，没有异常的不必处理。",
        "bundle.application.call": "本机没有申报数据所用的通知“{stated}”或赛道“{track}”，不能核对。"
        "请向发布通知的单位或申报单位索取这份通知的数据文件（.jbgscall），"
        "在开始页点“导入通知数据”，再核对或接收一次。",
        "bundle.call.version": "这份申报按通知数据 {stated} 版填写，本机没有这一版，"
        "已改按 {used} 版检查，关于内容的提醒可能因此不同，报送包完整与否不受影响。"
        "请向发布单位索取这一版的通知数据文件，导入后再核对一次。",
        "bundle.more": "还有 {count} 处问题，没有一一列出。",
    }
)


class Findings:
    """Collects what is wrong with a bundle, and what there is to say about its form."""

    def __init__(self) -> None:
        self._errors: list[Finding] = []
        self._notices: list[Finding] = []
        self._paths: set[str] = set()
        self._left_out = 0

    def add(self, code: str, path: str = "", **details: object) -> None:
        """An error at ``path``. Raises KeyError for a code without a sentence."""
        self._paths.add(path)
        if len(self._errors) >= MOST_FINDINGS:
            self._left_out += 1
            return
        self._errors.append(_finding(Severity.ERROR, code, path, details))

    def notice(self, code: str, path: str = "", **details: object) -> None:
        """A notice about ``path``, which refuses nothing. Raises KeyError like :meth:`add`."""
        self._notices.append(_finding(Severity.NOTICE, code, path, details))

    def warn(self, code: str, path: str = "", **details: object) -> None:
        """A warning about ``path``, which refuses nothing. Raises KeyError like :meth:`add`."""
        self._notices.insert(0, _finding(Severity.WARNING, code, path, details))

    def note(self, finding: Finding) -> None:
        """A finding about the form. It refuses nothing, and says first how serious it was.

        Who receives a bundle reads it, not who can change the form.
        """
        finding = replace(finding, message=asked_of_applicant(finding.message))
        if finding.severity is not Severity.NOTICE:
            message = f"{finding.severity.word}：{finding.message}"
            finding = replace(finding, severity=Severity.NOTICE, message=message)
        self._notices.append(finding)

    def __bool__(self) -> bool:
        """Whether there is an error."""
        return bool(self._errors)

    def has(self, path: str) -> bool:
        """Whether something is wrong at ``path``."""
        return path in self._paths

    def all(self) -> tuple[Finding, ...]:
        """The first :data:`MOST_FINDINGS` errors, every warning and every notice."""
        more = []
        if self._left_out:
            message = FINDING_SENTENCES["bundle.more"].format(count=self._left_out)
            more = [Finding(Severity.ERROR, "bundle.more", "", "报送包", message, _OURS)]
        return (*self._errors, *more, *self._notices)


def _finding(severity: Severity, code: str, path: str, details: Mapping[str, object]) -> Finding:
    values = {key: safe_for_display(str(value), 200) for key, value in details.items()}
    message = FINDING_SENTENCES[code].format(name=safe_for_display(path) or "报送包", **values)
    return Finding(
        severity, code, safe_for_display(path, 300), _label(path), message, _source(code)
    )


def _label(path: str) -> str:
    return safe_for_display(path.rpartition("/")[2], 80) or "报送包"


_OF_THE_STANDARD = (
    *("bundle.unlisted", "bundle.missing", "bundle.changed", "bundle.oxum", "bundle.declaration"),
    *("bundle.tag.missing", "bundle.tag.duplicate", "bundle.tag.encoding", "bundle.tag.bom"),
    *("bundle.path.parent", "bundle.path.absolute", "bundle.path.home", "bundle.path.percent"),
    *("bundle.payload.misplaced", "bundle.tag.line"),
)


def _source(code: str) -> str:
    return _STANDARD if code in _OF_THE_STANDARD else _OURS
