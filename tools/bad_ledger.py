"""Writes examples/ledger.xlsx: 300 rows of an invented office's ledger, as bad as they come.

Merged titles, two rows of headings, rows of totals and sections, blank rows, a hidden draft sheet
and a hidden column, two units in one cell, days such as 6月底前 and 下周五. The dates are reckoned
from the day given, so that some of it is overdue whenever it is made: `bad_ledger.py 2026-11-20`.
"""

from __future__ import annotations

import io
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "examples" / "ledger.xlsx"
DAY = date(2026, 11, 20)
ROWS = 300
UNITS = (
    "自然资源局", "住建局", "住房和城乡建设局", "市场监督管理局", "人社局", "供电公司", "水务公司",
    "园区管委会", "税务局", "交通运输局", "生态环境局", "工信局", "城管局", "应急局",
    "消防救援大队",
)  # fmt: skip
FIRMS = (
    "恒泰精工",
    "云桥食品",
    "朗科新材",
    "青禾纺织",
    "鼎晟机械",
    "优冠电子",
    "博瑞医药",
    "远帆物流",
)
WANTS = (
    "厂区变压器容量不足，扩产后每天下午跳闸，影响交货",
    "厂房消防验收资料已交三个月，一直没有回音",
    "厂区北门道路塌陷，重车要绕行两公里",
    "用工缺口四十人，希望组织一场专场招聘",
    "土地证办理卡在测绘环节，银行贷款批不下来",
    "园区污水管网没有接通，环评不能验收",
    "增值税留抵退税材料反复补正，资金压力大",
    "宿舍区公交末班车太早，夜班工人回不去",
    "供水压力不够，三楼以上车间经常停水",
    "承诺的设备补贴两年没有兑现",
)
PLACES = ("云桥工业园A区", "创业路18号", "东湖新区", "董家塅高科园", "枫溪大道北侧")
HEAD = (
    ("序号", None), ("企业名称", None), ("问题描述", None), ("类别", None), ("收到时间", None),
    ("责任单位", None), ("办结时限", None),
    ("办理情况", "进展"), ("办理情况", "是否办结"), ("办理情况", "答复日期"),
    ("联系人", None), ("联系电话", None), ("备注", None),
)  # fmt: skip
TOPICS = ("用电", "消防", "道路", "用工", "土地", "环保", "税务", "交通", "用水", "政策兑现")


def main() -> int:
    """Write the file, for the day given or for the usual one."""
    day = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else DAY
    TARGET.write_bytes(workbook(day))
    print(f"{TARGET}: {ROWS} rows as of {day}")
    return 0


