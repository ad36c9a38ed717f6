"""Numbers that belong to somebody and to no page: identity cards, bank cards, mobile telephones, student numbers.

They are told by the rules of `rules/privacy`; and whatever is published of a report shows them masked, so that one that
was overlooked is still not read by anybody. Telephones of offices (0xxx-xxxxxxx) are neither.

A number is read as people read it: full-width digits are digits, a zero-width space is nothing, and neither is bold type
in the middle of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple

from campus_news.lazy import lazy


class Sort(StrEnum):
    """What a number is."""

    IDENTITY = "身份证号"
    CARD = "银行卡号"
    MOBILE = "手机号"
    STUDENT = "学号"


class Secret(NamedTuple):
    """A number in a text, `text[start:end]`, how it is shown, and the places in the text of the digits that are not."""

    start: int
    end: int
    sort: Sort
    masked: str
    hidden: tuple[int, ...]


_SHORTEST: Final = 8
_LONG: Final = re.compile(rb"[0-9][0-9 .-]{7}")
"""Nothing shorter is looked at closely; it is looked for in what is ASCII of a text, of which there is little."""
_WIDE: Final = ("１", "０")
"""A number that is typed in full-width digits has one of these: a mobile begins with 1, a year with 19 or 20."""

_DIGITS: Final = lazy(r"[0-9０-９](?:[^\w\n]{0,8}[0-9０-９]){8}")
"""More digits than a date has, with no more between them than there may be within a number."""
_GROUP: Final = lazy(r"(?<![0-9A-Za-z])(?:\+?86(?=1[3-9][0-9]{9}(?![0-9])))?([0-9]+[Xx]?)(?![0-9A-Za-z])")
_GAP: Final = lazy(r" {1,3}| ?[.-] ?")
"""What may stand between two groups of digits of one number."""
_MOBILE_GROUPS: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4)})
_COUNTRY: Final = frozenset({"86", "0086"})

_TOLD_IDENTITY: Final = lazy(r"(?:身份证|证件)[^0-9\n,。;]{0,6}$")
_OLD_IDENTITY: Final = lazy(r"[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}")
"""As cards had it until 1999: a year of two digits, and nothing to check it by."""
_CARD: Final = lazy(r"(?:6[02]|4[0-9]|5[1-5]|35)[0-9]{14,17}")
_MOBILE: Final = lazy(r"1[3-9][0-9]{9}")
_THINGS: Final = lazy(
    r"(?:编号|文号|单号|订单|批次|批号|案号|货号|序号|序列号|流水号?|计划号|合同号|项目号|许可证号?|发票|凭证|代码|编码|条码|IMEI)"
    r"(?:(?!电|手机|联系|卡|账)[^0-9\n,。;]){0,6}$"
)
"""Before a number: then it is that of a thing."""
_PUBLIC: Final = lazy(
    r"(?:热线|专线|(?:咨询|服务|值班|监督|举报|投诉|报名|求助)(?:电话|手机|方式|(?=号|[:是为(\s0-9]|$)))(?:号码)?"
    r"(?:\([^()\n]{1,8}\))?[:是为]?\s*"
    r"(?:(?![^\n]{0,8}联系)[\u4e00-\u9fff]{2,8}[ :(]{0,2})?"
    r"(?:[0-9][0-9 -]{5,20}[0-9](?:\([^()\n]{1,8}\))?\)?[、,/;或和及\s]{1,3}"
    r"(?:[\u4e00-\u9fff]{1,4}(?:老师|主任|同志|科长|处长)[ :(]{0,2})?){0,4}$"
)
"""Before a number: then it is meant to be rung, and so are those after the first."""
_STUDENT_WORDS: Final = ("学号", "学生证", "学籍号", "准考证", "考生号")
_STUDENT_WORD: Final = rf"(?:{'|'.join(_STUDENT_WORDS)})号?"
_STUDENT: Final = lazy(
    rf"{_STUDENT_WORD}[^0-9\n,。;]{{0,5}}([0-9]{{8,20}})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])([0-9]{{9,14}})[ ]?\(?{_STUDENT_WORD}"
)
_NEXT_STUDENT: Final = lazy(r"[、,和及/ ]{1,3}([0-9]{8,20})(?![0-9A-Za-z])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_UNSEEN: Final = lazy("[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HTML: Final = lazy(r"<(/?\w+)[^<>]*>|&\w{1,10};|[^<&]+|[<&]")
_TAG: Final = lazy("<[^<>]*>")
_WITHIN_WORDS: Final = frozenset(
    {"a", "b", "code", "del", "em", "i", "ins", "mark", "s", "span", "strong", "u"}
)


@lru_cache(maxsize=8)
def found(text: str) -> tuple[Secret, ...]:
    """All such numbers of a text, in order."""
    return tuple(_found(text, *_seen(text))) if may_hold(text) else ()


def masked(text: str) -> str:
    """The text as it is published."""
    return _hidden(text, found(text))


def masked_html(html: str) -> str:
    """HTML as it is published: what is between its tags is masked; addresses are left as they are."""
    words = _TAG.sub("", html)
    if not may_hold(words.replace("&nbsp;", " ") if "&" in words else words):
        return html
    return _hidden(html, tuple(_found(html, *_read(html))))


def may_hold(text: str) -> bool:
    """Whether it takes a closer look to know that there is no such number in a text; for most it does not."""
    if len(text) < _SHORTEST:
        return False
    if _LONG.search(text.encode("ascii", "ignore")) is None and not any(sign in text for sign in _WIDE):
        return False
    return _DIGITS.search(text) is not None or any(word in text for word in _STUDENT_WORDS)


def _hidden(text: str, numbers: Sequence[Secret]) -> str:
    if not numbers:
        return text
    hidden = {place for one in numbers for place in one.hidden}
    return "".join("*" if i in hidden else sign for i, sign in enumerate(text))


def _seen(text: str) -> tuple[str, Sequence[int]]:
    """What a reader sees of a text, in ASCII as far as there is ASCII for it; and where in the text each sign is."""
    signs = text.translate(_narrow())
    if not _UNSEEN.search(signs):
        return signs, range(len(signs))
    places = [i for i, sign in enumerate(signs) if not _UNSEEN.match(sign)]
    return "".join(signs[i] for i in places), places


def _read(html: str) -> tuple[str, Sequence[int]]:
    """What a reader sees of HTML, a line for each block; and where in the HTML each sign is."""
    signs: list[str] = []
    places: list[int] = []
    for match in _HTML.finditer(html):
        name = (match[1] or "").removeprefix("/")
        read = unescape(match[0]) if match[0][0] == "&" else match[0]
        if name:
            read = "" if name in _WITHIN_WORDS else "\n"
        signs.append(read)
        places += range(match.start(), match.start() + len(read))
    seen, kept = _seen("".join(signs))
    return seen, [places[i] for i in kept]


@cache
def _narrow() -> Mapping[int, str]:
    """Full-width signs, spaces and dashes of all kinds -> those of ASCII."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return {
        **wide,
        **dict.fromkeys(map(ord, "\t\xa0\u2002\u2003\u2007\u2009\u202f\u3000"), " "),
        **dict.fromkeys(map(ord, "‐‑‒–—−﹣"), "-"),
    }


