"""What is shown of a long line: the words at fault, the mark below them, and the same part of the corrected line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news import tell
from campus_news.diagnostics import Fix, Kind, Severity, Span, finding

KIND = Kind("E999", Severity.WARNING, "有误", "wrong")
LONG = "会议强调，" * 40


def shown(source: str, column: int, words: str | Fix | None, length: int = 2) -> list[str]:
    """The lines of a finding in text behind its margins: the line, the mark, the corrected line."""
    one = finding(KIND, Span("x.md", 7, column, length, source), words)
    return [line.partition("│ ")[2] for line in tell.text([one]).rstrip("\n").split("\n")[1:]]


def marked(line: str, mark: str) -> str:
    """What stands above the mark."""
    first = len(mark) - len(mark.lstrip())
    columns = [char for char in line for _ in range(tell.width(char))]
    return "".join(dict.fromkeys(columns[first : len(mark)]))


def test_a_short_line_is_shown_as_it_is():
    source = "会" * 49 + "甲"
    assert shown(source, 50, "乙", 1) == [source, " " * 98 + "^^", "会" * 49 + "乙"]


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("", LONG, (False, True)),
        (LONG, "", (True, False)),
        (LONG, LONG, (True, True)),
        ("会议", LONG, (False, True)),
    ],
)
def test_of_a_long_line_the_words_are_seen_with_the_mark_below_them(before, after, cut):
    line, mark, corrected = shown(f"{before}甲乙{after}", len(before) + 1, "丙丁")
    assert marked(line, mark) == "甲乙"
    assert corrected == line.replace("甲乙", "丙丁")
    assert (line.startswith("…"), line.endswith("…")) == cut
    assert 98 <= tell.width(line) <= 102


def test_the_corrected_line_begins_where_the_line_does_whatever_its_length():
    line, _, corrected = shown(f"{LONG}甲乙{LONG}", len(LONG) + 1, "丙")
    assert corrected.partition("丙")[0] == line.partition("甲乙")[0]
    line, _, corrected = shown(f"{LONG}甲乙{LONG}", len(LONG) + 1, "丙" * 40)
    assert corrected.partition("丙")[0] == line.partition("甲乙")[0]
    assert tell.width(corrected) <= 102


def test_words_longer_than_what_is_shown_are_marked_as_far_as_they_are_seen():
    line, mark, _ = [*shown(LONG * 2, 101, None, 150), ""]
    assert line == f"…{(LONG * 2)[100:150]}…"
    assert mark == " " + "^" * 100


def test_a_change_out_of_sight_is_shown_where_it_is():
    source = LONG + "甲乙"
    line, _, corrected = shown(source, 1, Fix(7, 7, (LONG + "丙丁",)))
    assert line.startswith("会议强调")
    assert corrected.endswith("丙丁")
    assert corrected.startswith("…")


def test_lines_to_be_added_are_whole():
    added = "host: " + "陈立言" * 40
    assert shown(LONG, 1, Fix(7, 6, (added,)))[2] == added
    assert shown(LONG, 1, Fix(3, 2, (added, added)))[2:] == [added, added]
    assert shown("短", 1, Fix(7, 7, (added,)))[2] == added


def test_programs_get_everything():
    one = finding(KIND, Span("x.md", 7, 101, 2, LONG), "改过")
    assert json.loads(tell.as_json([one]))["findings"][0]["fix"]["lines"] == list(one.fix.lines)
    assert one.fix.lines[0] in tell.github([one])


@given(
    st.text("会，a…e\u0301“", max_size=300),
    st.integers(0, 310),
    st.integers(0, 200),
    st.text("会a", max_size=120),
)
def test_every_line_can_be_shown(source, start, length, words):
    span = Span("x.md", 7, start + 1, length, source)
    for line in tell.text([finding(KIND, span, words)]).split("\n")[1:2]:
        assert tell.width(line) <= 100 + 2 + 9
