"""Addresses of files on somebody's computer that came into a text, as by dropping a file on it."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext
from jbgs_desktop.forms.finding import Finding

_ADDRESS = "file://"


def rules(case: CheckContext) -> Iterator[Finding]:
    for path, text in case.all_texts:
        if _ADDRESS in text and case.field_path(path) is not None:
            words = case.call.form.vocabulary
            message = (
                f"含有电脑里文件的地址（{_ADDRESS}…），别人打不开，打印出来也没有用。"
                f"请删去；文件请添加到{words.evidence}，图请插入{words.taskbook}。"
            )
            yield case.warning(path, "file-link", message)
