"""Who speaks and attends, in the text and in the fields."""

from __future__ import annotations

import pytest

from campus_news.rules import presence
from sample import words


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("方致远作总结讲话。", ["方致远"]),
        ("校长方致远作了重要讲话。", ["方致远"]),
        ("校长方致远致辞。", ["方致远"]),
        ("方致远在讲话中说，要抓好教学。", ["方致远"]),
        ("方致远到会并讲话。", ["方致远"]),
        ("校长方致远强调，要抓好教学。", ["方致远"]),
        ("方致远在会上指出，要抓好教学。", ["方致远"]),
        ("陈立言作总结讲话。", []),
        ("会议传达了方致远在全省会议上的讲话精神。", []),
        ("会议学习了方致远的讲话。", []),
        ("会议指出，方致远同志的做法值得推广。", []),
        ("会上，大家回顾了方致远提出的要求。", []),
        ("李明在讲话中说，要抓好教学。", []),
    ],
)
def test_speakers_not_filled_in(body, wrong):
    assert words(presence.speakers_are_filled_in, body, speakers="[陈立言]") == wrong


def test_without_speakers_only_those_in_no_field_are_told_of():
    rule = presence.speakers_are_filled_in
    assert words(rule, "方致远作总结讲话。", attendees="[方致远]") == []
    assert words(rule, "方致远作总结讲话。", attendees="[陈立言]") == ["方致远"]


def test_who_attends_and_speaks_is_told_of_once():
    body = "校长方致远出席会议并讲话。"
    assert words(presence.speakers_are_filled_in, body) == []
    assert words(presence.attendees_are_filled_in, body) == ["方致远"]
    assert words(presence.speakers_are_filled_in, body, attendees="[方致远]", speakers="[陈立言]") == [
        "方致远"
    ]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("会议由陈立言主持。", ["方致远"]),
        ("会议由陈立言主持。方致远讲话。", []),
        ("会议由陈立言主持。方校长讲话。", []),
        ("会议听取了汇报。", []),
        ("单国华讲话。", []),
    ],
)
def test_speakers_the_text_does_not_name(body, wrong):
    found = words(presence.speakers_are_in_the_text, body, host="陈立言", speakers="[方致远]")
    assert found == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("校长方致远，副校长陈立言出席会议。", ["陈立言"]),
        ("校长方致远、副校长陈立言参加座谈会。", ["陈立言"]),
        ("校长方致远出席会议，副校长陈立言因公缺席。", []),
        ("校长方致远出席会议。陈立言曾在教务处工作。", []),
        ("校长方致远、处长石一鸣出席会议。", []),
        ("校长方致远、示例大学副校长陈立言出席会议。", []),
        ("陈立言曾参加全国比赛并获奖。", []),
    ],
)
def test_attendees_not_filled_in(body, wrong):
    assert words(presence.attendees_are_filled_in, body, attendees="[方致远]") == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("校长方致远、副校长陈立言出席会议。", ["单国华"]),
        ("校长方致远、副校长陈立言等领导出席会议。", []),
        ("校长方致远出席会议。", []),
        ("全体校领导出席会议。", []),
        ("校长方致远、副校长陈立言出席会议。单国华宣读文件。", []),
    ],
)
def test_attendees_the_text_does_not_name(body, wrong):
    rule = presence.attendees_are_in_the_text
    assert words(rule, body, "2020-09-29", attendees="[单国华, 方致远, 陈立言]") == wrong
