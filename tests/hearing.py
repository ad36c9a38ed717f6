"""What the rules say of one report about the leaders of one invented school, without a site around it."""

from __future__ import annotations

from campus_news import roster, rules
from campus_news.config import Config
from campus_news.diagnostics import Diagnostic
from case import opened

# Names that are also words, or begin like words: they are the hard ones.
LEADERS = """
- {name: 高明华, posts: {title: 党委书记, from: 2020-01-01}}
- name: 王文华
  posts:
    - {title: 党委副书记, from: 2020-01-01}
    - {title: 校长, from: 2020-01-01}
- {name: 陈立言, posts: {title: 党委常务副书记, from: 2020-01-01}}
- {name: 向英, posts: {title: 纪委书记, from: 2020-01-01}}
- name: 江屿
  posts:
    - {title: 副校长, from: 2020-01-01, to: 2021-12-31}
    - {title: 常务副校长, from: 2022-01-01}
- {name: 李伟, posts: {title: 副校长, from: 2020-01-01}}
- {name: 方向, posts: {title: 副校长, from: 2020-01-01}}
- {name: 成立新, posts: {title: 副校长, from: 2020-01-01}}
- {name: 于洋, posts: {title: 工会主席, from: 2020-01-01}}
- {name: 白洁, posts: {title: 校长助理, from: 2020-01-01}}
- {name: 王建国, posts: {title: 总会计师, from: 2020-01-01}}
- {name: 苏映雪, former_names: 苏小雪, posts: {title: 副校长, from: 2020-01-01}}
- {name: 沈问渠, posts: {title: 副校长, from: 2016-01-01, to: 2021-07-31}}
- {name: 梁亦舟, posts: {title: 副校长, from: 2023-09-01}}
"""
ROSTER = roster.read("leaders.yaml", LEADERS.encode())[0]
SCHOOL = Config("示例新闻网", "https://news.example.edu.cn/", "示例职业技术学院")
PRESENT = "host: 高明华\nattendees: [王文华, 陈立言, 向英, 江屿, 李伟, 方向, 成立新, 于洋, 白洁, 王建国]"


def told(body: str, front: str = PRESENT, title: str = "学校召开例会") -> list[Diagnostic]:
    """What is found in a report of 29 September 2022 about its people: E3xx, whatever else there is to say."""
    text = f"---\ntitle: {title}\ndate: 2022-09-29\n{front}\n---\n{body}\n"
    given = opened(text, ROSTER, config=SCHOOL)
    return [one for one in rules.of_report(given) if one.code.startswith("E3")]


def codes(body: str, front: str = PRESENT, title: str = "学校召开例会") -> set[str]:
    """The codes of what is found of names, posts and order; these texts name fewer people than `front` does."""
    return {one.code for one in told(body, front, title) if one.code.startswith("E3")}


def corrected(body: str, code: str) -> str | None:
    """The line of text that the one finding of `code` proposes, None if it proposes nothing."""
    (one,) = [one for one in told(body) if one.code == code]
    return one.fix.lines[0] if one.fix else None
