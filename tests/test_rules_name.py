"""Names written wrong in the text: what is found, and what only looks like it."""

from __future__ import annotations

import pytest

from campus_news.rules.confusable import alike, near, slipped
from hearing import PRESENT, ROSTER, codes, corrected, told


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("校长王文化出席会议。", "校长王文华出席会议。"),
        ("校长王文斌出席会议。", "校长王文华出席会议。"),  # neither sound nor shape, but his post
        ("副校长李维出席会议。", "副校长李伟出席会议。"),
        ("副校长里伟、方向出席会议。", "副校长李伟、方向出席会议。"),
        ("副校长李伟、方项出席会议。", "副校长李伟、方向出席会议。"),
        ("纪委书记向瑛通报情况。", "纪委书记向英通报情况。"),
        ("向应指出，纪律要严。", "向英指出，纪律要严。"),
        ("高明花强调，要抓落实。", "高明华强调，要抓落实。"),
        ("高名华书记强调，要抓落实。", "高明华书记强调，要抓落实。"),
        ("会上，江雨讲话。", "会上，江屿讲话。"),
        ("随后，成立心讲话。", "随后，成立新讲话。"),
        ("高明华、王建军出席会议。", "高明华、王建国出席会议。"),
        ("校长王文文华出席会议。", "校长王文华出席会议。"),
        ("校长王文华华出席会议。", "校长王文华出席会议。"),
        ("校长王华文出席会议。", "校长王文华出席会议。"),
        ("副校长李李伟出席会议。", "副校长李伟出席会议。"),
        ("副校长伟李出席会议。", "副校长李伟出席会议。"),
        ("会议由于扬主持。", "会议由于洋主持。"),
    ],
)
def test_a_name_written_wrong_is_put_right(wrong: str, right: str):
    assert corrected(wrong, "E310") == right


@pytest.mark.parametrize(
    "text",
    [
        "高明的管理有高明之处，王文化先生研究的帝王文化受到欢迎。",
        "会议指出，向应届毕业生提供岗位，向英雄学习，向应用型转变。",
        "成立新的机构，成立心理中心，成立信息学院。会议决定成立新校区建设办公室。",
        "方向明确。今后的方向，是面向产业。研究方向和方位都要清楚。",
        "李伟大的事业。管理伟大工程。桃李为谁开。",
        "洁白的墙，白洁净的地，白结了一层霜。",
        "学生王建军发言。王建军说，学校像家一样。",
        "毕业生代表、2019级学生王建设发言。王建设说，毕业不是终点。",
        "优秀教师李薇、王建业作了交流。",
        "外国语学院副院长王文君作报告。",
        "省教育厅副厅长李维、示例集团董事长高铭华一行来校。",
        "总会计师王建国、校友王建军到会。",
        "校长高度重视。校长高明远见。副校长向大家介绍情况。",
        "校长王某、副校长江某和书记高某某。",
        "副校长李光明、李伟民作报告。",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text: str):
    assert "E310" not in codes(text)


def test_somebody_known_to_the_report_is_not_put_right():
    guest = f"{PRESENT}\nspeakers: [{{name: 王文桦, title: 总经理, org: 示例公司}}]\n"
    assert codes("王文桦指出，合作要实。", guest) == set()
    assert codes("王文桦指出，合作要实。") == {"E310"}
    assert codes("王文桦指出，合作要实。", f"{PRESENT}\ncredits: {{author: 王文桦}}") == set()


def test_a_leader_who_is_not_at_the_meeting_needs_a_post_or_a_list():
    absent = "attendees: [高明华]"
    assert codes("李维指出，合作要实。", absent) == set()
    assert codes("副校长李维指出，合作要实。", absent) == {"E310"}


def test_captions_and_the_title_are_read():
    photo = f"{PRESENT}\nphotos: [{{file: 1.jpg, caption: 校长王文化讲话, alt: 王文画在台上}}]"
    found = [
        (one.span.words, one.fix and one.fix.lines[0].strip())
        for one in told("正文。", photo, "高铭华出席例会")
    ]
    assert [words for words, _ in found] == ["高铭华", "王文化", "王文画"]
    assert found[0][1] == "title: 高明华出席例会"


@pytest.mark.parametrize("text", ["高明 华讲话。", "李　伟讲话。", "校长王 文 华讲话。"])
def test_spaces_inside_a_name_are_told(text: str):
    assert corrected(text, "E311") == text.replace(" ", "").replace("\u3000", "")


def test_padded_names_in_tables_are_left_alone():
    assert codes("| 姓名 | 票数 |\n| --- | --- |\n| 李　伟 | 12 |\n| 高明华 | 12 |") == set()


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("李维", "李伟"),
        ("伟李", "李伟"),
        ("李李伟", "李伟"),
        ("王文滑", "王文华"),
        ("王建军", "王建国"),
        ("苏军雪", "苏映雪"),
    ],
)
def test_a_name_of_the_front_matter_is_held_against_the_roster(name: str, right: str):
    (found,) = told("正文。", f"attendees: [{name}]")
    assert (found.code, found.span.words) == ("E306", name)
    assert found.fix
    assert found.fix.lines == (f"attendees: [{right}]",)


def test_a_short_name_that_differs_otherwise_is_a_stranger():
    assert codes("正文。", "attendees: [李想]") == {"E302"}


def test_characters_alike():
    assert alike("毫", "豪")
    assert alike("未", "末")
    assert alike("华", "花")
    assert alike("宁", "凝")
    assert not alike("华", "军")
    assert slipped("王华文", "王文华")
    assert not slipped("王文军", "王文华")
    assert near("苏英雪", ROSTER.bearers) == ["苏映雪"]
    assert near("苏晓雪", ROSTER.bearers) == ["苏小雪"]


@pytest.mark.parametrize("sign", [*"()[]{}*+?.^$|#&~-\\ '\"<", "（", "\t"])
def test_a_post_may_begin_with_any_sign(place, sign):
    """Words of the roster are looked for as they are, whatever they would mean in an expression."""
    roster = f"- name: 王文华\n  posts: {{title: '{sign.replace(chr(39), chr(39) * 2)}代校长', from: 2020-01-01}}\n"
    place.write("content/leaders.yaml", roster)
    place.report("2022-09-29-x", attendees="[王文华]", body="王文花强调，要抓落实。")
    assert "E310" in [one.code for one in place.check().findings]
