"""Telephone numbers and names in a text."""

from __future__ import annotations

import re

from bihuan.matters.rules.phrases.reading import Reading

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?[2-9]\d{6,7}|(?<=电话)[:：]?\s*[2-9]\d{6,7})(?!\d)")
# The commonest surnames: nine people in ten.
_SURNAMES = (
    "欧阳|上官|诸葛|司马|皇甫|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤易文褚卫]"
)
# Not 书记 or 主任: so are those called who are written to.
_TITLES = (
    "先生|女士|小姐|师傅|老板|经理|总经理|厂长|会长|阿姨|大爷|大妈|"
    "总(?![部是共计的量体数会结局站裁在])"
)
_EARLY = 20  # further down, a surname with a title is somebody spoken of
_NO_PLACE = "(?![路街村区厂司号机话门口])"
_MARK = r"(?:（演示）|\(演示\))?"
_NAMED = re.compile(
    rf"(?:联系人|来电人|反映人|姓名|本人|我叫|我是|我姓名是|名叫)\s*[:：是]?\s*"
    rf"((?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}{_MARK})(?=[，,。；;、\s\d（(:：的]|$|电话|手机|来电|反映)"
)
_TITLED = re.compile(
    rf"((?:{_SURNAMES})[\u4e00-\u9fff]?(?:{_TITLES}){_MARK})(?![\u4e00-\u9fff]?[路街])"
)
_BESIDE = re.compile(
    rf"(?:^|[，,。；;、:：\s])((?:{_SURNAMES})[\u4e00-\u9fff]?{_NO_PLACE}[\u4e00-\u9fff]{_MARK})[，,、:：\s]*"
    r"(?:电话|手机|联系电话)?[:：]?\s*(?=(?:\+?86)?1[3-9]\d)"
)

_RUN_TOGETHER = re.compile(
    rf"((?:{_SURNAMES})[\u4e00-\u9fff]?{_NO_PLACE}[\u4e00-\u9fff]{_MARK})\s*"
    r"(?=(?:\+?86)?1[3-9]\d)"
)


def phone(text: str) -> Reading | None:
    """The first telephone number, as digits."""
    found = _MOBILE.search(text) or _LANDLINE.search(text)
    return Reading(re.sub(r"\D", "", found[1]), found[0].strip(" :：")) if found else None


def name(text: str) -> Reading | None:
    """The name of whoever speaks: introduced, by surname and title, or beside the number."""
    for form in (_NAMED, _BESIDE, _TITLED, _RUN_TOGETHER):
        found = form.search(text)
        if found and (form is not _TITLED or found.start() <= _EARLY):
            return Reading(found[1], found[0].strip("，,。；;、:： \n"))
    return None
