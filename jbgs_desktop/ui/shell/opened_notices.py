"""What the bar says of a draft that was just opened."""

from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.text.clean import cleaned_sentence
from jbgs_desktop.ui.drafts.open_draft import Opened
from jbgs_desktop.ui.shell.call_update import newer_call, newer_sentence


def opened_notices(opened: Opened, call: Call) -> list[str]:
    """A sentence for each thing that is not as usual; ``call`` is the one that it is shown by."""
    sentences = list(opened.notices)
    if opened.draft.is_read_only and opened.request is not None:
        sentences.insert(
            0, "这份草稿以只读方式打开，不能修改。要修改，请打开一份副本，以后再合并。"
        )
    if cleaned := cleaned_sentence(opened.loaded.removed, opened.loaded.exchanged):
        sentences.append(f"打开时{cleaned}")
    wanted = opened.draft.call_version
    if wanted and wanted != call.version:
        sentences.append(
            f"这份草稿按通知数据 {wanted} 版填写，本机没有这一版，现在按 {call.version} 版显示"
            "和检查。请向发布单位索取这一版的通知数据文件，导入后重新打开草稿。"
        )
    if newer := newer_call(call):
        sentences.append(newer_sentence(call, newer))
    return sentences
