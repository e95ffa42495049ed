"""One value by its kind: names, addresses for mail and calls, amounts, people, dates."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.checks.context import CheckContext, is_blank, listed, quoted, with_codes
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.clean import iso_day

ValueRule = Callable[[CheckContext, str], Iterator[Finding]]

_LONGEST_NAME = 100  # characters; the longest registered names have about 60
_LONGEST_PERSON = 30
_LONGEST_WHOLE = 12  # digits before the point: ten thousand times the largest company's revenue
_LONGEST_COUNT = 8

_PERSON = re.compile(r"[\u3400-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffffA-Za-zÀ-ɏ·•‧.'’\-\s]+")
_TITLE_OF_PERSON = re.compile(
    r"(?<=.)(?:先生|女士|小姐|同志|老师|教授|研究员|博士|博导|院士|主任|所长|院长|校长|处长|局长|部长"
    r"|总经理|副总|总裁|总监|董事长|经理|工程师|总工)$"
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"(?:\+|00)(?!86)[0-9][0-9 \-()]{5,20}")
_FIXED_LINE = re.compile(r"(?:0[0-9]{2,3}-?)?[0-9]{7,8}(?:-[0-9]{1,6})?")
_AMOUNT = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_CURRENCY = re.compile(r"[$€£¥￥]|[美欧港日英]元|USD|EUR|HKD|GBP|JPY|RMB|CNY")
_LEGAL_FORMS = re.compile(
    r"(?:公司|企业|集团|[院所厂校社部站馆台局会店]|中心|大学|大學|实验室|基金|基地|合伙|联盟)$"
)
_NOTE_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]$")
_NO_PART_OF_NAME = re.compile(
    r"牵头|联合|参与|申报|申请|揭榜|推荐|盖章|公章|印章|简称|全称|以下|[甲乙]方"
)


def cell(case: CheckContext, path: str, source: str = "") -> Iterator[Finding]:
    """A cell that must not stay empty: it has something, and of the right kind."""
    text = case.text(path)
    missing = _not_filled(case, path, text, source)
    if missing:
        yield missing
    elif not case.says_none(text):
        yield from by_kind(case, path)


def by_kind(case: CheckContext, path: str) -> Iterator[Finding]:
    """The rules of the field's kind, for a field that has something in it."""
    rule = _RULES.get(case.field(path).kind)
    return rule(case, path) if rule else iter(())


def has_content(case: CheckContext, path: str) -> bool:
    """Whether the field says something that can be judged by its own rules."""
    return any(map(str.isalnum, case.text(path))) and not case.says_none(case.text(path))


def _not_filled(case: CheckContext, path: str, text: str, source: str) -> Finding | None:
    field = case.field(path)
    none_allowed, verb = (
        field.text.none_allowed,
        "选择" if field.kind is FieldKind.CHOICE else "填写",
    )
    way_out = f"没有的请填“{case.call.empty_marker}”。" if none_allowed else f"请如实{verb}。"
    if case.is_empty(path):
        return case.error(path, "empty", f"还没有{verb}，这一栏不得空缺，{way_out}", source)
    if case.says_none(text):
        message = f"填的是“{case.call.empty_marker}”，但这一栏必须有内容，{way_out}"
        return None if none_allowed else case.error(path, "none-not-allowed", message, source)
    if not has_content(case, path) and not is_blank(text):
        message = f"只有符号{quoted(text)}，没有内容，{way_out}"
        return case.error(path, "only-marks", message, source)
    return None


def answered(case: CheckContext, path: str, source: str = "") -> Iterator[Finding]:
    """A question has its answer."""
    if case.application.get(path) is None:
        answers = "”或“".join(choice.word for choice in reversed(case.field(path).choices))
        message = f"还没有选择，这一栏不得空缺，请选择“{answers}”。"
        yield case.error(path, "empty", message, source)


def specified(case: CheckContext, path: str, source: str = "") -> Iterator[Finding]:
    """What the last choice asks for is written, and is not written when another is made."""
    field, asking = case.field(path), case.field(path).text.specified
    if asking is None:
        return
    if case.text(path) == asking.value:
        yield from cell(case, field.other, source)
    elif has_content(case, field.other):
        message = (
            f"写了{quoted(case.text(field.other))}，但选的不是“{asking.word}”，纸面上不会印出，"
            f"请改选“{asking.word}”，或者删去这几个字。"
        )
        yield case.warning(field.other, "not-chosen", message)


