"""The unit's name in the prose: nearly right is told, another unit is not."""

import pytest

from tests.forms.applications import UNIT, Trigger, changed, checked, codes, each, warning

_WITH_PLACE = "示例元境（郑州）科技有限公司"
_SCOPE = "taskbooks.2.scope"
_CODE = "taskbooks.scope.unit-name-differs"


def _prose(text: str, name: str = UNIT) -> Trigger:
    return warning(_CODE, _SCOPE, (_SCOPE, text), ("unit.name", name))


TRIGGERS: list[Trigger] = [
    _prose("由郑州示例元景科技有限公司提供。"),
    _prose("由郑州示例元科技有限公司提供。"),
    _prose("由郑州市示例元境科技有限公司提供。"),
    _prose("由郑州例示元境科技有限公司提供。"),
    _prose("由郑州示例元境科科技有限公司提供。"),
    _prose("由郑州示例 元境科技有限公司提供。"),
    _prose("由示例元境科技有限公司提供。"),
    _prose("示例元境科技有限公司是提供方。"),
    _prose("由示例元境(郑州)科技有限公司提供。", _WITH_PLACE),
    _prose("由示例元境科技有限公司提供。", _WITH_PLACE),
    _prose("由郑州示例元境科技有限责任公司提供。"),
    _prose("由郑州示例元境科技股份有限公司提供。"),
    _prose("由郑州示例元境科技公司提供。"),
    _prose("由示例元境科技（郑州）公司提供。", "示例元境科技（郑州）有限公司"),
    _prose("由示例元境科技郑州有限公司提供。", "示例元境科技（郑州）有限公司"),
    _prose("由郑州示例元境有限公司提供。"),
    _prose("由河南省郑州示例元境科技有限公司提供。"),
    _prose("由河南示例元境科技有限公司提供。"),
    _prose("我们示例元境科技有限公司是提供方。"),
]


@each(TRIGGERS)
def test_a_slip_in_the_name_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"由{UNIT}提供，{UNIT}负责维护。", UNIT),
        ("由郑州示例元境科技提供。", UNIT),
        ("由示例元境提供。", UNIT),
        ("由郑州示例图形技术有限公司提供。", UNIT),
        ("由洛阳示例元境科技有限公司提供。", UNIT),
        (f"公司地处河南省，{UNIT}提供。", UNIT),
        ("由郑州示例元境科技集团有限公司提供。", UNIT),
        ("由郑州示例智能有限公司提供。", UNIT),
        (f"{UNIT}洛阳分公司提供。", UNIT),
        ("由大示例元境科技有限公司提供。", UNIT),
        ("面向郑州示例第二人民医院。", "郑州示例第一人民医院"),
        ("在郑州示例元境科技研究领域积累深厚。", "郑州示例元境科技研究院"),
        ("由北京轻工业示例大学合作。", "郑州轻工业示例大学"),
        ("由本公司提供。", "某某"),
        ("由本公司提供。", ""),
    ],
)
def test_another_name_is_no_finding(text: str, name: str) -> None:
    assert _CODE not in codes(changed((_SCOPE, text), ("unit.name", name)))


def test_a_participant_with_a_similar_name_is_not_the_unit() -> None:
    other = "郑州示例元景科技有限公司"
    text = ("unit.participants.0.name", other), (_SCOPE, f"由{other}提供。")
    assert _CODE not in codes(changed(*text))


def test_each_wrong_writing_is_told_once() -> None:
    wrong = "郑州示例元景科技有限公司"
    found = checked(changed((_SCOPE, f"{wrong}、{wrong}和郑州示例元科技有限公司")))
    assert len([finding for finding in found if finding.code == _CODE]) == 2


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("河南示例元境科技有限公司", "河南示例元境科技有限公司"),
        ("河南省郑州示例元境科技有限公司", "河南省郑州示例元境科技有限公司"),
        ("郑州示例元境科技公司", "郑州示例元境科技公司"),
    ],
)
def test_the_whole_wrong_name_is_told(written: str, named: str) -> None:
    assert f"这里写“{named}”" in _prose(f"由{written}提供。").finding().message


def test_both_names_are_told() -> None:
    message = _prose("由郑州示例元景科技有限公司提供。").finding().message
    assert "“郑州示例元景科技有限公司”" in message and f"“{UNIT}”" in message
