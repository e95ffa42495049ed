"""Characters of the private area: each program and each office shows something else for them."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, with_codes
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.look_alikes import meant_in_old_systems, private_characters


def rules(case: CheckContext) -> Iterator[Finding]:
    for path, text in case.all_texts:
        found = private_characters(text)
        if found and case.field_path(path) is not None:
            message = (
                f"含有造字{with_codes(found)}，别的电脑上显示不出来，也打印不出来，"
                f"请用输入法重新输入这个字。{_meant(found)}"
            )
            yield case.error(path, "private-characters", message)


def _meant(characters: str) -> str:
    known = [(each, meant_in_old_systems(each)) for each in characters]
    guesses = "，".join(f"U+{ord(each):04X} 是“{meant}”" for each, meant in known if meant)
    return f"在旧的国标（GBK）系统里，{guesses}。" if guesses else ""
