"""The values of front matter: what an editor typed -> a date, a time, a name; or what should have been typed.

Each function takes a scalar's text and returns its value or raises `wrong`, which carries the kind of finding, its
words and, where it is certain, the text that would have been right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic_core import PydanticCustomError

from campus_news import catalogue as kinds
from campus_news.diagnostics import Kind, Value
from campus_news.model import Period, Status, TimeOfDay

_DATE = re.compile(r"(\d{4})\s*([-/年])\s*(\d{1,2})\s*([-/月])\s*(\d{1,2})\s*日?")
_LOOSE_DATE = re.compile(r"(\d{4})\s*[-/.年·_一]?\s*(\d{1,2})\s*[-/.月·_一]?\s*(\d{1,2})\s*[日号]?(?![\d])")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")
_SPOKEN_CLOCK = re.compile(
    r"(凌晨|早上|上午|中午|下午|晚上|晚)?\s*(\d{1,2})\s*(?:[:：点时.])\s*(?:(半)|(\d{1,2})?)\s*分?"
)
_PERIODS = {
    "早上": Period.MORNING,
    "晨": Period.MORNING,
    "午后": Period.AFTERNOON,
    "晚": Period.EVENING,
    "夜间": Period.EVENING,
    "傍晚": Period.EVENING,
    "全天": Period.MORNING,
}
_STATUSES = {
    "草稿": Status.DRAFT,
    "发布": Status.PUBLISHED,
    "已发布": Status.PUBLISHED,
    "publish": Status.PUBLISHED,
    "撤回": Status.WITHDRAWN,
    "撤稿": Status.WITHDRAWN,
}
_SEPARATORS = re.compile(r"\s*[、，,；;/]\s*")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_HAN_NAME = re.compile(rf"[{_HAN}·•]+")
_LATIN_NAME = re.compile(rf"[^\W\d_][\w.'’\- ·{_HAN}]*")
_TITLED = re.compile(
    rf"([{_HAN}]+?(?:书记|校长|院长|处长|主任|部长|主席|科长|厅长|局长|会长|教授|老师|同志))([{_HAN}]{{2,4}})"
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def wrong(kind: Kind, fix: str | tuple[str, ...] | None = None, **args: Value) -> PydanticCustomError:
    """A value that cannot stand. `fix` is what the whole scalar should be; `shape` makes lines of several."""
    return PydanticCustomError(
        "campus", "{code}", {"code": kind.code, "kind": kind, "fix": fix, "args": args}
    )


def day(text: str) -> dt.date:
    """A date as editors write it: 2022-09-29, 2022-9-29, 2022/9/29, 2022年9月29日."""
    match = _DATE.fullmatch(text.strip())
    if match and (match[2] == "年") == (match[4] == "月"):
        return _existing(text, int(match[1]), int(match[3]), int(match[5]))
    folded = unicodedata.normalize("NFKC", text).strip()
    loose = _LOOSE_DATE.match(folded)
    if not loose:
        raise wrong(kinds.BAD_DATE, value=text)
    date = _existing(text, int(loose[1]), int(loose[2]), int(loose[3]))
    rest = _clock_in(folded[loose.end() :].strip().lstrip("T"))
    if rest is not None:
        raise wrong(kinds.DATE_WITH_TIME, (date.isoformat(), f"time: {rest}"))
    raise wrong(kinds.BAD_DATE, date.isoformat(), value=text)


def _existing(text: str, year: int, month: int, number: int) -> dt.date:
    try:
        return dt.date(year, month, number)
    except ValueError:
        fix = None
        if 1 <= month <= 12 and number > 28 and year:
            fix = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
        raise wrong(kinds.NO_SUCH_DAY, fix, value=text) from None


def time(text: str) -> TimeOfDay:
    """上午, 中午, 下午, 晚上, 14:30 or 14：30."""
    text = text.strip()
    if text in tuple(Period):
        return TimeOfDay(period=Period(text))
    match = _CLOCK.fullmatch(text)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return TimeOfDay(clock=dt.time(int(match[1]), int(match[2])))
    meant = _clock_in(unicodedata.normalize("NFKC", text))
    raise wrong(kinds.BAD_TIME, str(meant) if meant else None, value=text)


def _clock_in(text: str) -> TimeOfDay | None:
    """What 下午2点半, 14点30分, 早上 or 下午14:30 mean."""
    text = text.strip()
    if text in tuple(Period) or text in _PERIODS:
        return TimeOfDay(period=_PERIODS.get(text) or Period(text))
    match = _SPOKEN_CLOCK.match(text)
    if not match:
        return None
    hour, minute = int(match[2]), 30 if match[3] else int(match[4] or 0)
    if match[1] in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    return TimeOfDay(clock=dt.time(hour, minute)) if hour < 24 and minute < 60 else None


def moment(text: str) -> dt.datetime:
    """A date, or a date and a clock time; without a zone, which is the site's."""
    parts = text.strip().replace("T", " ").split(maxsplit=1)
    try:
        date = day(parts[0]) if parts else None
    except PydanticCustomError:
        date = None
    clock = _CLOCK.fullmatch(parts[1]) if len(parts) > 1 else None
    if date is None or (len(parts) > 1 and not (clock and int(clock[1]) < 24 and int(clock[2]) < 60)):
        raise wrong(kinds.BAD_MOMENT, _moment_meant(text), value=text)
    return dt.datetime.combine(date, dt.time(int(clock[1]), int(clock[2])) if clock else dt.time())


