"""Which choice of a list a text speaks of, by its own words and by a few everyday ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.matters.rules.phrases.reading import Reading

# What people say instead of the word on the list; a key is found within the label of a choice.
EVERYDAY: Mapping[str, tuple[str, ...]] = {
    "电": ("停电", "断电", "跳闸", "电压", "电线", "变压器", "电费"),
    "水": ("停水", "断水", "水压", "水管", "漏水", "水费", "自来水"),
    "路": ("路面", "塌陷", "坑洼", "路坏", "路塌", "修路", "断头路", "大道"),
    "交通": ("公交", "堵车", "红绿灯", "停车", "地铁"),
    "工": ("招工", "缺工", "招不到人"),
    "劳动": ("工资", "欠薪", "社保", "工伤"),
    "融资": ("贷款", "银行", "续贷", "担保", "资金周转"),
    "地": ("土地", "地块", "红线"),
    "审批": ("许可", "证照", "办证", "盖章", "批复"),
    "政策": ("补贴", "奖补", "兑现", "申报"),
    "物流": ("货车", "运输", "快递"),
    "环境": ("噪音", "噪声", "扬尘", "油烟", "污水", "臭味", "异味"),
    "物业": ("电梯", "楼道", "物管"),
    "住房": ("房屋", "漏雨", "公租房"),
    "市容": ("违建", "占道", "垃圾", "摆摊", "路灯"),
    "教育": ("学校", "入学", "老师", "学区"),
    "医疗": ("医院", "医保", "看病"),
    "消费": ("退款", "假货", "押金", "预付卡"),
}
_PARTS = re.compile(r"[和、/及与（）()]")


def topic(text: str, choices: Mapping[str, str]) -> Reading | None:
    """The choice whose words stand in the text first; words of the list before everyday ones."""
    spoken = [(text.find(w), code, w) for code, label in choices.items() for w in _words(label)]
    heard = [
        (text.find(word), code, word)
        for code, label in choices.items()
        for key, words in EVERYDAY.items()
        if key in label
        for word in words
    ]
    for found in (spoken, heard):
        said = sorted(one for one in found if one[0] >= 0)
        if said:
            return Reading(said[0][1], said[0][2])
    return None


def _words(label: str) -> list[str]:
    return [part for part in _PARTS.split(label) if len(part) > 1 and part != "其他"]
