"""Checks that look across fields and files: one function each, in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from campus_news.diagnostics import Diagnostic
from campus_news.model import Report
from campus_news.roster import Roster
from campus_news.rules import address, person

Rule: TypeAlias = Callable[[Sequence[Report], Roster], Iterable[Diagnostic]]

RULES: Final[tuple[Rule, ...]] = (
    address.addresses_are_unique,
    person.names_are_unambiguous,
    person.people_are_known,
    person.guests_are_not_leaders,
    person.nobody_stands_twice,
)


def findings(reports: Sequence[Report], roster: Roster) -> list[Diagnostic]:
    """What all rules find."""
    return [one for rule in RULES for one in rule(reports, roster)]
