"""Pieces of a report's texts that are set wrongly -> findings, one for each or one for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Fix, Kind, finding
from campus_news.rules.rule import Case, Text

MOST: Final = 200
"""So many hits of one rule in a line are looked at; a line with more is no sentence."""


class Hit(NamedTuple):
    """A piece of a text that is wrong, and what it should be, if that is certain."""

    start: int
    end: int
    right: str | None


def matched(match: re.Match[str], right: str | None) -> Hit:
    """What a pattern found, and what it should be."""
    return Hit(match.start(), match.end(), right)


def once(case: Case, kind: Kind, find: Callable[[str], Sequence[Hit]]) -> Iterator[Diagnostic]:
    """One finding for all hits of a report, at the first; its correction is that whole line."""
    if not find(case.words):
        return
    found = [(text, hits) for text in case.texts if (hits := find(text.words))]
    if found:
        text, hits = found[0]
        line_end = text.words.find("\n", hits[0].start) % (len(text.words) + 1)
        here = [hit for hit in hits if hit.start < line_end][:MOST]
        count = sum(len(hits) for _, hits in found)
        yield finding(kind, text.place(*hits[0][:2]), corrected(text, here), count=count)


def corrected(text: Text, hits: Sequence[Hit]) -> Fix | None:
    """The line in which all `hits` stand, with all of them put right."""
    span = text.place(*hits[0][:2])
    line = span.source
    for hit in reversed(hits):
        there = text.place(hit.start, hit.end)
        if hit.right is None or there.width != hit.end - hit.start:
            return None
        line = line[: there.column - 1] + hit.right + line[there.column - 1 + there.width :]
    return Fix(span.line, span.line, (line,))


def each(
    case: Case, kind: Kind, find: Callable[[str], Sequence[Hit]]
) -> Iterator[tuple[Kind, Text, Hit, str]]:
    """All hits of a report, with their words."""
    if not find(case.words):
        return
    for text in case.texts:
        for hit in find(text.words):
            yield kind, text, hit, text.words[hit.start : hit.end]
