"""Who held which post on a day, in which order, and who a name means."""

from __future__ import annotations

import datetime as dt

import pytest

from campus_news import roster
from campus_news.model import Person

LEADERS = """\
- name: 方致远
  posts:
    - {title: 党委副书记, from: 2020-01-01}
    - {title: 校长, from: 2020-03-01, to: 2024-06-30}
    - {title: 党委书记, from: 2024-07-01}
- name: 陈立言
  former_names: [陈力言]
  posts:
    - {title: 副校长, from: 2018-03-01, to: 2022-10-16}
    - {title: 党委副书记, from: 2022-10-16, rank: 1}
- {name: 李伟, slug: li-wei, posts: {title: 副校长, from: 2021-01-01, to: 2021-12-31}}
- {name: 李伟, slug: li-wei-2, posts: {title: 纪委书记, from: 2019-01-01}}
- {name: 沈青, former_names: 陈力言, posts: {title: 副校长, from: 2005-01-01, to: 2010-12-31}}
"""


@pytest.fixture(scope="module")
def leaders():
    found, findings = roster.read("leaders.yaml", LEADERS.encode())
    assert findings == []
    return found


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "title"),
    [
        ("2019-12-31", None),
        ("2020-01-01", "党委副书记"),
        ("2020-03-01", "党委副书记、校长"),
        ("2024-06-30", "党委副书记、校长"),
        ("2024-07-01", "党委副书记、党委书记"),
    ],
)
def test_a_title_is_all_posts_of_that_day(leaders, date, title):
    assert leaders.leaders[0].title_on(day(date)) == title


@pytest.mark.parametrize(
    ("date", "title"),
    [("2022-10-15", "副校长"), ("2022-10-16", "党委副书记"), ("2022-10-17", "党委副书记")],
)
def test_on_the_day_of_a_change_the_new_post_is_held(leaders, date, title):
    """Notices give one day as the end of the old post and the beginning of the new."""
    assert leaders.leaders[1].title_on(day(date)) == title


def test_the_order_is_the_files_unless_a_post_of_that_day_has_a_rank(leaders):
    before = [one.slug for one in leaders.in_office(day("2021-05-01"))]
    after = [one.slug for one in leaders.in_office(day("2023-05-01"))]
    assert before == ["fang-zhiyuan", "chen-liyan", "li-wei", "li-wei-2"]
    assert after == ["chen-liyan", "fang-zhiyuan", "li-wei-2"]


def test_former_leaders_are_those_whose_posts_have_all_ended(leaders):
    assert [one.slug for one in leaders.former(day("2023-05-01"))] == ["li-wei", "shen-qing"]
    assert leaders.leaders[2].last_title() == "副校长"


def test_two_leaders_of_one_name_are_never_guessed_apart(leaders):
    in_2023 = day("2023-05-01")  # when only one of them is in office
    assert len(leaders.named(Person("李伟"), in_2023)) == 2
    assert [one.slug for one in leaders.named(Person("李伟", slug="li-wei"), in_2023)] == ["li-wei"]


def test_a_former_name_means_who_is_nearest_in_office(leaders):
    assert [one.slug for one in leaders.named(Person("陈力言"), day("2008-01-01"))] == ["shen-qing"]
    assert [one.slug for one in leaders.named(Person("陈力言"), day("2019-01-01"))] == ["chen-liyan"]


def test_a_guest_is_never_a_leader(leaders):
    assert leaders.named(Person("方致远", title="厅长"), day("2023-05-01")) == ()
    assert leaders.named(Person("石一鸣"), day("2023-05-01")) == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- {name: 方致远, posts: [{title: 校长, from: 2020-01-01, to: 2019-01-01}]}", "E704", 1),
        ("- {name: 方致远, posts: [{title: 校长}]}", "E201", 1),
        ("- name: 方致远", "E201", 1),
        ("- {name: 方致远, posts: [{title: 校长, from: 2020-13-01}]}", "E208", 1),
        ("- {name: 方致远, posts: [{title: 校长, from: 2020-01-01, rank: 0}]}", "E707", 1),
        ("- {name: 方致远, slug: Fang, posts: [{title: 校长, from: 2020-01-01}]}", "E218", 1),
        ("- {name: 张伟, posts: []}\n- {name: 章威, posts: []}", "E705", 2),
        ("name: 方致远", "E135", 1),
        ("- {name: 𠮷𠮷, posts: [{title: 校长, from: 2020-01-01}]}", "E706", 1),
    ],
)
def test_faults_of_the_roster_are_findings(text, code, line):
    _, findings = roster.read("leaders.yaml", text.encode())
    assert [(one.code, one.span.line) for one in findings] == [(code, line)]


@pytest.mark.parametrize(
    "fault",
    [
        "posts: [{title: 校长, from: 2020-01-01}, {title: 书记, from: 昨天}]",
        "posts: [{title: 校长, from: 2020-01-01}]\n  former_names: [方致, 方/致]",
        "posts: [{title: 校长, from: 2020-01-01}, 书记]",
    ],
)
def test_a_leader_with_a_fault_is_known(fault):
    """Else every report that names him would be told to be wrong, too."""
    found, findings = roster.read("leaders.yaml", f"- name: 方致远\n  {fault}\n".encode())
    assert len(findings) == 1
    assert [leader.name for leader in found.leaders] == ["方致远"]
    assert found.leaders[0].title_on(day("2021-01-01")) == "校长"
