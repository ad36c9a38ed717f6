"""Twice the text takes at most two and a half times as long: every stage, with whatever is said over and over again."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from campus_news import (
    address,
    config,
    entry,
    feed,
    letter,
    placement,
    roster,
    rules,
    secret,
    slug,
    source,
    speech,
    subset,
    summary,
    tell,
    typist,
    usher,
    wording,
)
from campus_news.composer import compose
from campus_news.decode import decode
from campus_news.diagnostics import Diagnostic
from campus_news.draft import errand, layout, lead, meeting
from campus_news.field import Wrong
from campus_news.fixer import Fixer
from campus_news.front import WORDS, FrontMatter
from campus_news.markup import Body, Markup
from campus_news.people import Meeting
from campus_news.rules.rule import Case
from campus_news.shape import quick, shape
from campus_news.wording import Phrase, Wording
from case import PATH, ROSTER, case

Act = Callable[[], object]
LIMIT = 2.5
SLOW = 0.02
"""Seconds: what takes less is not compared, since a noisy machine would be measured and not the program."""
SIZES = (20_000, 40_000, 80_000, 160_000)
"""Characters: past 40 kB nobody writes a report, and what grows with the square shows by then."""
NUMBER = "§"
"""Stands for the number of the repetition: things that are all different."""

MARKS = [
    "`",
    "``",
    "```",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "[",
    "]",
    "[[",
    "]]",
    "(",
    ")",
    "](",
    "[a](b)",
    "![a](b)",
    "[a][b]",
    "[a]",
    "[^1]",
    "[^",
    "![",
    "<",
    ">",
    "<<",
    "<b>",
    "</b>",
    "<b",
    "<a\xa0href='",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<p>",
    "<ul><li>",
    "<table><tr><td>",
    "<script>",
    "&",
    "&amp;",
    "&#",
    "&#x",
    "&nbsp",
    "\\",
    "\\*",
    "|",
    "|-",
    "#",
    "##",
    "+",
    "-",
    "--",
    "---",
    "=",
    "===",
    "!",
    ":",
    ";",
    ",",
    ".",
    "?",
    "/",
    "@",
    "^",
    "%",
    "$",
    "{",
    "}",
    "{a:",
    "[a,",
    '"',
    "'",
    "\"'",
    "''",
    "1",
    "12",
    "1.",
    "2022.",
    "9月",
    "9月29日",
    "2022年",
    "一",
    "一、",
    "一是",
    "（一）",
    "三点：",
    "第三届",
    "a",
    "aB",
    "www.",
    "www.a",
    "http://",
    "https://a.cn",
    "x@y.cn",
    "a.cn",
    ".com",
    "甲",
    "方致远",
    "方致远、",
    "方志远、",
    "校长",
    "校长方致远",
    "副校长",
    "由",
    "主持",
    "出席",
    "讲话",
    "在",
    "召开",
    "会议",
    "等",
    "和",
    "、",
    "，",
    "。",
    "；",
    "：",
    "？",
    "！",
    "…",
    "—",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "【",
    "】",
    "【图1】",
    "图1",
    "［",
    "］",
    "「",
    "身份证",
    "学号",
    "19900000000",
    "19900000000、",
    "6222020000000000",
    "热线",
    "１",
    "０",
    "％",
    "～",
    "null",
    "~",
    "-",
    "a:",
    "a:\xa0b，",
    "&",
    "*a",
    "&a",
    "!a",
    "星期三",
    "上午",
    "撰稿：",
    "图为",
    "同志",
    "全体",
    "原",
    "代表",
]
SIGNS = [mark.replace("\u00a0", " ") for mark in dict.fromkeys(MARKS) if mark]
SIGNS += [
    " ",
    "\u3000",
    "\t",
    "\u200b",
    "\x00",
    "\u2028",
    "\x85",
    "甲 ",
    "1 ",
    "a ",
    "> ",
    "- ",
    "![a]: ",
    "[^1]: ",
]
LINES = [
    "甲", "正文。", "> 甲", "- 甲", "1. 甲", "# 甲", "---", "***", "|a|b|", "a|b", "|-|-|", "[^1]: 甲", "[a]: http://a.cn", "<div>", "</div>", "<!--",
    "<table>", "图1", "【图1】", "（图1）", "![甲](http://a.cn/1.jpg)", "![甲](1.jpg)", "<script>", "[a](javascript:)", "http://a.cn", "方致远指出，甲。", "校长方致远",
    "一、甲", "（一）甲", "title: 甲", "title：甲", "- {name: 甲}", "- name: 甲", "host:甲", "\t甲", "？?", "甲，乙 丙", "“甲", "图为会议现场", "撰稿：甲", "2022年9月29日",
    "a" * 30, "  - 甲", "   甲", "方致远、陈立言", "- [", "- '", "会议由方致远主持。", "校长方致远、副校长陈立言出席会议。",
]  # fmt: skip
NUMBERED = [
    "k§: 甲\n", "title§: 甲\n", "  - 甲§\n", "- {name: 甲§}\n", "- name: 甲§\n", "k§：甲\n", "k§: [甲\n", "{k§: 甲}, ", "甲§，", "甲§、", "[^§]", "[^§]: 甲\n", "[^§]: 甲\n甲[^§]\n",
    "[a§]: http://a.cn\n", "[甲](http://a§.cn)", "【图§】\n", "（图§）\n", "![甲](§.jpg)", "# 甲§\n", "甲§。\n", "§是甲；", "19900000§", "方致远在§讲话。\n", "副校长甲§、", "    甲§\n",
    "`甲§", "<b§>", "&a§;", "§月§日", "第§届",
]  # fmt: skip
FAMILIES = (
    {sign: sign for sign in SIGNS}
    | {f"{line}⏎": f"{line}\n" for line in LINES}
    | {one: one for one in NUMBERED}
)
LEADING = "9月29日下午，学校召开例会。"


def repeated(piece: str, size: int) -> str:
    """So much of `piece` as `size` characters hold; a number counts for five."""
    many = range(size // (len(piece) + 4 * piece.count(NUMBER)))
    return "".join(piece.replace(NUMBER, f"{i:05}") for i in many) if NUMBER in piece else piece * len(many)


def seconds(act: Act) -> float:
    gc.collect()
    gc.disable()  # as in every command: what others have left is not to be looked through meanwhile
    try:
        started = time.process_time()
        act()
        return time.process_time() - started
    finally:
        gc.enable()


def grown(make: Callable[[str], Act], piece: str) -> str:
    """The ratios if twice the text takes more than `LIMIT` times as long at every size that can be compared; else "".

    The first look is at two sizes, each once. What fails it is measured at all sizes, the best of three: a burst of noise
    spoils one comparison and not all of them, what grows with the square fails them all.
    """
    short, long = (seconds(make(repeated(piece, size))) for size in SIZES[1:3])
    if long < SLOW or long < LIMIT * short:
        return ""
    ratios: list[float] = []
    for size in SIZES:
        short, long = (min(seconds(make(repeated(piece, n))) for _ in range(3)) for n in (size, 2 * size))
        if SLOW < long < LIMIT * short:
            return ""
        ratios += [long / short] if long > SLOW else []
    return " ".join(f"{ratio:.1f}" for ratio in ratios[1:])


def report(front: str, body: str = "正文。") -> bytes:
    return f"---\ntitle: 学校召开例会\ndate: 2022-09-29\n{front}---\n{body}\n".encode()


# -- the stages: what is to be timed, made of a text

FRONT = "host: 陈立言\nattendees: [方致远]\nspeakers: [方致远]\ntime: 14:30\nvenue: 报告厅\n"
GIVEN = case("正文。", front=FRONT)
ARTICLE = entry.resolve(
    entry.Entry(PATH, b"", b"", b"", wrong=False), GIVEN.report, Meeting(GIVEN.report, GIVEN.people), {}
)[1]
PRESENT = usher.present(ROSTER, GIVEN.report.date)
TABLE = Wording((Phrase("甲乙", "甲丙"), Phrase("方志", "方致远志"), Phrase("会")))


def full(body: str) -> Case:
    """A report with everything in its front matter."""
    one = case("正文。", front=FRONT)
    one.body = body
    return one


def found(text: str) -> list[Diagnostic]:
    """All that is wrong with a report of that body."""
    done = decode(PATH, report("", text), Markup())
    return [*done.findings, *rules.of_report(full(text))]


def fixed(text: str, findings: list[Diagnostic], root: Path) -> object:
    """All that `fix` does but asking anew."""
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_bytes(report("", text))
    fixer = Fixer(root)
    fixer.mend(findings)
    return fixer.typed(), list(fixer.diff())


def spelt(text: str) -> object:
    try:
        return address.read(text)
    except Wrong:
        return None


def answered(text: str) -> object:
    try:
        return usher.people(text, PRESENT)
    except usher.Unclear:
        return None


def body_of(text: str) -> Body:
    return Markup().body(f"方致远指出，{text}")


def of(act: Callable[[Any], object], made: Callable[[str], Any] = str) -> Callable[[str], Act]:
    """The stage `act`, for what is `made` of the text beforehand."""
    return lambda text: partial(act, made(text))


def file(path: str, read: Callable[[str, bytes], object], before: str = "") -> Callable[[str], Act]:
    """The stage that reads a file of that path, in which the text stands after some lines."""
    return of(lambda data: read(path, data), lambda text: f"{before}{text}\n".encode())


def front(text: str) -> list[str]:
    """Front matter in which the text is a value, or lines."""
    return ["title: 甲", "date: 2022-09-29", *(text if "\n" in text else f"venue: {text}").split("\n")]


STAGES: Mapping[str, Callable[[str], Act]] = {
    "source": file(PATH, source.read),
    "source of front matter": file(PATH, source.read, "---\ntitle: "),
    "entries": file("x.yaml", source.entries),
    "composer": of(lambda lines: compose(PATH, lines), front),
    "subset": of(subset.read, front),
    "shape, the short way": of(lambda lines: quick(FrontMatter, lines, WORDS), front),
    "shape, the long way": of(lambda lines: shape(FrontMatter, compose(PATH, lines), WORDS), front),
    "decode": of(lambda data: decode(PATH, data, Markup()), lambda text: report("", text)),
    "decode of front matter": of(
        lambda data: decode(PATH, data, Markup()), lambda text: report(f"venue: {text}\n")
    ),
    "markup": of(Markup().body),
    "body's text": of(lambda body: (body.text, body.anchors), body_of),
    "summary": of(summary.of, body_of),
    "speech": of(lambda body: speech.hear(body, ARTICLE), body_of),
    "placement": of(lambda body: list(placement.findings(GIVEN.report, body)), body_of),
    "secret": of(secret.masked),
    "secret in HTML": of(secret.masked_html),
    "roster": file("content/leaders.yaml", roster.read, "- name: "),
    "config": file("content/site.yaml", config.read, "name: "),
    "wording": file("content/wording.yaml", wording.read, "- wrong: "),
    "wording found": of(lambda text: list(TABLE.found(text, GIVEN.report.date))),
    "slug": of(slug.of_text),
    "letter": of(lambda text: letter.words(text.split("\n"))),
    "address": of(spelt),
    "feed": of(feed.text),
    "typist": of(typist.scalar),
    "usher": of(answered),
    "tell": of(tell.text, found),
    "tell as JSON": of(tell.as_json, found),
    "tell for GitHub": of(tell.github, found),
    "layout": of(lambda lines: layout.layout(lines, {}), lambda text: text.split("\n")),
    "lead": of(lead.find, lambda text: list(enumerate(layout.plain(text[:30_000]).split("\n")))),
    "meeting": of(meeting.read, lambda text: list(enumerate(layout.plain(text[:30_000]).split("\n")))),
    "draft": of(
        lambda data: errand.draft("来稿", data, ROSTER, None),
        lambda text: f"学校召开例会\n{LEADING}{text}".encode(),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_twice_the_text_takes_twice_as_long(stage):
    slow = {name: ratios for name, piece in FAMILIES.items() if (ratios := grown(STAGES[stage], piece))}
    assert slow == {}


@pytest.mark.slow
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.kind.code)
def test_no_rule_is_slow(rule):
    def check(given: Case) -> object:
        return list(islice(rule.check(given), rules.MOST))

    make = of(check, lambda text: full(LEADING + text))
    slow = {name: ratios for name, piece in FAMILIES.items() if (ratios := grown(make, piece))}
    assert slow == {}


@pytest.mark.slow
def test_corrections_are_made_as_fast(tmp_path):
    def make(text: str) -> Act:
        return partial(fixed, text, found(text), tmp_path)

    slow = {name: ratios for name, piece in FAMILIES.items() if (ratios := grown(make, piece))}
    assert slow == {}


@pytest.mark.parametrize(
    ("stage", "piece"),
    [
        ("shape, the long way", "k§: 甲\n"),
        ("wording", "- name: 甲\n"),
        ("speech", "方致远指出，甲。\n"),
        ("decode", "（图1）\n"),
        ("decode", "![甲](http://a.cn/1.jpg)\n"),
        ("decode", "[a](javascript:)\n"),
        ("tell", "<script>"),
    ],
)
def test_what_was_slow_is_not(stage, piece):
    assert seconds(STAGES[stage](repeated(piece, 80_000))) < 5


def test_corrections_that_were_slow_are_not(tmp_path):
    text = repeated("甲,乙\n", 80_000)
    assert seconds(partial(fixed, text, found(text), tmp_path)) < 2
