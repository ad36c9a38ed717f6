"""What a school asks of the credits."""

from __future__ import annotations

import pytest

from campus_news import config
from campus_news.config import Config, Signoff
from campus_news.rules import signoff as rules
from case import case, told
from conftest import Place

CHECKS = (rules.nothing_is_left_out, rules.nobody_signs_twice, rules.reviewers_may_review)
ASKED = Signoff(("source", "author", "reviewer"), (("author", "reviewer", "editor"),), ("冉启明", "方致远"))


def found(credits, status="published", asked=ASKED):
    front = f"status: {status}\n" + (f"credits: {{{credits}}}\n" if credits else "")
    given = case(front=front, config=Config("示例", "https://example.edu.cn/", "示例", signoff=asked))
    return [(one.code, one.span.words) for check in CHECKS for one in told(check, given)]


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        ("source: 宣传部, author: 温岚, reviewer: 冉启明", []),
        ("source: 宣传部, author: 温岚, reviewer: 党委宣传部 冉启明", []),
        ("source: 宣传部, author: 宣传部 温岚, reviewer: 宣传部冉启明", []),
        ("source: 宣传部, author: 温岚, editor: 路遥知, reviewer: 冉启明 方致远", []),
        ("source: 宣传部, author: 宣传部, reviewer: 宣传部", []),  # no person is named
        ("source: 宣传部, author: 冉启明, reviewer: 冉启明", [("E228", "冉启明")]),
        ("source: 宣传部, author: 温岚 方致远, reviewer: 冉启明、方致远", [("E228", "冉启明、方致远")]),
        ("source: 宣传部, author: 温岚, editor: 温岚, reviewer: 冉启明", [("E228", "温岚")]),
        ("source: 宣传部, author: 温岚, reviewer: 石一鸣", [("E229", "石一鸣")]),
        ("source: 宣传部, author: 温岚, reviewer: 冉启铭", [("E229", "冉启铭")]),
    ],
)
def test_who_signs(credits, expected):
    assert found(credits) == expected


def test_what_is_missing_is_told_each():
    codes = [code for code, _ in found("author: 温岚")]
    assert codes == ["E227", "E227"]
    assert [code for code, _ in found("")] == ["E227"] * 3


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_published_is_not_signed(status):
    assert found("", status) == []


def test_nothing_asked_is_nothing_found():
    assert found("author: 温岚, reviewer: 温岚", asked=Signoff()) == []


SITE = "name: 新闻网\nurl: https://example.edu.cn/\nsignoff:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  required: [source, 撰稿]\n", Signoff(("source", "author"))),
        ("  differ: [[author, reviewer]]\n", Signoff(differ=(("author", "reviewer"),))),
        (
            "  differ:\n    - [撰稿, 审核]\n    - [编辑, 校对]\n",
            Signoff(differ=(("author", "reviewer"), ("editor", "proofreader"))),
        ),
        ("  reviewers: 冉启明\n", Signoff(reviewers=("冉启明",))),
        ("  {required: author}\n", Signoff(("author",))),
        ("  approval: true\n", Signoff(approval=True)),
        ("  approval: FALSE\n", Signoff()),
        (
            "  differ: [[撰稿, 三审], [first, editor]]\n",
            Signoff(differ=(("author", "final"), ("first", "editor"))),
        ),
    ],
)
def test_what_site_yaml_asks(text, expected):
    read, findings = config.read("content/site.yaml", (SITE + text).encode())
    assert findings == []
    assert read is not None
    assert read.signoff == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  required: [authors]\n", "E226"),
        ("  differ: [author, reviewer]\n", "E226"),
        ("  differ: [[author]]\n", "E226"),
        ("  differ: [[author, 审稿人]]\n", "E226"),
        ("  reviewer: [冉启明]\n", "E203"),
        ("  required: [final]\n", "E226"),
        ("  approval: 是\n", "E256"),
        ("  approval: maybe\n", "E256"),
        ("  审签: true\n", "E203"),
    ],
)
def test_what_is_wrong_in_site_yaml(text, code):
    _, findings = config.read("content/site.yaml", (SITE + text).encode())
    assert {one.code for one in findings} == {code}


DONE = "review: {first: {by: 冉启明, on: 2022-09-29}, second: {by: 温岚, on: 2022-09-29}, final: {by: 石一鸣, on: 2022-09-29}}\n"


def test_stages_and_credits_may_have_to_differ():
    asked = Signoff(differ=(("author", "second"), ("author", "final")), reviewers=("冉启明", "一鸣"))
    given = case(
        front=f"credits: {{author: 宣传部 温岚}}\n{DONE}",
        config=Config("示例", "https://example.edu.cn/", "示例", signoff=asked),
    )
    found = [(one.code, one.span.words) for check in CHECKS for one in told(check, given)]
    assert found == [("E228", "温岚"), ("E229", "石一鸣")]


def test_a_credit_is_not_taken_for_the_review(place: Place):
    place.report("2022-09-29-x", reviewer="冉启明")
    assert [one.code for one in place.check().findings] == ["E225"]
    place.report("2022-09-29-x", review="{一审: {审签人: 冉启明, on: 2022-09-29}}")
    assert {one.code for one in place.check().findings} == {"E203"}
    place.report("2022-09-29-x", review="{first: {by: 冉启明}}")
    assert [one.message() for one in place.check().findings] == ["缺少 on（审签日期）"]


def test_who_proofread_stands_on_the_page(place: Place):
    place.report("2022-09-29-x", credits="{author: 温岚, 校对: 路遥知}")
    assert [one.code for one in place.check().findings] == ["E203"]
    place.report("2022-09-29-x", credits="{author: 温岚, proofreader: 路遥知}")
    place.build()
    page = place.page("/2022/09/29/x/")
    assert "校对" in page
    assert "路遥知" in page
