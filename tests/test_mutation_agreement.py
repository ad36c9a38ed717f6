"""One mistake put into a right report is found: every one that can be made of the demo's reports in these ways."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

import pytest

from campus_news import roster, rules
from campus_news.decode import Decoded, decode
from campus_news.markup import Markup
from campus_news.roster import Roster
from case import opened
from conftest import REPO

Mutator: TypeAlias = Callable[[str, Decoded, Roster], Iterator[str]]

ELSEWHERE = """
- {name: 钟毓秀, posts: {title: 副校长, from: 2016-09-01}}
- {name: 石敬亭, posts: {title: 工会主席, from: 2016-09-01}}
"""
ITEM = re.compile(r"(?<=[。；：，])([一二三四五六七八九])([是要])")
COUNTED = re.compile(r"[两三四五六七八九](?:点|个|项|条|件)[^。：]{0,8}[。：]$")


@cache
def leaders() -> Roster:
    """The demo's, and two more who were at none of its meetings."""
    data = (REPO / "content/leaders.yaml").read_bytes() + ELSEWHERE.encode()
    return roster.read("content/leaders.yaml", data)[0]


@cache
def texts() -> dict[str, str]:
    """The demo's reports."""
    found = sorted((REPO / "content/reports").rglob("*.md"))
    return {path.relative_to(REPO).as_posix(): path.read_text("utf-8") for path in found}


def codes(path: str, text: str) -> set[str]:
    """What is found in a report."""
    return {one.code for one in rules.of_report(opened(text, leaders(), path=path))}


def replaced(text: str, match: re.Match[str], group: int, words: str) -> str:
    start, end = match.span(group)
    return text[:start] + words + text[end:]


def days(text: str, done: Decoded, roster: Roster) -> Iterator[str]:
    """The day or the month of the first date."""
    match = re.search(r"^(\d{1,2})月(\d{1,2})日", text, re.M)
    assert match
    month, day = int(match[1]), int(match[2])
    for other in {month % 12 + 1, (month + 10) % 12 + 1, 13 - month} - {month}:
        yield replaced(text, match, 1, str(other))
    for other in {day + 1, day - 1, (day + 10) % 28 + 1, day % 10 or 20} - {day, 0}:
        yield replaced(text, match, 2, str(other))


def hosts(text: str, done: Decoded, roster: Roster) -> Iterator[str]:
    """Another leader in the place of a host, where the text says who chairs."""
    assert done.report is not None
    names = [one.name for one in done.report.hosts]
    body = text.index("\n---\n")
    for name in names:
        for match in re.compile(rf"({name})[^，。；\n]{{0,12}}主持(?!时)").finditer(text, body):
            for other in roster.in_office(done.report.date):
                if other.name not in names:
                    yield replaced(text, match, 1, other.name)


def captions(text: str, done: Decoded, roster: Roster) -> Iterator[str]:
    """A leader who was not there in the place of another under a picture."""
    everybody = [one.name for one in roster.leaders]
    for match in re.finditer(rf"caption: [^,}}]*?({'|'.join(everybody)})", text):
        for other in everybody:
            if other not in text:
                yield replaced(text, match, 1, other)


def items(text: str, done: Decoded, roster: Roster) -> Iterator[str]:
    """One item left out. The last of a list leaves a trace only if the text says how many there are."""
    body = text.index("\n---\n")
    for line in re.compile(r"^.*$", re.M).finditer(text, body):
        found = list(ITEM.finditer(text, *line.span()))
        for i, one in enumerate(found):
            following = found[i + 1].start() if i + 1 < len(found) and found[i + 1][1] != "一" else None
            first = next(other for other in reversed(found[: i + 1]) if other[1] == "一")
            if following is not None:
                yield text[: one.start()] + text[following:]
            elif COUNTED.search(text, line.start(), first.start()):
                yield text[: one.start()] + text[text.find("。", one.start()) + 1 :]


MUTATORS: dict[str, tuple[Mutator, frozenset[str]]] = {
    "the day or the month of the lead": (days, frozenset({"E550"})),
    "another leader chairs": (hosts, frozenset({"E556"})),
    "another leader under a picture": (captions, frozenset({"E563"})),
    "an item left out": (items, frozenset({"E570", "E571"})),
}


@pytest.mark.parametrize("name", MUTATORS)
def test_a_mistake_is_found(name: str, capsys: pytest.CaptureFixture[str]):
    mutate, wanted = MUTATORS[name]
    missed, made = [], 0
    for path, text in texts().items():
        done = decode(path, text.encode(), Markup())
        for mutant in mutate(text, done, leaders()):
            made += 1
            if not codes(path, mutant) & wanted:
                missed.append((path, mutant))
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {made - len(missed)} of {made} found\n")
    assert made >= 20
    assert len(missed) <= made * 0.05, missed[:3]
