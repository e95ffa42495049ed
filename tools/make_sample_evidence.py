"""Makes the evidence files of the built-in sample; the same input gives the same bytes.

    python -m venv VENV && VENV/bin/pip install typst pillow
    VENV/bin/python tools/make_sample_evidence.py          needs Debian's fonts-noto-cjk

Who the unit is and what it earns is read from the samples themselves, so that the papers agree
with the form; what only the papers say stands in ``sample_evidence/facts.json``.
"""

import io
import json
import math
import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

# By name, because they are tools of a developer and the checker runs without them.
typst = import_module("typst")
Image, ImageDraw, ImageFilter, ImageFont = (
    import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFilter", "ImageFont")
)

HERE = Path(__file__).parent / "sample_evidence"
SAMPLES = (
    Path(__file__).parent.parent / "resources" / "calls" / "miit-2023-weilai-chanye" / "samples"
)
FONTS = Path("/usr/share/fonts/opentype/noto")
PAPERS = {"audit", "rd-audit", "patents", "agreement", "test-report"}
MADE_AT = 1_697_000_000  # what the papers give as the moment they were made: October 2023
LAST_YEAR = Decimal("0.86")  # of this year's amounts
RESEARCH_ITEMS = {
    "人员人工费用": "0.524",
    "直接投入费用": "0.231",
    "折旧费用与长期待摊费用": "0.086",
    "设计试验等费用": "0.071",
    "委托外部研究开发费用": "0.048",
    "其他费用": "0.040",
}
OTHER_PROJECTS = ("0.42", "0.33", "0.25")  # of what the track's own project leaves
Row = list[str]


