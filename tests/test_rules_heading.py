"""Months and numbers of the title."""

from __future__ import annotations

import pytest

from campus_news.rules import heading
from sample import words


@pytest.mark.parametrize(
    ("title", "date", "wrong"),
    [
        ("学校召开9月份工作例会", "2022-10-20", "9月份"),
        ("学校召开9月工作例会", "2022-12-01", "9月"),
        ("学校召开九月份工作例会", "2022-10-20", "九月份"),
        ("学校召开9月份工作例会", "2022-09-29", None),
        ("学校召开9月份工作例会", "2022-10-08", None),
        ("学校召开12月份工作例会", "2023-01-06", None),
        ("学校召开10月份工作例会", "2022-09-29", None),
        ("学校召开1至9月份经费分析会", "2022-10-20", None),
        ("学校召开纪念9月18日座谈会", "2022-10-20", None),
        ("学校召开安全生产月总结会", "2022-10-20", None),
        ("学校部署9月份重点任务", "2022-11-20", None),
    ],
)
def test_the_month(title, date, wrong):
    rule = heading.the_month_of_the_title_is_the_meetings
    assert words(rule, "正文。", date, title=title) == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("title", "body", "wrong"),
    [
        ("学校举行第十八届运动会开幕式", "学校第十七届运动会开幕。", "十七届运动"),
        ("学校召开2025年度考核会", "学校召开2024年度考核会。", "2024年度考核"),
        ("学校举行2025届毕业典礼", "学校举行2024届毕业典礼。", "2024届毕业"),
        ("学校召开9月份工作例会", "学校召开8月份工作例会。", "8月份工作"),
        ("学校召开第三届教代会第二次会议", "学校第三届教代会第一次会议召开。", "一次会议"),
        ("学校举行第18届运动会", "学校第十八届运动会开幕。", None),
        ("学校召开第三届教代会第二次会议", "第三届教代会第二次会议召开。上届第一次会议的提案已办结。", None),
        ("学校举行第十八届运动会", "运动会开幕，本届运动会为期两天。", None),
        ("学校召开2025年度考核会", "2024届毕业生参加。", None),
    ],
)
def test_numbers(title, body, wrong):
    rule = heading.numbers_of_the_title_are_the_texts
    assert words(rule, body, title=title) == ([wrong] if wrong else [])
