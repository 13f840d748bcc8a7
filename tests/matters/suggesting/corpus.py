"""Invented letters of an invented city: what people want, where, and who answered."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.matters.rules.suggesting.names import Named, Region, Register
from bihuan.matters.rules.suggesting.routes import Letter

AREAS = {
    "云东区": "枫林路", "云西区": "柳岸路", "云北区": "望江路", "云南区": "槐荫路",
    "云岭区": "石榴路", "云湖区": "菱角路",
}  # fmt: skip
WANTS = {
    "教育局": ("小学入学", "孩子今年读小学，对口学校的学位不够，希望增加班级和老师。"),
    "建设局": ("道路破损", "路面坑洼，下雨积水，车辆颠簸，希望修补路面和井盖。"),
    "房管局": ("物业不作为", "小区物业收费高却不修电梯，业委会也不管，房屋漏水。"),
}
UNSEEN = "云北区教育局"
TURNS = 8


def register() -> Register:
    """Six areas with three offices each, one town, and a hospital of the whole city."""
    regions = [Region("1", "云城市")]
    regions += [Region(f"1{n}", name, "1") for n, name in enumerate(AREAS)]
    regions += [Region("100", "石桥镇", "10")]
    named = [Named(f"{a}{f}", (f"云城市{a}{f}",)) for a in AREAS for f in WANTS]
    named += [Named("town", ("云城市云东区石桥镇人民政府",))]
    named += [Named("hospital", ("云城市人民医院",))]
    return Register(named, regions)


def letters() -> list[Letter]:
    """Every want in every area, some offices only late; the school office of 云北区 never."""
    return list(_letters())


def _letters() -> Iterator[Letter]:
    offices = [(area, office) for area in AREAS for office in WANTS]
    for turn in range(TURNS):
        for place, (area, office) in enumerate(offices):
            unit = area + office
            if unit == UNSEEN or turn < place % TURNS:
                continue
            (title, text), road = WANTS[office], AREAS[area]
            where = area if turn % 2 else road
            yield Letter(f"{where}{title}", f"我住{road}{turn}号，{text}请尽快处理。", unit)
        yield Letter("医院挂号", f"云城市人民医院挂号排队太久，第{turn}次了。", "hospital")
        yield Letter("石桥镇垃圾", f"石桥镇第{turn}村垃圾没有人清运。", "town")
