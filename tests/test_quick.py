"""The short way of reading front matter gives what the long way gives, and takes nothing that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus_news.composer import compose
from campus_news.front import WORDS, FrontMarks, FrontMatter
from campus_news.shape import quick, shape
from campus_news.source import read
from conftest import REPO
from fixture import cases

TEXTS = [case.given for case in cases("findings.txt")]
TEXTS += [path.read_text("utf-8") for path in sorted((REPO / "content" / "reports").rglob("*.md"))]


def check(lines: tuple[str, ...]) -> bool:
    """Whether the short way was taken; if it was, both ways agree."""
    fields = quick(FrontMatter, lines, WORDS)
    if fields is None:
        return False
    long = shape(FrontMatter, compose("x.md", lines), WORDS)
    assert long.findings == ()
    assert long.value == fields
    assert dict(FrontMarks("x.md", lines, 1)) == dict(long.marks)
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_both_ways_agree_on_every_case(text):
    source, _ = read("x.md", text.encode())
    if source is not None:
        check(source.front)


def test_the_demo_goes_the_short_way():
    sources = [read("x.md", text.encode())[0] for text in TEXTS[-22:]]
    assert sum(check(source.front) for source in sources if source) >= 20


FIELD = st.sampled_from(
    [
        "title",
        "date",
        "time",
        "venue",
        "host",
        "attendees",
        "groups",
        "speakers",
        "photos",
        "credits",
        "name",
        "标题",
    ]
)
VALUE = st.sampled_from(
    [
        "方致远",
        "2022-09-29",
        "下午",
        "[甲乙, 丙丁]",
        "[甲乙，丙丁]",
        "{name: 甲乙, title: 副厅长}",
        "{name：甲}",
        '""',
        "''",
        "",
        "~",
        "null",
        "[]",
        "{}",
        "#1",
        "甲 #1",
        "&a 甲",
        "*a",
        "甲: 乙",
        "'甲乙'",
        '"甲"乙',
        "\n  - 甲乙\n  -",
        "|\n  甲\n  乙",
    ]
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.tuples(FIELD, st.sampled_from([": ", ":", "： "]), VALUE), max_size=6))
def test_both_ways_agree_on_anything(entries):
    head = "title: 例会\ndate: 2022-09-29\n"
    check(tuple((head + "\n".join("".join(entry) for entry in entries)).split("\n")))
