"""Makes the figures of the built-in samples; the same input gives the same bytes.

    python tools/make_sample_figures.py          needs Pillow

Each track has a diagram of its architecture, drawn with the fonts that are shipped, and a picture
like a photo of its laboratory. What the diagrams say stands in ``sample_figures.json``.
"""

import io
import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "calls" / "miit-2023-weilai-chanye" / "samples" / "figures"
FONT = ROOT / "resources" / "fonts" / "JBGSSansSC-Medium.otf"
Point = tuple[float, float]
Colour = tuple[int, int, int]


def main() -> None:
    for track, texts in json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")).items():
        folder = OUT / track
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (
            ("architecture.png", diagram(texts)),
            ("laboratory.jpg", photo(track)),
        ):
            (folder / name).write_bytes(content)
            print(f"{len(content):>8} {track}/{name}")


# ---- a diagram of layers, each with its boxes ----

WIDTH, MARGIN, LABEL, ROW, GAP = 1600, 24, 190, 150, 46
INK, LINE, PAPER = (32, 40, 52), (70, 92, 122), (255, 255, 255)
TINTS = ((232, 240, 250), (236, 245, 236), (252, 243, 228), (243, 236, 248), (236, 240, 243))


def diagram(layers: list[dict[str, Any]]) -> bytes:
    height = 2 * MARGIN + len(layers) * ROW + (len(layers) - 1) * GAP
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    for at, layer in enumerate(layers):
        top = MARGIN + at * (ROW + GAP)
        frame = (MARGIN, top, WIDTH - MARGIN, top + ROW)
        draw.rounded_rectangle(frame, 10, TINTS[at % len(TINTS)], LINE, 3)
        middle = (MARGIN + LABEL / 2, top + ROW / 2)
        draw.text(middle, layer["layer"], INK, font(34), anchor="mm")
        boxes(draw, layer["boxes"], top)
        if at:
            for x in (WIDTH * 0.36, WIDTH * 0.76):
                arrow(draw, x, top - GAP, top)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def boxes(draw: ImageDraw.ImageDraw, names: list[str], top: float) -> None:
    left, between = MARGIN + LABEL, 22
    width = (WIDTH - MARGIN - left - between * len(names)) / len(names)
    for at, name in enumerate(names):
        x = left + at * (width + between)
        draw.rounded_rectangle((x, top + 24, x + width, top + ROW - 24), 8, PAPER, LINE, 2)
        lines = name.split("\n")
        for line, text in enumerate(lines):
            y = top + ROW / 2 + (line - (len(lines) - 1) / 2) * 38
            draw.text((x + width / 2, y), text, INK, font(29), anchor="mm")


def arrow(draw: ImageDraw.ImageDraw, x: float, top: float, bottom: float) -> None:
    """A double arrow between two layers: orders go down, data comes up."""
    draw.line([(x, top + 10), (x, bottom - 10)], LINE, 4)
    for tip, back in ((top + 3, 16), (bottom - 3, -16)):
        draw.polygon([(x, tip), (x - 10, tip + back), (x + 10, tip + back)], LINE)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


# ---- a laboratory as a camera sees it ----

SEEN = (1200, 800)
HORIZON = 500


def photo(track: str) -> bytes:
    dice = random.Random(track)
    room = laboratory(dice)
    SUBJECTS[track](ImageDraw.Draw(room), dice)
    soft = room.filter(ImageFilter.GaussianBlur(1.1))
    lit = ImageChops.multiply(soft, vignette())
    grain = Image.frombytes("L", SEEN, dice.randbytes(SEEN[0] * SEEN[1]))
    noisy = Image.blend(
        lit, Image.merge("RGB", [grain.filter(ImageFilter.GaussianBlur(0.7))] * 3), 0.035
    )
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def laboratory(dice: random.Random) -> Image.Image:
    """A wall, a floor that mirrors the lamps, and lamps that run to the back."""
    room = Image.new("RGB", SEEN)
    draw = ImageDraw.Draw(room)
    for y in range(SEEN[1]):
        share = y / HORIZON if y < HORIZON else (y - HORIZON) / (SEEN[1] - HORIZON)
        wall, floor = (
            mixed((178, 186, 192), (212, 216, 217), share),
            mixed((120, 126, 130), (84, 88, 92), share),
        )
        draw.line([(0, y), (SEEN[0], y)], wall if y < HORIZON else floor)
    for seam in range(60, SEEN[0], 190):
        draw.line([(seam, 90), (seam, HORIZON)], (164, 170, 174), 3)
    glow = Image.new("RGB", SEEN)
    shine = ImageDraw.Draw(glow)
    for at in range(5):
        y, half = 12 + at * 22, 420 - at * 62
        x = SEEN[0] / 2 + dice.uniform(-6, 6)
        shine.line([(x - half, y), (x + half, y)], (255, 252, 240), 11 - at)
        shine.line(
            [(x - half * 0.8, SEEN[1] - y * 2), (x + half * 0.8, SEEN[1] - y * 2)], (40, 40, 40), 14
        )
    return ImageChops.screen(room, glow.filter(ImageFilter.GaussianBlur(9)))


