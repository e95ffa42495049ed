"""The manual as one web page, made from docs/*.md: `python tools/make_manual.py`.

Knows only the Markdown that the manual uses: headings, paragraphs, lists, code, pictures, links,
bold. The page and its pictures lie together in resources/, so that they are shipped as they are.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MANUAL = ROOT / "resources" / "manual"
PAGE = MANUAL / "index.html"
CONTENTS = "README.md"

_PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
_LINK = re.compile(r"\[(.*?)\]\((.*?)\)")
_ITEM = re.compile(r"(?:-|\d+\.) ")
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46em; margin: 0 auto; padding: 1em 1.5em 4em; line-height: 1.75;
  font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.5em; border-bottom: 1px solid; padding-bottom: .3em; }
section { margin-top: 4em; }
img { max-width: 100%; border: 1px solid #888; }
pre { overflow-x: auto; padding: .8em; border: 1px solid #888; }
.up { font-size: .9em; }
@media print { section { break-before: page; margin: 0; } .up { display: none; } }
"""


def pages() -> list[Path]:
    """The source files: the contents first, then in the order of the clerk's way."""
    rest = sorted(file for file in DOCS.glob("*.md") if file.name != CONTENTS)
    return [DOCS / CONTENTS, *rest]


def manual() -> str:
    """The whole manual as one HTML page."""
    body = "\n".join(_section(file) for file in pages())
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>用户手册</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _section(file: Path) -> str:
    up = "" if file.name == CONTENTS else f'\n<p class="up"><a href="#{_anchor(CONTENTS)}">目录</a>'
    blocks = "\n".join(_block(block) for block in _blocks(file.read_text(encoding="utf-8")))
    return f'<section id="{_anchor(file.name)}">\n{blocks}{up}\n</section>'


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each block; blocks stand apart by an empty line, also in code there is none."""
    for block in re.split(r"\n\s*\n", text.strip()):
        yield block.split("\n")


def _block(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("# "):
        return f"<h1>{_inline(first[2:])}</h1>"
    if first.startswith("## "):
        return f"<h2>{_inline(first[3:])}</h2>"
    if first == "```":
        return f"<pre>{html.escape(chr(10).join(lines[1:-1]))}</pre>"
    if _ITEM.match(first):
        tag = "ul" if first.startswith("- ") else "ol"
        items = "\n".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines)
        return f"<{tag}>\n{items}\n</{tag}>"
    # Chinese lines join without a space.
    return f"<p>{_inline(''.join(lines))}</p>"


def _inline(text: str) -> str:
    text = html.escape(text, quote=False)
    text = _PICTURE.sub(lambda m: f'<img alt="{m[1]}" src="pictures/{Path(m[2]).name}">', text)
    text = _LINK.sub(lambda m: f'<a href="#{_anchor(m[2])}">{m[1]}</a>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)


def _anchor(name: str) -> str:
    return name.removesuffix(".md")


if __name__ == "__main__":
    PAGE.write_text(manual(), encoding="utf-8", newline="\n")
