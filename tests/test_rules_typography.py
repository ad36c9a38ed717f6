"""What is found in how a text is set, and what is left alone."""

from __future__ import annotations

import pytest

from campus_news.rules import typography as rules
from case import case, told, words

HALF_WIDTH = [
    ("会议指出,要落实", ",", "会议指出，要落实"),
    ("会议指出, 要落实", ", ", "会议指出，要落实"),
    ("9月29日14:30,学校召开例会", ",", "9月29日14:30，学校召开例会"),
    ("主持人:方致远", ":", "主持人：方致远"),
    ("落实好了吗?", "?", "落实好了吗？"),
    ("党委中心组(扩大)学习", "(", "党委中心组（扩大）学习"),
    ("他说:“好!”大家鼓掌", ":", "他说：“好！”大家鼓掌"),
    ("引进ERP,提高效率;完善制度", ",", "引进ERP，提高效率；完善制度"),
    ("**要点**:落实", ":", "**要点**：落实"),
    ("科研(甲（乙）丙)", "(", "科研（甲（乙）丙）"),
]


@pytest.mark.parametrize(("body", "at", "right"), HALF_WIDTH)
def test_half_width_signs(body, at, right):
    (one,) = told(rules.punctuation_is_full_width, case(body))
    assert one.span.words == at
    assert one.fix is not None
    assert one.fix.lines == (right,)


@pytest.mark.parametrize(
    "body",
    [
        "14:30开会，投入1,000元，比分3:2。",
        "讲解了 Hello, world! 的含义（Python 3）。",
        "见`print(甲, 乙)`和<https://a.example/?甲=乙,丙>。",
        "[名单](名单,一.pdf)和![图注](1.jpg)",
        "会场![合影](1.jpg)",
        "采用OBE(Outcome Based Education)理念",
        "会议&ldquo;开幕&rdquo;了",
        "正文[^1]。\n\n[^1]: 注。",
        "1)甲；2)乙",
    ],
)
def test_signs_that_may_be_half_width(body):
    assert told(rules.punctuation_is_full_width, case(body)) == []


def test_half_width_throughout_is_one_finding():
    (one,) = told(
        rules.punctuation_is_full_width, case("会议指出,要落实,要配合。\n" * 40, title="召开例会(扩大)")
    )
    assert dict(one.args) == {"count": 82}
    assert one.span.line == 5


def test_half_width_in_a_caption_only():
    front = "photos:\n- {file: 1.jpg, caption: '会议(现场)'}\n"
    (one,) = told(rules.punctuation_is_full_width, case(front=front))
    assert one.fix is not None
    assert one.fix.lines == ("- {file: 1.jpg, caption: '会议（现场）'}",)


