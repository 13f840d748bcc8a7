"""Invented calls to the hotline."""

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

DEPUTY = "unit unit-deputy"


def call(at: str, topic: str, title: str, text: str, *steps: Step, key: str = "") -> Story:
    """A call taken by the hotline."""
    class_ = "consult" if topic == "labour" else "help"
    return Story("hotline", "hotline", at, title, text, steps, key, class_, {"topic": topic})


def begun(days: int, unit: str) -> tuple[Step, ...]:
    """Accepted and assigned on the morning of a day, signed for in the afternoon."""
    day = f"-{days}wd"
    return (
        accepted(f"{day} 09:20"),
        assigned(f"{day} 10:05", unit),
        signed_for(f"{day} 14:30"),
    )


def finished(days: int, text: str, closing: str = "solved") -> tuple[Step, ...]:
    """Answered in the morning of a day, the deputy's signature an hour later."""
    return (
        replied(f"-{days}wd 09:40", text, closing),
        signed(f"-{days}wd 10:50", DEPUTY),
    )


NEW = (
    call("-25min", "city", "早市占道", "滨江路早市摊位占了半条车道，上学时段车辆过不去。"),
    call("-50min", "environment", "夜间施工噪音", "汇景工地连续三晚施工到凌晨，老人孩子睡不好。"),
    call("-200min", "housing", "电梯停运", "阳光花园 5 栋电梯停了两天，住户多为老人。"),
    call(
        "-90min",
        "transport",
        "公交站牌缺失",
        "长坪路口站牌被撞倒，没有人来修。",
        accepted("-70min"),
    ),
    call(
        "-150min",
        "market",
        "餐馆拒开发票",
        "城南一家餐馆以没有纸为由不给发票。",
        accepted("-100min"),
    ),
)

ASSIGNED = (
    call(
        "-1wd 09:10",
        "housing",
        "楼顶漏雨",
        "住房顶楼漏雨，物业说维修基金没批下来。",
        accepted("-1wd 09:30"),
        assigned("-1wd 16:20", "housing-bureau"),
    ),
    call(
        "-1wd 10:00",
        "transport",
        "校门口缺斑马线",
        "第三小学门口没有斑马线，放学时很危险。",
        accepted("-1wd 10:30"),
        assigned("-1wd 16:40", "transport-bureau"),
    ),
    call(
        "-1wd 08:50",
        "education",
        "课后服务收费",
        "课后服务费涨了一倍，没有公示。",
        accepted("-1wd 09:05"),
        assigned("-1wd 09:40", "education-bureau"),
        step(
            "-1wd 15:30",
            "unit unit-head",
            "return",
            reason="收费标准由发改部门核定，建议改派。",
            suggested="development-bureau",
        ),
    ),
)

HANDLING = (
    call(
        "-2wd 09:00",
        "city",
        "违建围挡",
        "邻居在公共绿地搭了围挡，晚上还亮着灯。",
        *begun(2, "urban-management-bureau"),
        contacted("-1wd 10:15"),
    ),
    call(
        "-5wd 08:40",
        "health",
        "卫生院排队",
        "白溪卫生院疫苗接种要排一上午。",
        *begun(5, "health-bureau"),
        contacted("-4wd 11:00"),
        progressed("-2wd 16:00", "已增开接种窗口一个，试行一周。"),
    ),
    call(
        "-4wd 08:30",
        "environment",
        "河道异味",
        "护城河老桥下有异味，水面有油膜。",
        *begun(4, "ecology-bureau"),
        contacted("-3wd 09:30"),
        step(
            "-2wd 15:10",
            "unit handler",
            "extend",
            by="5wd",
            judgement="情况特别复杂",
            reason="需要沿河排查十二个排口，采样送检。",
            clock="reply",
            own_date="on:+6wd",
        ),
    ),
    call(
        "-7wd 09:00",
        "market",
        "健身房关门",
        "健身房突然关门，卡里还有两千多元。",
        *begun(7, "market-bureau"),
        contacted("-6wd 15:00"),
    ),
    call(
        "-13wd 08:45",
        "housing",
        "地下室积水",
        "地下车库积水三个月，配电柜都锈了。",
        *begun(13, "housing-bureau"),
        contacted("-12wd 10:00"),
        progressed("-9wd 16:30", "已责成物业抽水，防水工程待招标。"),
    ),
    call(
        "-9wd 09:00",
        "power",
        "频繁停电",
        "东湖片区一周停电四次，冰箱都坏了。",
        accepted("-9wd 09:15"),
        assigned("-9wd 09:50", "power-company"),
    ),
    call(
        "-6wd 09:10",
        "other",
        "水压不足",
        "六楼以上下午没有水。",
        *begun(6, "water-bureau"),
        contacted("-5wd 10:00"),
        step(
            "-4wd 10:30",
            "district-government leader",
            "set-date",
            until="on:+4wd",
            source="分管副区长批示：加压泵到货前先送水，本周五前恢复。",
            clock="reply",
        ),
    ),
    call(
        "-10wd 09:00",
        "city",
        "路灯不亮",
        "青禾路一整段路灯不亮，已经有人摔倒。",
        *begun(10, "urban-management-bureau"),
        contacted("-9wd 10:00"),
        step(
            "-8wd 10:00",
            "unit handler",
            "carry",
            until="on:+40wd",
            reason="路段产权未移交，需与建设单位签协议后改造。",
        ),
        step("-7wd 11:00", "office unit-head", "sign"),
    ),
    call(
        "-4wd 09:00",
        "transport",
        "停车位被占",
        "残疾人车位长期被占。",
        *begun(4, "transport-bureau"),
        contacted("-3wd 10:00"),
        replied("-50min", "已安装地锁并公示举报电话。"),
    ),
)

