"""A scanner that is simulated: printed pages become pictures as bad as those that come in.

Everything is drawn from a seeded generator, so that a set that fails can be made again.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from pypdf import PdfWriter

from jbgs_desktop.documents.page_code import PageCode, short_code
from jbgs_desktop.documents.page_geometry import QR_SIDE, qr_place

PAPER = (210, 297)  # mm
FONT = Path(__file__).parents[2] / "resources/fonts/JBGSSansSC-Regular.otf"
APPLICATION, FOREIGN = "AAAA1111", "BBBB2222"
PROOFS = {
    short_code(proof): proof
    for proof in ("K7QD28FMX" + "5J" * 8 + "Q", "K7QD28FMY" + "2" * 17, "ZZZZ28FMX" + "8" * 17)
}
CODE, OLD, OTHER = PROOFS


def page_code(application: str, version: str, page: int, total: int) -> PageCode:
    """The code on a page of a book of today."""
    return PageCode(application, version, page, total, PROOFS[version])


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is scanned. Angles in degrees clockwise, lengths in mm, noise of 255."""

    dpi: int = 200
    mode: str = "RGB"  # "RGB", "L" or "1"
    skew: float = 0.0
    turn: int = 0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 85
    seal: bool = False
    border: float = 0.0
    perspective: float = 0.0  # of the shorter side: a phone held at an angle
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scan in a set: the page code that is on it (None on a blank back), and how it came."""

    code: PageCode | None
    way: Way


@dataclass(slots=True)
class ScanSet:
    """Sheets in the order of scanning, and what a person would say of them."""

    total: int
    sheets: list[Sheet] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)


def random_way(random: Random, dpi: int | None = None) -> Way:
    """What comes from office scanners, at ``dpi`` or any from 200 on."""
    mode = random.choice(("RGB", "RGB", "L", "1"))
    return Way(
        dpi=dpi or random.choice((200, 200, 300)),
        mode=mode,
        skew=random.uniform(-3, 3),
        turn=random.choice((0, 0, 0, 90, 180, 270)),
        noise=random.choice((0, 4, 10, 16)),
        blur=random.choice((0, 0, 0.06, 0.1)),
        quality=random.randint(40, 90),
        seal=mode != "1" and random.random() < 0.4,
        border=random.choice((0, 0, 4)),
        perspective=random.choice((0, 0, 0, 0.02)),
        shadow=random.random() < 0.2,
    )


def random_set(random: Random, total: int = 4, dpi: int | None = None) -> ScanSet:
    """Pages in a wrong order, some missing, doubled, outdated, foreign, with blank backs."""
    made = ScanSet(total)

    def add(application: str, version: str, page: int) -> None:
        code = page_code(application, version, page, total)
        made.sheets.append(Sheet(code, random_way(random, dpi)))

    for page in range(1, total + 1):
        fate = random.random()
        if fate < 0.2:
            made.missing.add(page)
        else:
            add(APPLICATION, CODE, page)
        if fate < 0.1:
            add(APPLICATION, OLD, page)
        elif fate < 0.3 and page not in made.missing:
            add(APPLICATION, CODE, page)
    if random.random() < 0.3:
        add(FOREIGN, OTHER, random.randint(1, total))
    if random.random() < 0.4:
        made.sheets.append(Sheet(None, replace(random_way(random, dpi), seal=False)))
    random.shuffle(made.sheets)
    return made


def write_set(made: ScanSet, folder: Path, random: Random) -> list[Path]:
    """The set as a scanner saves it: single pictures, or one file of many pages."""
    pictures = [scanned(printed(sheet.code, sheet.way.dpi), sheet.way, random, sheet.code)
                for sheet in made.sheets]  # fmt: skip
    ways = [sheet.way for sheet in made.sheets]
    kind = random.choice(("files", "files", "pdf", "tiff"))
    if kind == "files" or not pictures:
        paths = [folder / f"扫描{at}.{_ending(way)}" for at, way in enumerate(ways, 1)]
        for picture, way, path in zip(pictures, ways, paths, strict=True):
            save(picture, way, path)
        return paths
    path = folder / f"扫描.{kind}"
    if kind == "pdf":
        save_pdf(pictures, ways, path)
    else:
        first, *rest = (_as_jpeg(picture, way) for picture, way in zip(pictures, ways, strict=True))
        first.save(path, save_all=True, append_images=rest, dpi=(ways[0].dpi, ways[0].dpi))
    return [path]


def _ending(way: Way) -> str:
    return "png" if way.mode == "1" else "jpg"


def save(picture: Image.Image, way: Way, path: Path, *, with_dpi: bool = True) -> None:
    """``picture`` as a file; with ``with_dpi`` its resolution stands in it."""
    options: dict[str, Any] = {"dpi": (way.dpi, way.dpi)} if with_dpi else {}
    picture.save(path, quality=way.quality, **options)


def save_pdf(pictures: Sequence[Image.Image], ways: Sequence[Way], path: Path) -> None:
    """One picture a page, each as large as its resolution says."""
    parts = [io.BytesIO() for _ in pictures]
    for picture, way, part in zip(pictures, ways, parts, strict=True):
        options: dict[str, Any] = {} if way.mode == "1" else {"quality": way.quality}
        picture.save(part, "PDF", resolution=way.dpi, **options)
    writer = PdfWriter()
    for part in parts:
        writer.append(part)
    with path.open("wb") as file:
        writer.write(file)
    writer.close()


def _as_jpeg(picture: Image.Image, way: Way) -> Image.Image:
    if way.mode == "1":
        return picture
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=way.quality)
    return Image.open(buffer)


@lru_cache(maxsize=64)
def printed(code: PageCode | None, dpi: int) -> Image.Image:
    """A page of the book as the printer leaves it; without a code the blank back of one."""
    scale = dpi / 25.4
    page = Image.new("L", (round(PAPER[0] * scale), round(PAPER[1] * scale)), 255)
    if code is None:
        return page
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), round(5.6 * scale))
    text = f"第{code.page}页 申报材料 {code.application} {code.version} 研发投入与技术基础"
    for line in range(16):
        draw.text((28 * scale, (40 + 12 * line) * scale), text[: 27 - line], fill=0, font=font)
    buffer = io.BytesIO()
    segno.make_qr(str(code), error="m", boost_error=False).save(
        buffer, kind="png", scale=10, border=0
    )
    side = round(QR_SIDE * scale)
    left, top = qr_place(code.page)
    with Image.open(buffer) as symbol:
        page.paste(
            symbol.convert("L").resize((side, side)), (round(left * scale), round(top * scale))
        )
    return page


def scanned(
    page: Image.Image, way: Way, random: Random, code: PageCode | None = None
) -> Image.Image:
    """``page``, which is at the resolution of ``way``, as the scanner gives it."""
    scale = way.dpi / 25.4
    picture = page.convert("L" if way.mode in ("L", "1") and not way.seal else "RGB")
    if way.seal:
        left, top = qr_place(code.page if code else 1)
        middle = [(value + QR_SIDE / 2 + random.uniform(-14, 14)) * scale for value in (left, top)]
        _press_seal(picture, (middle[0], middle[1]), scale, random)
    picture = picture.convert("L" if way.mode == "1" else way.mode)
    if way.shadow:
        picture = _shaded(picture)
    white = 255 if picture.mode == "L" else (255, 255, 255)
    if way.skew:
        picture = picture.rotate(-way.skew, Image.Resampling.BILINEAR, fillcolor=white)
    if way.perspective:
        picture = _leaning(picture, way.perspective, random)
    if way.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(way.blur * scale))
    if way.noise:
        picture = _noisy(picture, way.noise, random)
    if way.border:
        black = 12 if picture.mode == "L" else (12, 12, 12)
        strip = round(way.border * scale)
        ImageDraw.Draw(picture).rectangle((0, 0, strip, picture.height), fill=black)
    if way.mode == "1":
        picture = picture.point([0] * 150 + [255] * 106).convert("1", dither=Image.Dither.NONE)
    return picture.rotate(-way.turn, expand=True) if way.turn else picture


def _press_seal(
    picture: Image.Image, middle: tuple[float, float], scale: float, random: Random
) -> None:
    """A round seal of 40 mm with a star; black print shows through its ink."""
    x, y = middle
    radius = 20 * scale
    ink = (random.randint(190, 235), random.randint(20, 70), random.randint(20, 70))
    seal = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=ink, width=round(1.2 * scale)
    )
    points = [
        (
            x + math.sin(step * 0.8 * math.pi) * 7 * scale,
            y - math.cos(step * 0.8 * math.pi) * 7 * scale,
        )
        for step in range(5)
    ]
    draw.polygon(points, fill=ink)
    font = ImageFont.truetype(str(FONT), round(4.5 * scale))
    for at, letter in enumerate("示例机器人科技有限公司"):
        angle = math.radians(-120 + 24 * at)
        draw.text(
            (x + math.sin(angle) * 16 * scale, y - math.cos(angle) * 16 * scale),
            letter,
            fill=ink,
            font=font,
            anchor="mm",
        )
    picture.paste(ImageChops.multiply(picture, seal))


def _shaded(picture: Image.Image) -> Image.Image:
    gradient = Image.linear_gradient("L").resize(picture.size).point(lambda v: 200 + v * 55 // 255)
    return ImageChops.multiply(picture, gradient.convert(picture.mode))


def _noisy(picture: Image.Image, sigma: float, random: Random) -> Image.Image:
    table = [round(128 + (value - 127.5) / 127.5 * sigma * 3**0.5) for value in range(256)]
    length = len(picture.getbands()) * picture.width * picture.height
    grain = Image.frombytes(
        picture.mode, picture.size, random.randbytes(length).translate(bytes(table))
    )
    return ImageChops.add(picture, grain, 1, -128)


def _leaning(picture: Image.Image, amount: float, random: Random) -> Image.Image:
    width, height = picture.size
    shifts = [random.uniform(0, amount) * min(picture.size) for _ in range(8)]
    quad = (
        -shifts[0], -shifts[1],
        -shifts[2], height + shifts[3],
        width + shifts[4], height + shifts[5],
        width + shifts[6], -shifts[7],
    )  # fmt: skip
    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.transform(
        picture.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=white
    )