TABLES = {
    "brackets_are_of_one_width": (
        {"（扩大)会议": ["（扩大)"], "(扩大）会议": ["(扩大）"], "（甲(乙)丙)": ["（甲(乙)丙)"]},
        ["（扩大）会议", "（1）甲(2)乙", "包括（1)甲、2)乙）", "（甲\n乙)", "a) 甲；（乙）"],
    ),
    "dashes_are_dashes": (
        {"2023一2024学年": ["一"], "3ー5月": ["ー"], "3月ー5月": ["ー"], "2023l2024": ["l"]},
        ["2023—2024", "第1至一百", "一是抓2，二是抓3", "一2", "N301l", "20231I20242"],
    ),
    "digits_are_half_width": (
        {"９月２９日": ["９"], "Ａ座": ["Ａ"]},
        ["9月29日A座，（甲）！？"],
    ),
    "nothing_is_left_over": (
        {
            "undefined参加": ["undefined"],
            "甲&nbsp;乙": ["&nbsp;"],
            "共 NaN 人": ["NaN"],
            "地点：null": ["null"],
        },
        ["`null`", "undefined behavior", "the null hypothesis", "Nanjing", "nullable", "annul", "x.null"],
    ),
    "signs_stand_alone": (
        {
            "好。。": ["。。"],
            "好，，但": ["，，"],
            "甲、，乙": ["、，"],
            "好！。": ["！。"],
            "好。,": ["。,"],
        },
        ["……", "——好", "！？", "？！", "！！", "“好。”，他说", "（一）、（二）", "《甲》、《乙》", "3.1，"],
    ),
    "words_are_not_spaced": (
        {
            "学校召 开工作例会，": [" "],
            "会议强调，要抓 好落实工作。": [" "],
            "学校　召开例会部署工作。": ["　"],
        },
        [
            "金秋送爽 硕果飘香，学校开学。",
            "李 伟，方致远出席。",
            "（撰稿：温岚 审核：冉启明）",
            "付青 邓远航 曾文。",
            "在 A 座召开 2022 年例会。",
            "　　学校召开例会。",
            "凝心聚力 共谋发展新篇",
            "9 月 29 日",
        ],
    ),
    "dates_are_not_spaced": (
        {"3月10 日上午，": [" "], "9 月 29 日": [" "], "2022 年 9月29日": [" "], "2022年　9月": ["　"]},
        ["2022 年例会，", "9月29日 上午", "9月 例会", "　　9月29日", "学校召 开例会，"],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_found_and_what_is_left_alone(name):
    found, left = TABLES[name]
    rule = getattr(rules, name)
    assert {body: _first(words(rule, case(body))) for body in found} == {
        body: _first(expected) for body, expected in found.items()
    }
    assert {body: words(rule, case(body)) for body in left} == {body: [] for body in left}


def _first(found: list[str]) -> str:
    return found[0][:1] if found else ""


@pytest.mark.parametrize(
    ("name", "body", "right"),
    [
        ("brackets_are_of_one_width", "会议（扩大)召开", "会议（扩大）召开"),
        ("dashes_are_dashes", "2023一2024学年", "2023—2024学年"),
        ("digits_are_half_width", "９月２９日Ａ座", "9月29日A座"),
        ("nothing_is_left_over", "甲&nbsp;乙", "甲乙"),
        ("signs_stand_alone", "好。。", "好。"),
        ("words_are_not_spaced", "9 月 29 日，学校召 开工作例会，", "9 月 29 日，学校召开工作例会，"),
        ("dates_are_not_spaced", "9 月 29 日，学校召 开工作例会，", "9月29日，学校召 开工作例会，"),
        ("punctuation_is_full_width", "科研(甲(乙)丙)", "科研（甲（乙）丙）"),
        ("punctuation_is_full_width", "科研(1(乙)2)", "科研（1（乙）2）"),
        ("punctuation_is_full_width", "注\\(中\\)字", "注（中）字"),
        ("punctuation_is_full_width", "(甲(1)乙)", "（甲(1)乙）"),
        ("brackets_are_of_one_width", "会（见`a,b`)", "会（见`a,b`）"),
        ("brackets_are_of_one_width", "（甲(乙)丙)", "（甲(乙)丙）"),
    ],
)
def test_the_correction(name, body, right):
    one = told(getattr(rules, name), case(body))[0]
    assert one.fix is not None
    assert one.fix.lines == (right,)


@pytest.mark.parametrize(
    "words",
    [
        "www.example.com/甲?乙=丙,丁",
        "见example.edu.cn/甲?乙=丙,丁",
        "http://a.example/甲(乙),丙",
        "www.甲.example:乙",
    ],
)
def test_addresses_are_left_alone(words):
    assert told(rules.punctuation_is_full_width, case(f"详见 {words}")) == []


@pytest.mark.parametrize("words", ["第1.com届:例会", "投入3.5万元:好", "a.b:甲"])
def test_a_point_makes_no_address(words):
    assert len(told(rules.punctuation_is_full_width, case(words))) == words.count(":甲") + words.count(":好")


FRONT = """\
venue: 行政楼(三楼)
groups: [中层干部(正职)]
attendees: [{name: 石一鸣, title: 处长(主任), org: 教务处(招办)}]
speakers: [{name: 方致远, act: 讲话(书面)}]
credits: {source: 党委(宣传部)}
"""


def test_every_text_that_readers_see_is_looked_at():
    (one,) = told(rules.punctuation_is_full_width, case("正文。", front=FRONT))
    assert (one.span.line, one.span.words, dict(one.args)["count"]) == (4, "(", 12)
