"""Invented problems of enterprises, petitions, and letters to an inspection team."""

from __future__ import annotations

from bihuan.config.demonstration.story import (
    Step,
    Story,
    accepted,
    assigned,
    called_back,
    contacted,
    progressed,
    rated,
    replied,
    signed,
    signed_for,
    step,
    struck_off,
)

DEPUTY, HEAD = "unit unit-deputy", "unit unit-head"
LEADER = "district-government leader"


def problem(at: str, firm: str, topic: str, title: str, text: str, *steps: Step) -> Story:
    """A problem that an enterprise raised at a breakfast meeting."""
    values = {
        "enterprise": f"{firm}（演示）",
        "topic": topic,
        "park": "park-office",
        "amount": "120",
    }
    return Story("shifeng-enterprise", "meeting", at, title, text, steps, values=values)


def taken(days: int, unit: str) -> tuple[Step, ...]:
    """Accepted, assigned and signed for within one day."""
    day = f"-{days}wd"
    return (
        accepted(f"{day} 09:30"),
        assigned(f"{day} 10:10", unit),
        signed_for(f"{day} 15:00"),
        contacted(f"{day} 16:30", "已到企业现场了解情况。"),
    )


ENTERPRISE = (
    problem(
        "-100min", "临江精密机械有限公司", "用工", "缺熟练焊工", "订单增加，缺二十名熟练焊工。"
    ),
    problem(
        "-1wd 09:00",
        "青禾食品有限公司",
        "物流",
        "冷链车限行",
        "冷链车白天不能进城。",
        accepted("-1wd 09:40"),
        assigned("-1wd 11:00", "park-office"),
    ),
    problem(
        "-8wd 09:00",
        "白溪新材料有限公司",
        "用地",
        "扩产缺地",
        "二期需要三十亩工业用地。",
        *taken(8, "natural-resources-bureau"),
        progressed("-5wd 10:00", "已比选两宗地，待控规调整。"),
    ),
    problem(
        "-17wd 09:00",
        "石桥电子有限公司",
        "用电",
        "专线容量不足",
        "新线投产后容量不够，天天跳闸。",
        accepted("-17wd 09:30"),
        assigned("-17wd 10:10", "power-company"),
    ),
    problem(
        "-6wd 09:00",
        "枫林纺织有限公司",
        "融资",
        "转贷缺口",
        "月底转贷差一百二十万元。",
        *taken(6, "finance-office"),
        replied("-60min", "已对接银行无还本续贷。"),
    ),
    problem(
        "-9wd 09:00",
        "竹源家居有限公司",
        "政策",
        "补贴未到账",
        "技改补贴公示半年没有到账。",
        *taken(9, "industry-bureau"),
        replied("-5wd 10:00", "补贴已拨付到账。"),
        signed("-5wd 11:00", DEPUTY),
        signed("-5wd 15:00", HEAD),
        called_back("-3wd 10:00"),
        struck_off("-3wd 10:30"),
    ),
    problem(
        "-25wd 09:00",
        "东湖包装有限公司",
        "审批",
        "消防验收慢",
        "验收排队两个月。",
        *taken(25, "approval-bureau"),
        replied("-20wd 10:00", "已安排联合验收，三日内出证。"),
        signed("-20wd 11:00", DEPUTY),
        signed("-20wd 15:00", HEAD),
        called_back("-18wd 10:00"),
        struck_off("-18wd 10:30"),
        signed("-17wd 16:00", LEADER),
        rated("-16wd 10:00", "yes", 5),
    ),
)


def letter(
    at: str, title: str, text: str, *steps: Step, unit: str = "", class_: str = "claim"
) -> Story:
    """A petition."""
    values = {"unit": unit} if unit else {}
    return Story("petition", "visit", at, title, text, steps, class_=class_, values=values)


def received(day: str, unit: str) -> tuple[Step, ...]:
    return (accepted(f"{day} 10:00"), assigned(f"{day} 15:00", unit), signed_for(f"{day} 16:40"))


