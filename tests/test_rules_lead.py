"""Day, hour and place of the lead against the fields. The report is of Thursday, 29 September 2022."""

from __future__ import annotations

import pytest

from campus_news.rules import lead
from sample import corrected, words


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("9月27日下午，学校召开例会。", "9月27日"),
        ("8月29日下午，学校在图书馆召开例会。", "8月29日"),
        ("2021年9月29日，学校举行典礼。", "2021年9月29日"),
        ("9 月 27 日，学校举办讲座。", "9 月 27 日"),
        ("为推进工作，9月27日上午，学校召开例会。", "9月27日"),
        ("例会于9月27日在会议室召开。", "9月27日"),
        ("九月二十七日，学校召开例会。", "九月二十七日"),
        ("9月20日至22日，学校举办培训班。", "9月20日至22日"),
        ("本网讯（记者 某某）9月27日，学校召开例会。", "9月27日"),
    ],
)
def test_another_day_is_found(body, wrong):
    assert words(lead.the_day_is_the_same, body) == [wrong]


@pytest.mark.parametrize(
    "body",
    [
        "9月29日下午，学校召开例会。",
        "9 月29 日，学校召开例会，传达9月27日会议精神。",
        "2022年9月29日，学校召开例会。",
        "九月二十九日，学校召开例会。",
        "9月28日至30日，学校举办培训班。",
        "9月28—30日，学校举办培训班。",
        "9月27日，省里召开了会议。\n\n9月29日，学校召开例会传达。",
        "会议传达了9月20日召开的全省会议精神。",
        "截至9月20日，学校共组织三次检查。",
        "各单位9月20日前组织自查。",
        "9月20日，省里召开了会议。近日，学校召开例会传达。",
        "发布日期：2022-09-30\n\n近日，学校召开例会。",
        "9月20日是国庆前的最后一个周二。会议召开得很及时。",
        "第一段。\n\n第二段。\n\n第三段。\n\n第四段。\n\n8月20日，学校召开了另一次会议。",
    ],
)
def test_other_days_are_no_business(body):
    assert words(lead.the_day_is_the_same, body) == []


def test_the_day_is_corrected_in_its_own_form():
    rule = lead.the_day_is_the_same
    assert corrected(rule, "9月27日，学校召开例会。") == ["9月29日，学校召开例会。"]
    assert corrected(rule, "2021年9月29日，学校召开例会。") == ["2022年9月29日，学校召开例会。"]
    assert corrected(rule, "9月20日至22日，学校举办培训班。") == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("9月29日（星期三）下午，学校召开例会。", ["三"]),
        ("9月29日星期五，学校召开例会。", ["五"]),
        ("9月29日（周日），学校召开例会。", ["日"]),
        ("10月8日（周五）正常上课。", ["五"]),
        ("2023年1月2日（星期二）放假。", ["二"]),
        ("9月29日（星期四）下午，学校召开例会。", []),
        ("9月29日，周四，学校召开例会。", []),
        ("10月9日（星期天）正常上课。", []),
        ("9月29日，周一鸣主持会议。", []),
        ("每周三下午学习，9月29日，周五前报送。", []),
        ("3月20日（星期五）的事已经很久。", []),
        ("9月29日至30日（星期五）举行。", []),
    ],
)
def test_days_of_the_week(body, wrong):
    assert words(lead.weekdays_are_right, body) == wrong


@pytest.mark.parametrize(
    ("time", "said", "wrong"),
    [
        ("上午", "下午", True),
        ("下午", "上午", True),
        ("下午", "晚上", True),
        ("14:30", "上午", True),
        ("14:30", "下午3时", True),
        ("9:00", "14:30", True),
        ("下午", "9:30", True),
        ("上午", "上午", False),
        ("上午", "早上", False),
        ("晚上", "晚", False),
        ("下午", "14:30", False),
        ("下午", "下午2时30分", False),
        ("14:30", "下午", False),
        ("14:30", "下午两点半", False),
        ("14:30", "下午2：30", False),
        ("14:30", "14时30", False),
        ("12:10", "中午", False),
        ("上午", "（星期四）上午", False),
        ("上午", "", False),
    ],
)
def test_the_hour(time, said, wrong):
    found = words(lead.the_hour_is_the_same, f"9月29日{said}，学校召开例会。", time=time)
    assert bool(found) == wrong, found


@pytest.mark.parametrize(
    ("venue", "said", "wrong"),
    [
        ("图书馆一楼报告厅", "行政楼三楼会议室", True),
        ("行政楼三楼会议室", "行政楼五楼会议室", True),
        ("体育馆", "东校区田径场", True),
        ("图书馆一楼报告厅", "图书馆一楼报告厅", False),
        ("图书馆一楼报告厅", "图书馆报告厅", False),
        ("报告厅", "图书馆一楼报告厅", False),
        ("行政楼3楼会议室", "行政楼三楼会议室", False),
        ("大学生活动中心礼堂", "礼堂", False),
        ("体育馆", "教师节到来之际", False),
        ("体育馆", "校长陪同下", False),
    ],
)
def test_the_place(venue, said, wrong):
    body = f"9月29日下午，学校在{said}召开例会。"
    assert words(lead.the_place_is_the_same, body, venue=venue) == [said] * wrong


def test_of_two_places_one_is_enough():
    body = "9月29日，在人民大会堂举行的大会闭幕后，学校在体育馆召开例会。"
    assert words(lead.the_place_is_the_same, body, venue="体育馆") == []
