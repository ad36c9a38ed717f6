"""Who stands under a picture."""

from __future__ import annotations

import pytest

from campus_news.rules import caption
from sample import findings, words


def photo(text: str) -> str:
    return f"[{{file: 1.jpg, caption: {text}}}]"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("校长方致远讲话", ["方致远"]),
        ("方致远（左二）与师生交流", ["方致远"]),
        ("副校长陈立言主持会议", []),
        ("单国华宣读文件", []),
        ("教师代表石一鸣发言", []),
        ("学生代表方致远发言", []),
        ("会议现场", []),
    ],
)
def test_somebody_who_was_not_there(text, wrong):
    body = "会议由陈立言主持。单国华宣读文件。"
    assert (
        words(caption.people_in_captions_are_in_the_report, body, host="陈立言", photos=photo(text)) == wrong
    )


def test_a_picture_in_the_text_does_not_name_anybody_for_itself():
    rule = caption.people_in_captions_are_in_the_report
    (found,) = findings(rule, "会议由陈立言主持。\n\n![校长方致远讲话](1.jpg)", host="陈立言")
    assert (found.span.words, found.span.line, found.span.column) == ("方致远", 8, 5)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("方致远主持会议", ["方致远"]),
        ("陈立言主持会议", []),
        ("陈立言讲话", ["陈立言"]),
        ("方致远致辞", ["方致远"]),
        ("方致远讲话", []),
        ("方致远作重要讲话", []),
        ("单国华发言", []),
        ("方致远与师生交流", []),
    ],
)
def test_what_somebody_did(text, wrong):
    found = words(
        caption.acts_in_captions_are_the_reports,
        "会议由陈立言主持。方致远提出要求。单国华在发言中谈了体会。",
        host="陈立言",
        speakers="[{name: 方致远, act: 总结讲话}]",
        photos=photo(text),
    )
    assert found == wrong
