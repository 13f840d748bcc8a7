"""What the papers of one matter say, paragraph by paragraph; the office changes it as it likes."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.matters.rules.papers.kinds import COLOURS, Kind
from bihuan.matters.rules.papers.wording import day
from bihuan.registers.parties.rules import masking

__all__ = ["FIELDS", "day", "excerpt", "paragraphs", "rows"]

LONGEST = 600
FIELDS = (
    "事项编号", "事项标题", "内容摘要", "机制", "来件日期", "交办日期", "办理时限", "超期天数",
    "承办单位", "协办单位", "办理结果", "答复内容", "延期至", "延期理由", "联系人", "联系电话",
    "主送", "正文", "颜色",
)  # fmt: skip
# The cells of a form, two to a row where both are short.
_CELLS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "slip": (
        ("事项编号", "机制"), ("事项标题",), ("来件日期", "办理时限"), ("承办单位", "协办单位"),
        ("联系人", "联系电话"), ("内容摘要",), ("拟办意见",), ("领导批示",), ("办理情况",),
    ),
    "assignment": (
        ("事项编号", "机制"), ("事项标题",), ("交办日期", "办理时限"), ("承办单位", "协办单位"),
        ("内容摘要",), ("交办要求",), ("签收人", "签收日期"),
    ),
    "supervise": (
        ("事项编号", "机制"), ("事项标题",), ("交办日期", "办理时限"),
        ("承办单位", "超期天数"), ("内容摘要",), ("督办要求",), ("签收人", "签收日期"),
    ),
}  # fmt: skip
_TALL = ("内容摘要", "拟办意见", "领导批示", "办理情况", "交办要求", "督办要求")
Row = list[dict[str, object]]


def rows(kind: Kind, fields: Mapping[str, object]) -> list[Row]:
    """The rows of a form; what nobody has said yet is left blank, to be written by hand."""
    code = "supervise" if kind.code.startswith("supervise") else kind.code
    body = "\n".join(map(str, fields.get("正文", ()) or ()))  # type: ignore[call-overload]
    found = {**fields, "交办要求": body, "督办要求": body}
    return [
        [{"名": name, "值": str(found.get(name, "") or ""), "高": name in _TALL} for name in row]
        for row in _CELLS.get(code, _CELLS["assignment"])
    ]


def paragraphs(kind: Kind, told: Mapping[str, object]) -> list[str]:
    """The body proposed for a paper of this kind."""
    late = "" if told.get("超期天数") else "-in-time"
    said = _SAYS.get(kind.code + late) or _SAYS.get(kind.code) or _SAYS["letter"]
    found = [line.format_map(_Told(told)) for line in said]
    if kind.colour:
        found.insert(0, f"现予{COLOURS[kind.colour]}督办。")
    return found


class _Told(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


def excerpt(text: str) -> str:
    """The beginning of what was said, without numbers of people."""
    found = masking.hidden_numbers(" ".join(text.split()))
    return found if len(found) <= LONGEST else found[:LONGEST] + "……"


_CAME = "{来件日期}，我单位收到“{事项标题}”事项（编号{事项编号}）。"
_HANDLE = "请于{办理时限}前办理完毕，并将办理结果书面报送我单位。"
_GIVEN = "“{事项标题}”事项（编号{事项编号}）于{交办日期}交你单位办理，办理时限为{办理时限}。"
_SAYS: Mapping[str, tuple[str, ...]] = {
    "assignment": ("请按职责办理，于{办理时限}前答复诉求人，并在系统内报送办理结果。",),
    "supervise-blue": ("请抓紧办理，于收到本单后及时报送进展。",),
    "supervise-yellow": ("请立即办理，说明未按期答复的原因和下一步措施。",),
    "supervise-red": (
        "请主要负责同志亲自研究，立即办理，书面说明未按期答复的原因、责任和办结时间。",
    ),
    "urge": (
        _GIVEN + "该事项已超期{超期天数}个工作日，至今未答复。",
        "请于收到本通知书之日起立即办理，并书面说明未按期答复的原因。",
    ),
    "urge-in-time": (
        _GIVEN,
        "请抓紧办理，按时答复诉求人。",
    ),
    "extension": (
        "您反映的“{事项标题}”事项（编号{事项编号}），由{承办单位}办理。",
        "因{延期理由}，该事项不能在原定期限内办结。经批准，办理期限延长至{延期至}。",
        "特此告知。",
    ),
    "result": (
        "您反映的“{事项标题}”事项（编号{事项编号}），由{承办单位}办理，现将办理结果告知如下：",
        "{答复内容}",
        "如对办理结果有异议，可以通过原渠道反映。特此告知。",
    ),
    "rectify": (
        _CAME + "经研究，请你单位立行立改。",
        "主要情况：{内容摘要}",
        _HANDLE,
    ),
    "handover": (
        _CAME + "按照职责分工，现将该事项移交你单位办理。",
        "主要情况：{内容摘要}",
        _HANDLE,
    ),
    "supervise": (
        _GIVEN,
        "现予督办，请抓紧办理，并将办理进展和结果书面报送我单位。",
    ),
    "letter": (_CAME, "主要情况：{内容摘要}", _HANDLE),
}
