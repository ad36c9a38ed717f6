"""What a report's first sentences say of the meeting's day, hour and place, against its fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.model import TimeOfDay
from campus_news.rules import numeral
from campus_news.rules.day import Date, dates, sentence
from campus_news.rules.rule import Case, rule

_REAL: Final = "本项目：真实报道的导语都写明时间、地点，复制旧稿时最容易忘改。"
_NEAR: Final = dt.timedelta(days=60)
_DAYS: Final = "一二三四五六日"

DATE = Kind(
    "E550",
    Severity.ERROR,
    "正文写“{words}”，date 却是 {date}，请核对是哪一天",
    "the text says '{words}', the field date {date}; one of them is wrong",
)
WEEKDAY = Kind(
    "E551",
    Severity.ERROR,
    "{date}是星期{right}，不是星期{words}，请核对日期和星期",
    "{date} is day {right} of the week, not {words}",
)
TIME = Kind(
    "E552",
    Severity.WARNING,
    "正文写“{words}”，time 却是“{time}”，请核对",
    "the text says '{words}', the field time '{time}'",
)
VENUE = Kind(
    "E553",
    Severity.WARNING,
    "正文写会议在“{words}”，venue 却是“{venue}”，请核对",
    "the text says '{words}', the field venue '{venue}'",
)
_HEAD: Final = lazy(r"\n*(?:[^\n]+\n*){1,4}")
_STOP: Final = lazy(r"[。！？\n]")
_HELD: Final = lazy("召开|举行|举办|开幕|主持|召集|开展")
_CAME: Final = lazy("听课|签约|签订|洽谈|来访|来校|到访|走访|看望|慰问|调研|参观|开学|报到|揭牌")
_FIRST: Final = 12
"""Characters of the text within which a date is the meeting's even if nothing is said to be held on it."""
_NO_MONTH: Final = lazy(r"\s*(\d{1,2})日(?=[上中下]午|晚|[，,])")
_DONE: Final = lazy(r"\s*(?:[上中下]午|晚上?)[^。\n]*?(?:组织|庆祝|检查|看望|慰问|调研|参观|座谈)")
_VAGUE: Final = lazy(r"(?:^|[。，,\s])(?:近日|日前|近期|[今昨前][天日])")
_OTHER_BEFORE: Final = lazy(
    r"(?:前的|去年的?|当年|往年|每年|截至|截止到?|自|从|至|到|定于|将于|拟于|根据|按照|《)\s*$"
)
_OTHER_AFTER: Final = lazy(
    r"\s*(?:前|起|以前|之前|以来|止|印发|发布|下发|[^，。；\n]{0,12}(?:召开|举行|举办|印发|发布)的)"
)
_HOUR: Final = lazy(
    r"(?:[（(][^）)\n]{1,8}[）)])?\s*(凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*"
    rf"(?:({numeral.SIGN}{{1,3}})\s*(?:[:：]\s*(\d\d)|[时点](?:\s*(\d\d|半))?))?"
)
_PLACE: Final = lazy(
    r"在([^，。；：在\n]{2,30}?)(?:隆重|顺利|如期|成功|组织|主持)?(?:召开|举行|举办|开幕|开展)"
)
_TAIL: Final = lazy(r"(?:[室厅馆楼场堂园区]|中心|基地|教室|\d)[)）]?$")
_WEEKS: Final = tuple(lazy(f"{week}([一二三四五六日天])") for week in ("星期", "周"))
"""One for each: a search for what begins with one character is ten times as fast."""
_BEFORE_WEEK: Final = lazy(r"日(?:[上中下]午|晚上?|早上)?[（(，,\s]{0,2}$")
_AFTER_WEEK: Final = lazy(r"(?=[）)，,。；、\s上下中晚早]|$)", re.M)
_HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九层", "00123456789楼", " 　")
_PERIOD: Final = lazy("凌晨|清晨|早上|上午|中午|下午|傍晚|晚上")
_SAME: Final = {"上午": ("凌晨", "清晨", "早上"), "下午": ("傍晚",), "晚上": ("傍晚", "晚")}
_PERIODS: Final = {
    "凌晨": (0, 7), "清晨": (5, 9), "早上": (5, 10), "上午": (6, 12), "中午": (11, 14),
    "下午": (12, 19), "傍晚": (17, 20), "晚上": (17, 24), "晚": (17, 24),
}  # fmt: skip


