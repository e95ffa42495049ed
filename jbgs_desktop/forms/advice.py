"""The advice in a finding's sentence, and whom it speaks to.

A check tells who fills in the form what to do: 请核对这两栏. The office reads the same finding, and
there it is the applicant who should do it: 请申报单位核对这两栏. What is quoted is left alone.
"""

import re

_APPLICANT = "申报单位"
# 请 as a word of its own, outside of quotes: not that of 申请, nor one that says who should.
_ASKED = re.compile(
    r"“[^”]*”|《[^》]*》|(?P<ask>(?<![申邀聘报])请(?!注明|示|假|求|申报单位|让申报单位|本单位))"
)
_ADVICE = re.compile(r"“[^”]*”|《[^》]*》|(?P<ask>(?<![申邀聘报])请(?!注明|示|假|求))")
_STOPS = "，。；：！？"


def asked_of_applicant(message: str) -> str:
    """``message`` to an applicant as the office reads it; once changed, it stays as it is."""
    return _ASKED.sub(lambda m: f"请{_APPLICANT}" if m["ask"] else m[0], message)


def asked_directly(message: str) -> str:
    """The other way round: what the office reads of a check, as its applicant does."""
    return message.replace(f"请{_APPLICANT}", "请")


def fact_and_advice(message: str) -> tuple[str, str]:
    """What a sentence says, ended by a full stop, and what it asks to do; empty if nothing."""
    asked = next((m.start() for m in _ADVICE.finditer(message) if m["ask"]), None)
    if asked is None:
        return message, ""
    start = max(message.rfind(stop, 0, asked) for stop in _STOPS) + 1
    fact = message[:start].rstrip("，；：")
    return (fact if fact.endswith("。") or not fact else f"{fact}。"), message[start:]
