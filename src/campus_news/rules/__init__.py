"""Checks that look across fields and files: one function each, in one of two tuples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from campus_news.diagnostics import Diagnostic
from campus_news.entry import Entry
from campus_news.rules import address, name, order, person, title
from campus_news.rules.rule import Case, Rule

SiteRule: TypeAlias = Callable[[Sequence[Entry]], Iterable[Diagnostic]]

RULES: Final[tuple[Rule, ...]] = (
    person.names_are_unambiguous,
    person.slugs_are_known,
    person.people_are_known,
    person.names_are_spelt_right,
    person.guests_are_not_leaders,
    person.nobody_stands_twice,
    name.names_are_spelt_right,
    name.names_have_no_spaces,
    title.titles_are_right,
    title.titles_are_of_the_day,
    order.attendance_is_in_order,
    order.lists_are_in_order,
)
"""Checks of one report: what they find is remembered with the report."""

WAIVABLE: Final = frozenset(rule.kind.code for rule in RULES)
"""The codes that a report may waive."""

SITE_RULES: Final[tuple[SiteRule, ...]] = (address.addresses_are_unique,)
"""Checks of all reports together, made at every build: by path, but those that a check is asked about come last.

Of several reports that do not go together a rule tells the later one.
"""


def of_report(case: Case) -> list[Diagnostic]:
    """What is wrong with one report, waived or not."""
    return [one for rule in RULES for one in rule.check(case)]


def of_site(entries: Sequence[Entry]) -> list[Diagnostic]:
    """What is wrong between reports."""
    return [one for rule in SITE_RULES for one in rule(entries)]
