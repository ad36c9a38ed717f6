"""What holds for any bytes at all: what the fuzzers and their corpus are held to. A broken promise is an AssertionError."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from campus_news import roster, rules, tell
from campus_news.composer import compose
from campus_news.config import Config
from campus_news.decode import Decoded, decode
from campus_news.diagnostics import Diagnostic, has_error
from campus_news.draft import errand, explain, layout, paper
from campus_news.fixer import mended, words
from campus_news.front import WORDS, FrontMarks, FrontMatter
from campus_news.markup import Body, Markup
from campus_news.people import everybody
from campus_news.rules.rule import Case
from campus_news.shape import quick, shape
from campus_news.source import read, text_of

PATH = "content/reports/2022/2022-09-29-x.md"
PUBLISHED = dt.date(2022, 10, 1)
LEADERS = """\
- name: 方致远
  posts: {title: 校长, from: 2020-01-01}
- name: 陈立言
  posts: {title: 副校长, from: 2018-03-01}
- {name: 李伟, slug: li-wei, posts: {title: 副校长, from: 2021-01-01}}
- {name: 李伟, slug: li-wei-2, posts: {title: 纪委书记, from: 2019-01-01}}
"""
ROSTER = roster.read("content/leaders.yaml", LEADERS.encode())[0]
CONFIG = Config("示例新闻网", "https://news.example.edu.cn/", "示例职业技术学院")
_VOID = frozenset({"br", "hr", "wbr", "img", "input"})
_LOST = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_MARKUP = Markup()


def reading(data: bytes) -> None:
    """`data` is a report's file."""
    done = decode(PATH, data, _MARKUP)
    well_formed(done.body)
    ways_agree(data)
    found = [*done.findings, *(of_rules(done) if done.report else ())]
    placed(data, found)
    told(found)
    fixed(data, done, found)


def drafting(data: bytes) -> None:
    """`data` is a hand-over."""
    one = errand.draft("来稿", data, ROSTER, PUBLISHED)
    if isinstance(one, Diagnostic):
        told([one])
        return
    facts, lines = one.facts, one.handed.lines
    said = [facts.title, facts.day, facts.venue, facts.time, *facts.groups, *facts.observers, *facts.captions]
    for words_said in filter(None, [*said, *facts.credits.values()]):
        line, start, end = words_said.place
        assert layout.plain(lines[line])[start:end] == layout.plain(words_said.text), words_said
    for who in (*facts.hosts, *facts.attendees, *facts.absent, *facts.speakers):
        line, start, end = who.place
        assert 0 <= start < end <= len(lines[line]), who
        assert any(who.name in line for line in lines), who
    for note in one.notes:
        assert 1 <= (note.line or 1) <= len(lines), note
    json.dumps(paper.record(facts, one.notes)).encode()
    "\n".join(explain.lines(one.handed, facts, coloured=True))
    list(errand.table([("来稿", one)]))
    report = one.paper.text.encode()
    done = decode(f"content/{one.paper.path}", report, _MARKUP)
    placed(report, done.findings)
    if facts.date is None:  # it is put where nobody publishes it, and asks for its date
        return
    assert done.report is not None, [one.message() for one in done.findings]
    assert done.report.date == facts.date
    title = facts.title.text if facts.title else done.report.title
    assert done.report.title.split() == title.split() or _LOST.search(title), title
    there = [one.name for one in done.report.attendees]
    assert there == [one.name for one in facts.attendees] or has_error(done.findings), there


def of_rules(done: Decoded) -> list[Diagnostic]:
    """What rules find in a report that could be read, however badly."""
    assert done.report is not None
    people = everybody(done.report, ROSTER)
    case = Case(done.report, people, ROSTER, CONFIG, done.text, done.first_line, links=done.body.links)
    return rules.of_report(case)


def ways_agree(data: bytes) -> None:
    """The short way of reading gives what the long way gives, wherever it is taken."""
    source, _ = read(PATH, data)
    fields = quick(FrontMatter, source.front, WORDS) if source else None
    if source and fields is not None:
        long = shape(FrontMatter, compose(PATH, source.front, source.front_line), WORDS)
        assert (long.findings, long.value) == ((), fields)
        assert dict(FrontMarks(PATH, source.front, source.front_line)) == dict(long.marks)


def placed(data: bytes, found: Sequence[Diagnostic]) -> None:
    """Every finding stands in the file, and so does its correction."""
    text, _ = text_of(PATH, data)
    lines = text.split("\n") if text else [""] * (data.count(b"\n") + data.count(b"\r") + 1)
    for one in found:
        span = one.span
        assert 1 <= span.line <= len(lines), one
        assert span.column >= 1 <= span.column + span.width, one
        assert span.column - 1 + span.width <= len(span.source), one
        assert _seen(span.source) in ("", _seen(lines[span.line - 1])), one
        if one.fix:
            assert 1 <= one.fix.first <= one.fix.last + 1 <= len(lines) + 1, one
            assert not any("\n" in line for line in one.fix.lines), one


def _seen(line: str) -> str:
    """A line as YAML can take it: what nobody sees is told of once, and gone in what is told later."""
    return _LOST.sub("", line.translate({0x85: " ", 0x2028: " ", 0x2029: " "}))


def told(found: Sequence[Diagnostic]) -> None:
    """Every finding can be said, to everybody."""
    tell.text(found).encode()
    assert len(json.loads(tell.as_json(found, "en"))["findings"]) == len(found)
    assert tell.github(found).count("\n") == len(found)


def fixed(data: bytes, done: Decoded, found: Sequence[Diagnostic]) -> None:
    """What is certain keeps every word, and breaks nothing that was right."""
    text, unread = text_of(PATH, data)
    if unread:
        return
    certain = [one for one in found if one.kind.certain]
    after = mended(text, certain)
    assert words(after) == words(text)
    if not has_error(done.findings):
        assert not has_error(decode(PATH, after.encode(), _MARKUP).findings)


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "img", "object", "svg"), tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "style", value
            address = re.sub(r"\s", "", value or "") if name == "href" else ""
            assert re.match(r"(?i)https?:|mailto:|(?![a-z][a-z0-9+.-]*:|[/\\]{2})", address), value
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def well_formed(body: Body) -> None:
    """Every block is safe and balanced on its own, and is something."""
    for block in body.blocks:
        parser = _Balanced()
        parser.feed(block.html)
        parser.close()
        assert not parser.open, block.html
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", block.html)
        assert block.html or block.figures or block.images
        assert block.html.startswith("<p>") or not block.paragraph
        block.html.encode()
        block.text.encode()
