"""A made-up call whose list is like that of 2025: 22 tasks whose numbers run on over two parts.

It has a second level of categories, two tasks without 预期目标, hard maximums, its own rule for
partners, a disc to be handed in, and words of its own for all that the call of 2023 names.
"""

from functools import lru_cache

from jbgs_desktop.forms.application import Application, Cover, Evidence, Participant, Taskbook
from jbgs_desktop.forms.calls.call import Call, load_call
from tests.forms.applications import DATA, second_application

SEA = DATA / "calls" / "sea-2032"


@lru_cache(maxsize=1)
def sea_call() -> Call:
    """The call itself."""
    return load_call(SEA)


def sea_application() -> Application:
    """An application for 16 and 21 of its second part, fit to be handed in on 2032-02-20."""
    first = second_application()
    book = first.taskbook(1)
    partner = Participant(name="海港渔业院", code="", role="水质数据")
    unit = first.unit.model_copy(
        update={
            "participants": (partner,),
            "profile": first.unit.profile.replace("2028", "2031").replace(
                "专造科考船舶", "专做海洋观测"
            ),
        }
    )
    return Application(
        call="sea-2032",
        region="harbour",
        track="services",
        directions=(16, 21),
        cover=Cover(recommender="海港市海洋局一分局", date="2032-02-20"),
        unit=unit,
        product_overview="以自筹资金做养殖水质智能预报和实海测试场。",
        taskbooks={
            "16": _book(
                book,
                "养殖水质智能预报，由海港船厂做。",
                "时效72小时以上，准确率85%以上，由渔业院验证。",
            ),
            "21": _book(book, "实海测试场，由海港船厂建。", "向社会开放。"),
        },
        evidence=(
            Evidence(category=1, title="登记证书", file="a.pdf"),
            Evidence(category=2, title="资质证书", file="b.pdf"),
            Evidence(category=2, title="合作契约", file="c.pdf"),
        ),
        pledge=first.pledge.model_copy(update={"date": "2032-02-20"}),
    )


def _book(book: Taskbook, introduction: str, goals: str) -> Taskbook:
    texts = {name: "用于近海，由海港渔业院配合。" for name in Taskbook.model_fields}
    texts |= {"introduction": introduction, "goals": goals, "other": "—"}
    texts["plan"] = "2032年6月完成设计；2033年建成；2034年6月验收。"
    return Taskbook.model_validate(dict(book) | texts)