class _Held(NamedTuple):
    """The date on which the text says the meeting was held, and its sentence."""

    date: Date
    start: int
    end: int


@lru_cache(1)
def head(case: Case) -> str:
    """The first four paragraphs, at most 800 characters: a place in it is the same place in `body`."""
    match = _HEAD.match(case.prose, 0, 800)
    return match[0] if match else ""


@lru_cache(1)
def _held(case: Case) -> _Held | None:
    """The first date of the lead with a word of holding after it in its sentence; the report's own if it is among them."""
    first = None
    text = head(case)
    for date in (*_without_month(text, case.report.date), *dates(text, 0, len(text))):
        start = sentence(text, date.start)
        stop = _STOP.search(text, date.end)
        end = stop.start() if stop else len(text)
        other = _OTHER_BEFORE.search(text, start, date.start) or _OTHER_AFTER.match(text, date.end)
        told = _HELD.search(text, date.end, end) or _DONE.match(text, date.end, end)
        if date.start < _FIRST:
            told = told or _CAME.search(text, date.end, end)
        if told and not other:
            held = _Held(date, start, end)
            if date.covers(case.report.date):
                return held
            first = first or held
    return first


def _without_month(text: str, date: dt.date) -> Iterator[Date]:
    """29日下午, with which a text begins: of the month of `date`."""
    match = _NO_MONTH.match(text)
    if match:
        yield Date(match.start(1), match.end(1) + 1, None, date.month, int(match[1]))


@rule(
    DATE,
    what="导语里开会的日期与 date 不同。",
    why="日期写错，报道会排到别的月份去；领导的任职也按这一天查。",
    source=_REAL,
    bad="9月27日下午，学校召开例会。\n",
    good="9月29日下午，学校召开例会，传达9月27日召开的全省会议精神。\n",
)
def the_day_is_the_same(case: Case) -> Iterator[Diagnostic]:
    """E550: the first date of the lead that something was held on is the report's."""
    held, right = _held(case), case.report.date
    if held and not held.date.covers(right) and not _VAGUE.search(head(case)):
        date = held.date
        fix = f"{f'{right.year}年' if date.year else ''}{right.month}月{right.day}日"
        words = case.prose[date.start : date.end]
        span = case.span(date.start, date.end)
        yield finding(DATE, span, None if date.last else fix, words=words, date=str(right))


@rule(
    WEEKDAY,
    what="日期后面写的星期不对。",
    why="日期和星期总有一个是错的。",
    source="日历；没有写年份的，只看会议前后两个月内的日期。",
    bad="9月29日（星期三）下午，学校召开例会。\n",
    good="9月29日（星期四）下午，学校召开例会。\n",
)
def weekdays_are_right(case: Case) -> Iterator[Diagnostic]:
    """E551: the day of the week that stands beside a date is that of the date."""
    for match in (one for week in _WEEKS for one in week.finditer(case.prose)):
        date = _beside(case.prose, match.start(), match.end())
        day = _nearest(date, case.report.date) if date else None
        said = match[1].replace("天", "日")
        if day and _DAYS[day.weekday()] != said:
            right = _DAYS[day.weekday()]
            fix = right if day == case.report.date else None
            span = case.span(*match.span(1))
            yield finding(WEEKDAY, span, fix, date=f"{day.month}月{day.day}日", right=right, words=said)


def _beside(text: str, start: int, end: int) -> Date | None:
    """The date right before the day of the week `text[start:end]`, or in brackets after it."""
    before = _BEFORE_WEEK.search(text, max(0, start - 6), start)
    if before and _AFTER_WEEK.match(text, end):
        at = before.start() + 1
        return next((one for one in dates(text, max(0, at - 16), at) if one.end == at), None)
    if text[end : end + 1] in ("（", "("):
        return next((one for one in dates(text, end + 1, end + 17) if one.start == end + 1), None)
    return None


