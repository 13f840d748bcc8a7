"""Transcripts as people copy them: who said what when, what asks for something, none lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.rules.chats import exports, grouping, kinds, quotes, transcript

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=LOCAL)
MAIL = """群聊“企业服务群”的聊天记录如下：

—————  2026-11-20  —————

张三  09:12

北门积水
电话：13800002207

—————  2026-11-21  —————

王五  下午3:05

[图片]
"""
# (name, the transcript, each message as speaker, time as read, kind, text)
FORMS = [
    ("desktop", "张三 2026/11/20 09:12\n北门的路塌了，\n重车过不去\n李四 2026/11/20 09:15\n收到", [
        ("张三", "2026-11-20 09:12", "said", "北门的路塌了，\n重车过不去"),
        ("李四", "2026-11-20 09:15", "chatter", "收到"),
    ]),
    ("seconds", "张三 2026-11-20 09:12:33\n北门积水", [
        ("张三", "2026-11-20 09:12", "said", "北门积水"),
    ]),
    ("Chinese date", "赵恒泰（演示） 2026年11月20日 下午3:05\n停电了", [
        ("赵恒泰（演示）", "2026-11-20 15:05", "said", "停电了"),
    ]),
    ("no year, after today", "张三 12/25 09:12:00\n停电了", [
        ("张三", "2025-12-25 09:12", "said", "停电了"),
    ]),
    ("yesterday", "张三 昨天 21:30\n停电了", [("张三", "2026-11-21 21:30", "said", "停电了")]),
    ("weekday", "张三  星期五 21:30\n停电了", [("张三", "2026-11-20 21:30", "said", "停电了")]),
    ("time in brackets", "张三(2026-11-20 09:12)\n停电了", [
        ("张三", "2026-11-20 09:12", "said", "停电了"),
    ]),
    ("two lines", "张三\n2026年11月20日 15:41\n停电了\n李四\n2026年11月20日 15:45\n好的", [
        ("张三", "2026-11-20 15:41", "said", "停电了"),
        ("李四", "2026-11-20 15:45", "chatter", "好的"),
    ]),
    ("names alone", "张三:\n路灯坏了\n\n李四:\n收到，已转城管\n\n张三：谢谢", [
        ("张三", "", "said", "路灯坏了"),
        ("李四", "", "said", "收到，已转城管"),
        ("张三", "", "chatter", "谢谢"),
    ]),
    ("sent on by mail",
     MAIL, [
        ("", "", "system", "群聊“企业服务群”的聊天记录如下："),
        ("张三", "2026-11-20 09:12", "said", "北门积水\n电话：13800002207"),
        ("王五", "2026-11-21 15:05", "part", "[图片]"),
    ]),
    ("time first", "[2026-11-20 09:12] 张三：北门积水\n2026-11-20 09:15:01 王五: 停电了", [
        ("张三", "2026-11-20 09:12", "said", "北门积水"),
        ("王五", "2026-11-20 09:15", "said", "停电了"),
    ]),
    ("number behind the name", "2026-11-20 9:12:33 张三(12345678)\n北门积水", [
        ("张三", "2026-11-20 09:12", "said", "北门积水"),
    ]),
    ("time and name alone", "2026-11-20 9:12:33 张三\n北门积水\n2026-11-20 9:13:33 李四\n好", [
        ("张三", "2026-11-20 09:12", "said", "北门积水"),
        ("李四", "2026-11-20 09:13", "chatter", "好"),
    ]),
    ("from outside the firm", "张三@微信 11/20 09:12:00\n停电了", [
        ("张三", "2026-11-20 09:12", "said", "停电了"),
    ]),
    ("recalled", '张三 2026/11/20 09:12\n停电了\n"李四"撤回了一条消息', [
        ("张三", "2026-11-20 09:12", "said", "停电了"),
        ("", "2026-11-20 09:12", "recalled", '"李四"撤回了一条消息'),
    ]),
    ("joined", "张三 2026/11/20 09:12\n停电了\n“张三”邀请“李四”加入了群聊", [
        ("张三", "2026-11-20 09:12", "said", "停电了"),
        ("", "2026-11-20 09:12", "system", "“张三”邀请“李四”加入了群聊"),
    ]),
]  # fmt: skip
NONE = [
    "恒泰机械赵总来电 13800002207，昨天 9:12 北门路灯坏了",
    "联系人：赵恒泰\n电话：13800002207\n地点：育才路\n内容：路灯坏了",
    "11月20日 9:12 北门路灯坏了，一直没人修",
    "标题：路灯\n1：育才路\n2：创业路",
    "尊敬的易书记：\n您好！\n我们要求：\n修路",
    "各位领导好\n调整方案：\n改道\n理由：\n太堵",
    "",
]
GROUP = """赵恒泰（演示） 2026/11/20 09:12
厂区北门的路塌了
赵恒泰（演示） 2026/11/20 09:13
[图片]
营商办小周 2026/11/20 09:15
收到
营商办小周 2026/11/20 09:16
请问具体在哪个路口？
赵恒泰（演示） 2026/11/20 09:18
育才路和创业路口
钱总（演示） 2026/11/20 09:20
我们这边昨天又停电了，一个月三次[捂脸]
赵恒泰（演示） 2026/11/20 14:00
宿舍又停水了
营商办小周 2026/11/20 14:05
「钱总（演示）：我们这边昨天又停电了」
- - - - - - - - - - - - - - -
已转供电公司
孙理 2026/11/20 14:06
[强][强]"""


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in FORMS], ids=[c[0] for c in FORMS])
def test_each_form_of_transcript_is_read(text: str, said: list[tuple[str, str, str, str]]) -> None:
    found = transcript.read(text, NOW)
    assert [(one.speaker, one.when, one.kind, one.text) for one in found] == said


@pytest.mark.parametrize("text", NONE)
def test_a_note_is_no_transcript(text: str) -> None:
    assert transcript.read(text, NOW) == ()


def test_messages_of_one_speaker_and_their_answers_are_one_request() -> None:
    found = grouping.group(transcript.read(GROUP, NOW))
    assert [(one.speaker, one.when, one.text, one.pictures) for one in found.requests] == [
        ("赵恒泰（演示）", "2026-11-20 09:12", "厂区北门的路塌了\n育才路和创业路口", 1),
        ("钱总（演示）", "2026-11-20 09:20", "我们这边昨天又停电了，一个月三次[捂脸]", 0),
        ("赵恒泰（演示）", "2026-11-20 14:00", "宿舍又停水了", 0),
    ]
    answers = [[each.text for each in one.answers] for one in found.requests]
    assert answers == [["请问具体在哪个路口？"], ["已转供电公司"], []]
    assert [(one.speaker, one.kind) for one in found.aside] == [
        ("营商办小周", "chatter"),
        ("孙理", "chatter"),
    ]


def test_every_message_is_proposed_or_set_aside() -> None:
    messages = transcript.read(GROUP, NOW)
    found = grouping.group(messages)
    kept = [each for one in found.requests for each in one.messages] + list(found.aside)
    assert sorted(kept, key=lambda one: one.line) == list(messages)
    assert found.given == len(messages) == 9


@given(st.lists(st.sampled_from([*GROUP.splitlines(), "", "张三：好", "—— 2026-11-20 ——"])))
def test_no_line_that_says_something_is_lost(lines: list[str]) -> None:
    messages = transcript.read("\n".join(lines), NOW)
    found = grouping.group(messages)
    assert sum(len(one.messages) for one in found.requests) + len(found.aside) == len(messages)
    held = "\n".join(one.original for one in messages)
    if messages:
        for said in ("厂区北门的路塌了", "宿舍又停水了", "已转供电公司", "育才路和创业路口"):
            assert held.count(said) == lines.count(said)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "chatter") for text in ("收到", "好的，谢谢！", "收到收到[抱拳]", "👍👍")),
        ("@周受理 收到，辛苦了", "chatter"),
        *((text, "part") for text in ("[图片]", "[文件] 申请表.pdf")),
        ("你撤回了一条消息", "recalled"),
        ("李四拍了拍张三", "system"),
        ("收到的补贴少了两千", "said"),
        ("好的路不修，坏的路不管", "said"),
        ("谢谢，另外路灯也坏了", "said"),
    ],
)
def test_chatter_is_told_from_what_is_said(text: str, kind: str) -> None:
    assert kinds.kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "said", "quoted"),
    [
        ("「张三：停电了」\n- - - - - -\n已转", "已转", "张三：停电了"),
        ("引用 张三：停电了\n已转", "已转", "张三：停电了"),
        ("已转\n| 张三: 停电了", "已转", "张三: 停电了"),
        ("没有引用", "没有引用", ""),
    ],
)
def test_a_reply_is_taken_apart_from_what_it_answers(text: str, said: str, quoted: str) -> None:
    assert quotes.apart(text) == (said, quoted)


@pytest.mark.parametrize(
    "text",
    [
        '时间,发送者,消息类型,内容\n2026-11-20 09:12:00,张三,文本,"停电了\n三天"\n',
        '\ufefflocalId,StrContent,StrTime,Remark\n1,"停电了\n三天",2026-11-20 09:12:00,张三\n',
        '时间\t发言人\t内容\n2026/11/20 09:12\t张三\t"停电了\n三天"\n',
    ],
)
def test_an_exported_table_is_read_by_its_columns(text: str) -> None:
    (one,) = exports.table(text)
    assert (one.speaker, one.when, one.text) == ("张三", "2026-11-20 09:12", "停电了\n三天")


def test_a_table_without_speaker_or_a_plain_text_is_no_export() -> None:
    assert exports.table("单位,件数\n住建局,3\n") == ()
    assert exports.table("北门积水, 电话 13800002207") == ()


def test_an_exported_page_is_read_by_its_blocks() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>群聊</title><style>p{}</style></head><body>"
        "<div><span>张三</span> <span>2026-11-20 09:12</span></div><p>停电了&nbsp;三天</p>"
        "<script>alert(1)</script><div>李四 2026-11-20 09:13</div><p><img src='a.jpg'></p>"
    )
    found = transcript.read(exports.page(page), NOW)
    assert [(one.speaker, one.kind, one.text) for one in found] == [
        ("张三", "said", "停电了 三天"),
        ("李四", "part", "[图片]"),
    ]


def test_the_same_message_has_the_same_key_and_another_does_not() -> None:
    one, two, three = grouping.group(transcript.read(GROUP, NOW)).requests
    later = grouping.group(transcript.read("孙理 2026/11/20 08:00\n早\n" + GROUP, NOW)).requests
    assert grouping.key_of("office", one) == grouping.key_of("office", later[0])
    assert len({grouping.key_of("office", each) for each in (one, two, three)}) == 3
    assert grouping.key_of("hotline", one) != grouping.key_of("office", one)
