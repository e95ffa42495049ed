"""What the prose says about the whole unit, held against the cells of the 申报表.

A false alarm costs more trust than a miss, so a claim counts only when its clause says nothing
but whose number it is, and its sentence speaks of the unit itself and of the right year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jbgs_desktop.forms.checks.context import CheckContext, Steps, is_blank, quoted
from jbgs_desktop.forms.checks.money import YUAN_IN, in_yuan
from jbgs_desktop.forms.checks.values import people_at
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import folded
from jbgs_desktop.forms.text.units import as_half_width

_PROFILE = "unit.profile"
_FOUNDATION = "foundation"
# What comes later tells of plans.
SECTIONS_ON_THE_UNIT = ("introduction", _FOUNDATION, "progress")
_SELF = "本公司"  # stands for the unit's own name
_ABOUT = Decimal("0.25")  # how far “约” and “余” may be from the number

_SENTENCES = re.compile(r"[。；;！？\n]+")
_CLAUSES = re.compile(r"[，、（）()]|,(?!\d{3})")
_OTHERS = re.compile(
    r"团队|项目|课题|任务|攻关|小组|专班|中心|实验室|事业部|产品线|参与单位|合作|联合|共建|大学|高校|院校"
    r"|[子分母]公司|控股|关联|行业|预[计期测]|计划|目标|力争|拟|增至|将|累计|近[两二三四五]年|年均|平均|新增"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d年?\s?[-~—–至到和、及]+\s?(?:19|20)?\d\d年")
# 2016 of 公司成立于2016年 says nothing about the other numbers of its sentence.
_FOUNDED = re.compile(
    r"(?:成立|创立|创建|创办|始建|设立|组建|注册|登记)于?(?:19|20)\d\d年"
    r"|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:成立|创立|创建|创办|始建|设立|组建)(?!以来|时|之初|初期)"
)
_SUMMED = re.compile(r"共|总计|全部|已")  # over several years
_OPENING_YEAR = re.compile(r"\D{0,8}(?:19|20)\d\d年")
_LAST_YEAR = re.compile(r"上一?个?(?:财年|财务年度|会计年度|年度)")
_SUBJECT = re.compile(r"[我本]?(?:公司|单位|企业)")
_LEAD_IN = (
    r"(?:截[至止]|到|(?:19|20)\d\d年度?|\d{1,2}月|\d{1,2}日|[初底末]|上一?个?(?:财年|年度)|目前|[我本](?=公司|单位|企业)"
    r"|公司|单位|企业|现|共|拥|有|其中|全年|实现|完成|在职|正式|总计|全部|\s)*"
)
_IS = r"(?:总数|总人数|人数|总额|总量|规模|[:：\s为达到有共计])*"
_YUAN = r"(?:人民币)?"
_NUMBER = r"(?P<about>约|近|超过?|逾)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<more>余|多)?"
_PEOPLE = r"(?:\s?[人名位])"
_MONEY = r"\s?(?P<unit>亿|万)(?P<more_money>余|多)?元(?:人民币|整)?"


@dataclass(frozen=True, slots=True)
class _Subject:
    """A cell and how prose speaks of it."""

    path: str
    patterns: tuple[re.Pattern[str], ...]


def _people(words: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(f"{_LEAD_IN}(?:{words}){_IS}{_NUMBER}{_PEOPLE}"),
        re.compile(f"{_LEAD_IN}{_NUMBER}{_PEOPLE}?(?:{words})"),
    )


def _amount(words: str) -> tuple[re.Pattern[str], ...]:
    return (re.compile(f"{_LEAD_IN}(?:{words}){_IS}{_YUAN}{_NUMBER}{_MONEY}"),)


_SPENT_ON_RESEARCH = "研发(?:费用|经费|资金)总?(?:投入|支出)|研发总?(?:投入|费用|经费|支出)"
_STAFF = (
    _Subject("unit.staff", _people("员工|职工|从业人员")),
    _Subject("unit.rd_staff", _people("研发人员")),
)
_REVENUE = "总?营收|(?:营业|整体业务)总?收入"
_AMOUNTS = (
    _Subject("unit.revenue", _amount(_REVENUE)),
    _Subject("unit.rd_spending", _amount(_SPENT_ON_RESEARCH)),
)
NAMES_OF_AMOUNTS = {
    "unit.revenue": re.compile(f"(?:{_REVENUE})(?:总额)?"),
    "unit.rd_spending": re.compile(f"(?:{_SPENT_ON_RESEARCH})(?:总额)?"),
}
_CAPITAL = (_Subject("unit.registered_capital", _amount("注册资本金?|注册资金")),)
_CHANGE_OF_CAPITAL = re.compile(r"增资|增加|变更|减资|实缴|实收|由|从")
# Frequent surnames that seldom begin another word after 负责人.
_SURELY_A_NAME = (
    r"(?:[王李刘杨黄吴赵徐孙朱胡郭罗梁宋郑冯邓曹彭蒋蔡贾魏薛潘杜姚卢范侯邹熊孟秦邱]|张(?!贴)|陈(?![述列]))"
    r"[\u3400-\u9fff]{1,2}"
)
_POST = re.compile(r"[长师员任授士理席记监人家]$|董事|经理|主管")


def rules(case: CheckContext) -> Steps:
    for claim in _texts(case):
        text = case.running_text(claim.path)
        if is_blank(text):
            continue
        name = case.application.unit.name.strip()
        plain = as_half_width(text.replace(name, _SELF) if len(name) > 3 else text)
        yield from _numbers(case, claim, plain)
        yield None
        yield from _names(case, claim.path, plain)
        yield None


@dataclass(frozen=True, slots=True)
class _Claim:
    """A text that tells of the unit as it is."""

    path: str
    mentions_people: bool  # also where it does not name the unit
    mentions_money: bool  # the same, when the year is named
    implies_fiscal_year: bool  # a number without a year is the form's


def _texts(case: CheckContext) -> Iterator[_Claim]:
    yield _Claim(_PROFILE, True, True, True)
    yield _Claim("product_overview", False, False, False)
    for direction in case.directions:
        for section in SECTIONS_ON_THE_UNIT:
            # 揭榜基础 is about the unit, but its people are those of the task.
            of_unit = section == _FOUNDATION
            yield _Claim(f"taskbooks.{direction.no}.{section}", False, of_unit, False)


def _numbers(case: CheckContext, claim: _Claim, text: str) -> Iterator[Finding]:
    asked = case.call.fiscal_year
    for paragraph in text.split("\n"):
        implies_fiscal_year = claim.implies_fiscal_year
        for sentence in _SENTENCES.split(paragraph):
            years = _years(sentence, asked)
            if years and _OPENING_YEAR.match(sentence):
                implies_fiscal_year = claim.implies_fiscal_year and years == {asked}
            is_compared = any(map(str.isdigit, sentence)) and years <= {asked}
            if is_compared and not speaks_of_others(case, sentence):
                yield from _in_sentence(case, claim, sentence, bool(years), implies_fiscal_year)


def _in_sentence(
    case: CheckContext, claim: _Claim, sentence: str, names_year: bool, implies_fiscal_year: bool
) -> Iterator[Finding]:
    """The claims of a sentence that speaks of no other year than the one asked for."""
    has_subject = bool(_SUBJECT.search(sentence))
    mentions_capital = claim.implies_fiscal_year and not _CHANGE_OF_CAPITAL.search(sentence)
    for clause in _CLAUSES.split(sentence):
        if not any(map(str.isdigit, clause)):
            continue
        if has_subject or claim.mentions_people:
            yield from _people_differ(case, claim.path, clause)
        is_of_year = names_year or (implies_fiscal_year and not _SUMMED.search(clause))
        if is_of_year and (has_subject or claim.mentions_money):
            yield from _amounts_differ(case, claim.path, clause, _AMOUNTS)
        if mentions_capital:
            yield from _amounts_differ(case, claim.path, clause, _CAPITAL)


def speaks_of_others(case: CheckContext, sentence: str) -> bool:
    """Whether its numbers may be those of a part of the unit, of a plan or of another unit."""
    return bool(_OTHERS.search(sentence)) or any(name in sentence for _, name in case.participants)


@lru_cache(maxsize=1024)  # of the sentences of an application few change between two checks
def _years(sentence: str, fiscal_year: int) -> frozenset[int]:
    """The years that a sentence speaks of; a span of years is none that could be compared."""
    if _YEAR_RANGE.search(sentence):
        return frozenset({0})
    years = frozenset(int(year) for year in _YEAR.findall(_FOUNDED.sub("", sentence)))
    return years | {fiscal_year} if _LAST_YEAR.search(sentence) else years


def _people_differ(case: CheckContext, path: str, clause: str) -> Iterator[Finding]:
    for subject in _STAFF:
        match = _first_match(subject, clause)
        cell = people_at(case, subject.path)
        if match and cell is not None and not _agrees(match, Decimal(cell), Decimal(1)):
            yield _differs(case, path, match[0], subject.path)


def _amounts_differ(
    case: CheckContext, path: str, clause: str, subjects: tuple[_Subject, ...]
) -> Iterator[Finding]:
    for subject in subjects:
        match = _first_match(subject, clause)
        cell = in_yuan(case, subject.path)
        if match and cell is not None and not _agrees(match, cell, YUAN_IN[match["unit"] + "元"]):
            yield _differs(case, path, match[0], subject.path)


def _first_match(subject: _Subject, clause: str) -> re.Match[str] | None:
    matches = (pattern.fullmatch(clause.strip()) for pattern in subject.patterns)
    return next(filter(None, matches), None)


def _agrees(match: re.Match[str], cell: Decimal, unit: Decimal) -> bool:
    """Whether the claim is the cell's number, as exactly as the claim was written."""
    claimed = Decimal(match["number"].replace(",", ""))
    groups = match.groupdict()
    if groups["about"] or groups["more"] or groups.get("more_money"):
        return abs(claimed * unit - cell) <= cell * _ABOUT
    exponent = claimed.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * unit
    return claimed * unit == cell if unit == 1 else abs(claimed * unit - cell) < last_digit


