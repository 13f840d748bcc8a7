"""What offices write over the columns of a ledger, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.registers.sheets.headings import word_of

# The whole heading, in the spellings seen; the order decides where a word stands twice.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "serial": ("序号", "序", "编次", "行号", "No", "NO."),
    "key": (
        *(
            "编号",
            "台账编号",
            "登记号",
            "登记编号",
            "受理编号",
            "问题编号",
            "诉求编号",
            "事项编号",
        ),
        *("信访编号", "来信编号", "件号", "案号"),
    ),
    "platform_number": ("工单号", "工单编号", "平台编号", "转办单号", "热线工单号", "12345工单号"),
    "title": (
        *("标题", "事项", "事项名称", "问题名称", "诉求标题", "主题", "诉求事项", "问题概要"),
        *("问题摘要", "诉求名称", "问题简述"),
    ),
    "text": (
        *("诉求内容", "问题描述", "问题", "内容", "反映问题", "反映内容", "存在问题", "诉求"),
        *("主要问题", "具体问题", "问题内容", "来信内容", "具体诉求", "问题及诉求", "反映的问题"),
        *(
            "企业诉求",
            "困难问题",
            "存在困难和问题",
            "主要诉求",
            "问题诉求",
            "事项内容",
            "反映事项",
        ),
    ),
    "received_at": (
        *("收到日期", "受理日期", "受理时间", "登记日期", "登记时间", "来信日期", "反映时间"),
        *("反映日期", "收集时间", "收集日期", "交办时间", "交办日期", "接收时间", "诉求时间"),
        *("提出时间", "走访时间", "走访日期", "收件日期", "日期", "时间", "来电时间", "提出日期"),
    ),
    "unit": (
        *("责任单位", "承办单位", "办理单位", "主办单位", "牵头单位", "责任部门", "承办部门"),
        *("办理部门", "牵头部门", "责任单位部门", "交办单位", "主责单位", "单位", "部门"),
    ),
    "assisting": ("配合单位", "协办单位", "配合部门", "协助单位", "协办部门", "协同单位"),
    "due_at": (
        *("办结时限", "办理时限", "完成时限", "完成时间", "整改时限", "办结期限", "办理期限"),
        *("要求完成时间", "要求办结时间", "截止日期", "截止时间", "完成期限", "时限", "限办日期"),
        *("计划完成时间", "预计完成时间", "拟办结时间", "时限要求", "到期日期", "办结时间要求"),
    ),
    "progress": (
        *("办理情况", "进展情况", "工作进展", "办理进展", "落实情况", "处理情况", "整改情况"),
        *("进展", "答复内容", "办理结果", "处理结果", "目前进展", "回复内容", "答复情况"),
        *("最新进展", "推进情况", "解决情况", "办理措施及进展"),
    ),
    "status": (
        *("办理状态", "状态", "是否办结", "是否完成", "完成情况", "是否解决", "办结情况"),
        *("进度", "当前状态", "销号情况", "是否销号", "是否已办结"),
    ),
    "replied_at": (
        *("答复日期", "回复日期", "答复时间", "回复时间", "办结日期", "办结时间", "销号时间"),
        *("实际完成时间", "办理完成时间", "销号日期", "反馈时间", "反馈日期"),
    ),
    "requester": (
        *("联系人", "反映人", "诉求人", "来信人", "姓名", "企业联系人", "信访人", "投诉人"),
        *("联系人姓名", "反映人姓名"),
    ),
    "phone": (
        *("联系电话", "电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"),
        *("联系人电话",),
    ),
    "class": (),
    "closing": (),
    "region": ("行政区划代码", "区划代码"),
    "enterprise": (
        *("企业名称", "企业", "公司名称", "公司", "单位名称", "诉求企业", "反映企业", "企业全称"),
        *("市场主体", "主体名称"),
    ),
    "place": ("地点", "地址", "位置", "问题地点", "详细地址", "所在地", "企业地址", "所在位置"),
    "topic": (
        *("类别", "问题类别", "问题类型", "类型", "诉求类型", "诉求类别", "事项类别", "分类"),
        *("问题分类", "领域"),
    ),
    "source": ("来源", "问题来源", "诉求来源", "渠道", "来源渠道", "收集渠道", "线索来源"),
    "remark": ("备注", "说明", "其他", "备注说明"),
}
MEANT: Mapping[str, str] = {
    word_of(word).casefold(): meaning for meaning, words in HEADINGS.items() for word in words
}
# Part of a heading; the first that fits decides, where the whole is none of the words above.
PARTS: tuple[tuple[str, str], ...] = (
    (r"工单", "platform_number"),
    (r"(时限|期限|截止|前完成|计划.*(时间|日期)|预计.*(时间|日期))", "due_at"),
    (r"(答复|回复|办结|销号|反馈|实际完成).*(时间|日期)", "replied_at"),
    (r"(受理|登记|收|反映|提出|交办|走访|来信|来电|诉求).*(时间|日期)", "received_at"),
    (r"(配合|协办|协同|协助).*(单位|部门)", "assisting"),
    (r"(责任|承办|办理|主办|牵头|主责).*(单位|部门|领导单位)", "unit"),
    (r"(电话|手机|联系方式)", "phone"),
    (r"(联系人|反映人|诉求人|来信人|信访人|投诉人)", "requester"),
    (r"(是否|状态)", "status"),
    (r"(进展|办理情况|落实情况|处理情况|整改情况|答复|办理结果|措施)", "progress"),
    (r"(企业|公司|主体).*(名|称)", "enterprise"),
    (r"(问题|诉求|事项).*(类|型)", "topic"),
    (r"来源|渠道", "source"),
    (r"(地点|地址|位置)", "place"),
    (r"(问题|诉求|困难|内容|事项)", "text"),
    (r"编号|登记号", "key"),
    (r"备注", "remark"),
)
WHOLE, LAST, PART = 3.0, 2.5, 1.5


def meanings(heading: str) -> dict[str, float]:
    """What a heading may mean and how surely; of `办理情况/答复日期` the last part counts most."""
    found: dict[str, float] = {}
    pieces = [word_of(piece).casefold() for piece in heading.split("/")]
    for piece, weight in ((pieces[-1], WHOLE), ("".join(pieces), WHOLE)):
        if piece in MEANT:
            found.setdefault(MEANT[piece], weight if len(pieces) == 1 else LAST)
    for piece in (pieces[-1], "".join(pieces)):
        for pattern, meaning in PARTS:
            if not found and re.search(pattern, piece):
                found.setdefault(meaning, PART)
    return found


def known(cell: str) -> bool:
    """Whether a cell is one of the words that stand over columns."""
    return word_of(cell).casefold() in MEANT
