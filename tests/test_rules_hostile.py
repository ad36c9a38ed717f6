"""No text makes the program slow or the rules talkative."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import pytest

from campus_news import rules
from campus_news.decode import decode
from campus_news.markup import Markup
from campus_news.rules.rule import Case
from campus_news.secret import masked, masked_html
from case import PATH, case

PIECES = [
    "（a)", "(甲）", "甲,", "甲,乙(丙)", "。。", "甲 ", "1一", "９", "null ", "&nbsp;", "19900000000 ", "990101199003071237,",
    "学号202201010123 ", "((甲", "6200 0000 0012 3450 ", "1 月", "，甲 乙丙", "[甲](http://a.example) ", "1 ", "123 ",
    "热线19900000000、", "a.", "www.", "(甲", "`",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize(("size", "most"), [(60_000, 1), pytest.param(300_000, 5, marks=pytest.mark.slow)])
def test_nothing_takes_long(piece, end, size, most):
    """Seconds that grow with the text; with its square they would be 25 times as many for five times the text."""
    given = hostile((piece + end) * (size // len(piece)))
    started = time.process_time()
    found = rules.of_report(given)
    masked(given.body)
    assert time.process_time() - started < most
    assert len(found) <= 3 * rules.MOST


FRONT = "host: 陈立言\nattendees: [方致远]\ntime: 14:30\nvenue: 报告厅\n"
LEAD = "9月29日下午，学校召开例会。"
SIGNS = "`!()[]<>*_\\|&#-+=~\"'“”《》（）【】、，。；：？ 　\n.,:;?/@^1１a甲一\u200b\0"
WORDS = [
    "``", "**", "![", "[^1]", "[a]:", "<!--", "<a ", "</a>", "<div>", "<p ", "- ", "> ", "1. ", "1) ", "&nbsp;", "&#",
    "http://", "www.", "a.cn", "方致远", "方志远、", "校长", "一是", "一、", "三点：", "由", "主持", "在", "召开", "9月", "日",
    "星期三", "上午", "第三届", "图1", "学号", "身份证", "19900000000", "热线", "编号", "2023一", "（a)", "(甲", "会）", "1）",
    "](", "[[", "<<", "`!", "!`", "\\(", "a|", "|\n", "甲,", "ーl", "方 ",
]  # fmt: skip
KNOWN = ["）", "会）", "`", "![", "<", "(", "（a)", "[a](", "1 ", "方致远、"]


def hostile(body: str) -> Case:
    """A report with everything in its front matter, and that body."""
    given = case("正文。", front=FRONT)
    given.body = body
    return given


def stages(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What reads a body, each by itself."""
    data = f"---\ntitle: 学校召开例会\ndate: 2022-09-29\n{FRONT}---\n{LEAD}{text}\n".encode()
    yield "decode", lambda: decode(PATH, data, Markup())
    yield "mask", lambda: masked_html(text)
    yield "rules", lambda: rules.of_report(hostile(LEAD + text))


def seconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def grown(pieces: Iterable[str], size: int, factor: int, limit: float, least: float) -> list[tuple[str, str]]:
    """The stages that take more than `limit` times as long for `factor` times the text; less than `least` seconds is nothing."""
    found = []
    for piece in pieces:
        short = dict(stages(piece * (size // len(piece))))
        for name, act in stages(piece * (factor * size // len(piece))):
            long = seconds(act)
            if long < least or long < limit * seconds(short[name]):
                continue
            again = min(seconds(act) for _ in range(5)), min(seconds(short[name]) for _ in range(5))
            if again[0] > max(least, limit * again[1]):
                found.append((piece, name))
    return found


def test_what_was_once_slow_grows_with_the_text():
    """Four times the text takes sixteen times as long where time grows with its square."""
    assert grown(KNOWN, 5_000, 4, 9, 0.1) == []


@pytest.mark.slow
def test_time_grows_with_the_text():
    assert grown([*SIGNS, *WORDS], 80_000, 2, 2.6, 0.25) == []
