"""Names and posts in texts as schools write them: a table of what has to be found, and one of what has to be left alone."""

from __future__ import annotations

from functools import cache

import pytest

from campus_news import config, roster, rules
from campus_news.diagnostics import Diagnostic
from case import opened
from conftest import REPO
from fixture import FOLDER

CODES = {"E310", "E311", "E320", "E321"}
PRESENT = "host: 陈立言\nattendees: [方致远, 欧阳澈, 谷雨声, 单秋白, 江屿, 罗衡, 苏映雪, 梁亦舟]"
SIGNS = {"⏎": "\n", "<TAB>": "\t", "<THIN>": "\u2009", "<ZERO>": "\u200b"}


@cache
def _known() -> tuple[roster.Roster, config.Config | None]:
    folder = REPO / "content"
    leaders = roster.read("leaders.yaml", (folder / "leaders.yaml").read_bytes())[0]
    return leaders, config.read("site.yaml", (folder / "site.yaml").read_bytes())[0]


def told(body: str, front: str = PRESENT, codes: set[str] = CODES) -> list[Diagnostic]:
    """What is found of names and posts in a report of the demo's school; its signs stand for what cannot be seen."""
    for sign, character in SIGNS.items():
        body = body.replace(sign, character)
    leaders, site = _known()
    text = f"---\ntitle: 学校召开会议\ndate: 2025-10-30\n{front}\n---\n{body}\n"
    return [one for one in rules.of_report(opened(text, leaders, config=site)) if one.code in codes]


def shown(found: list[Diagnostic]) -> str:
    """Each with its words and what they should be, as the table has them."""
    return "；".join(f"{one.code} {_seen(one.span.words)}→{_right(one)}" for one in found)


def _seen(words: str) -> str:
    for sign, character in SIGNS.items():
        words = words.replace(character, sign)
    return words


def _right(one: Diagnostic) -> str:
    if one.fix is None:
        return "？"
    start, rest = one.span.column - 1, len(one.span.source) - (one.span.column - 1 + one.span.width)
    return one.fix.lines[0][start : len(one.fix.lines[0]) - rest]


def lines(name: str) -> list[str]:
    """The table in a file, without its heading."""
    return (FOLDER / name).read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", lines("people_wrong.txt"))
def test_what_is_wrong_is_found(line: str):
    text, _, expected = line.rpartition(" | ")
    assert shown(told(text)) == expected


@pytest.mark.parametrize("text", lines("people_right.txt"))
def test_what_is_right_is_left_alone(text: str):
    assert shown(told(text)) == ""


@pytest.mark.parametrize(
    ("person", "found"),
    [
        ("{name: 方志远, title: 党委书记}", "E306 - 方致远"),
        ("{name: 方致致远, title: 党委书记}", "E306 - 方致远"),
        ("{name: 方远, title: 党委书记}", "E306 - 方致远"),
        ("{name: 方志远, title: 董事长}", ""),
        ("{name: 方志远, title: 校长}", ""),
        ("{name: 方志远, title: 党委书记, org: 示例大学}", ""),
        ("方远", "E302 - 方致远"),
        ("苏雪", "E302 - 苏映雪"),
        ("方明", "E302 None"),
    ],
)
def test_a_leader_misspelt_in_the_fields(person: str, found: str):
    all_told = told("正文。", f"attendees:\n- {person}\n- 罗衡", {"E302", "E304", "E306"})
    assert "；".join(f"{one.code} {one.fix and one.fix.lines[0]}" for one in all_told) == found


def test_the_bare_name_is_the_correction_of_one_with_a_post():
    (one,) = told("正文。", "host: {name: 方志远, title: 党委书记}", {"E306"})
    assert one.fix is not None
    assert one.fix.lines == ("host: 方致远",)


def test_one_misspelt_in_the_fields_is_found_in_the_text_too():
    front = "attendees:\n- {name: 方志远, title: 党委书记}"
    assert shown(told("党委书记方志远讲话。", front)) == "E310 方志远→方致远"


def test_a_guest_or_an_author_of_a_similar_name_hides_no_leader_with_his_post():
    guest = f"{PRESENT}\nspeakers: [{{name: 方志远, title: 董事长, org: 示例公司}}]"
    assert shown(told("校党委书记方志远讲话，示例公司董事长方志远讲话。", guest)) == "E310 方志远→方致远"
    assert shown(told("方志远讲话。", guest)) == ""
    assert (
        shown(told("党委书记方志远讲话。", f"{PRESENT}\ncredits: {{author: 方志远}}")) == "E310 方志远→方致远"
    )
    assert shown(told("方志远讲话。", f"{PRESENT}\ncredits: {{author: 方志远}}")) == ""


@pytest.mark.parametrize("field", ["groups: [{}联系的学院]", "venue: {}工作室"])
def test_other_fields_are_read(field: str):
    assert shown(told("正文。", f"{PRESENT}\n{field.format('党委书记方志远')}")) == "E310 方志远→方致远"


def test_a_table_of_former_years_is_left_alone():
    table = "| 任期 | 姓名 | 职务 |\n| --- | --- | --- |\n| {} | 谷雨声 | 副校长 |"
    assert shown(told(table.format("2023—2025"))) == ""
    assert shown(told(table.format("现在"))) == "E320 副校长→党委副书记"
