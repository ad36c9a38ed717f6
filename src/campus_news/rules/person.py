"""The people of a report against the roster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, finding
from campus_news.model import Report
from campus_news.people import Someone
from campus_news.roster import Leader, Roster


def names_are_unambiguous(
    report: Report,
    people: Sequence[Someone],
    roster: Roster,  # noqa: ARG001
) -> Iterator[Diagnostic]:
    """E301, E303: a name that several leaders bear needs a slug, and a slug must be of somebody of that name.

    No correction is proposed: to pick one of the two would be a guess at the worst possible place.
    """
    for loc, person, leaders in people:
        if person.slug is not None and not leaders:
            slug_span = report.mark(*loc, "slug")
            yield finding(kinds.NO_SUCH_SLUG, slug_span, slug=person.slug, name=person.name)
        elif len(leaders) > 1:
            candidates = "；".join(_described(one, report) for one in leaders)
            yield finding(kinds.AMBIGUOUS, report.mark(*loc, "name"), name=person.name, candidates=candidates)


def people_are_known(report: Report, people: Sequence[Someone], roster: Roster) -> Iterator[Diagnostic]:
    """E302: somebody without a title is neither a leader nor a guest named with a title elsewhere in the report.

    E306, an error: the name is one character away from a single leader's, the mistake that offices fear most.
    """
    if not roster.leaders:
        return
    told = {person.name for _, person, _ in people if person.title or person.org}
    for loc, person, leaders in people:
        if not leaders and person.slug is None and person.name not in told:
            told.add(person.name)
            span, near = report.mark(*loc, "name"), _one_character_away(person.name, roster)
            if len(near) == 1:
                yield finding(kinds.NEAR_NAME, span, near[0], name=person.name, right=near[0])
            else:
                yield finding(kinds.UNKNOWN_PERSON, span, name=person.name)


def guests_are_not_leaders(report: Report, people: Sequence[Someone], roster: Roster) -> Iterator[Diagnostic]:
    """E304: a title written beside a leader's name makes a guest of him, and his page would miss the meeting."""
    for loc, person, _ in people:
        if person.title and not person.org and person.slug is None and person.name in roster.bearers:
            yield finding(kinds.GUEST_ON_ROSTER, report.mark(*loc, "name"), name=person.name)


def nobody_stands_twice(
    report: Report,
    people: Sequence[Someone],
    roster: Roster,  # noqa: ARG001
) -> Iterator[Diagnostic]:
    """E305: one person twice among the hosts or the attendees, by whatever name; speakers may speak more than once."""
    seen: set[object] = set()
    for loc, person, leaders in people:
        key = loc[0]
        who = (key, leaders[0].slug if len(leaders) == 1 else person)
        if key != "speakers" and who in seen:
            yield finding(kinds.TWICE, report.mark(*loc, "name"), name=person.name, key=key)
        seen.add(who)


def _one_character_away(name: str, roster: Roster) -> list[str]:
    """Names on the roster that differ in one character; of two characters one is too little to tell by."""
    return [
        other
        for other in roster.bearers
        if len(other) == len(name) > 2 and sum(a != b for a, b in zip(name, other, strict=True)) == 1
    ]


def _described(leader: Leader, report: Report) -> str:
    title = leader.title_on(report.date) or leader.last_title() or "未任职"
    return f"{{name: {leader.name}, slug: {leader.slug}}}（{title}）"


def with_roster(one: Diagnostic, roster: Roster) -> Diagnostic:
    """The correction of `校长方致远` for a leader is his bare name: with a title beside it he would be a guest."""
    if one.kind != kinds.TITLED_NAME or one.fix is None:
        return one
    lines = tuple(
        re.sub(r"\{name: ([^,{}]+), title: [^{}]*\}", partial(_bare, roster), line) for line in one.fix.lines
    )
    return replace(one, fix=replace(one.fix, lines=lines))


def _bare(roster: Roster, match: re.Match[str]) -> str:
    return match[1] if match[1] in roster.bearers else match[0]
