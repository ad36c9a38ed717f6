"""The dates that a text says: 9月29日, 2022年9月27日至29日, 二〇二二年九月二十九日, 2022-09-29."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from campus_news.lazy import lazy
from campus_news.rules import numeral
from campus_news.rules.rule import Case

_NUM: Final = numeral.SIGN
_DAY: Final = lazy(
    rf"月\s*({_NUM}{{1,3}})\s*(?:日|(?=[至到—–\-~～、]+\s*\d))"
    rf"(?:\s*[至到—–\-~～、]+\s*(?:(\d{{1,2}})\s*月\s*)?(\d{{1,2}})\s*日)?"
)
_MONTH: Final = lazy(rf"(?:({_NUM}{{4}})\s*年\s*)?(?<!\d)({_NUM}{{1,3}})\s*$")
_ISO: Final = lazy(
    r"(?<![\d./-])((?:19|20)\d\d)([-./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d/-]|\.\d)"
)
_LONGEST: Final = 1_000
"""Characters of a sentence: whoever looks for its beginning at every place of a text without any must not read all of it."""
_OTHER_TIME: Final = lazy("会前|会后|此前|前不久|去年|前年|昨[天日]|前[天日]")


class Date(NamedTuple):
    """A date, or two with what lies between, as the text says it; `year` may be left out, and `last` is the last day."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    last: tuple[int, int] | None = None

    def covers(self, date: dt.date) -> bool:
        first = (self.month, self.day)
        return self.year in (None, date.year) and first <= (date.month, date.day) <= (self.last or first)


def dates(text: str, start: int, end: int) -> Iterator[Date]:
    """Every date in `text[start:end]` of which the month is said, in order."""
    found = [*_in_words(text, start, end), *_in_figures(text, start, end)]
    yield from sorted(found, key=lambda one: one.start)


def _in_words(text: str, start: int, end: int) -> Iterator[Date]:
    for match in _DAY.finditer(text, start, end):
        before = _MONTH.search(text, max(start, match.start() - 12), match.start())
        if before:
            year = numeral.value(before[1]) if before[1] else None
            month, day = numeral.value(before[2]) or 0, numeral.value(match[1]) or 0
            last = (numeral.value(match[2]) or 0 if match[2] else month, int(match[3])) if match[3] else None
            yield Date(before.start(), match.end(), year, month, day, last)


def _in_figures(text: str, start: int, end: int) -> Iterator[Date]:
    if any(text.find(sign, start, end) >= 0 for sign in "-./"):
        for match in _ISO.finditer(text, start, end):
            yield Date(match.start(), match.end(), int(match[1]), int(match[3]), int(match[4]))


def sentence(text: str, at: int, ends: str = "。！？\n") -> int:
    """Where the sentence begins in which the place `at` is, or the part of one behind the last of the signs `ends`."""
    since = max(0, at - _LONGEST)
    return max(since, *(text.rfind(sign, since, at) + 1 for sign in ends))


def is_another(case: Case, text: str, at: int) -> bool:
    """Whether the sentence tells, before the place `at`, of another day than the meeting's."""
    start = sentence(text, at)
    days = list(dates(text, start, at))
    told = any(day.covers(case.report.date) for day in days)
    return not told and (bool(days) or _OTHER_TIME.search(text, start, at) is not None)