def humanoid(draw: ImageDraw.ImageDraw, _dice: random.Random) -> None:
    """A humanoid robot in a gantry on a test stand."""
    for post in (300, 900):
        limb(draw, (post, 90), (post, 700), 26, (96, 104, 112))
    limb(draw, (290, 90), (910, 90), 30, (106, 114, 122))
    draw.polygon([(330, 660), (870, 660), (960, 740), (240, 740)], (52, 56, 60))
    draw.polygon([(360, 672), (840, 672), (900, 726), (300, 726)], (74, 78, 82))
    for strap in (570, 630):
        draw.line([(strap, 104), (strap, 210)], (40, 42, 46), 4)
    white, dark = (214, 218, 222), (72, 78, 86)
    for side in (-1, 1):
        hip, knee, foot = (600 + side * 46, 440), (600 + side * 62, 560), (600 + side * 56, 676)
        limb(draw, hip, knee, 62, white)
        limb(draw, knee, foot, 48, white)
        limb(draw, (foot[0] - 12, 690), (foot[0] + side * 26, 692), 34, dark)
        shoulder, elbow, hand = (
            (600 + side * 98, 262),
            (600 + side * 132, 372),
            (600 + side * 118, 470),
        )
        limb(draw, shoulder, elbow, 46, white)
        limb(draw, elbow, hand, 38, dark)
        for joint, size in ((hip, 40), (knee, 34), (shoulder, 38), (elbow, 30), (hand, 22)):
            ball(draw, joint, size, dark)
    limb(draw, (600, 290), (600, 400), 150, white)
    limb(draw, (560, 282), (640, 282), 90, white)
    draw.rounded_rectangle((570, 300, 630, 340), 8, (60, 118, 176))
    ball(draw, (600, 180), 58, white)
    draw.rounded_rectangle((560, 166, 640, 196), 14, (28, 32, 38))


