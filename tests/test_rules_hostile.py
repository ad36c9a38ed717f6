"""No text makes the rules slow or talkative."""

from __future__ import annotations

import time

import pytest

from campus_news import rules
from campus_news.secret import masked
from case import case

SIZE = 300_000
PIECES = [
    "（a)", "(甲）", "甲,", "甲,乙(丙)", "。。", "甲 ", "1一", "９", "null ", "&nbsp;", "19900000000 ", "990101199003071237,",
    "学号202201010123 ", "((甲", "6200 0000 0012 3450 ", "1 月", "，甲 乙丙", "[甲](http://a.example) ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("end", ["", "\n"])
def test_nothing_takes_long(piece, end):
    given = case("正文。", title="例会")
    given.body = (piece + end) * (SIZE // len(piece))
    started = time.process_time()
    found = rules.of_report(given)
    masked(given.body)
    assert time.process_time() - started < 5
    assert len(found) <= 3 * rules.MOST
