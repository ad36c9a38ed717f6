"""The school's own table of words: how it is read, and what is found by it."""

from __future__ import annotations

import pytest

from campus_news import wording
from campus_news.rules import wording as rules
from case import case, told
from conftest import Place

TABLE = """\
# 用词表
- {wrong: 教务科, right: 教务处, severity: 错误, reason: 2020年更名, from: 2020-01-01}
- {wrong: 计算机系, right: 计算机系统工程学院, severity: 错误, from: 2022-09-30}
- {wrong: 会务组, right: 会务工作组, severity: 错误, to: 2022-09-29}
- {wrong: 工作组, severity: 错误}
- 不用: 莅临
  原因: 只用于上级领导
- {wrong: 隆重, severity: 说明}
"""


@pytest.fixture(scope="module")
def table():
    read, findings = wording.read("content/wording.yaml", TABLE.encode())
    assert [one.code for one in findings] == ["E203", "E203"]
    read, findings = wording.read(
        "content/wording.yaml", TABLE.replace("不用", "wrong").replace("原因", "reason").encode()
    )
    assert findings == []
    return read


CHECKS = (rules.wrong_words, rules.doubtful_words, rules.noted_words)


def found(table, **given):
    one = case(**given, wording=table)
    return [(told_one.code, told_one.span.words) for check in CHECKS for told_one in told(check, one)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("教务科负责人参加。", [("E713", "教务科")]),
        ("教务科、教务科。", [("E713", "教务科")] * 2),
        ("教务处负责人参加。", []),
        ("计算机系负责人参加。", []),  # not yet
        ("会务组报到。", [("E713", "会务组")]),
        ("会务工作组报到。", [("E713", "工作组")]),
        ("莅临会议，`莅临`。", [("E714", "莅临")]),
        ("隆重召开", [("E715", "隆重")]),
    ],
)
def test_the_words_of_the_table(table, body, expected):
    assert found(table, body=body) == expected


def test_the_title_and_the_captions_too(table):
    front = "photos:\n- {file: 1.jpg, caption: 教务科讲话, alt: 教务科}\n"
    assert found(table, title="教务科开会", front=front) == [("E713", "教务科")] * 3


def test_right_words_that_hold_the_wrong_ones():
    table, _ = wording.read(
        "w.yaml", "- {wrong: 教务, right: 教务处}\n- {wrong: 宣传部, right: 党委宣传部}\n".encode()
    )
    assert found(table, body="教务处和党委宣传部参加。") == []
    assert found(table, body="教务和宣传部参加。") == [("E714", "教务"), ("E714", "宣传部")]


def test_the_message_and_the_correction(table):
    (one,) = told(rules.wrong_words, case("教务科参加。", wording=table))
    assert one.message() == "学校的用词表里有“教务科”，应作“教务处”：2020年更名"
    assert one.fix is not None
    assert one.fix.lines == ("教务处参加。",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("# 空着\n", []),
        ("wrong: 甲\n", ["E711"]),
        ("- {right: 甲}\n", ["E201"]),
        ("- {wrong: 甲, severity: 严重}\n", ["E710"]),
        ("- {wrong: 甲, right: 甲}\n- {wrong: 乙}\n", ["E712"]),
        ("- {wrong: 甲, from: 2022-13-01}\n", ["E208"]),
        ("- {wrong: 甲, 错字: 乙}\n", ["E202"]),
    ],
)
def test_what_is_wrong_with_the_table(text, codes):
    _, findings = wording.read("content/wording.yaml", text.encode())
    assert [one.code for one in findings] == codes


def test_a_changed_table_is_held_against_every_report(place: Place):
    place.report("2022-09-29-x", body="教务科参加。")
    assert place.check().findings == ()
    place.build()
    place.write("content/wording.yaml", "- {wrong: 教务科, right: 教务处}\n")
    assert [one.code for one in place.build().findings] == ["E714"]
    place.write("content/wording.yaml", "- {wrong: 教务\n")
    assert "content/wording.yaml" in [one.span.path for one in place.build().findings]
    (place.root / "content/wording.yaml").unlink()
    assert place.build().findings == ()