REPLIED = (
    call(
        "-5wd 09:00",
        "city",
        "垃圾不清运",
        "竹源路垃圾桶三天没人收。",
        *begun(5, "urban-management-bureau"),
        contacted("-5wd 15:00"),
        *finished(3, "已补收并调整为每日两次清运。"),
        key="rubbish",
    ),
    call(
        "-6wd 09:00",
        "health",
        "诊所无证",
        "巷口诊所没有挂证。",
        *begun(6, "health-bureau"),
        contacted("-5wd 09:30"),
        *finished(3, "现场检查，证照齐全，已要求悬挂。", "explained"),
    ),
    call(
        "-8wd 09:00",
        "housing",
        "外墙脱落",
        "外墙瓷砖往下掉。",
        *begun(8, "housing-bureau"),
        contacted("-8wd 16:00"),
        *finished(5, "已清除松动瓷砖并拉警戒线。"),
        called_back("-4wd 10:00"),
    ),
    call(
        "-11wd 09:00",
        "environment",
        "餐馆油烟",
        "楼下餐馆油烟直排。",
        *begun(11, "ecology-bureau"),
        contacted("-10wd 10:00"),
        *finished(7, "已安装净化器。"),
        called_back("-6wd 10:00", "no", "no"),
        step(
            "-6wd 10:20", "office verifier", "reopen", reason="诉求人说净化器没有开机，油烟照旧。"
        ),
        progressed("-3wd 15:00", "已复查并立案，商户承诺三日内联网监控。"),
    ),
)

ENDED = (
    call(
        "-20wd 09:00",
        "transport",
        "井盖松动",
        "建设路井盖响，夜里睡不着。",
        *begun(20, "transport-bureau"),
        contacted("-20wd 16:00"),
        *finished(18, "已更换防沉降井盖。"),
        called_back("-17wd 10:00"),
        struck_off("-17wd 10:30"),
        rated("-16wd 19:00", "yes", 5),
    ),
    call(
        "-24wd 09:00",
        "education",
        "校车超员",
        "校车坐得太满。",
        *begun(24, "education-bureau"),
        contacted("-23wd 10:00"),
        *finished(21, "已增加一台车，家长群已通知。"),
        called_back("-20wd 10:00"),
        struck_off("-20wd 10:30"),
        rated("-19wd 20:00", "yes", 4),
    ),
    call(
        "-30wd 09:00",
        "market",
        "水果缺斤少两",
        "称回家少了二两。",
        *begun(30, "market-bureau"),
        contacted("-29wd 10:00"),
        *finished(28, "已校秤，商户退款并道歉。"),
        called_back("-26wd 10:00"),
        struck_off("-26wd 10:30"),
        rated("-25wd 12:00", "partly", 3),
    ),
    call(
        "-28wd 09:00",
        "labour",
        "社保怎么转",
        "换工作了社保怎么转到本区？",
        accepted("-28wd 09:10"),
        assigned("-28wd 09:30", "human-resources-bureau"),
        signed_for("-28wd 10:00"),
        contacted("-28wd 10:30"),
        replied("-28wd 11:00", "已短信告知网上转移步骤。", "explained"),
        signed("-28wd 11:20", DEPUTY),
        called_back("-27wd 10:00", "yes", "yes"),
        struck_off("-27wd 10:10"),
    ),
    call(
        "-15wd 09:00",
        "other",
        "邻居借钱不还",
        "邻居借我三万元不还，请政府帮我要。",
        step(
            "-15wd 09:20",
            "office clerk",
            "refuse",
            ground="legal-route",
            reason="属于民间借贷，应当通过诉讼解决。",
        ),
    ),
    call(
        "-4wd 09:00",
        "city",
        "垃圾桶满了",
        "竹源路垃圾桶又满了，和上次说的是一个地方。",
        step(
            "-4wd 09:30",
            "office clerk",
            "merge",
            into="of:rubbish",
            reason="同一地点、同一事项，正在办理。",
        ),
    ),
    call(
        "-9wd 09:00",
        "housing",
        "装修噪音",
        "楼上装修。",
        *begun(9, "housing-bureau"),
        contacted("-8wd 10:00"),
        step("-7wd 18:30", "person", "withdraw", reason="已经装完了，不用再办。"),
    ),
    call(
        "-12wd 09:00",
        "other",
        "外市欠薪",
        "在外市工地干活被欠薪。",
        accepted("-12wd 09:30"),
        step(
            "-12wd 10:00",
            "office clerk",
            "hand-over",
            to="工程所在地劳动监察大队",
            reason="用工地不在本区，已函告并转去材料。",
        ),
    ),
)

STORIES = (*NEW, *ASSIGNED, *HANDLING, *REPLIED, *ENDED)
