"""Who chairs, in the text and in `host`."""

from __future__ import annotations

import pytest

from campus_news.rules import host
from sample import corrected, words


@pytest.mark.parametrize(
    "body",
    [
        "会议由校长方致远主持。",
        "会议由方致远主持。",
        "校长方致远主持会议。",
        "会议由方致远校长主持。",
        "9月29日，校长方致远在会议室主持召开例会。",
        "典礼在校长方致远的主持下开始。",
        "单国华出席会议，方致远主持并讲话。",
        "会议由校长方致远同志主持，全体教师参加。",
    ],
)
def test_another_host_is_found(body):
    assert words(host.hosts_are_the_same, body, host="陈立言") == ["方致远"]


@pytest.mark.parametrize(
    "body",
    [
        "会议由副校长陈立言主持。",
        "会议由陈立言、单国华先后主持。",
        "会议由陈副校长主持。",
        "陈立言主持会议，校长方致远出席会议。",
        "会议由陈立言主持。分组讨论由方致远主持。",
        "交流环节由方致远主持。",
        "方致远主持的课题通过验收。",
        "校长方致远主持学校全面工作。",
        "主持人介绍了方致远。",
        "会议传达了方致远主持召开的专题会精神。",
        "陈立言受方致远委托主持会议。",
        "方致远在主持时提醒大家注意安全。",
        "校长方致远出席会议并讲话，会议由陈立言主持。",
    ],
)
def test_the_right_host_is_left_alone(body):
    assert words(host.hosts_are_the_same, body, host="[陈立言, 单国华]") == []


def test_one_of_two_hosts_may_be_wrong():
    body = "会议由陈立言、方致远先后主持。"
    assert words(host.hosts_are_the_same, body, host="[陈立言, 单国华]") == ["方致远"]
    assert corrected(host.hosts_are_the_same, body, host="[陈立言, 单国华]") == [
        "会议由陈立言、单国华先后主持。"
    ]


def test_a_name_with_the_others_title_is_not_corrected():
    assert corrected(host.hosts_are_the_same, "会议由方致远主持。", host="陈立言") == ["会议由陈立言主持。"]
    assert corrected(host.hosts_are_the_same, "会议由校长方致远主持。", host="陈立言") == []


def test_a_former_name_is_the_same_person():
    assert words(host.hosts_are_the_same, "会议由单华主持。", "2020-09-29", host="单国华") == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("会议由教务处处长石一鸣主持。", ["教务处处长石一鸣"]),
        ("会议由陈副校长主持。", []),
        ("会议由校党委书记主持。", []),
        ("会议由他主持。", []),
        ("会议由陈力言主持。", []),
        ("会议由教务处处长石一鸣、副校长陈立言主持。", []),
    ],
)
def test_somebody_unknown_chairs(body, wrong):
    assert words(host.hosts_are_nobody_else, body, host="陈立言") == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("会议由副校长陈立言主持。", ["陈立言"]),
        ("会议由石一鸣主持。", []),
        ("分组讨论由陈立言主持。", []),
        ("陈立言出席会议。", []),
    ],
)
def test_a_host_not_filled_in(body, wrong):
    assert words(host.hosts_are_filled_in, body) == wrong
