"""Items, counts, pairs and repetitions."""

from __future__ import annotations

import pytest

from campus_news.rules import numeral, sequence
from sample import corrected, words

LONG = "会议听取了教务处关于秋季学期教学安排的汇报，并进行了讨论。"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("一是抓教学，二是抓实习，四是抓安全。", ["四是"]),
        ("一是抓教学；二是抓实习；二是抓安全。", ["二是"]),
        ("要求：二是抓实习，三是抓安全。", ["二是"]),
        ("一要抓教学。三要抓安全。", ["三要"]),
        ("第一，抓教学。第二，抓实习。第四，抓安全。", ["第四，"]),
        ("一、教学\n\n内容。\n\n三、安全\n\n内容。", ["三、"]),
        ("一是抓教学。\n\n二是抓实习。\n\n四是抓安全。", ["四是"]),
        ("一是抓教学,二是抓实习,四是抓安全。", ["四是"]),
        ("一是抓教学，二是抓实习。\n\n要求：二是抓安全，三是抓食堂。", ["二是"]),
        ("一是抓教学，二是抓实习，三是抓安全。", []),
        ("一是抓教学，二是抓实习。他强调：一是抓安全，二是抓食堂。", []),
        ("一是抓教学。\n\n二是抓实习。\n\n三是抓安全。", []),
        ("首先，抓教学；二是抓实习。", []),
        ("一方面抓教学，二是抓实习。", []),
        ("一要抓教学，二是抓实习，三是抓安全。", []),
        ("全校统一是好事，第一是质量，独二是速度。", []),
        ("获得一、二等奖。\n\n二、三等奖各十名。", []),
        ("九是抓教学。" + "一是抓实习，" + "二是抓安全。", ["九是"]),
        ("".join(f"{n}是抓落实；" for n in (*"一二三四五六七八九十", "十一", "十二")), []),
    ],
)
def test_gaps(body, wrong):
    assert words(sequence.items_have_no_gap, body) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("提出四点要求：一是教学；二是实习；三是安全。", ["四点要求"]),
        ("提出两点要求。一是教学。二是实习。三是安全。", ["两点要求"]),
        ("做好3项工作：一要教学；二要实习。", ["3项工作"]),
        ("从三个方面作了部署：第一，教学。第二，实习。", ["三个方面作了部署"]),
        ("提出三点要求：\n\n一、教学\n\n二、实习", ["三点要求"]),
        ("提出两点要求：一是教学。", ["两点要求"]),
        ("提出三点要求：一是教学；二是实习；三是安全。", []),
        ("提出三点要求。\n\n一是教学。\n\n二是实习。\n\n三是安全。", []),
        ("提出三点要求：一是教学；二是实习；四是安全。", []),
        ("提出三点要求：一是教学，二是实习。此外还要抓安全。", []),
        ("十二个单位作了汇报：一是教学；二是实习。", []),
        ("下发了第三条：一是教学；二是实习。", []),
        ("9月20日工作：一是教学；二是实习。", []),
        ("历时三个月。一是教学；二是实习。", []),
        ("三点要求，大家都听明白了。会后，一是教学，二是实习。", []),
    ],
)
def test_counts(body, wrong):
    assert words(sequence.counts_agree_with_items, body) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("学习了《职业教育法。", ["《"]),
        ("他说：“要抓教学。", ["“"]),
        ("要抓教学”。", ["”"]),
        ("“三教“改革。", ["“"]),
        ("”三教”改革。", ["”"]),
        ("会议（扩大召开。", ["（"]),
        ("【要闻 学校召开例会。", ["【"]),
        ("“三教”改革《办法》（试行）【要闻】。", []),
        ("会议(扩大）召开。会议（扩大)召开。", []),
        ("1）抓教学；2）抓实习。", []),
        ("（一）教学\n\n（二）实习", []),
        ("“第一段。\n\n“第二段。”", []),
        ("他说：\n\n> “第一段。\n\n> “第二段。”", []),
        ("他说：“落实“三教”改革。”", []),
        ("代码 `“` 不算。", []),
    ],
)
def test_pairs(body, wrong):
    assert words(sequence.signs_are_paired, body) == wrong


def test_a_mark_the_wrong_way_round_is_turned():
    assert corrected(sequence.signs_are_paired, "“三教“改革。") == ["“三教”改革。"]
    assert corrected(sequence.signs_are_paired, "”三教”改革。") == ["“三教”改革。"]
    assert corrected(sequence.signs_are_paired, "学习了《职业教育法。") == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (f"{LONG}\n\n{LONG}", [LONG]),
        (f"{LONG}\n\n会议结束。\n\n  {LONG}", [LONG]),
        ("会议结束。\n\n会议结束。", []),
        (f"{LONG}\n\n{LONG}会后散会。", []),
        ("| --- | --- | --- | --- |\n| --- | --- | --- | --- |", []),
    ],
)
def test_repetitions(body, wrong):
    assert words(sequence.paragraphs_stand_once, body) == wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("１２", 12), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零五", 105), ("两", 2),
        ("二〇二二", 2022), ("十", 10), ("", None), ("人", None), ("二人", None),
    ],
)  # fmt: skip
def test_numerals(text, value):
    assert numeral.value(text) == value