def workbook(day: date = DAY, rows: int = ROWS) -> bytes:
    """The ledger as a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        # The same day gives the same bytes, so that the same file can be given twice.
        book.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
        style = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        days = book.add_format({"num_format": "yyyy/m/d", "border": 1})
        page = book.add_worksheet("企业诉求台账")
        _titles(page, day, style)
        _fill(page, day, rows, style, days)
        draft = book.add_worksheet("底稿")
        draft.write_row(0, 0, ["企业", "问题"])
        draft.write_row(1, 0, ["旧底稿（演示）", "作废"])
        draft.hide()
        page.set_column(12, 12, 12, None, {"hidden": True})
        page.set_column(2, 2, 40)
        page.activate()
    return stream.getvalue()


def _titles(page: Worksheet, day: date, style: Format) -> None:
    page.merge_range(0, 0, 0, 12, "芦淞区企业诉求办理台账（演示）", style)
    page.merge_range(
        1,
        0,
        1,
        12,
        f"填报单位：企业服务办（演示）    截至{day.year}年{day.month}月{day.day}日",
        style,
    )
    for column, (upper, lower) in enumerate(HEAD):
        if lower is None:
            page.merge_range(2, column, 3, column, upper, style)
        else:
            page.write_string(3, column, lower, style)
    page.merge_range(2, 7, 2, 9, "办理情况", style)


def _fill(page: Worksheet, day: date, rows: int, style: Format, days: Format) -> None:
    chance = random.Random(2026)  # noqa: S311  invented rows, the same every time
    at = 4
    for number in range(1, rows + 1):
        if number % 100 == 1:
            part = "一二三"[number // 100 % 3]
            page.merge_range(at, 0, at, 12, f"{part}、第{part}批", style)
            at += 1
        if number % 70 == 0:
            at += 1  # a blank row
        _row(page, at, number, day, chance, days)
        at += 1
        if number % 100 == 0:
            page.write_row(at, 0, ["小计", "", f"{100}件"])
            at += 1
    page.write_row(at, 0, ["合计", "", f"{rows}件"])
    page.write_string(at + 1, 0, "填表人：周受理（演示）    审核：褚区长（演示）")


def _row(
    page: Worksheet, at: int, number: int, day: date, chance: random.Random, days: Format
) -> None:
    came = day - timedelta(days=chance.randrange(5, 100))
    due = came + timedelta(days=chance.randrange(5, 60))
    want = chance.randrange(len(WANTS))
    done = chance.random() < (0.75 if due < day else 0.15)
    page.write_number(at, 0, number)
    page.write_string(at, 1, f"{chance.choice(FIRMS)}有限公司（演示）")
    page.write_string(at, 2, f"{WANTS[want]}，{chance.choice(PLACES)}，第{number}件。")
    page.write_string(at, 3, TOPICS[want])
    _came(page, at, came, chance, days)
    page.write_string(at, 5, _unit(chance))
    _due(page, at, came, due, chance, days)
    page.write_string(at, 7, _progress(done, chance))
    page.write_string(at, 8, _status(done, chance))
    if done:
        answered = min(day, came + timedelta(days=chance.randrange(1, 20)))
        page.write_string(at, 9, f"{answered.year}.{answered.month}.{answered.day}")
    page.write_string(at, 10, f"{chance.choice('赵钱孙李周吴郑王')}经理（演示）")
    page.write_number(at, 11, 19900000000 + number)
    if number % 40 == 0:
        page.write_string(at, 12, "区领导已批示")


def _came(page: Worksheet, at: int, came: date, chance: random.Random, days: Format) -> None:
    kind = chance.randrange(12)
    if kind < 5:  # noqa: PLR2004  most of them as true dates
        page.write_datetime(at, 4, came, days)
    elif kind < 8:  # noqa: PLR2004
        page.write_string(at, 4, f"{came.year}.{came.month}.{came.day}")
    elif kind < 10:  # noqa: PLR2004
        page.write_string(at, 4, f"{came.month}月{came.day}日")
    elif kind == 10:  # noqa: PLR2004
        page.write_string(at, 4, f"{came.year}年{came.month}月")
    else:
        page.write_number(at, 4, (came - date(1899, 12, 30)).days)


def _due(
    page: Worksheet, at: int, came: date, due: date, chance: random.Random, days: Format
) -> None:
    kind = chance.randrange(14)
    said = {
        0: f"{due.month}月底前", 1: "下周五", 2: "月底", 3: f"{due.month}.{due.day}",
        4: "15个工作日", 5: "长期", 6: "", 7: f"{due.year}年{due.month}月{due.day}日前",
        8: f"{due.year}.{due.month}",
    }.get(kind)  # fmt: skip
    if said is None:
        page.write_datetime(at, 6, max(due, came), days)
    elif said:
        page.write_string(at, 6, said)


def _unit(chance: random.Random) -> str:
    one, other = chance.sample(UNITS, 2)
    kind = chance.randrange(10)
    if kind == 0:
        return f"{one}、{other}"
    if kind == 1:
        return f"{one}（牵头）\n{other}（配合）"
    return "" if kind == 2 and chance.random() < 0.2 else one  # noqa: PLR2004


def _progress(done: bool, chance: random.Random) -> str:  # noqa: FBT001
    if done:
        return chance.choice(("已现场核实并解决", "已协调到位，企业表示满意", "已书面答复企业"))
    return chance.choice(("", "正在协调", "已现场查看，方案待定", "等上级批复", "施工单位已进场"))


def _status(done: bool, chance: random.Random) -> str:  # noqa: FBT001
    if done:
        return chance.choice(("已办结", "是", "办结", "已完成"))
    return chance.choice(("办理中", "否", "", "正在推进", "未办", "再议"))


if __name__ == "__main__":
    raise SystemExit(main())