def _found(text: str, signs: str, places: Sequence[int]) -> Iterator[Secret]:
    """The numbers in `signs`, as they stand in `text`, which has sign i at `places[i]`."""
    taken: set[int] = set()
    numbers = []
    for sort, start, end in _candidates(signs):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            numbers.append((start, end, sort))
    for start, end, sort in sorted(numbers):
        digits = [places[i] for i in range(start, end) if signs[i] in "0123456789Xx"]
        before, after = _SHOWN[sort] if len(digits) > _SHORTEST else (2, 2)
        hidden = set(digits[before:-after])
        first, last = places[start], places[end - 1] + 1
        shown = "".join("*" if i in hidden else text[i] for i in range(first, last))
        yield Secret(first, last, sort, shown, tuple(sorted(hidden)))


_SHOWN: Final = {Sort.IDENTITY: (6, 4), Sort.CARD: (4, 4), Sort.MOBILE: (3, 4), Sort.STUDENT: (4, 2)}
"""How many of its first and last digits are shown of a number."""


def _candidates(signs: str) -> Iterator[tuple[Sort, int, int]]:
    """Everything that looks like such a number; of two that share a digit the first is meant."""
    runs = list(_runs(signs))
    yield from ((Sort.IDENTITY, one.start, one.end) for one in runs if _is_identity(signs, one))
    yield from ((Sort.CARD, one.start, one.end) for one in runs if _is_card(signs, one))
    for match in _STUDENT.finditer(signs):
        yield Sort.STUDENT, *match.span(1 if match[1] else 2)
        other = _NEXT_STUDENT.match(signs, match.end()) if match[1] else None
        while other:
            yield Sort.STUDENT, *other.span(1)
            other = _NEXT_STUDENT.match(signs, other.end())
    yield from ((Sort.MOBILE, one.start, one.end) for one in runs if _is_mobile(signs, one))


