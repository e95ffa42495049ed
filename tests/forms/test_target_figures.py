"""The figures of all 52 预期目标, and whether a text speaks of one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.target_figures import (
    TargetFigure,
    figures_in,
    is_mentioned,
    target_figures,
)
from jbgs_desktop.forms.text.units import same_quantity
from tests.forms.applications import national_call

# Every figure as written in the notice, by track and in the order of the directions.
_EXPECTED = {
    "metaverse": [
        "超过100款",
        "最低支持8k | 12bit | 亿级 | 60FPS",
        "至少1种",
        "提升3倍以上 | 不超过50毫秒",
        "不多于4000个 | 不多于10秒 | 200 | 2000勒克斯",
        "≥30fps | 小于5mm",
        "不少于5类",
        "小于400ms | 大于25",
        "",
        "",
        "至少1类",
    ],
    "humanoid-robot": [
        "不少于28个 | ≥4km/h | ≥9km/h",
        "不低于95% | 小于210g | 小于170cm3 | 达到6kW",
        "达到0.5%FS | 优于0.03s",
        "0.1° | 1σ | 10s | 不低于0.3°/h",
        "1mm | ≤0.3mm | 0.1N/cm2 | 240N/cm2 | 10g/cm2 | 24kg/cm2 | ±5% | 10g",
        "优于600W/kg | 优于100N.m/kg",
        "覆盖500 | 10000N | 不低于1500 N/kg",
        "≥3kg | ≤9kg | ≤900g",
        "不高于60W | 不低于200Tops",
        "48V | 100V | 不低于220Wh/kg",
        "不低于1000个",
        "",
        "不低于100亿 | 不低于100种",
        "不低于3km/h | 不低于10种 | 不低于4h | 小于5min",
        "不低于50cm | 不低于5km/h | 不低于4h",
        "达到95%以上 | 50种以上",
        "≥4km/h | ≥10kg | ≥3h | 小于5min",
        "不小于6km | 不少于3h | 不小于5kg",
        "不少于15种 | 不少于10个",
    ],
    "brain-computer-interface": [
        "",
        "5年以上",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "不少于100人 | 不少于20000h",
    ],
    "general-ai": [
        "达到128GB及以上 | 达到500 TFLOPS以上 | 达1 PFLOPS以上 | 达到300 GB/s以上",
        "不低于1024卡 | 超过500 PFLOPS | 不超过1.25",
        "达到10TB | 达到1亿对 | 达到100TB | 不少于3个 | 10个及以上",
        "3个 | 不少于10种 | 不少于5个",
        "超过30个",
        "超20个 | 5个以上 | 10个以上",
        "超过千亿级 | 超过30个 | 10个以上",
        "达到万亿参数 | 15个以上",
        "不少于10家",
        "",
        "不少于5项",
        "3种以上 | 至少30种",
    ],
}


def _direction(target: str) -> Direction:
    return Direction(
        id="made-up-1", no=1, category="核心基础", title="某方向", task="某任务", target=target
    )


def _figures(target: str) -> list[TargetFigure]:
    return list(target_figures(_direction(target), 2025))


def _figure(written: str) -> TargetFigure:
    (figure,) = _figures(f"到2025年，指标{written}。")
    return figure


@pytest.mark.parametrize("track_id", _EXPECTED)
def test_every_direction_of_the_notice_has_its_figures(track_id: str) -> None:
    track = national_call().track(track_id)
    assert track is not None
    found = [
        " | ".join(figure.text for figure in target_figures(direction, 2025))
        for direction in track.directions
    ]
    assert found == _EXPECTED[track_id]


def test_all_52_directions_are_in_the_table() -> None:
    assert sum(map(len, _EXPECTED.values())) == 52


def test_every_target_mentions_its_own_figures_in_a_clause_of_its_own_words() -> None:
    for track in national_call().tracks:
        for direction in track.directions:
            for figure in target_figures(direction, 2025):
                assert figure.clause in direction.target
                assert figure.text in figure.clause
                assert is_mentioned(figure, direction.target)
                assert is_mentioned(figure, figure.clause)


def test_a_figure_stands_in_its_own_clause() -> None:
    figures = _figures("到2025年，最高效率不低于95%，重量小于210g（含散热片），尺寸小于170cm3。")
    assert [(figure.number, figure.unit, figure.clause) for figure in figures] == [
        (Decimal(95), "%", "最高效率不低于95%"),
        (Decimal(210), "g", "重量小于210g（含散热片）"),
        (Decimal(170), "cm3", "尺寸小于170cm3"),
    ]


def test_the_target_year_of_the_call_is_no_figure() -> None:
    direction = _direction("到2031年，产量达到2031台，2025年达到2025台。")
    assert [figure.number for figure in target_figures(direction, 2031)] == [2025]


def test_a_figure_written_twice_is_one() -> None:
    assert len(_figures("速度不低于4km/h，负重时速度不低于4km/h，续航4h。")) == 2


@pytest.mark.parametrize(
    "name", ["3D建模", "4D面部", "5G-A网络", "5G网络", "6自由度编码", "FP16算力", "WebXR2", "H.265"]
)
def test_a_name_with_a_digit_is_no_figure(name: str) -> None:
    assert _figures(f"到2025年，支持{name}。") == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("不低于95%", "效率达到95%以上"),
        ("不低于95%", "效率达到９５％"),
        ("不低于95%", "效率≥95.0 %"),
        ("不低于95%", "| 最高效率 | % | 93 | 95 | 台架测试 |"),
        ("不低于1000个", "同时训练1,000个机器人"),
        ("不低于1000个", "同时训练1000台"),
        ("不超过50毫秒", "端到端时延≤50ms"),
        ("不超过50毫秒", "端到端时延0.05秒"),
        ("小于400ms", "时延不超过400毫秒"),
        ("不少于20000h", "累计监测2万小时"),
        ("5年以上", "稳定植入60个月"),
        ("≤900g", "灵巧手重0.9kg"),
        ("不低于50cm", "攀爬0.5米"),
        ("小于170cm3", "体积小于170cm³"),
        ("不低于4km/h", "行走速度4公里/小时"),
        ("达到500 TFLOPS", "单芯片0.5PFLOPS"),
        ("不低于200Tops", "算力200TOPS"),
        ("8k", "输出8K画面"),
        ("达到1亿对", "图文数据1亿对"),
        ("达到1亿对", "图文数据100,000,000对"),
        ("千亿级", "参数规模1000亿"),
        ("万亿参数", "达到1万亿参数"),
        ("亿级", "支持1亿个三角形"),
        ("至少2种", "实现两种协议"),
        ("大于25", "帧率25fps"),
        ("48V", "输出电压48-100V"),
        ("200勒克斯", "在200～2000勒克斯范围"),
        ("不多于10秒", "（1）建模；（2）10秒内完成配准"),
    ],
)
def test_the_same_number_in_another_writing_is_mentioned(written: str, text: str) -> None:
    assert is_mentioned(_figure(written), text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("不低于95%", "效率达到96.5%"),
        ("不低于95%", "效率达到195%"),
        ("不低于95%", "效率达到95.5%"),
        ("不低于95%", "重量95g"),
        ("不少于5种", "不少于50种"),
        ("不少于5种", "到2025年"),
        ("不少于5种", "5月完成，6月5日验收"),
        ("不少于5种", "2024-05-05"),
        ("不少于5种", "5. 系统测试"),
        ("不少于5种", "（5）系统测试"),
        ("不少于5种", "第5项，见表5和图5"),
        ("不少于5种", "型号FP5，5G网络"),
        ("不少于5种", "1,005种"),
        ("不少于5种", ""),
        ("小于5mm", "误差小于5cm"),
        ("不低于4h", "速度4km/h"),
        ("达到1亿对", "1万对"),
        ("千亿级", "参数规模100亿"),
        ("不低于1000个", "1，000"),
    ],
)
def test_another_number_is_not_mentioned(written: str, text: str) -> None:
    assert not is_mentioned(_figure(written), text)


@given(st.lists(st.sampled_from(["50", "-", "～", "至", "\n", " ", "60ms", "％", "2025", "见表3"])))
def test_a_text_is_read_by_paragraphs_as_it_is_as_a_whole(parts: list[str]) -> None:
    text = "".join(parts)
    for written in ("50ms", "60ms", "50", "60%"):
        figure = _figure(written)
        whole = any(
            same_quantity(each.number, each.unit, figure.number, figure.unit)
            for each in figures_in(text)
        )
        assert is_mentioned(figure, text) == whole


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert is_mentioned(_figure("不低于95%"), f"{text}\n效率95%") or "95" in text


@given(st.text(min_size=1))
def test_any_target_has_its_figures_in_its_own_clauses(target: str) -> None:
    for figure in _figures(target):
        assert figure.text in figure.clause
        assert figure.clause in target


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["%", "ms", "个", ""]))
def test_a_number_is_mentioned_by_itself_and_not_by_its_successor(
    number: Decimal, unit: str
) -> None:
    figure = TargetFigure(number, unit, "", "")
    assert is_mentioned(figure, f"指标为{number}{unit}。")
    assert not is_mentioned(figure, f"指标为{number + 1}{unit}。")
