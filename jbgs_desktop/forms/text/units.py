"""Units of measure, as far as two ways of writing one quantity are to be known as the same."""

import re
from decimal import Decimal

# Without ，；：？！（）: they part clauses, and 1，000 is two numbers.
_FULL_WIDTH = re.compile(r"[＂-＇＊＋－-９＜-＞＠-～]")

_COUNTED = "个种类款项家台套件人名对卡条"

# Dimension and factor. What is not in it is compared by its number alone.
_UNITS: dict[str, tuple[str, Decimal]] = {
    unit: (dimension, Decimal(factor))
    for dimension, units in {
        "time": "s 1 秒 1 ms .001 毫秒 .001 μs 1e-6 微秒 1e-6 min 60 分钟 60 h 3600 小时 3600",
        "period": "年 12 个月 1",
        "length": "mm .001 毫米 .001 cm .01 厘米 .01 m 1 米 1 km 1000 公里 1000 千米 1000",
        "volume": "mm3 .001 cm3 1 dm3 1000",
        "mass": "mg .001 g 1 克 1 kg 1000 千克 1000 公斤 1000 t 1e6 吨 1e6",
        "speed": "km/h 1 公里/小时 1 公里每小时 1 m/s 3.6",
        "power": "mW .001 W 1 瓦 1 kW 1000 千瓦 1000",
        "voltage": "mV .001 V 1 伏 1 kV 1000",
        "force": "mN .001 N 1 牛 1 kN 1000",
        "angle": "° 1 度 1",
        "light": "勒克斯 1 lx 1 lux 1",
        "share": "% 1 ‰ .1",
        "multiple": "倍 1",
        "frames": "fps 1 帧/秒 1 帧每秒 1 帧 1",
        "bytes": "MB 1e6 GB 1e9 TB 1e12 PB 1e15",
        "bandwidth": "MB/s 1e6 GB/s 1e9 TB/s 1e12",
        "floats": "TFLOPS 1 PFLOPS 1e3 EFLOPS 1e6",
        "operations": "TOPS 1 POPS 1e3",
        "count": " ".join(f"{word} 1" for word in _COUNTED),
    }.items()
    for unit, factor in zip(units.split()[::2], units.split()[1::2], strict=True)
}
# Only where the case carries no meaning: mW and MW, m and M are not one unit.
_ANY_CASE = {
    unit.lower(): unit
    for unit in ("kg", "km", "km/h", "mm", "cm", "kW", "fps", "TFLOPS", "PFLOPS", "TOPS", "TB", "k")
}
_SUPERSCRIPTS = str.maketrans("²³µ", "23μ")


def as_half_width(text: str) -> str:
    """``text`` with half-width digits, letters and signs, of the same length."""
    return _FULL_WIDTH.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text)


def whole_unit(unit: str) -> str:
    """A unit in the way it is compared: ``cm³`` as ``cm3``, ``KG`` as ``kg``."""
    plain = unit.strip().translate(_SUPERSCRIPTS)
    return _ANY_CASE.get(plain.lower(), plain)


def in_unit(number: Decimal, unit: str, wanted: str) -> Decimal | None:
    """``number`` in another unit; None when it has none of that kind.

    A unit that is missing is the other's.
    """
    dimension, factor = _UNITS.get(unit, (unit, Decimal(1)))
    wanted_dimension, wanted_factor = _UNITS.get(wanted, (wanted, Decimal(1)))
    if dimension and wanted_dimension and dimension != wanted_dimension:
        return None
    return number * factor / wanted_factor if dimension and wanted_dimension else number


def is_of(unit: str, *dimensions: str) -> bool:
    """Whether ``unit`` measures one of these: ``time``, ``angle``, ``count``, …"""
    return _UNITS.get(unit, ("", Decimal(1)))[0] in dimensions


def same_quantity(number: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Whether two numbers with units are one quantity; an unknown unit fits every other."""
    dimension, factor = _UNITS.get(unit, ("", Decimal(1)))
    other_dimension, other_factor = _UNITS.get(other_unit, ("", Decimal(1)))
    if not dimension or not other_dimension:
        return number == other
    return dimension == other_dimension and number * factor == other * other_factor