def _moment_meant(text: str) -> str | None:
    folded = unicodedata.normalize("NFKC", text).strip()
    loose = _LOOSE_DATE.match(folded)
    if not loose:
        return None
    clock = _clock_in(folded[loose.end() :].strip().lstrip("T"))
    try:
        date = dt.date(int(loose[1]), int(loose[2]), int(loose[3]))
    except ValueError:
        return None
    return f"{date} {clock.clock:%H:%M}" if clock and clock.clock else str(date)


def status(text: str) -> Status:
    """draft, published or withdrawn."""
    if text in tuple(Status):
        return Status(text)
    meant = _STATUSES.get(text.strip().lower()) or next(
        (s for s in Status if s[:4] == text.lower()[:4]), None
    )
    raise wrong(kinds.BAD_STATUS, meant.value if meant else None)


def name(text: str) -> str:
    """One person's name: Han characters and ·, or letters. Two characters may be held apart by spaces in tables."""
    text = text.strip()
    parts = [part for part in _SEPARATORS.split(text) if part]
    if len(parts) > 1:
        raise wrong(kinds.JOINED_NAMES, tuple(parts), value=text)
    if re.match(r"[-－—–•]\s*\S", text):
        raise wrong(kinds.DASH, tuple(re.findall(r"[-－—–•]\s*([^\s\-－—–•]+)", text)))
    titled = re.fullmatch(rf"([{_HAN}]+)\s*[:：]\s*([{_HAN}·]{{2,}})", text)
    if titled:
        raise wrong(kinds.TITLED_NAME, f"{{name: {titled[2]}, title: {titled[1]}}}")
    if re.fullmatch(rf"[{_HAN}]+[\s]+[{_HAN}]+", text):
        raise wrong(kinds.SPACED_NAME, re.sub(r"\s+", "", text))
    if _HAN_NAME.fullmatch(text):
        return _han_name(text)
    if _LATIN_NAME.fullmatch(text) and len(text) <= 60:
        return text
    raise wrong(kinds.BAD_NAME, value=text)


def _han_name(text: str) -> str:
    titled = _TITLED.fullmatch(text) if len(text) > 4 else None
    if titled:
        raise wrong(kinds.TITLED_NAME, f"{{name: {titled[2]}, title: {titled[1]}}}")
    if len(text) < 2 or len(text) > 20:
        raise wrong(kinds.BAD_NAME, value=text)
    return text


def number(text: str) -> int:
    """A whole number from 0."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        return int(text)
    raise wrong(kinds.BAD_NUMBER, folded if re.fullmatch(r"\d{1,4}", folded) else None)


def slug(text: str) -> str:
    """A piece of an address: a-z, 0-9 and single hyphens."""
    if _SLUG.fullmatch(text) and len(text) <= 80:
        return text
    meant = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    raise wrong(kinds.BAD_SLUG, meant if _SLUG.fullmatch(meant) else None, value=text)


def file_name(text: str) -> str:
    """The name of a picture: no folders, so that nothing outside the photo folders can be reached."""
    if text in (".", "..") or any(char in text for char in "/\\:"):
        last = PurePosixPath(text.replace("\\", "/")).name
        raise wrong(kinds.OUTSIDE_PHOTO, last or None, file=text)
    return text


def rank(text: str) -> int:
    """A whole number from 1."""
    if re.fullmatch(r"[1-9]\d{0,3}", text.strip(), re.ASCII):
        return int(text)
    raise wrong(kinds.BAD_RANK)


def url(text: str) -> str:
    """A site's address, with the slash at its end."""
    parts = urlsplit(text.strip())
    if parts.scheme in ("http", "https") and parts.netloc and not parts.query and not parts.fragment:
        return text.strip().rstrip("/") + "/"
    bare = re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", text.strip())
    raise wrong(kinds.BAD_URL, f"https://{text.strip()}" if bare else None, value=text)


def zone(text: str) -> str:
    """The name of a time zone (Asia/Shanghai)."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(kinds.BAD_ZONE, "Asia/Shanghai", value=text) from None
    return text
