"""Words that belong to the call of 2023: its year, its tracks, its paper, its stick."""

import re

OF_2023 = re.compile(
    r"2022|2023|2025|未来产业|揭榜|元宇宙|人形机器人|脑机接口|通用人工智能|郑州|U盘"
    r"|申报表|申报联系人|任务书|承诺书|榜单|填报须知|参与单位|法定代表人|预期目标|赛道|单位简介|研发投入"
    r"|5000字|500字|1000字"
)