class _Run(NamedTuple):
    """Neighbouring groups of digits, `signs[start:end]`; and whether a point or a dash joins them to others."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    joined: bool


def _runs(signs: str) -> Iterator[_Run]:
    """Neighbouring groups that have as many digits together as one of the numbers, each group by itself too."""
    groups = [match.span(1) for match in _GROUP.finditer(signs)]
    gaps = [_gap(signs, before[1], after[0]) for before, after in pairwise(groups)]
    for i, (start, _) in enumerate(groups):
        digits = ""
        for j in range(i, len(groups)):
            if j > i and gaps[j - 1] is None:
                break
            digits += signs[groups[j][0] : groups[j][1]]
            if len(digits) > 19:
                break
            if len(digits) == 11 or len(digits) > 14:
                country = i and signs[groups[i - 1][0] : groups[i - 1][1]] in _COUNTRY
                before = gaps[i - 1] if i and not country else None
                after = gaps[j] if j < len(gaps) else None
                joined = any(gap and not gap.isspace() for gap in (before, after))
                sizes = tuple(last - first for first, last in groups[i : j + 1])
                yield _Run(start, groups[j][1], digits, sizes, joined)
            if groups[j][1] - groups[j][0] < 3:
                break


def _gap(signs: str, start: int, end: int) -> str | None:
    """What is between two groups, if they can be of one number."""
    return signs[start:end] if end - start < 4 and _GAP.fullmatch(signs, start, end) else None


def _before(signs: str, run: _Run, size: int) -> str:
    """What stands before a number on its line."""
    return signs[max(run.start - size, 0) : run.start].rpartition("\n")[2]


def _is_identity(signs: str, run: _Run) -> bool:
    """Whether the last sign is what GB 11643—1999 computes from the others, and the day of birth is a day; or it is said."""
    digits = run.digits
    if len(digits) == 15:
        return bool(_OLD_IDENTITY.fullmatch(digits) and _TOLD_IDENTITY.search(_before(signs, run, 12)))
    if len(digits) != 18 or digits[0] == "0" or not digits[:17].isdecimal():
        return False
    return _is_checked(digits) or _TOLD_IDENTITY.search(_before(signs, run, 12)) is not None


def _is_checked(digits: str) -> bool:
    if digits[6:8] not in ("19", "20"):
        return False
    try:
        dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True)) % 11
    return digits[17].upper() == "10X98765432"[rest]


def _is_card(signs: str, run: _Run) -> bool:
    """Whether the last digit is the check of ISO/IEC 7812 (Luhn)."""
    if not _CARD.fullmatch(run.digits) or min(run.groups[:-1], default=4) < 4:
        return False
    digits = [int(digit) for digit in reversed(run.digits)]
    if sum(digits[::2]) % 10 != -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10:
        return False
    return _THINGS.search(_before(signs, run, 16)) is None


def _is_mobile(signs: str, run: _Run) -> bool:
    """Whether it is somebody's mobile: neither part of a longer number, nor a thing's, nor meant to be rung."""
    if run.joined or run.groups not in _MOBILE_GROUPS or not _MOBILE.fullmatch(run.digits):
        return False
    return not (_THINGS.search(_before(signs, run, 16)) or _PUBLIC.search(_before(signs, run, 80)))
