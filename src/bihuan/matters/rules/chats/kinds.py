"""What a message is: something said, a picture, chatter, or the messenger speaking for itself."""

from __future__ import annotations

import re

from bihuan.matters.rules.chats.messages import CHATTER, PART, RECALLED, SAID, SYSTEM

_SOMEBODY = r"[\"“「]?[^，。！？]{1,30}?[\"”」]?"
_RECALLED = re.compile(rf"{_SOMEBODY} ?撤回了?一?条?(成员的?)?消息.{{0,6}}|\[?已撤回\]?")
_SYSTEM = re.compile(
    rf"{_SOMEBODY} ?(邀请.{{1,80}}加入了?群聊|(通过.{{1,40}})?加入了?群聊|退出了?群聊"
    rf"|将.{{1,40}}移出了?群聊|修改群名为.{{1,40}}|拍了拍.{{1,30}}|领取了.{{1,20}}红包|成为新?群主"
    r"|发起了.{0,6}通话|(开启|关闭)了.{1,20}(邀请|验证|禁言|模式))"
    r"|[-— ]*(以下|以上)(是|为).{0,10}(新消息|内容|聊天记录)[-— ]*"
    r"|(语音|视频)通话(已结束|已取消|未接听|时长).{0,12}|通话时长.{0,10}"
    r"|群聊.{1,40}的聊天记录(如下)?[:：]?"
)
_PARTS = "图片|照片|视频|文件|语音|位置|链接|小程序|聊天记录|名片|公告|Photo|Video|File|Voice"
_PART = re.compile(rf"[\[【<](?:{_PARTS})[^\]】>]{{0,60}}[\]】>].{{0,80}}")
_EMOJI = re.compile(
    r"\[[^\[\]\n]{1,8}\]|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\u2B55\uFE0F\u200D\u20E3]"
)
_AT = re.compile(r"[@＠][^\s\u2005@]{1,20}[\s\u2005]*")
_POLITE = re.compile(
    r"(收到|已收到|收悉|已阅|好|好的|好滴|好嘞|好呢|行|可以|嗯|恩|哦|噢|是|是的|对|对的|没错|谢谢|多谢|感谢|非常感谢|"
    r"辛苦|辛苦了|麻烦了|明白|知道|知道了|了解|没问题|不客气|不用谢|稍等|稍后|马上|你|您|你们|您们|大家|各位|领导|老师|"
    r"主任|书记|局长|同志|们|关心|支持|理解|早|早上好|上午好|中午好|下午好|晚上好|晚安|你好|您好|大家好|各位好|在|在吗|"
    r"哈|呵|嘿|再见|拜拜|ok|OK|Ok|1|\+1|赞|点赞|支持一下|顶|新年好|新年快乐|节日快乐|"
    r"了|啦|哈哈|呀|啊|哦|吧|的|呢|滴|嘞)+"
)
_BETWEEN = re.compile(r"[\s，,。.!！~～、…；;：:]+")


def kind_of(text: str) -> str:
    """The kind of a message by its words alone."""
    whole = text.strip()
    if _RECALLED.fullmatch(whole):
        return RECALLED
    if _SYSTEM.fullmatch(whole):
        return SYSTEM
    lines = [line.strip() for line in whole.splitlines() if line.strip()]
    if lines and all(_PART.fullmatch(line) for line in lines):
        return PART
    words = _BETWEEN.sub("", _AT.sub("", without_emoji(whole)))
    return CHATTER if not words or _POLITE.fullmatch(words) else SAID


def spoken_by_messenger(line: str) -> bool:
    """Whether a line within a message is the messenger's own."""
    return bool(_RECALLED.fullmatch(line.strip()) or _SYSTEM.fullmatch(line.strip()))


def without_emoji(text: str) -> str:
    """The words without faces; pictures and files stay."""
    return _EMOJI.sub(lambda one: one[0] if _PART.fullmatch(one[0]) else "", text).strip()
