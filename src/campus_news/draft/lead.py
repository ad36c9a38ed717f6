"""The sentence that tells of the meeting: its day, hour, place and name.

    在 PLACE 召开 NAME | NAME 在 PLACE 召开 | NAME 于 DAY 在 PLACE 召开 | 主持召开 NAME
The day is the first one in whose sentence something is held; others are of other meetings, deadlines, documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from campus_news.draft.fact import Place, Words
from campus_news.lazy import lazy
from campus_news.rules import numeral
from campus_news.rules.day import Date, dates

_HELD: Final = "召开|举行|举办|开幕|开展|组织(?![部处科委员者])|庆祝(?=[^，。；]{0,12}节)"
HELD: Final = lazy(f"(?:隆重|顺利|如期|成功|组织|主持|正式){{0,3}}(?:{_HELD})(?!的)")
_SENTENCE: Final = lazy(r"[^。！？\n]+[。！？]?")
_TIME: Final = lazy(
    r"\s*[（(]?(?:星期.|周.)?[）)]?\s*(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*"
    r"(?P<clock>\d{1,2}\s*[：:]\s*\d\d|[\d一二三四五六七八九十两]{1,3}[时点](?:半|[\d一二三四五六七八九十]{1,3}分?)?)?"
)
_CLOCK: Final = lazy(
    r"(?P<part>上午|下午|中午|晚上)(?P<clock>\d{1,2}[：:]\d\d|[\d一二三四五六七八九十两]{1,3}[时点](?:半|[\d一二三四五六七八九十]{1,3}分?)?)"
)
_PLACE: Final = lazy(
    rf"在(?P<place>[^，。；：]{{2,40}}?)(?=(?:隆重|顺利|如期|成功|组织|主持|正式){{0,3}}(?:{_HELD}|进行)|召开)"
)
_TAIL: Final = lazy(r"(?:室|厅|馆|楼|场|堂|校区|中心|广场|教室|园|大院|基地|礼堂|大厦|\d+号?|[A-Z]?\d{2,5})$")
_NO_PLACE: Final = lazy("之际|主持下|陪同下|带领下|过程中|期间|基础上|指导下|背景下|号召下|之后|时候|讲话中")
_STRIP: Final = lazy("^(?:[我本]?[校院]|学校|学院|分校|我们)(?:于|在)?|^(?:了|的)")
_NAME_AFTER: Final = lazy(r"(?:召开|举行|举办|开展|庆祝)了?(?:我国)?(?P<name>[^，。；]{2,60}?)(?=[，。；]|$)")
_NAME_ATTENDED: Final = lazy(r"(?:出席|参加)了?(?P<name>[^，。；]{4,40}(?:会|典礼|仪式))(?=[，。；]|并|$)")
_NAME_BEFORE: Final = lazy(
    r"(?:^|(?<=[，。；]))(?P<name>[^，。；]{3,60}?)(?:于[^，。；]{2,20})?(?:在[^，。；]{2,40})?(?:隆重|顺利|如期|成功|正式){0,3}(?:召开|举行|举办|开幕)(?=[，。；]|$)"
)
_DAMAGED: Final = lazy(r"(?<![\d.])(?:\d{3,4}日?(?=[上中下]午)|20\d{3,6}日(?!期))")
_JUBILEE: Final = lazy(r"第([\d一二三四五六七八九十百]+)个教师节")
_MEETING: Final = lazy("会|典礼|仪式|大会|学习|活动|座谈|讲座|论坛|培训|课|班|评议|述职|赛|节|调研")


class Lead(NamedTuple):
    """Where the meeting is told of: line, sentence, the date in it (None if there is none or it is damaged)."""

    line: int
    start: int
    end: int
    date: Date | None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences of a line; a full stop within brackets ends none."""
    for match in _SENTENCE.finditer(text):
        yield match.span()


def find(body: list[tuple[int, str]]) -> Lead | None:
    """The sentence that says what was held when; failing that the first that says what was held."""
    second = None
    for line, text in body[:8]:
        for start, end in sentences(text):
            day = next(dates(text, start, end), None)
            held = HELD.search(text, start, end)
            if day and (held or second is None):
                after = HELD.search(text, day.end, end)
                if after or held:
                    return Lead(line, start, end, day)
            if held and second is None:
                second = Lead(line, start, end, None)
    for line, text in body[:3]:
        day = next(dates(text, 0, len(text)), None)
        if day and day.start < 40:
            start = max((a for a, _ in sentences(text) if a <= day.start), default=0)
            end = next((b for a, b in sentences(text) if b >= day.end), len(text))
            return Lead(line, start, end, day)
    return second


def damaged(body: list[tuple[int, str]]) -> Words | None:
    """A date of which signs were lost on the way (127下午): never guessed."""
    for line, text in body[:3]:
        match = _DAMAGED.search(text)
        if match:
            return Words(match[0], Place(line, *match.span()))
    return None


def time(text: str, lead: Lead) -> Words | None:
    """The part of the day and the clock time right after the date."""
    start = lead.date.end if lead.date else lead.start
    match = _TIME.match(text, start) if lead.date else None
    if not match or not (match["part"] or match["clock"]):
        match = _CLOCK.search(text, start, lead.end)
    if not match or not (match["part"] or match["clock"]):
        return None
    a = match.start("part") if match["part"] else match.start("clock")
    b = match.end("clock") if match["clock"] else match.end("part")
    return Words(text[a:b], Place(lead.line, a, b))


def venue(text: str, lead: Lead) -> tuple[Words, bool] | None:
    """The place of the meeting, and whether it ends as places do."""
    for match in _PLACE.finditer(text, lead.start, lead.end):
        a, b = match.span("place")
        inner = text.rfind("在", a, b)
        while inner >= 0 and inner - a > 1 and not _TAIL.search(text[a:inner]):
            a = inner + 1
            inner = text.rfind("在", a, b)
        b = a + len(text[a:b].rstrip("（《“"))
        words = text[a:b]
        if not _NO_PLACE.search(words) and len(words) > 1:
            return Words(words, Place(lead.line, a, b)), _TAIL.search(words) is not None
    return None


def name(text: str, lead: Lead) -> Words | None:
    """What the meeting is called."""
    for pattern in (_NAME_AFTER, _NAME_BEFORE, _NAME_ATTENDED):
        for match in pattern.finditer(text, lead.start, lead.end):
            a, b = match.span("name")
            if lead.date and a < lead.date.end <= b:
                a = lead.date.end
                part = _TIME.match(text, a)
                a = part.end() if part else a
            skip = _STRIP.match(text[a:b])
            a += skip.end() if skip else 0
            if b - a > 1 and _MEETING.search(text[a:b]):
                return Words(text[a:b], Place(lead.line, a, b))
    return None


def year(day: Date, texts: list[str], published: dt.date | None) -> int | None:
    """The year of a day without one: counted from a 教师节, else the latest that is not after the publication."""
    for text in texts:
        match = _JUBILEE.search(text)
        count = numeral.value(match[1]) if match else None
        if count and day.month in (8, 9):
            return 1984 + count
    if published is None:
        return None
    for candidate in (published.year, published.year - 1):
        try:
            held = dt.date(candidate, day.month, day.day)
        except ValueError:
            continue
        if held <= published and (published - held).days <= 62:
            return candidate
    return None
