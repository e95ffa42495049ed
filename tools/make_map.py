"""The drawing of the rooms in docs/developer, made from today's imports: `make map`.

An arrow means "imports". Only the arrows that do not follow from others are drawn: where `bundle`
imports `scans` and `scans` imports `finalise`, the one from `bundle` to `finalise` is left out.
"""

import ast
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "jbgs_desktop"
MODULES = sorted((ROOT / PACKAGE).rglob("*.py"))
DRAWING = ROOT / "docs" / "developer" / "rooms.svg"

# What everybody may import; drawn as the ground that all rooms stand on.
LEAVES = {
    "errors": "what may go wrong",
    "files": "whole writes, places",
    "private_folders": "content in clear, removed later",
    "sandbox": "strangers' files, in a child",
}

# Room -> its column, the word that the window has for it, and what it is for.
ROOMS = {
    "forms": (0.5, "申报 检查 通知", "what an application is"),
    "drafts": (0, "草稿", "where it is kept"),
    "documents": (1, "合订本", "what is printed"),
    "finalise": (0.5, "定稿", "a locked version"),
    "scans": (0.5, "扫描", "paper that comes back"),
    "bundle": (0.5, "U盘", "what goes on the stick"),
    "office": (0.5, "推荐单位", "the receiving side"),
    "cli": (0.5, "jbgs", "the commands"),
    "ui/widgets": (3.4, "", "editors, rows, session"),
    "ui/form": (4.4, "封面…承诺书", "the pages of the form"),
    "ui/drafts": (2.4, "草稿 历史", "keys, saving, merging"),
    "ui/preview": (3.4, "预览 打印", "pages to look at"),
    "ui/finalise": (2.9, "定稿与打印", "lock, print, seals"),
    "ui/scans": (3.4, "盖章与扫描", "scans held against print"),
    "ui/office": (2.4, "推荐单位", "the other side"),
    "ui/word": (4.4, "Word文件 分工", "brought in, given out"),
    "ui/bundle": (3.4, "U盘报送", "packing, verifying"),
    "ui/shell": (3.4, "", "window, rail, start page"),
    "app": (3.4, "", "puts the parts together"),
    "__main__": (1.95, "", "window, or command line"),
}

BOX, GAP, ROW = 186, 26, 104
HEIGHT = 62
STYLE = (
    "text{font-family:'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif;"
    "font-size:12px;fill:#1c2733}.room{font-size:15px;font-weight:bold}.word{fill:#5b6b7a}"
    "rect{fill:#fff;stroke:#7b8a99}.ui{fill:#eef4fb}.ground{fill:#f3f1ea}"
    "path{fill:none;stroke:#7b8a99;stroke-width:1.5}"
)