def _differs(case: CheckContext, path: str, claim: str, cell: str) -> Finding:
    field = case.field(cell)
    message = (
        f"这里写{quoted(claim)}，而表中“{field.name}”填的是"
        f"{case.text(cell).strip()}{field.unit}，两处不一致，请核对后统一。"
    )
    return case.warning(path, "differs-from-form", message)


def _names(case: CheckContext, path: str, text: str) -> Iterator[Finding]:
    representative = "unit.legal_representative"
    for cell, word in (
        (representative, case.name(representative)),
        ("unit.leader.name", case.call.form.table.heading_of("unit.leader.name")),
    ):
        expected = case.text(cell).strip()
        if not word or is_blank(expected) or case.says_none(expected):
            continue
        matches = _is_called(word).finditer(text)
        claims = {match["name"] or match["bare"]: match[0] for match in matches}
        for claimed, claim in claims.items():
            if not _POST.search(claimed) and not folded(claimed).startswith(folded(expected)):
                yield _differs(case, path, claim, cell)


@lru_cache(maxsize=16)
def _is_called(word: str) -> re.Pattern[str]:
    """``word`` with the name after it; without 为 between them only what surely is a name."""
    with_is, bare = r"[为是:：]\s?(?P<name>[\u3400-\u9fff·]{2,4})", rf"(?P<bare>{_SURELY_A_NAME})"
    return re.compile(re.escape(word) + f"(?:{with_is}|{bare})" + r"(?=\W|$)")
