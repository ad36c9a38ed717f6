"""Checks that look across fields and files: one function each, in one of two tuples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final, TypeAlias

from campus_news.diagnostics import Diagnostic
from campus_news.entry import Entry
from campus_news.rules import (
    address,
    caption,
    heading,
    host,
    lead,
    link,
    name,
    order,
    pending,
    person,
    picture,
    presence,
    privacy,
    sequence,
    signoff,
    title,
    typography,
    waiver,
    wording,
)
from campus_news.rules.rule import Case, Rule

SiteRule: TypeAlias = Callable[[Sequence[Entry]], Iterable[Diagnostic]]

RULES: Final[tuple[Rule, ...]] = (
    person.names_are_unambiguous,
    person.slugs_are_known,
    person.people_are_known,
    person.names_are_spelt_right,
    person.guests_are_not_leaders,
    person.nobody_stands_twice,
    typography.punctuation_is_full_width,
    typography.brackets_are_of_one_width,
    typography.dashes_are_dashes,
    typography.digits_are_half_width,
    typography.nothing_is_left_over,
    typography.signs_stand_alone,
    typography.words_are_not_spaced,
    typography.dates_are_not_spaced,
    privacy.no_identity_cards,
    privacy.no_bank_cards,
    privacy.no_mobiles,
    privacy.no_student_numbers,
    wording.wrong_words,
    wording.doubtful_words,
    wording.noted_words,
    link.links_are_encrypted,
    lead.the_day_is_the_same,
    lead.weekdays_are_right,
    lead.the_hour_is_the_same,
    lead.the_place_is_the_same,
    heading.the_month_of_the_title_is_the_meetings,
    heading.numbers_of_the_title_are_the_texts,
    host.hosts_are_the_same,
    host.hosts_are_nobody_else,
    host.hosts_are_filled_in,
    presence.speakers_are_filled_in,
    presence.speakers_are_in_the_text,
    presence.attendees_are_filled_in,
    presence.attendees_are_in_the_text,
    caption.people_in_captions_are_in_the_report,
    caption.acts_in_captions_are_the_reports,
    sequence.items_have_no_gap,
    sequence.counts_agree_with_items,
    sequence.signs_are_paired,
    sequence.paragraphs_stand_once,
    name.names_are_spelt_right,
    name.names_have_no_spaces,
    title.titles_are_right,
    title.titles_are_of_the_day,
    order.attendance_is_in_order,
    order.lists_are_in_order,
    pending.no_note_is_left,
    pending.the_text_is_written,
    signoff.nothing_is_left_out,
    signoff.nobody_signs_twice,
    signoff.reviewers_may_review,
    signoff.what_is_published_is_approved,
    signoff.approvals_are_of_this_text,
    signoff.other_approvals_are_of_this_text,
    signoff.no_stage_is_skipped,
    signoff.nobody_approves_twice,
    signoff.stages_are_in_order,
    picture.pictures_are_large_enough,
    picture.no_picture_stands_twice,
    picture.captions_are_not_repeated,
    picture.pictures_have_captions,
    picture.pictures_do_not_tell_where_they_were_taken,
)
"""Checks of one report: what they find is remembered with the report."""

WAIVABLE: Final = frozenset(rule.kind.code for rule in RULES) - waiver.NEVER
"""The codes that a report may waive."""

SITE_RULES: Final[tuple[SiteRule, ...]] = (address.addresses_are_unique, link.links_lead_somewhere)
"""Checks of all reports together, made at every build: by path, but those that a check is asked about come last.

Of several reports that do not go together a rule tells the later one.
"""


MOST: Final = 50
"""Findings of one rule in one report: whoever has so many of them does not read the next."""


def of_report(case: Case) -> list[Diagnostic]:
    """What is wrong with one report, waived or not."""
    return [one for rule in RULES for one in islice(rule.check(case), MOST)]


def of_site(entries: Sequence[Entry]) -> list[Diagnostic]:
    """What is wrong between reports."""
    return [one for rule in SITE_RULES for one in rule(entries)]
