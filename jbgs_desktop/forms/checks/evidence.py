"""揭榜单位相关证明材料: which items are there, and whether their files can be handed in."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from jbgs_desktop.forms.application import Evidence, FieldKind
from jbgs_desktop.forms.calls.form import EvidenceItem
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, listed, quoted, shortened
from jbgs_desktop.forms.checks.evidence_paths import stays_inside
from jbgs_desktop.forms.finding import Finding

_LIST = "evidence"
# Bytes of all files: what is left of the 4 GB that an office takes in is for the scans.
MOST_EVIDENCE = 3 * 2**30
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_KIND = r"(发明专利|实用新型专利|外观设计专利|专利|软件著作权|(?:国家|行业|地方|团体)标准)"
_COUNTED = re.compile(_KIND + r"(?:证书|授权)?共?计?(\d{1,6})([余多]?)[项件个]")
_COUNTED_BEFORE = re.compile(r"(?<!\d)(\d{1,6})([余多]?)[项件个]" + _KIND)


def rules(case: CheckContext) -> Iterator[Finding]:
    for item in case.call.form.evidence.items:
        yield from _item(case, item)
        yield from _other_year(case, item)
        yield from _counts_differ(case, item)
    yield from _agreement(case)
    for at, entry in enumerate(case.application.evidence):
        yield from _category(case, at, entry)
        yield from _title(case, at, entry)
        yield from _file(case, at, entry)
    yield from _same_file_twice(case)
    yield from _size(case)


def _entries(case: CheckContext, item: EvidenceItem) -> list[tuple[int, Evidence]]:
    entries = enumerate(case.application.evidence)
    return [(at, entry) for at, entry in entries if entry.category == item.no]


def _item(case: CheckContext, item: EvidenceItem) -> Iterator[Finding]:
    entries = _entries(case, item)
    if any(not is_blank(entry.file) for _, entry in entries):
        return
    none = next((at for at, entry in entries if case.says_none(entry.title)), None)
    marker, name = case.call.empty_marker, f"第{item.no}项“{item.short}”"
    if item.required and none is not None:
        message = f"{name}必须提供，不能写“{marker}”，请添加文件。"
        yield case.error(f"{_LIST}.{none}.title", "none-not-allowed", message, item.clause)
    elif item.required:
        message = f"{name}还没有文件，这一项必须提供，请添加。"
        yield case.error(_LIST, "required-missing", message, item.clause)
    elif none is None:
        message = f"{name}还没有文件，有的请添加，没有的请写明“{marker}”。"
        yield case.warning(_LIST, "missing", message, item.clause)
    else:
        yield from _claimed(case, item, f"{_LIST}.{none}.title")


def _claimed(case: CheckContext, item: EvidenceItem, path: str) -> Iterator[Finding]:
    for proved in item.proves:
        text = case.text(proved)
        claims = [claim for claim in item.claims if claim in text]
        if claims:
            message = (
                f"这一项写的是“{case.call.empty_marker}”，但“{case.field(proved).name}”里提到了"
                f"{listed(claims)}，请添加相应的{case.call.form.vocabulary.evidence}。"
            )
            yield case.warning(path, "claimed", message, item.clause)


def _other_year(case: CheckContext, item: EvidenceItem) -> Iterator[Finding]:
    """The proof of an amount is for the fiscal year that the form asks about."""
    if not any(case.field(path).kind is FieldKind.AMOUNT for path in item.proves):
        return
    asked = str(case.call.fiscal_year)
    for at, entry in _entries(case, item):
        years = _YEAR.findall(entry.title)
        if years and asked not in years:
            message = f"名称里是{years[0]}年，而表中填的是{asked}年的数，请核对是否附错了文件。"
            yield case.warning(f"{_LIST}.{at}.title", "year", message, item.clause)


def _counts_differ(case: CheckContext, item: EvidenceItem) -> Iterator[Finding]:
    """A number of patents or standards in a title that the proved text gives otherwise."""
    if not item.claims:
        return
    stated = [(proved, _counts(case.text(proved))) for proved in item.proves]
    for at, entry in _entries(case, item):
        for kind, numbers in _counts(entry.title).items():
            for proved, counts in stated:
                if kind in counts and not numbers & counts[kind]:
                    message = (
                        f"这里写{kind}{'、'.join(sorted(numbers))}项，"
                        f"而“{case.name(proved)}”里写{'、'.join(sorted(counts[kind]))}项，"
                        "两处不一致，请核对后统一。"
                    )
                    yield case.warning(f"{_LIST}.{at}.title", "count-differs", message, item.clause)


def _counts(text: str) -> dict[str, set[str]]:
    """How many patents and standards of each kind a text names, without round numbers."""
    counts: dict[str, set[str]] = {}
    found = [match.group(1, 2, 3) for match in _COUNTED.finditer(text)]
    found += [match.group(3, 1, 2) for match in _COUNTED_BEFORE.finditer(text)]
    for kind, number, more in found:
        if not more:
            counts.setdefault(kind, set()).add(number)
    return counts


def _agreement(case: CheckContext) -> Iterator[Finding]:
    words = case.call.form.evidence.agreement_words
    titles = [entry.title for entry in case.application.evidence]
    if case.participants and not any(word in title for title in titles for word in words):
        message = (
            f"{case.name('unit.participants')}有{len(case.participants)}家，但没有附上各方的协议，"
            f"请添加各方盖章的{words[0]}，材料名称里写明“{words[0]}”。"
        )
        source = case.call.participants_clause
        yield case.warning(_LIST, "agreement-missing", message, source)


def _category(case: CheckContext, at: int, entry: Evidence) -> Iterator[Finding]:
    numbers = [item.no for item in case.call.form.evidence.items]
    if entry.category not in numbers:
        chosen = shortened(str(entry.category))
        what = f"第{chosen}项不存在" if entry.category else "还没有选择这份材料属于第几项"
        message = f"{what}，请从第{min(numbers)}至{max(numbers)}项中选择。"
        yield case.error(f"{_LIST}.{at}.category", "unknown", message)


def _title(case: CheckContext, at: int, entry: Evidence) -> Iterator[Finding]:
    path = f"{_LIST}.{at}.title"
    if is_blank(entry.title):
        message = "还没有写材料名称，请写明是什么材料，例如文件的标题。"
        yield case.error(path, "empty", message)
    elif not any(map(str.isalnum, entry.title)):
        message = f"名称只有符号{quoted(entry.title)}，请写明是什么材料，例如文件的标题。"
        yield case.error(path, "only-marks", message)
    elif case.says_none(entry.title) and not is_blank(entry.file):
        message = f"名称是“{case.call.empty_marker}”，却附了文件，请改正名称，或者去掉文件。"
        yield case.warning(path, "none-with-file", message)
    elif case.says_none(entry.title) and _has_files(case, entry.category):
        message = f"同一项里已有其他材料，又写了“{case.call.empty_marker}”，请删去这一行。"
        yield case.warning(path, "none-among-others", message)


def _has_files(case: CheckContext, category: int) -> bool:
    return any(
        entry.category == category and not is_blank(entry.file)
        for entry in case.application.evidence
    )


def _file(case: CheckContext, at: int, entry: Evidence) -> Iterator[Finding]:
    path = f"{_LIST}.{at}.file"
    if is_blank(entry.file):
        if not case.says_none(entry.title):
            message = "还没有附上文件，请添加扫描件或电子文件，不提供的请删去这一行。"
            yield case.warning(path, "empty", message)
        return
    name = PurePosixPath(entry.file).name or entry.file
    if not stays_inside(entry.file):
        message = f"{quoted(entry.file)}不在申报文件所在的文件夹里，请重新添加这个文件。"
        yield case.error(path, "outside", message)
        return
    size = case.evidence_size(entry.file)
    if size is None:
        message = f"找不到文件{quoted(name)}，它可能被移动、改名或删除，请重新添加。"
        yield case.error(path, "not-found", message)
    elif size == 0:
        message = f"文件{quoted(name)}是空的（0字节），请换成有内容的文件。"
        yield case.error(path, "zero-bytes", message)


def _same_file_twice(case: CheckContext) -> Iterator[Finding]:
    files = [
        str(PurePosixPath(entry.file)).casefold() if not is_blank(entry.file) else ""
        for entry in case.application.evidence
    ]
    times = Counter(filter(None, files))
    seen: set[str] = set()
    for at, file in enumerate(files):
        if times[file] > 1 and file in seen:
            first = files.index(file) + 1
            message = f"与第{first}份材料是同一个文件，请核对是否重复添加或附错了文件。"
            yield case.warning(f"{_LIST}.{at}.file", "duplicate", message)
        seen.add(file)


def _size(case: CheckContext) -> Iterator[Finding]:
    files = filter(stays_inside, case.application.files())
    size = sum(case.evidence_size(file) or 0 for file in files)
    if size > MOST_EVIDENCE:
        message = (
            f"{_all_files(case)}合计{size / 2**30:.1f} GB，超过{MOST_EVIDENCE // 2**30} GB，"
            "加上扫描件以后接收单位收不下，请压缩或减少文件。"
        )
        yield case.error(_LIST, "all-too-large", message)


def _all_files(case: CheckContext) -> str:
    has_figures = any(True for _ in case.application.figures())
    words = case.call.form.vocabulary
    return f"{words.evidence}和{words.taskbook}里的图片" if has_figures else words.evidence
