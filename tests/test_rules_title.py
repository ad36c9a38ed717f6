"""Posts beside leaders' names: what is found, and what may be said."""

from __future__ import annotations

import pytest

from hearing import PRESENT, codes, corrected, told


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("校长李伟出席会议。", "副校长李伟出席会议。"),
        ("会议由校长李伟主持。", "会议由副校长李伟主持。"),
        ("副校长王文华出席会议。", "校长王文华出席会议。"),
        ("校党委副书记、副校长王文华出席会议。", "校党委副书记、校长王文华出席会议。"),
        ("党委书记、校长王文华出席会议。", "党委副书记、校长王文华出席会议。"),
        ("副党委书记高明华出席会议。", "党委书记高明华出席会议。"),
        ("党委副书记陈立言出席会议。", "党委常务副书记陈立言出席会议。"),
        ("副校长江屿出席会议。", "常务副校长江屿出席会议。"),
        ("党委书记向英出席会议。", "纪委书记向英出席会议。"),
        ("原校长王文华出席会议。", "校长王文华出席会议。"),
        ("学校副书记高明华出席会议。", "学校党委书记高明华出席会议。"),
        ("示例职业技术学院校长李伟出席会议。", "示例职业技术学院副校长李伟出席会议。"),
        ("李伟校长讲话。", "李伟副校长讲话。"),
        ("工会副主席于洋讲话。", "工会主席于洋讲话。"),
        ("总会计师李伟讲话。", "副校长李伟讲话。"),
    ],
)
def test_a_wrong_post_is_put_right(wrong: str, right: str):
    assert corrected(wrong, "E320") == right


@pytest.mark.parametrize(
    "text",
    [
        "示例职业技术学院党委书记高明华，校党委副书记、校长王文华，纪委书记向英，副校长李伟、方向出席会议。",
        "校长、党委副书记王文华，书记高明华，副书记王文华，我校副校长李伟讲话。",
        "高书记、王校长、李校长、江校长分别讲话。",
        "高明华书记、王文华校长、王文华书记、陈立言副书记、李伟副校长、江屿副校长先后讲话。",
        "党委书记高明华同志、校长王文华教授出席大会。",
        "市委副书记高明华、省教育厅副厅长李伟、示例大学校长方向来校。",
        "文学院党委书记李伟主持，信息工程学院院长方向作报告，第二党支部书记于洋讲党课。",
        "大会执行主席李伟、学生会主席方向、驻村第一书记李伟发言。",
        "校长办公室主任李伟、团委副书记方向发言。",
        "党委书记、校长高明华、王文华参加会议。",
        "免去李伟校长职务。提名方向校长人选。",
        "时任校长李伟、新中国第一任校长方向。",
        "各二级学院党委书记、副校长李伟参加会议。",
        "校长方向明确，书记向英雄致敬，校长李伟民讲话。",
        "会议由高明华主持，校长王文华、副校长李伟出席。陪同校长的李伟副校长、王文华校长讲话。",
        "省委书记、校长王文华都讲了话。",
        "党委委员、常务副校长江屿，校务委员会副主任、副校长李伟讲话。",
    ],
)
def test_what_may_be_said_is_left_alone(text: str):
    assert "E320" not in codes(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("副校长沈问渠出席会议。", {"E321"}),
        ("沈问渠副校长出席会议。", {"E321"}),
        ("副校长梁亦舟出席会议。", {"E321"}),
        ("原副校长沈问渠出席会议。", set()),
        ("沈问渠出席会议。", set()),
        ("总会计师沈问渠出席会议。", set()),  # the roster need not know all that he was
        ("示例大学副校长沈问渠出席会议。", set()),
    ],
)
def test_posts_that_are_over_or_to_come(text: str, found: set[str]):
    assert codes(text) == found


def test_both_posts_hold_on_the_day_of_a_change():
    from campus_news import roster
    from hearing import SCHOOL

    text = "- name: 罗衡\n  posts:\n    - {title: 副校长, from: 2020-01-01, to: 2022-09-29}\n"
    text += "    - {title: 校长, from: 2022-09-29}\n"
    known = roster.read("leaders.yaml", text.encode())[0]
    from campus_news.rules.mention import Register
    from campus_news.rules.title import holds

    register, (leader,) = Register(known, SCHOOL.school), known.leaders
    day = leader.posts[1].start
    assert holds(register, leader, register.post("副校长"), day)
    assert holds(register, leader, register.post("校长"), day)
    assert not holds(register, leader, register.post("党委书记"), day)


def test_a_guest_of_a_leaders_name_is_left_alone():
    guest = "attendees: [{name: 李伟, title: 校长, org: 示例大学}]"
    assert "E320" not in codes("校长李伟讲话。", guest)


def test_captions_are_read_and_put_right():
    photo = f"{PRESENT}\nphotos:\n  - {{file: 1.jpg, caption: 校长李伟讲话}}"
    (found,) = told("正文。", photo)
    assert found.code == "E320"
    assert found.fix
    assert found.fix.lines == ("  - {file: 1.jpg, caption: 副校长李伟讲话}",)