def choice(case: CheckContext, path: str) -> Iterator[Finding]:
    chosen, choices = case.text(path), case.field(path).choices
    if chosen not in [each.value for each in choices]:
        words = "、".join(each.word for each in choices)
        message = f"{quoted(chosen)}不是表中的选项，请从“{words}”中选一项。"
        yield case.error(path, "unknown", message)


def person(case: CheckContext, path: str) -> Iterator[Finding]:
    name = case.text(path).strip()
    if len(name) > _LONGEST_PERSON:
        message = f"有{len(name)}个字符，超过{_LONGEST_PERSON}个，不像一个人的姓名，请只填姓名。"
        yield case.error(path, "too-long", message)
    elif len(name) == 1:
        yield case.error(path, "too-short", f"只有一个字{quoted(name)}，请填写完整的姓名。")
    elif not _PERSON.fullmatch(name):
        odd = "".join(dict.fromkeys(each for each in name if not _PERSON.fullmatch(each)))
        message = (
            f"{quoted(name)}里有姓名中不会出现的字符：{with_codes(odd)}。"
            "请只填一个人的姓名，不加称谓和标点，生僻字请用输入法重新输入。"
        )
        yield case.warning(path, "characters", message)
    elif title := _TITLE_OF_PERSON.search(name):
        message = f"{quoted(name)}里的“{title[0]}”像是称谓，请只填姓名；确为姓名的不用改。"
        yield case.warning(path, "title", message)
    rare = [character for character in dict.fromkeys(name) if _is_rare(character)]
    if rare:
        message = (
            f"{listed(rare)}不在仿宋_GB2312字库的6763个汉字里，用该字体打印会缺字。"
            "本程序生成的文件用能显示它的字体；如果自行改换字体，请核对打印件。"
        )
        yield case.warning(path, "rare-characters", message, "GB/T 2312-1980")


def _is_rare(character: str) -> bool:
    if not _HAN.match(character):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def organisation(case: CheckContext, path: str) -> Iterator[Finding]:
    name = case.text(path).strip()
    if len(name) > _LONGEST_NAME:
        message = f"有{len(name)}个字符，超过{_LONGEST_NAME}个，不像一个单位的名称，请只填全称。"
        yield case.error(path, "too-long", message)
    if not any(map(str.isalpha, name)):
        message = f"{quoted(name)}里没有文字，不像一个单位的名称，请填写全称。"
        yield case.warning(path, "no-letters", message)
    if "(" in name or ")" in name:
        message = "名称里有半角括号，登记的名称用全角括号“（）”，请与营业执照和公章核对后改正。"
        yield case.warning(path, "half-width-brackets", message)
    if any(map(str.isspace, name)):
        message = "名称里有空格，登记的名称没有空格，请与营业执照和公章核对后删去。"
        yield case.warning(path, "spaces", message)


def legal_form(case: CheckContext, path: str) -> Iterator[Finding]:
    """The name ends as names of legal persons do (公司, 研究院, 大学, …)."""
    name = case.text(path).strip()
    note = _NOTE_IN_BRACKETS.search(name)
    bare = name[: note.start()] if note else name
    if note and _is_added(bare, note[0][1:-1]):
        message = f"末尾的“{note[0]}”不像名称的一部分，请与营业执照和公章核对后删去。"
        yield case.warning(path, "note", message)
    elif any(map(str.isalpha, name)) and not _LEGAL_FORMS.search(bare):
        message = (
            f"{quoted(name)}的末尾没有“公司”“研究院”“大学”“中心”一类字样，"
            "可能是简称，请填营业执照或法人证书上的全称。"
        )
        yield case.warning(path, "suffix", message)


def _is_added(name: str, note: str) -> bool:
    """Whether a note in brackets is none of 企业（有限合伙）, 大学（北京） or the like."""
    is_company = name.endswith("公司") and not note.endswith(("集团", "合伙"))
    return is_company or bool(_NO_PART_OF_NAME.search(note))


def email(case: CheckContext, path: str) -> Iterator[Finding]:
    address = case.text(path).strip()
    if re.search(r"[;；,，、]|@.*@", address):
        message = "这里只能填一个邮箱地址，请留下最常用的一个。"
        yield case.error(path, "several", message)
    elif not _is_address(address):
        message = f"{quoted(address)}不是有效的邮箱地址，应当像“名称@域名”那样写，请核对。"
        yield case.error(path, "format", message)
    elif not address.isascii():
        message = f"{quoted(address)}里有中文或全角字符，多数邮件系统无法投递，请核对。"
        yield case.warning(path, "characters", message)


