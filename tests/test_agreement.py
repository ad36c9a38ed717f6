"""Texts that an outside reader wrote to mislead the rules of order, host, day and sequence: right ones and wrong ones."""

from __future__ import annotations

import datetime as dt

import pytest

from campus_news import roster, rules
from case import opened
from conftest import REPO

DEMO = roster.read("content/leaders.yaml", (REPO / "content" / "leaders.yaml").read_bytes())[0]
PRESENT = "host: 陈立言\nattendees: [方致远, 欧阳澈, 陈立言, 谷雨声, 单秋白, 江屿, 罗衡, 苏映雪, 梁亦舟]\n"
DAY = dt.date(2025, 10, 30)


def codes(
    body: str, front: str = PRESENT, title: str = "学校召开会议", only: str = "E33 E55 E56 E57"
) -> set[str]:
    text = f"---\ntitle: {title}\ndate: {DAY}\n{front}---\n{body}\n"
    found = rules.of_report(opened(text, DEMO, path=f"content/reports/2025/{DAY}-x.md"))
    # These texts do not name everybody of `front`, nor say who chairs.
    return {one.code for one in found if one.code[:3] in only.split() and one.code not in ("E560", "E562")}


@pytest.mark.parametrize(
    "body",
    [
        "（左起：江屿、方致远、欧阳澈）",
        "从左至右：江屿、方致远、欧阳澈。",
        "获奖名单：江屿、方致远。",
        "记者采访了江屿、方致远。",
        "江屿、方致远各带一队。",
        "江屿、欧阳澈在各自分会场参加会议。",
        "副校长江屿、党委副书记谷雨声分组参加讨论。",
        "10月30日，学校召开会议，通报了情况。此前的10月28日，方致远主持召开党委会。",
        "会前，方致远主持召开党委会。",
        "去年，欧阳澈主持会议时强调。",
        "上半场由江屿主持，下半场由罗衡主持。",
        "一年前的10月25日，学校举行了奠基仪式。昨天，学校召开会议。",
        "2024年10月31日，学校召开第一次会议。今天，学校召开第二次会议。",
        "江屿代表陈立言致辞，陈立言主持会议。",
        "会议播放了江屿的致辞录像。",
        "10月28日，翟清和参加全省会议。",
        "原副校长沈问渠参加会议。",
        "他提出四点要求：一是抓好教学；二是抓好实习；三是抓好安全；最后要抓好宣传。",
        "周四（10月30日），学校召开会议。",
        "2025-10-30，学校召开会议。30日下午，学校召开会议。",
        "第1.2.3版软件于10月30日召开的会议上发布。",
    ],
)
def test_nothing_is_said_of(body: str):
    assert codes(body) == set()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("主持人：江屿", "E556"),
        ("会议主持：副校长江屿", "E556"),
        ("会议主持人为江屿。", "E556"),
        ("主持会议的是江屿。", "E556"),
        ("会议由江屿担任主持人。", "E556"),
        ("江屿出席并主持会议。", "E556"),
        ("江屿讲话并主持会议。", "E556"),
        ("江屿受党委委托主持会议。", "E556"),
        ("江屿主持党委会。", "E556"),
        ("会议由副校长江屿召集并主持。", "E556"),
        ("会议由教务处处长张大明同志主持。", "E557"),
        ("2025-10-29，学校召开会议。", "E550"),
        ("2025.10.29，学校召开会议。", "E550"),
        ("2025/10/29，学校召开会议。", "E550"),
        ("29日下午，学校召开会议。", "E550"),
        ("10月29日，方致远到信息学院听课。", "E550"),
        ("2024年10月30日，学校召开会议。", "E550"),
        ("10月30日下午（星期五），学校召开会议。", "E551"),
        ("周五（10月30日），学校召开会议。", "E551"),
        ("参会人员：欧阳澈、方致远。", "E330"),
        ("欧阳澈（校长）、方致远（党委书记）出席会议。", "E330"),
        ("**欧阳澈**、**方致远**出席会议。", "E330"),
        ("要求如下：\n\n（一）抓好教学。\n\n（二）抓好实习。\n\n（四）抓好安全。", "E570"),
        ("主要有：其一，抓好教学；其三，抓好安全。", "E570"),
        ("一是抓好教学；二是抓好实习；二是抓好安全。", "E570"),
    ],
)
def test_it_is_found(body: str, code: str):
    assert code in codes(body)


@pytest.mark.parametrize("title", ["学校举行12月毕业生双选会", "学校召开10月份工作例会"])
def test_months_of_titles(title: str):
    assert codes("正文。", title=title) == set()


def test_a_title_may_be_recalled():
    front = PRESENT + "venue: 图书馆一楼报告厅\ntime: 下午\n"
    said = "10月30日上午，校领导赴企业走访；下午，学校在图书馆一层报告厅召开第十二届技能节筹备会。会议听取了第十一届技能节情况汇报。"
    assert codes(said, front, "学校召开第十二届技能节筹备会") == set()
    assert codes("10月30日，学校召开第十一届技能节筹备会。", front, "学校召开第十二届技能节筹备会") == {
        "E555"
    }