def main() -> None:
    for track, facts in json.loads((HERE / "facts.json").read_text("utf-8")).items():
        sample = json.loads((SAMPLES / f"{track}.json").read_text("utf-8"))["application"]
        data = papers_data(track, sample["unit"], facts)
        for item in sample["evidence"]:
            target = SAMPLES / item["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            is_paper = target.stem.removesuffix("-2022") in PAPERS
            content = paper(target.stem.removesuffix("-2022"), data) if is_paper else photo(data)
            target.write_bytes(content)
            print(f"{len(content):>8} {item['file']}")


def paper(name: str, data: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(
        HERE / f"{name}.typ",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=MADE_AT,
        pdf_tags=False,  # a third of the size, and nobody reads a scan's tags
    )
    return made


# ---- what the papers say ----


def papers_data(track: str, unit: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    call_track = json.loads((SAMPLES.parent / "tracks" / f"{track}.json").read_text("utf-8"))
    revenue, research = Decimal(unit["revenue"]), Decimal(unit["rd_spending"])
    share = rounded(research / revenue * 100)
    return {
        **facts,
        "track": call_track["name"],
        "unit": unit,
        "audit": {**facts["audit"], **statements(unit, facts["audit"]), "research_share": share},
        "research": {**facts["research"], **research_tables(unit, facts["research"])},
        "patents": {**facts["patents"], **property_tables(facts["patents"])},
    }


def rounded(amount: Decimal, places: str = "0.01") -> str:
    return str(amount.quantize(Decimal(places), ROUND_HALF_UP))


def in_yuan(amount: Decimal) -> Decimal:
    """An amount in 万元 as 元 and 分."""
    return (amount * 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def row(label: str, this: Decimal, last: Decimal) -> Row:
    return [label, f"{this:,.2f}", f"{last:,.2f}"]


def statements(unit: dict[str, Any], audit: dict[str, Any]) -> dict[str, list[Row]]:
    this = Year(unit, audit, Decimal(1))
    last = Year(unit, audit, LAST_YEAR)
    first = Year(unit, audit, LAST_YEAR * LAST_YEAR)
    return {
        "income": [row(label, this.income[label], last.income[label]) for label in this.income],
        "balance": [row(label, this.balance[label], last.balance[label]) for label in this.balance],
        "cash": [row(*line) for line in cash_lines(this, last, first)],
        "revenue": [row(label, this.sales[label], last.sales[label]) for label in this.sales],
        "research": [row(label, this.costs[label], last.costs[label]) for label in this.costs],
    }


class Year:
    """The amounts of one year in 元; every total is the sum of its lines."""

    def __init__(self, unit: dict[str, Any], audit: dict[str, Any], scale: Decimal) -> None:
        self.revenue = in_yuan(Decimal(unit["revenue"]) * scale)
        self.research = in_yuan(Decimal(unit["rd_spending"]) * scale)
        related = in_yuan(Decimal(unit["related_revenue"]) * scale)
        self.income = self._income(audit["shares"])
        self.balance = self._balance(unit, audit)
        others = split(self.revenue - related, dict(audit["other_revenue"]))
        related_line = {"与本次申报领域相关的产品和服务": related}
        self.sales = {**related_line, **others, "合计": self.revenue}
        self.costs = {**split(self.research, RESEARCH_ITEMS), "合计": self.research}

    def part(self, share: str) -> Decimal:
        return (self.revenue * Decimal(share)).quantize(Decimal("0.01"))

    def _income(self, shares: dict[str, str]) -> dict[str, Decimal]:
        spent = {
            "减：营业成本": self.part(shares["cost"]),
            "    税金及附加": self.part("0.006"),
            "    销售费用": self.part(shares["sales"]),
            "    管理费用": self.part(shares["administration"]),
            "    研发费用": self.research,
            "    财务费用": self.part(shares["finance"]),
        }
        other = self.part(shares["other_income"])
        profit = self.revenue - sum(spent.values()) + other
        tax = (profit * Decimal("0.15")).quantize(Decimal("0.01"))
        return {
            "一、营业收入": self.revenue,
            **spent,
            "加：其他收益": other,
            "二、营业利润": profit,
            "三、利润总额": profit,
            "减：所得税费用": tax,
            "四、净利润": profit - tax,
        }

    def _balance(self, unit: dict[str, Any], audit: dict[str, Any]) -> dict[str, Decimal]:
        total = self.part(audit["assets_to_revenue"])
        debts = (total * Decimal(audit["debt_share"])).quantize(Decimal("0.01"))
        assets = split(
            total,
            {"货币资金": "0.24", "应收账款": "0.21", "存货": "0.17"}
            | {"固定资产": "0.26", "无形资产": "0.07", "其他资产": "0.05"},
        )
        owed = split(
            debts,
            {"短期借款": "0.28", "应付账款": "0.41", "合同负债": "0.16"}
            | {"应付职工薪酬": "0.06", "其他负债": "0.09"},
        )
        capital = in_yuan(Decimal(unit["registered_capital"]))
        # The surplus grew with the business, so that the equity of earlier years stays plausible.
        surplus = min(in_yuan(Decimal(audit["capital_surplus"])), (total - debts - capital) / 2)
        surplus = surplus.quantize(Decimal("0.01"))
        kept = total - debts - capital - surplus
        reserve = (kept * Decimal("0.1")).quantize(Decimal("0.01"))
        equity = (capital, surplus, reserve, kept - reserve)
        return {
            **assets,
            "资产总计": total,
            **owed,
            "负债合计": debts,
            **dict(zip(audit["equity_names"], equity, strict=True)),
            "所有者权益（净资产）合计": total - debts,
            "负债和所有者权益（净资产）总计": total,
        }


def split(total: Decimal, shares: dict[str, str]) -> dict[str, Decimal]:
    """``total`` in parts; the last takes what rounding leaves."""
    parts = {
        name: (total * Decimal(share)).quantize(Decimal("0.01")) for name, share in shares.items()
    }
    last = next(reversed(parts))
    parts[last] += total - sum(parts.values())
    return parts


def cash_lines(this: Year, last: Year, first: Year) -> Iterator[tuple[str, Decimal, Decimal]]:
    columns = []
    for year, before in ((this, last), (last, first)):
        start, end = before.balance["货币资金"], year.balance["货币资金"]
        received = year.part("1.06")
        earned = (year.income["四、净利润"] * Decimal("1.12")).quantize(Decimal("0.01"))
        bought = year.part("0.05")
        columns.append(
            {
                "一、经营活动现金流入": received,
                "    经营活动现金流出": received - earned,
                "    经营活动产生的现金流量净额": earned,
                "二、投资活动现金流出（购建长期资产）": bought,
                "    投资活动产生的现金流量净额": -bought,
                "三、筹资活动产生的现金流量净额": end - start - earned + bought,
                "四、现金及现金等价物净增加额": end - start,
                "加：期初现金及现金等价物余额": start,
                "五、期末现金及现金等价物余额": end,
            }
        )
    yield from ((label, columns[0][label], columns[1][label]) for label in columns[0])


def research_tables(unit: dict[str, Any], research: dict[str, Any]) -> dict[str, Any]:
    total, own = Decimal(unit["rd_spending"]), Decimal(research["track_amount"])
    items = split(in_yuan(total), RESEARCH_ITEMS)
    names = research["projects"]
    shares = dict(zip((name for name, _ in names[1:]), OTHER_PROJECTS, strict=True))
    amounts = [in_yuan(own), *split(in_yuan(total - own), shares).values()]
    return {
        "items": [
            [str(at), name, f"{amount:,.2f}", rounded(amount / in_yuan(total) * 100)]
            for at, (name, amount) in enumerate(items.items(), start=1)
        ]
        + [["", "合计", f"{in_yuan(total):,.2f}", "100.00"]],
        "projects": [
            [str(at), name, period, f"{amount:,.2f}"]
            for at, ((name, period), amount) in enumerate(zip(names, amounts, strict=True), start=1)
        ]
        + [["", "合计", "", f"{in_yuan(total):,.2f}"]],
        "track_share": rounded(own / total * 100),
        "staff_share": rounded(Decimal(unit["rd_staff"]) / Decimal(unit["staff"]) * 100),
    }


def property_tables(patents: dict[str, Any]) -> dict[str, list[Row]]:
    """The lists; their numbers carry letters where a real number has digits."""

    def day(at: int) -> str:
        return f"20{18 + at % 5}年{1 + at * 5 % 12}月{1 + at * 7 % 27}日"

    return {
        "patent_rows": [
            [str(at), name, f"ZL20{17 + at % 5}1SL{at:05d}.X", day(at), "有效"]
            for at, name in enumerate(patents["patent_names"], start=1)
        ],
        "software_rows": [
            [str(at), name, f"示例2022SR{at:07d}", day(at + 3)]
            for at, name in enumerate(patents["software_names"], start=1)
        ],
        "standard_rows": [
            [str(at), *entry] for at, entry in enumerate(patents["standard_names"], start=1)
        ],
    }


# ---- a certificate on a context, as a phone takes it ----

SEEN = (1600, 1200)  # pixels as seen upright
SHEET = (1400, 990)


def photo(data: dict[str, Any]) -> bytes:
    """A JPEG that lies on its side and says so (EXIF orientation 6), without a place."""
    dice = random.Random(data["unit"]["code"])
    context = wooden_desk(dice)
    corners = [
        (x + dice.uniform(-14, 14), y + dice.uniform(-14, 14))
        for x, y in ((150, 170), (1440, 130), (1500, 1060), (95, 1040))
    ]
    shadow = Image.new("L", SEEN, 0)
    ImageDraw.Draw(shadow).polygon([(x + 16, y + 22) for x, y in corners], fill=150)
    context.paste((38, 26, 18), mask=shadow.filter(ImageFilter.GaussianBlur(18)))
    sheet = certificate(data).convert("RGBA")
    laid = sheet.transform(
        SEEN, Image.Transform.PERSPECTIVE, perspective(corners), Image.Resampling.BICUBIC
    )
    context.paste(laid, mask=laid.getchannel("A"))
    lit = Image.composite(context, Image.new("RGB", SEEN, (12, 10, 8)), vignette())
    lying = lit.filter(ImageFilter.GaussianBlur(0.6)).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn it to the right to see it upright
    exif[0x010F], exif[0x0110] = "Example", "Example Phone"
    exif[0x0132] = "2023:10:11 09:26:40"
    exif.get_ifd(0x8769)[0x9003] = "2023:10:11 09:26:40"
    out = io.BytesIO()
    lying.save(out, "JPEG", quality=74, optimize=True, exif=exif)
    return out.getvalue()


def wooden_desk(dice: random.Random) -> Any:
    grain = Image.new("RGB", (SEEN[0], 300))
    draw = ImageDraw.Draw(grain)
    tone = 0.0
    for y in range(300):
        tone = 0.85 * tone + dice.uniform(-7, 7)
        draw.line([(0, y), (SEEN[0], y)], fill=tuple(int(c + tone) for c in (138, 98, 62)))
    return grain.resize(SEEN, Image.Resampling.BICUBIC).rotate(
        1.5, Image.Resampling.BICUBIC, fillcolor=(130, 92, 58)
    )


def vignette() -> Any:
    small = Image.new("L", (160, 120))
    small.putdata(
        [
            int(255 - 70 * min(1.0, math.hypot((x - 70) / 90, (y - 50) / 75) ** 2))
            for y in range(120)
            for x in range(160)
        ]
    )
    return small.resize(SEEN, Image.Resampling.BICUBIC)


def certificate(data: dict[str, Any]) -> Any:
    facts, unit = data["certificate"], data["unit"]
    sheet = Image.new("RGB", SHEET, (250, 246, 232))
    draw = ImageDraw.Draw(sheet)
    for inset, width, colour in ((28, 10, (176, 46, 38)), (50, 3, (196, 152, 74))):
        right, bottom = SHEET[0] - inset, SHEET[1] - inset
        draw.rectangle([inset, inset, right, bottom], outline=colour, width=width)
    middle = SHEET[0] // 2
    draw.text((middle, 190), facts["title"], (150, 30, 26), font("Bold", 84), anchor="mm")
    lines = (
        f"{facts['subject']}：{unit['name']}",
        f"证书编号：{facts['number']}",
        f"发证时间：{facts['date']}",
        f"有 效 期：{facts['valid']}",
        f"批准机关：{facts['issuer']}",
    )
    for at, line in enumerate(lines):
        draw.text((220, 350 + at * 86), line, (40, 36, 32), font("Regular", 42), anchor="lm")
    draw.text(
        (middle, 880), "（示例证书，无任何效力）", (120, 110, 100), font("Regular", 34), anchor="mm"
    )
    return sheet


def font(weight: str, size: int) -> Any:
    """The Simplified Chinese face of Noto Serif CJK, the third of its collection."""
    return ImageFont.truetype(str(FONTS / f"NotoSerifCJK-{weight}.ttc"), size, index=2)


def perspective(corners: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that take a point of the photo to its point on the sheet."""
    flat = ((0, 0), (SHEET[0], 0), SHEET, (0, SHEET[1]))
    equations = []
    for (x, y), (u, v) in zip(corners, flat, strict=True):
        equations.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        equations.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return solved(equations)


def solved(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan: the unknowns of a square system with its right side as last column."""
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda line: abs(rows[line][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(size):
            if other != at:
                factor = rows[other][at]
                rows[other] = [
                    value - factor * own for value, own in zip(rows[other], rows[at], strict=True)
                ]
    return [line[-1] for line in rows]


if __name__ == "__main__":
    main()
