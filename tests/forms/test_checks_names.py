"""The unit's name in the prose: nearly right is told, another unit is not."""

import pytest

from tests.forms.applications import UNIT, Trigger, changed, checked, codes, each, warning

_WITH_PLACE = "示例元境（郑州）科技有限公司"
_SCOPE = "taskbooks.2.scope"
_CODE = "taskbooks.scope.unit-name-differs"


def _said(text: str, name: str = UNIT) -> Trigger:
    return warning(_CODE, _SCOPE, (_SCOPE, text), ("unit.name", name))


TRIGGERS: list[Trigger] = [
    _said("由郑州示例元景科技有限公司提供。"),
    _said("由郑州示例元科技有限公司提供。"),
    _said("由郑州市示例元境科技有限公司提供。"),
    _said("由郑州例示元境科技有限公司提供。"),
    _said("由郑州示例元境科科技有限公司提供。"),
    _said("由郑州示例 元境科技有限公司提供。"),
    _said("由示例元境科技有限公司提供。"),
    _said("示例元境科技有限公司是提供方。"),
    _said("由示例元境(郑州)科技有限公司提供。", _WITH_PLACE),
    _said("由示例元境科技有限公司提供。", _WITH_PLACE),
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


def test_both_names_are_told() -> None:
    message = _said("由郑州示例元景科技有限公司提供。").finding().message
    assert "“郑州示例元景科技有限公司”" in message and f"“{UNIT}”" in message
