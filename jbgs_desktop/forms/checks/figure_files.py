"""The pictures of the task books' figures: whether their files can be handed in."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from jbgs_desktop.forms.checks.context import CheckContext, is_blank, quoted
from jbgs_desktop.forms.checks.evidence_paths import stays_inside
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.unsafe_files import DANGERS, danger_in_name


def rules(case: CheckContext) -> Iterator[Finding]:
    for path, figure in case.application.figures():
        yield from _file(case, path, figure.file)


def _file(case: CheckContext, path: str, file: str) -> Iterator[Finding]:
    if is_blank(file):
        message = "这幅图没有图片，请重新添加图片，不要的请删去这幅图。"
        yield case.error(path, "figure-empty", message)
        return
    name = PurePosixPath(file).name or file
    if not stays_inside(file):
        message = f"图片{quoted(file)}不在申报文件所在的文件夹里，请重新添加。"
        yield case.error(path, "figure-outside", message)
        return
    if danger := danger_in_name(file):
        message = f"图片{quoted(name)}{DANGERS[danger]}，接收单位会退回整个报送包，请重新添加图片。"
        yield case.error(path, "figure-program", message)
    size = case.evidence_size(file)
    if size is None:
        message = f"找不到图片{quoted(name)}，它可能被移动、改名或删除，请重新添加。"
        yield case.error(path, "figure-not-found", message)
    elif size == 0:
        message = f"图片{quoted(name)}是空的（0字节），请换成有内容的图片。"
        yield case.error(path, "figure-zero-bytes", message)