def imports(path: str, source: str) -> Iterator[str]:
    """The full names of the modules that the file `path` (from the package's folder) imports."""
    folder = [PACKAGE, *Path(path).parts[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # `from package import part` names a module only in the second half.
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            yield from (str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant))


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def room(parts: tuple[str, ...]) -> str:
    """The room of a file or module, by the parts of its name below the package."""
    first = parts[0].removesuffix(".py")
    if first == "ui" and len(parts) > 1 and (ROOT / PACKAGE / "ui" / parts[1]).is_dir():
        return f"ui/{parts[1]}"
    return first


def imported_rooms() -> dict[str, set[str]]:
    """For each room the others that its files import, apart from the leaves."""
    found: dict[str, set[str]] = {name: set() for name in ROOMS}
    for module in MODULES:
        path = module.relative_to(ROOT / PACKAGE)
        own = room(path.parts)
        for name in imports(path.as_posix(), module.read_text(encoding="utf-8")):
            top, _, rest = name.partition(".")
            other = room(tuple(rest.split(".")))
            if top == PACKAGE and own in ROOMS and other in ROOMS and other != own:
                found[own].add(other)
    return found


def drawing() -> str:
    """The whole SVG."""
    imported = imported_rooms()

    @cache
    def below(name: str) -> frozenset[str]:
        return frozenset(imported[name]).union(*(below(other) for other in imported[name]))

    @cache
    def level(name: str) -> int:
        return 1 + max((level(other) for other in imported[name]), default=-1)

    top = max(level(name) for name in ROOMS)
    right = max(column for column, _, _ in ROOMS.values())
    width, height = round((right + 1) * (BOX + GAP)) + GAP, (top + 2) * ROW
    spots = {
        name: (GAP + column * (BOX + GAP), (top - level(name)) * ROW + GAP)
        for name, (column, _, _) in ROOMS.items()
    }
    pairs = [
        (name, other)
        for name in ROOMS
        for other in sorted(imported[name])
        if not any(other in below(between) for between in imported[name])
    ]
    across = [pair for pair in pairs if pair[0].startswith("ui/") and not pair[1].startswith("ui/")]
    arrows = [_arrow(spots[a], spots[b]) for a, b in pairs if (a, b) not in across]
    arrows += [_lane(spots[a], spots[b], number) for number, (a, b) in enumerate(across)]
    boxes = [_box(name, *spots[name], *ROOMS[name][1:]) for name in ROOMS]
    ground = _ground((top + 1) * ROW + GAP)
    body = "\n".join([*arrows, *boxes, *ground])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}">\n<title>The rooms and who imports whom</title>\n'
        f'<style>{STYLE}</style>\n<defs><marker id="end" markerWidth="9" markerHeight="9" '
        'refX="8" refY="4.5" orient="auto"><path d="M1 1 8 4.5 1 8"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" style="stroke:none"/>\n'
        f"{body}\n</svg>\n"
    )


def _arrow(upper: tuple[float, float], lower: tuple[float, float]) -> str:
    """Down to the middle of the other box; past the boxes between if it is more than a row away."""
    x, y = upper[0] + BOX / 2, upper[1] + HEIGHT
    to_x, to_y = lower[0] + BOX / 2, lower[1]
    if to_x != x and to_y - y > ROW:
        side = upper[0] + BOX if to_x > x else upper[0]
        return _path(f"M{side:g} {y - HEIGHT / 2:g}H{to_x:g}V{to_y:g}")
    bend = (to_y - y) / 2
    return _path(f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}")


def _lane(upper: tuple[float, float], lower: tuple[float, float], number: int) -> str:
    """From the window's half to the other one, in the lane between the two."""
    x, y = upper[0] + BOX / 3, upper[1] + HEIGHT
    lane, run = 2 * (BOX + GAP) + 9 * number, y + 10 + 6 * (number % 3)
    to_x, to_y = lower[0] + BOX, lower[1] + HEIGHT / 2
    return _path(f"M{x:g} {y:g}V{run:g}H{lane:g}V{to_y:g}H{to_x:g}")


def _path(course: str) -> str:
    return f'<path marker-end="url(#end)" stroke-linejoin="round" d="{course}"/>'


def _box(name: str, x: float, y: float, word: str, purpose: str, kind: str = "") -> str:
    kind = kind or ("ui" if name.startswith("ui/") else "core")
    side = f'<text class="word" x="{x + BOX - 10:g}" y="{y + 25:g}" text-anchor="end">{word}</text>'
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{BOX}" height="{HEIGHT}" rx="6"/>'
        f'<text class="room" x="{x + 10:g}" y="{y + 25:g}">{name}</text>{side if word else ""}'
        f'<text x="{x + 10:g}" y="{y + 47:g}">{escape(purpose)}</text>'
    )


def _ground(y: float) -> Iterator[str]:
    for number, (name, purpose) in enumerate(LEAVES.items()):
        yield _box(f"{name}.py", GAP + number * (BOX + GAP), y, "", purpose, "ground")
    note = "all rooms may import these"
    yield f'<text x="{GAP + len(LEAVES) * (BOX + GAP)}" y="{y + 36:g}">{note}</text>'


if __name__ == "__main__":
    DRAWING.parent.mkdir(parents=True, exist_ok=True)
    DRAWING.write_text(drawing(), encoding="utf-8")
