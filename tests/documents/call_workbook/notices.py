"""Notices as Word files: the real one of the built-in call, and made-up ones of other shapes."""

from collections.abc import Sequence

from tests.documents.docx_reader.word_files import docx_with, p, run, tbl, tc, tr
from tests.forms.applications import DATA

_PARTS = (("智能装备", ("整机", "部件")), ("绿色材料", ("结构材料", "功能材料")))
_TITLES = (
    *("掘进机", "采样器", "巡检车", "减速器", "伺服阀", "传感器"),
    *("控制器", "轴承", "密封件", "铝材", "钢材"),
)


def real_notice() -> bytes:
    """The text of the notice, a paragraph a line."""
    lines = (DATA / "notice.txt").read_text("utf-8").splitlines()
    return docx_with("".join(p(run(line.strip())) for line in lines))


def word_file(lines: Sequence[str]) -> bytes:
    return docx_with("".join(p(run(line)) for line in lines))


def running_lines() -> list[str]:
    """22 tasks in two parts with numbers that run on, a second level of category, few targets."""
    lines = ["关于组织某省先进制造揭榜的通知", "各市工信局：", "现将有关事项通知如下。", "附件1"]
    number = 0
    for part, groups in _PARTS:
        lines += [f"{part}揭榜挂帅任务榜单"]
        for at, group in enumerate(groups):
            lines += [f"{'一二'[at]}、{group}", f"（{'一'}）{group}共性"]
            for title in _TITLES[at * 6 : at * 6 + 6]:
                number += 1
                lines += [
                    f"{number}.高可靠{title}",
                    f"揭榜任务：研制{part}用{title}，突破设计与试验技术。",
                    "开展整机验证。",
                ]
                if number % 5:
                    lines.append(f"预期目标：{title}寿命不少于{number}000小时。")
    return [*lines, "附件2", "申报表", "一、单位情况"]


def table_notice() -> bytes:
    """Two tasks in a table, the category merged over both."""

    def row(*texts: str) -> str:
        return tr(*(tc(p(run(text))) for text in texts))

    return docx_with(
        p(run("先进制造揭榜挂帅任务榜单"))
        + tbl(
            row("序号", "类别", "任务名称", "揭榜任务", "预期目标"),
            row("16", "装备", "掘进机", "研制掘进机。", "寿命1万小时。"),
            row("17", "装备", "采样器", "研制采样器。", ""),
        )
    )
