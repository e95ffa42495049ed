"""A hand-made application without an error, and a short way to check a changed one."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest

from jbgs_desktop.forms.application import (
    Application,
    Contact,
    Cover,
    Evidence,
    Leader,
    Participant,
    Pledge,
    Taskbook,
    Unit,
)
from jbgs_desktop.forms.calls.call import Call, find_call, load_call
from jbgs_desktop.forms.checks import EvidenceSize, check
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import items_of

DATA = Path(__file__).parent.parent / "data"
UNIT = "郑州示例元境科技有限公司"
PARTNER = "郑州示例图形技术研究院"
NOW = datetime.fromisoformat("2023-10-30T09:00:00+08:00")

_PROFILE = f"""{UNIT}成立于2016年，是专注三维引擎和空间计算的高新技术企业。主营业务为实时三维引擎、\
空间定位软件及其行业应用，主要产品有元境三维引擎和点云配准系统，已用于电视演播、文博和工业维修。
公司建有省级企业技术中心，2022年营业收入38652.17万元，研发投入5210.4万元。现有员工168人，其中研发人员87人。\
核心技术自主可控，渲染与配准算法达到国内领先水平。
发展历程：2016年完成第一代引擎，2019年推出行业版，2021年实现规模化应用，先后服务客户六十余家。
拥有发明专利35项、软件著作权62项，参与制定行业标准4项；获省科学技术进步奖二等奖1项、全国三维应用大赛一等奖1项。"""

_OVERVIEW = """一、实时三维引擎。产品面向演播、文博和工业，支持大规模场景的实时渲染。\
研发经费以自筹为主，已完成A轮融资。当前已在十余个场景应用，渲染质量达到国内领先水平。\
2025年预期支持8K输出并形成产业化能力。
二、基于物体特征点的三维模型快速匹配系统。产品面向设备维修维护，移动终端上完成点云配准。\
当前精度为毫米级，已在两家工厂试用，2025年预期在重点领域规模化应用。"""

_ENGINE = Taskbook(
    introduction="任务名称：实时三维引擎。研发跨平台的实时三维引擎和内容创作工具。",
    scope="适用于电视演播、教育、文博和工业，面向内容制作单位和工业用户。",
    value="预计三年内带动产业收入2亿元，减少对进口引擎的依赖，培养三维开发人才。",
    foundation="公司是省级专精特新企业，长期从事引擎研发，承担过省级重大科技专项。",
    progress="引擎已支持4K输出，与国际先进水平相当的指标有6项，累计投入研发资金1.2亿元。",
    goals=(
        "支持8K分辨率、12bit位宽的渲染输出；支持亿级三角形在8K 60FPS下的渲染。"
        "测试场景为演播大厅数字孪生，由第三方机构按统一测试集评价。"
    ),
    plan=(
        "第一阶段（2023年12月—2024年6月）：完成集群渲染原型。\n"
        "第二阶段（2024年7月—2025年3月）：完成跨平台适配。\n"
        "第三阶段（2025年4月—2025年12月）：完成示范应用和第三方测试。"
    ),
    organisation=f"由揭榜负责人牵头，{PARTNER}负责渲染算法验证，双方共建联合实验室，每月协调一次。",
    risks="多机同步可能影响帧率，已准备降级渲染方案，并预留两个月调优时间。",
    other="无",
)

_MATCHING = Taskbook(
    introduction="任务名称：基于物体特征点的三维模型快速匹配系统，用于设备维修维护的远程指导。",
    scope="适用于工业设备维修维护，面向设备厂商和现场工程师。",
    value="缩短维修时间，减少专家差旅，预计每年为用户节约成本3000万元。",
    foundation="公司有点云算法团队，相关论文12篇，发明专利9项，负责人从业18年。",
    progress="粗配准与精配准算法已在移动终端运行，精度与国际先进水平相当，试用单位反馈良好。",
    goals=(
        "建模阶段采集不多于4000个特征点，配准时间不多于10秒，偏差为毫米级；"
        "在200—2000勒克斯光照下稳定配准。测试场景为工厂维修现场。"
    ),
    plan="2023年12月完成需求分析；2024年6月完成算法定型；2025年9月完成规模化应用。",
    organisation=f"公司负责算法与系统，{PARTNER}负责测试数据集，双周例会协调。",
    risks="强反光表面的特征点不稳定，采用多视角融合应对。",
    other="无",
)


@lru_cache(maxsize=1)
def national_call() -> Call:
    """The call pack of 2023 that the product ships."""
    call = find_call("miit-2023-weilai-chanye")
    assert call is not None
    return call


@lru_cache(maxsize=1)
def second_call() -> Call:
    """A made-up call with other words, years, limits and money than the one of 2023."""
    return load_call(DATA / "calls" / "second-call")


def second_application() -> Application:
    """An application under :func:`second_call`, fit to be handed in on 2029-02-20."""
    texts = {section: "潜水器用于科考。" for section in Taskbook.model_fields}
    book = Taskbook(**texts).model_copy(
        update={
            "introduction": "万米载人潜水器，由海港船厂研制。",
            "goals": "下潜10900米，作业6小时，载员3人，搭载220公斤，由船级社海试验证。",
            "plan": "2029年6月完成设计；2030年总装；2031年12月海试。",
            "other": "—",
        }
    )
    evidence = ((1, "登记证书", "a.pdf"), (2, "资质证书", "b.pdf"))
    return Application(
        call="second-call",
        region="harbour",
        track="deep-sea",
        directions=(1,),
        cover=Cover(recommender="海港市海洋局一分局", date="2029-02-20"),
        unit=_shipyard(),
        product_overview="潜水器由船厂自筹资金研制，可往返万米海底。",
        taskbooks={"1": book},
        evidence=tuple(
            Evidence(category=category, title=title, file=file)
            for category, title, file in evidence
        ),
        pledge=Pledge(contact="李敏", phone="13800000002", date="2029-02-20"),
    )


def _shipyard() -> Unit:
    return complete_application().unit.model_copy(
        update={
            "name": "海港船厂",
            "code": "913702003000000027",
            "address": "青港省海港市一号码头",
            "registered_capital": "50000000",
            "revenue": "386521700",
            "rd_spending": "52104000",
            "related_revenue": "203000000",
            "profile": (
                "海港船厂设立于1958年，专造科考船舶，持有船舶设计甲级资质，2028年研究开支5210万元。"
            ),
            "participants": (),
            "contact": Contact(name="李敏", mobile="13800000002", email="limin@shili.cn", fax="—"),
            "legal_representative": "—",
        }
    )


def complete_application() -> Application:
    """An application in 元宇宙 for the directions 2 and 5, fit to be handed in at :data:`NOW`."""
    return Application(
        call="miit-2023-weilai-chanye",
        region="zhengzhou",
        track="metaverse",
        directions=(2, 5),
        cover=Cover(recommender="郑州市示例区工业和信息化局", date="2023-10-30"),
        unit=_unit(),
        product_overview=_OVERVIEW,
        taskbooks={"2": _ENGINE, "5": _MATCHING},
        evidence=_evidence(),
        pledge=Pledge(contact="李敏", phone="13800000002", date="2023-10-30"),
    )


def _unit() -> Unit:
    return Unit(
        name=UNIT,
        leader=Leader(
            name="王强",
            title="总工程师/高级工程师",
            email="wangqiang@shili.cn",
            mobile="13800000001",
        ),
        contact=Contact(
            name="李敏", mobile="13800000002", email="limin@shili.cn", fax="0371-60000000"
        ),
        legal_representative="张华",
        registered_capital="5000",
        address="河南省郑州市示例区示例路1号",
        code="91410100MA9K7QW470",
        nature="private",
        listed=False,
        revenue="38652.17",
        rd_spending="5210.4",
        related_revenue="20300",
        staff="168",
        rd_staff="87",
        profile=_PROFILE,
        participants=(Participant(name=PARTNER, code="12410000415800122Q", role="算法验证"),),
    )


def _evidence() -> tuple[Evidence, ...]:
    titles = (
        (1, "2022年度审计报告"),
        (2, "2022年度研发投入专项审计报告"),
        (3, "发明专利证书35项"),
        (4, "高新技术企业证书"),
        (5, "第三方测试报告"),
        (5, "联合申报协议"),
    )
    return tuple(
        Evidence(category=category, title=title, file=f"evidence/{at}.pdf")
        for at, (category, title) in enumerate(titles)
    )


def paragraphs_only(application: Application) -> Application:
    """``application`` without the tables and figures of its task books, which need files."""
    for no in application.directions:
        for name, section in application.taskbook(no):
            text = "\n".join(item for item in items_of(section) if isinstance(item, str))
            application = application.set(f"taskbooks.{no}.{name}", text)
    return application


def changed(*changes: tuple[str, object]) -> Application:
    """The complete application with these values at these field paths."""
    application = complete_application()
    for path, value in changes:
        application = application.set(path, value)
    return application


def checked(
    application: Application,
    call: Call | None = None,
    *,
    now: datetime = NOW,
    evidence_size: EvidenceSize = lambda _: 1000,
) -> list[Finding]:
    return check(application, call or national_call(), now=now, evidence_size=evidence_size)


@dataclass(frozen=True)
class Trigger:
    """A change of the complete application, and the finding that it must bring."""

    severity: str
    code: str
    path: str
    changes: tuple[tuple[str, object], ...]

    def finding(self) -> Finding:
        """The finding, the only one of its kind at its path."""
        findings = checked(changed(*self.changes))
        at_path = [
            found for found in findings if (found.code, found.path) == (self.code, self.path)
        ]
        assert len(at_path) == 1, [(found.code, found.path) for found in findings]
        assert at_path[0].severity == self.severity
        return at_path[0]


def error(code: str, path: str, *changes: tuple[str, object]) -> Trigger:
    return Trigger("error", code, path, changes)


def warning(code: str, path: str, *changes: tuple[str, object]) -> Trigger:
    return Trigger("warning", code, path, changes)


def notice(code: str, path: str, *changes: tuple[str, object]) -> Trigger:
    return Trigger("notice", code, path, changes)


def at(path: str, code: str, severity: str, value: object) -> Trigger:
    """The rule ``code`` of the field at ``path`` when it holds ``value``."""
    stem = ".".join(step for step in path.split(".") if not step.isdigit())
    return Trigger(severity, f"{stem}.{code}", path, ((path, value),))


def codes(application: Application, path: str = "") -> set[str]:
    """The codes of all findings at ``path``, or of all findings."""
    return {found.code for found in checked(application) if not path or found.path == path}


def each(triggers: list[Trigger]) -> pytest.MarkDecorator:
    """Runs a test once with every one of ``triggers``, under the name of its rule."""
    names = [f"{trigger.code}-{at}" for at, trigger in enumerate(triggers)]
    return pytest.mark.parametrize("trigger", triggers, ids=names)
