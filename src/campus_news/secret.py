"""Numbers that belong to somebody and to no page: identity cards, bank cards, mobile telephones, student numbers.

They are told by the rules of `rules/privacy`; and whatever is published of a report shows them masked, so that one that
was overlooked is still not read by anybody. Telephones of offices (0xxx-xxxxxxx) are neither.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from campus_news.lazy import lazy


class Sort(StrEnum):
    """What a number is."""

    IDENTITY = "身份证号"
    CARD = "银行卡号"
    MOBILE = "手机号"
    STUDENT = "学号"


class Secret(NamedTuple):
    """A number in a text, `text[start:end]`, and how it is shown."""

    start: int
    end: int
    sort: Sort
    masked: str


_SHORTEST: Final = 9
_LONG: Final = re.compile(rb"[0-9][0-9 -]{8}")
"""Nothing shorter is looked at closely; it is looked for in what is ASCII of a text, of which there is little."""
_IDENTITY: Final = lazy(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}([ -]?)((?:19|20)[0-9]{6})\1[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_CARD: Final = lazy(
    r"(?<![0-9A-Za-z])(?:6[02]|4[0-9]|5[1-5]|35)[0-9]{2}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?"
    r"(?![0-9A-Za-z])"
)
_MOBILE: Final = lazy(
    r"(?<![0-9A-Za-z.-])(?:\+?86[ -]?)?(1[3-9][0-9]([ -]?)[0-9]{4}\2[0-9]{4})(?![0-9A-Za-z]|[.-][0-9])"
)
_PUBLIC: Final = lazy(
    r"(?:热线|咨询|服务|值班|监督|举报|投诉|报名|求助)(?:电话|手机|方式)?(?:号码)?[：:是为]?\s*$"
)
"""Before a number: then it is meant to be rung."""
_STUDENT: Final = lazy(
    r"学号[^0-9\n，。；]{0,4}([0-9]{9,14})(?![0-9A-Za-z])|(?<![0-9A-Za-z])([0-9]{9,14})[ ]?（?学号"
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@lru_cache(maxsize=8)
def found(text: str) -> tuple[Secret, ...]:
    """All such numbers of a text, in order."""
    if not _may_hold(text):
        return ()
    numbers: list[Secret] = []
    taken: set[int] = set()
    for one in _candidates(text):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            numbers.append(one)
    return tuple(sorted(numbers))


def _may_hold(text: str) -> bool:
    return len(text) >= _SHORTEST and _LONG.search(text.encode("ascii", "ignore")) is not None


def masked(text: str) -> str:
    """The text as it is published."""
    numbers = found(text)
    if not numbers:
        return text
    ends = [0, *(one.end for one in numbers)]
    parts = [text[end : one.start] + one.masked for end, one in zip(ends, numbers, strict=False)]
    return "".join([*parts, text[ends[-1] :]])


def masked_html(html: str) -> str:
    """HTML as it is published: what is between its tags is masked; addresses are left as they are."""
    if not _may_hold(html):
        return html
    return "".join(part if part.startswith("<") else masked(part) for part in re.split("(<[^>]*>)", html))


def _candidates(text: str) -> Iterator[Secret]:
    for match in _IDENTITY.finditer(text):
        if _is_identity(match[0], match[2]):
            yield _secret(match, 0, Sort.IDENTITY, 6, 4)
    for match in _CARD.finditer(text):
        if _is_card(match[0]):
            yield _secret(match, 0, Sort.CARD, 4, 4)
    for match in _STUDENT.finditer(text):
        yield _secret(match, 1 if match[1] else 2, Sort.STUDENT, 4, 2)
    for match in _MOBILE.finditer(text):
        if not _PUBLIC.search(text, max(match.start() - 12, 0), match.start()):
            yield _secret(match, 1, Sort.MOBILE, 3, 4)


def _secret(match: re.Match[str], group: int, sort: Sort, before: int, after: int) -> Secret:
    """A number of which the first and last digits stay."""
    number = match[group]
    places = [i for i, sign in enumerate(number) if sign not in " -"]
    hidden = set(places[before : len(places) - after])
    shown = "".join("*" if i in hidden else sign for i, sign in enumerate(number))
    return Secret(match.start(group), match.end(group), sort, shown)


def _is_identity(number: str, birthday: str) -> bool:
    """Whether the last sign is what GB 11643—1999 computes from the others, and the day of birth is a day."""
    digits = re.sub("[ -]", "", number)
    try:
        dt.date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True)) % 11
    return digits[17].upper() == "10X98765432"[rest]


def _is_card(number: str) -> bool:
    """Whether the last digit is the check of ISO/IEC 7812 (Luhn)."""
    digits = [int(digit) for digit in reversed(re.sub("[ -]", "", number))]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