def _nearest(said: Date, date: dt.date) -> dt.date | None:
    """The day that is said; without a year only one that is near to `date`."""
    years = (said.year,) if said.year else (date.year, date.year - 1, date.year + 1)
    for year in () if said.last else years:
        try:
            found = dt.date(year, said.month, said.day)
        except ValueError:
            continue
        if said.year or abs(found - date) <= _NEAR:
            return found
    return None


@rule(
    TIME,
    what="导语里的上午、下午或钟点与 time 不同。",
    why="网页上方显示的时间会与正文不一致。",
    source=_REAL,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\ntime: 上午\n---\n9月29日下午，学校召开例会。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\ntime: 14:30\n---\n9月29日下午，学校召开例会。\n",
)
def the_hour_is_the_same(case: Case) -> Iterator[Diagnostic]:
    """E552: part of the day and clock time after the lead's date agree with the field."""
    time = case.report.time
    held = _held(case) if time else None
    if time is None or held is None:
        return
    match = _HOUR.match(case.prose, held.date.end)
    periods = _PERIOD.findall(case.prose, held.date.end, held.end)
    if any(_agree(time, period, None) for period in periods[1:]):
        return  # 上午，走访企业；下午，召开例会
    if match and not _agree(time, match[1], _minute(match)):
        fix = str(time.period) if time.period and not match[2] else None
        start = match.start(1) if match[1] else match.start(2)
        span = case.span(start, match.end())
        words = case.prose[start : match.end()]
        yield finding(TIME, span, fix, words=words, time=str(time))


def _minute(match: re.Match[str]) -> int | None:
    """The minute of the day that a clock time means; by itself 2 o'clock may be that of the afternoon."""
    hour = numeral.value(match[2]) if match[2] else None
    if hour is None or hour > 24:
        return None
    if (match[1] in ("下午", "傍晚", "晚上", "晚") and hour < 12) or (match[1] == "中午" and hour < 3):
        hour += 12
    half = match[3] or match[4] or "0"
    return hour * 60 + (30 if half == "半" else int(half))


def _agree(time: TimeOfDay, period: str | None, minute: int | None) -> bool:
    if time.clock is not None:
        if minute is not None:
            return minute == time.minute or (not period and minute + 720 == time.minute)
        low, high = _PERIODS[period] if period else (0, 24)
        return low * 60 <= time.minute <= high * 60
    low, high = _PERIODS[str(time.period)]
    if period:
        return period == time.period or period in _SAME.get(str(time.period), ())
    return minute is None or minute < 8 * 60 or low * 60 <= minute <= high * 60


@rule(
    VENUE,
    what="导语里“在……召开”的地点与 venue 不同。写得简些或全些（“报告厅”“图书馆一楼报告厅”）都算相同。",
    why="网页上方显示的地点会与正文不一致。",
    source=_REAL,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nvenue: 图书馆一楼报告厅\n---\n9月29日，学校在行政楼三楼会议室召开例会。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nvenue: 图书馆一楼报告厅\n---\n9月29日，学校在图书馆报告厅召开例会。\n",
)
def the_place_is_the_same(case: Case) -> Iterator[Diagnostic]:
    """E553: the place of the lead is the venue, a part of it or more than it."""
    venue = case.report.venue
    held = _held(case) if venue else None
    if venue is None or held is None or venue in case.prose:
        return
    if case.prose.find("分会场", held.start, held.end) >= 0:
        return
    places = list(_PLACE.finditer(case.prose, held.start, held.end + 1))
    wrong = [one for one in places if _TAIL.search(one[1])]
    if wrong and not any(_same_place(one[1], venue) for one in places):
        span = case.span(*wrong[0].span(1))
        yield finding(VENUE, span, words=wrong[0][1], venue=venue)


def _same_place(one: str, other: str) -> bool:
    """Whether the characters of the shorter stand in the longer, in order."""
    short, long = sorted((one.translate(_HAN_DIGITS), other.translate(_HAN_DIGITS)), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)