LAND = "二〇一九年征了我家两亩三分地，青苗补偿至今没有给，村里说钱没到，镇里说已经拨了。"
PETITIONS = (
    letter("-2wd 09:30", "青苗补偿", LAND, unit="town-01"),
    letter(
        "-12wd 09:30",
        "办证遗留",
        "安置房住了六年，不动产证还没有办下来。",
        accepted("-9wd 10:00"),
        unit="natural-resources-bureau",
    ),
    letter(
        "-10wd 09:30",
        "退役待遇",
        "优抚金标准调整后没有补发。",
        *received("-8wd", "veterans-bureau"),
        unit="veterans-bureau",
    ),
    letter(
        "-30wd 09:30",
        "青苗补偿",
        LAND,
        *received("-28wd", "town-01"),
        progressed("-15wd 10:00", "已调取拨款凭证，正与村委会核对名册。"),
        unit="town-01",
    ),
    letter(
        "-62wd 09:30",
        "欠薪",
        "工地停工一年，十一人的工资没有结。",
        *received("-58wd", "human-resources-bureau"),
        progressed("-40wd 10:00", "已约谈总包单位。"),
        unit="human-resources-bureau",
    ),
    letter(
        "-40wd 09:30",
        "低保停发",
        "低保停了没有人通知。",
        *received("-38wd", "civil-affairs-bureau"),
        replied("-12wd 10:00", "经复核符合条件，已恢复并补发。", "supported"),
        unit="civil-affairs-bureau",
    ),
    letter(
        "-58wd 09:30",
        "树木补偿",
        "修路砍了我家十二棵橘树。",
        *received("-56wd", "transport-bureau"),
        replied("-30wd 10:00", "按标准补偿，已达成协议。", "supported"),
        called_back("-28wd 10:00"),
        struck_off("-28wd 15:00"),
        unit="transport-bureau",
    ),
    letter(
        "-50wd 09:30",
        "宅基地界址",
        "邻居砌墙占了我家的滴水。",
        *received("-48wd", "natural-resources-bureau"),
        replied("-14wd 10:00", "现有证据不能证明占用。", "denied"),
        called_back("-12wd 10:00", "no", "no"),
        struck_off("-12wd 15:00"),
        step("-9wd 10:00", "person", "ask-review", reason="没有到现场丈量。"),
        unit="natural-resources-bureau",
    ),
    letter(
        "-5wd 09:30",
        "举报干部",
        "反映某干部违纪。",
        step("-5wd 10:00", "office clerk", "refuse", ground="accusation", reason="属于检举控告。"),
        class_="accusation",
    ),
)


def scanned(at: str, topic: str, title: str, text: str, *steps: Step, accused: str = "") -> Story:
    """A letter to the inspection team by the code on the wall; restricted."""
    return Story(
        "hetang-inspection", "qr", at, title, text, steps, class_="handover",
        values={"topic": topic, **({"complained_of": accused} if accused else {})},
        accused=(accused,) if accused else (),
    )  # fmt: skip


def confirmed(at: str) -> Step:
    return step(at, "office clerk", "confirm", note="已电话核实，位置和情况属实。")


def sent(day: str, unit: str) -> tuple[Step, ...]:
    """Accepted, and assigned under the signature of the team leader."""
    return (
        accepted(f"{day} 10:00"),
        assigned(f"{day} 10:30", unit, letter="handover", summary="群众反映的问题，请核实处理。"),
        signed(f"{day} 11:30", "office leader"),
    )


INSPECTION = (
    scanned("-45min", "lines", "电线杆倾斜", "巷口电线杆歪了，线垂到窗边。"),
    scanned("-1wd 09:00", "road", "路面塌陷", "菜场门口路面塌了一块。", confirmed("-1wd 09:20")),
    scanned(
        "-2wd 09:00",
        "wall",
        "危墙",
        "老厂区围墙裂了，学生每天走。",
        confirmed("-2wd 09:15"),
        accepted("-2wd 10:00"),
        assigned(
            "-1wd 10:30", "street-office", letter="rectify", summary="围墙开裂，请立行立改。"
        ),
    ),
    scanned(
        "-4wd 09:00",
        "water",
        "水管爆裂",
        "水管爆了三次没人管，找水利局没有下文。",
        confirmed("-4wd 09:10"),
        *sent("-4wd", "housing-bureau"),
        accused="water-bureau",
    ),
    scanned(
        "-15wd 09:00",
        "lines",
        "线路杂乱",
        "通信线缆像蜘蛛网，下雨打火花。",
        confirmed("-15wd 09:10"),
        *sent("-15wd", "industry-bureau"),
        signed_for("-15wd 16:00"),
        step(
            "-13wd 10:00",
            "unit handler",
            "refer-up",
            unit="city-industry-bureau",
            note="涉及运营商，报市局协调。",
        ),
    ),
    scanned(
        "-20wd 09:00",
        "road",
        "断头路",
        "断头路堆满建筑垃圾。",
        confirmed("-20wd 09:10"),
        *sent("-20wd", "urban-management-bureau"),
        signed_for("-20wd 16:00"),
        replied("-8wd 10:00", "垃圾已清运，设置了围挡和监控。"),
        signed("-8wd 15:00", HEAD),
    ),
    scanned(
        "-30wd 09:00",
        "other",
        "公厕关闭",
        "公厕常年锁门。",
        confirmed("-30wd 09:10"),
        *sent("-30wd", "street-office"),
        signed_for("-30wd 16:00"),
        replied("-24wd 10:00", "已开放并公示管理员电话。"),
        signed("-24wd 15:00", HEAD),
        called_back("-22wd 10:00"),
        struck_off("-22wd 11:00"),
        rated("-21wd 19:00", "yes", 5),
    ),
)

STORIES = (*ENTERPRISE, *PETITIONS, *INSPECTION)