def servers(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """An aisle between two rows of racks."""
    for at in range(6, 0, -1):
        for side in (-1, 1):
            near, far = ((600 + side * 620 / each, 1 / each) for each in (at, at + 1))
            rack(draw, dice, (near, far), int(34 + 14 * (6 - at) / 5))


def rack(
    draw: ImageDraw.ImageDraw, dice: random.Random, edges: tuple[Point, Point], tone: int
) -> None:
    """A rack between two upright edges, each with its place and its scale."""
    (x0, near), (x1, far) = edges
    tops, ends = ([HORIZON + y * each for each in (near, far)] for y in (-560, 330))
    corners = [(x0, tops[0]), (x1, tops[1]), (x1, ends[1]), (x0, ends[0])]
    draw.polygon(corners, (tone, tone + 3, tone + 8))
    for row in range(1, 19):
        y0, y1 = (top + (end - top) * row / 19 for top, end in zip(tops, ends, strict=True))
        draw.line([(x0, y0), (x1, y1)], (tone + 26, tone + 30, tone + 36), 2)
        for lamp in range(5):
            along = 0.15 + lamp * 0.16
            x, y = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along - 7 * near
            colour = dice.choice([(80, 220, 130), (80, 180, 240), (60, 70, 80), (60, 70, 80)])
            draw.ellipse((x - 3 * near - 1, y - 2, x + 3 * near + 1, y + 2), colour)
    draw.line([(x0, tops[0]), (x0, ends[0])], (18, 20, 24), 4)


def stage(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A ring of cameras around a person."""
    draw.ellipse((250, 610, 950, 770), (66, 74, 78))
    draw.ellipse((300, 622, 900, 752), (88, 98, 102))
    for at in range(13):
        angle = math.pi * (1 + at / 12)
        x, y = 600 + 470 * math.cos(angle), 600 + 90 * math.sin(angle)
        limb(draw, (x, 120 + dice.uniform(-8, 8)), (x, y + 60), 13, (58, 62, 68))
        for height in range(4):
            top = 150 + height * 115 + dice.uniform(-5, 5)
            draw.rounded_rectangle((x - 19, top, x + 19, top + 28), 5, (30, 32, 36))
            ball(draw, (x, top + 14), 9, (84, 108, 140))
    cloth, skin = (66, 86, 120), (206, 170, 146)
    for side in (-1, 1):
        limb(draw, (600 + side * 22, 470), (600 + side * 28, 668), 42, (48, 52, 62))
        limb(draw, (600 + side * 56, 322), (600 + side * 112, 404), 32, cloth)
        limb(draw, (600 + side * 112, 404), (600 + side * 150, 356), 24, skin)
        ball(draw, (600 + side * 150, 352), 15, (28, 30, 34))
    limb(draw, (600, 330), (600, 460), 106, cloth)
    ball(draw, (600, 244), 38, skin)
    draw.rounded_rectangle((562, 226, 638, 258), 12, (30, 33, 38))
    draw.arc((566, 204, 634, 262), 180, 360, (38, 32, 28), 14)


def electrodes(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A head with an electrode cap before a screen of curves."""
    draw.rectangle((0, 640, SEEN[0], SEEN[1]), (150, 128, 102))
    draw.rectangle((0, 640, SEEN[0], 652), (176, 154, 126))
    draw.rounded_rectangle((560, 170, 1120, 560), 14, (28, 30, 34))
    draw.rectangle((580, 190, 1100, 540), (12, 20, 28))
    draw.polygon([(800, 560), (880, 560), (910, 644), (770, 644)], (48, 50, 54))
    for row in range(12):
        level, wave = 206 + row * 28, 0.0
        line = []
        for right in range(590, 1092, 3):
            wave = 0.82 * wave + dice.uniform(-3.6, 3.6)
            line.append((right, level + wave + 3 * math.sin(right / 9 + row)))
        draw.line(line, ((90, 220, 160), (110, 190, 240), (240, 210, 120))[row % 3], 2)
    skin = (214, 196, 180)
    limb(draw, (300, 520), (300, 640), 120, skin)
    limb(draw, (250, 650), (350, 650), 150, (120, 126, 132))
    ball(draw, (300, 380), 150, skin)
    draw.chord((146, 218, 454, 540), 180, 360, (52, 58, 70))
    for ring in range(1, 4):
        for at in range(3 + ring * 3):
            angle = math.pi * (1 + (at + 0.5) / (3 + ring * 3))
            x, y = 300 + 46 * ring * math.cos(angle), 376 + 47 * ring * math.sin(angle)
            draw.line([(x, y), (452, 330)], (150, 154, 160), 1)
            ball(draw, (x, y), 10, (226, 228, 230))
    draw.line([(452, 330), (560, 610), (640, 660)], (70, 74, 80), 6)
    draw.rounded_rectangle((600, 650, 780, 700), 8, (222, 226, 228))


SUBJECTS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "metaverse": stage,
    "humanoid-robot": humanoid,
    "brain-computer-interface": electrodes,
    "general-ai": servers,
}


def limb(draw: ImageDraw.ImageDraw, start: Point, end: Point, width: float, colour: Colour) -> None:
    """A rounded bar, lit from the upper left."""
    for step in range(14):
        share = step / 14
        half, shift = width / 2 * (1 - share), -width * 0.17 * share
        tone = mixed(mixed(colour, (0, 0, 0), 0.42), mixed(colour, (255, 255, 255), 0.34), share)
        ends = [(x + shift, y + shift * 0.6) for x, y in (start, end)]
        draw.line(ends, tone, max(1, int(2 * half)))
        for x, y in ends:
            draw.ellipse((x - half, y - half, x + half, y + half), tone)


def ball(draw: ImageDraw.ImageDraw, middle: Point, radius: float, colour: Colour) -> None:
    limb(draw, middle, middle, 2 * radius, colour)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def vignette() -> Image.Image:
    small = Image.new("L", (120, 80))
    small.putdata(
        [
            int(255 - 105 * min(1.0, math.hypot((x - 58) / 78, (y - 36) / 56) ** 2))
            for y in range(80)
            for x in range(120)
        ]
    )
    return Image.merge("RGB", [small.resize(SEEN, Image.Resampling.BICUBIC)] * 3)


if __name__ == "__main__":
    main()