def _is_address(text: str) -> bool:
    # Late import: it takes 20 ms, and a page is to be painted first.
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def mobile(case: CheckContext, path: str) -> Iterator[Finding]:
    number = case.text(path).strip()
    if _MOBILE.fullmatch(number):
        return
    if _ABROAD.fullmatch(number):
        message = f"{quoted(number)}是境外号码，请确认评审期间能够接通；能改用国内手机的请改用。"
        yield case.warning(path, "abroad", message)
    elif number.isascii() and number.isdigit() and len(number) == 11:
        message = f"{quoted(number)}的开头不是手机号段（13至19），请核对是否填了固定电话。"
        yield case.warning(path, "prefix", message)
    else:
        message = f"{quoted(number)}不是11位手机号码，请只填一个11位数字的号码。"
        yield case.error(path, "format", message)


def fax(case: CheckContext, path: str) -> Iterator[Finding]:
    none = f"没有传真的填“{case.call.empty_marker}”" if _allows_none(case, path) else "请核对"
    yield from _fixed_line(case, path, f"请写成“区号-号码”，{none}。")


def phone(case: CheckContext, path: str) -> Iterator[Finding]:
    if not _MOBILE.fullmatch(case.text(path).strip()):
        yield from _fixed_line(case, path, "请填11位手机号码，或写成“区号-号码”。")


def _fixed_line(case: CheckContext, path: str, way_out: str) -> Iterator[Finding]:
    number = case.text(path).strip()
    if _ABROAD.fullmatch(number):
        message = f"{quoted(number)}是境外号码，请确认能够接通。"
        yield case.warning(path, "abroad", message)
    elif not _FIXED_LINE.fullmatch(number):
        yield case.error(path, "format", f"{quoted(number)}不是有效的号码，{way_out}")


def _allows_none(case: CheckContext, path: str) -> bool:
    return case.field(path).text.none_allowed


def amount(case: CheckContext, path: str) -> Iterator[Finding]:
    text = case.text(path).strip()
    unit, most = case.field(path).unit, case.call.amount_decimals
    match = _AMOUNT.fullmatch(text)
    if not match and _CURRENCY.search(text):
        message = f"{quoted(text)}带有币种，请折算成人民币，只填以{unit}为单位的数字。"
        yield case.error(path, "currency", message)
    elif not match:
        message = f"{quoted(text)}不是一个数，请只填以{unit}为单位的阿拉伯数字，不写单位和汉字。"
        yield case.error(path, "format", message)
    elif match[1]:
        yield case.error(path, "negative", f"{quoted(text)}是负数，金额不能小于0，请核对。")
    elif len(match[2]) > _LONGEST_WHOLE:
        yield case.error(path, "too-long", f"{quoted(text)}位数过多，请核对是否多填了数字。")
    elif len(match[3] or "") > most:
        decimals = f"最多保留{most}位小数" if most else "不写小数"
        message = f"{quoted(text)}有{len(match[3])}位小数，以{unit}为单位的金额{decimals}，请改写。"
        yield case.error(path, "decimals", message)


def people(case: CheckContext, path: str) -> Iterator[Finding]:
    text = case.text(path).strip()
    if people_at(case, path) is None:
        message = f"{quoted(text)}不是人数，请只填一个整数，不写“约”“余”等字样。"
        yield case.error(path, "format", message)


def day(case: CheckContext, path: str) -> Iterator[Finding]:
    text = case.text(path)
    if day_at(case, path) is None:
        message = f"{quoted(text)}不是有效的日期，请填写年、月、日，例如 {case.now:%Y-%m-%d}。"
        yield case.error(path, "format", message)


def amount_at(case: CheckContext, path: str) -> Decimal | None:
    """The amount at ``path`` in the field's unit, or None while it is none that counts."""
    match = _AMOUNT.fullmatch(case.text(path).strip())
    if not match or match[1] or len(match[2]) > _LONGEST_WHOLE or len(match[3] or "") > 6:
        return None
    return Decimal(match[0])


def people_at(case: CheckContext, path: str) -> int | None:
    text = case.text(path).strip()
    is_count = text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT
    return int(text) if is_count else None


def day_at(case: CheckContext, path: str) -> date | None:
    return iso_day(case.text(path).strip())


_RULES: Mapping[FieldKind, ValueRule] = MappingProxyType(
    {
        FieldKind.PERSON: person,
        FieldKind.ORGANISATION: organisation,
        FieldKind.EMAIL: email,
        FieldKind.MOBILE: mobile,
        FieldKind.FAX: fax,
        FieldKind.PHONE: phone,
        FieldKind.AMOUNT: amount,
        FieldKind.COUNT: people,
        FieldKind.DATE: day,
        FieldKind.CHOICE: choice,
    }
)
