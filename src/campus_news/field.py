"""The values of front matter: what an editor typed -> a date, a time, a name; or what should have been typed.

Each function takes a scalar's text and returns its value or raises `wrong`, which carries the kind of finding, its
words and, where it is certain, the text that would have been right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campus_news import catalogue as kinds
from campus_news.diagnostics import Kind, Severity, Value
from campus_news.lazy import lazy
from campus_news.model import Period, Status, TimeOfDay

_DATE = lazy(r"(\d{4})\s*([-/年])\s*(\d{1,2})\s*([-/月])\s*(\d{1,2})\s*日?")
_LOOSE_DATE = lazy(r"(\d{4})\s*[-/.年·_一]?\s*(\d{1,2})\s*[-/.月·_一]?\s*(\d{1,2})(?:\s*[日号]|(?!\d))")
_CLOCK = lazy(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")
_SPOKEN_CLOCK = lazy(
    r"(凌晨|早上|上午|中午|下午|晚上|晚)?\s*(\d{1,2})\s*[:：点时.]\s*(?:(半)|(\d{1,2})?\s*分?)(?::\d{2})?\s*(am|pm)?",
    re.I,
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
_SEPARATORS = lazy(r"\s*[、，,；;/]\s*")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_SHORT_NAME = lazy(rf"[{_HAN}]{{2,3}}")
_DOT = lazy("[•‧・･]")
_HAN_NAME = lazy(rf"[{_HAN}·•]+")
_LATIN_NAME = lazy(r"[^\W\d_][^\W\d_.'’\- ·]*(?:[.'’\- ·]+[^\W\d_.'’\- ·]+)*\.?")
_POST = "(?:书记|校长|院长|处长|主任|部长|主席|科长|厅长|局长|市长|省长|会长|教授|老师|同志)"
_VERBS = ("主持", "讲话", "发言", "致辞", "出席", "参加", "列席", "汇报")
_TITLED = lazy(rf"([{_HAN}]*?{_POST})([{_HAN}]{{2,4}})")
_TITLED_AFTER = lazy(rf"([{_HAN}]{{2,3}})([{_HAN}]{{0,4}}{_POST})")
_EARLIEST, _LATEST = 1900, 2199
"""Years of a meeting; the calendar has others, but who types one has slipped."""
_FILE = lazy(r"[\w-]+\.\w+")
_URL = lazy(r"(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)((?:/[A-Za-z0-9._~/-]*)?)")
_SLUG = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")


LEADS_AWAY = Kind(
    "E289",
    Severity.ERROR,
    "网址“{value}”里不能有“//”，也不能有只写点的一段：浏览器会把它当成另一个网站",
    "no part of the path of '{value}' may be empty or dots: browsers would take it for another site",
)
"""Pages refer to what is theirs by the path alone, and `//a/x.js` is the file of another host."""


@dataclass(slots=True)
class Wrong(Exception):
    """A value that cannot stand. `fix` is what the whole scalar should be; `fault` makes lines of several."""

    kind: Kind
    fix: str | tuple[str, ...] | None
    values: Mapping[str, Value]
    """What the words of `kind` are filled with."""


def wrong(kind: Kind, fix: str | tuple[str, ...] | None = None, **values: Value) -> Wrong:
    """The `Wrong` of these words."""
    return Wrong(kind, fix, values)


def day(text: str) -> dt.date:
    """A date as editors write it: 2022-09-29, 2022-9-29, 2022/9/29, 2022年9月29日."""
    match = _DATE.fullmatch(text.strip())
    if match and (match[2] == "年") == (match[4] == "月"):
        return _existing(text, int(match[1]), int(match[3]), int(match[5]))
    date, rest = _loose_day(text)
    if date is None:
        raise wrong(kinds.BAD_DATE, value=text)
    if not rest:
        raise wrong(kinds.BAD_DATE, date.isoformat(), value=text)
    time_of_day = _clock_in(rest)
    if time_of_day is None:
        raise wrong(kinds.BAD_DATE, value=text)
    raise wrong(kinds.DATE_WITH_TIME, (date.isoformat(), f"time: {time_of_day}"))


def _loose_day(text: str) -> tuple[dt.date | None, str]:
    """The day that `text` begins with in any way of writing, and what follows it."""
    folded = unicodedata.normalize("NFKC", text).strip()
    loose = _LOOSE_DATE.match(folded)
    if not loose:
        return None, folded
    date = _existing(text, int(loose[1]), int(loose[2]), int(loose[3]))
    return date, folded[loose.end() :].lstrip("T, ").strip()


def _existing(text: str, year: int, month: int, number: int) -> dt.date:
    if not _EARLIEST <= year <= _LATEST:
        raise wrong(kinds.BAD_DATE, value=text)
    try:
        return dt.date(year, month, number)
    except ValueError:
        fix = None
        if 1 <= month <= 12 and number > 28:
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
    """What 下午2点半, 14点30分 and 早上 mean; None unless all of the text is understood."""
    text = text.strip()
    if text in tuple(Period) or text in _PERIODS:
        return TimeOfDay(period=_PERIODS.get(text) or Period(text))
    match = _SPOKEN_CLOCK.fullmatch(text)
    if not match:
        return None
    hour, minute = int(match[2]), 30 if match[3] else int(match[4] or 0)
    period, half = match[1], (match[5] or "").lower()
    if (period and half) or (period in ("晚上", "晚", "凌晨") and hour == 12):
        return None
    if hour < 12 and (half == "pm" or period in ("下午", "晚上", "晚") or (period == "中午" and hour < 3)):
        hour += 12
    return TimeOfDay(clock=dt.time(hour, minute)) if hour < 24 and minute < 60 else None


def moment(text: str) -> dt.datetime:
    """A date, or a date and a clock time; without a zone, which is the site's."""
    parts = text.strip().replace("T", " ").split(maxsplit=1)
    try:
        date = day(parts[0]) if parts else None
    except Wrong:
        date = None
    clock = _CLOCK.fullmatch(parts[1]) if len(parts) > 1 else None
    if date is None or (len(parts) > 1 and not (clock and int(clock[1]) < 24 and int(clock[2]) < 60)):
        raise wrong(kinds.BAD_MOMENT, _moment_meant(text), value=text)
    return dt.datetime.combine(date, dt.time(int(clock[1]), int(clock[2])) if clock else dt.time())


def _moment_meant(text: str) -> str | None:
    try:
        date, rest = _loose_day(text)
    except Wrong:
        return None
    if date is None or not rest:
        return str(date) if date else None
    clock = _clock_in(rest)
    return f"{date} {clock.clock:%H:%M}" if clock and clock.clock else None


def status(text: str) -> Status:
    """draft, published or withdrawn."""
    if text in tuple(Status):
        return Status(text)
    meant = _STATUSES.get(text.strip().lower()) or next(
        (s for s in Status if s[:4] == text.lower()[:4]), None
    )
    raise wrong(kinds.BAD_STATUS, meant.value if meant else None)


def name(text: str) -> str:
    """One person's name: Han characters and ·, or letters."""
    text = _DOT.sub("·", text.strip())
    if _SHORT_NAME.fullmatch(text) and text[-1] != "等" and text[-2:] not in _VERBS:
        return text
    parts = [part for part in _SEPARATORS.split(text) if part]
    if len(parts) > 1:
        raise wrong(kinds.JOINED_NAMES, tuple(parts), value=text)
    items = re.split(r"\s+[-－—–•]\s+", text)
    if len(items) > 1:
        raise wrong(kinds.INDENT, tuple(items))
    if re.match(r"[-－—–]\s*\S", text):
        raise wrong(kinds.DASH, tuple(re.findall(r"[-－—–]\s*([^\s\-－—–]+)", text)))
    titled = re.fullmatch(rf"([{_HAN}]+)\s*[:：]\s*([{_HAN}·]{{2,}})", text)
    if titled:
        raise _titled(titled[2], titled[1])
    words = text.split()
    if len(words) > 1 and all(re.fullmatch(f"[{_HAN}·]+", word) for word in words):
        raise _spaced(text, words)
    if _HAN_NAME.fullmatch(text):
        return _han_name(text)
    if (
        _LATIN_NAME.fullmatch(text)
        and len(text) <= 60
        and not (len(words) > 1 and re.search(f"[{_HAN}]", text))
    ):
        return text
    raise wrong(kinds.BAD_NAME, value=text)


def is_post(text: str) -> bool:
    """Whether `text` ends like a post: 副校长, 教务处处长."""
    return re.fullmatch(rf"[{_HAN}、]*{_POST}", text) is not None


def _titled(who: str, post: str) -> Wrong:
    return wrong(kinds.TITLED_NAME, f"{{name: {who}, title: {post}}}")


def _spaced(text: str, words: list[str]) -> Wrong:
    """Spaces between Han: single characters are one name set wide, as in tables; longer words are several things."""
    if len(words) == 2 and is_post(words[0]) != is_post(words[1]):
        post, who = words if is_post(words[0]) else reversed(words)
        return _titled(who, post)
    if any(len(word) == 1 for word in words):
        return wrong(kinds.SPACED_NAME, "".join(words) if len("".join(words)) <= 4 else None)
    if any(word in _VERBS for word in words):
        return wrong(kinds.TWO_NAMES, value=text)
    return wrong(kinds.JOINED_NAMES, tuple(words), value=text)


def _han_name(text: str) -> str:
    if len(text) > 3 and (titled := _TITLED.fullmatch(text)):
        raise _titled(titled[2], titled[1])
    if len(text) > 3 and (titled := _TITLED_AFTER.fullmatch(text)):
        raise _titled(titled[1], titled[2])
    joined = re.fullmatch(r"([^·]{2,3})[和与及]([^·]{2,3})", text)
    if joined:
        raise wrong(kinds.JOINED_NAMES, (joined[1], joined[2]), value=text)
    if len(text) > 2 and (text.endswith("等") or text[-2:] in _VERBS):
        raise wrong(kinds.TWO_NAMES, value=text)
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
    if _FILE.fullmatch(text):
        return text
    parts = [part for part in re.split(r"\s*[，、；;,]\s*", text) if part]
    if len(parts) > 1 and all("." in part for part in parts):
        raise wrong(kinds.JOINED_FILES, tuple(parts), value=text)
    if text in (".", "..") or any(char in text for char in "/\\:"):
        last = PurePosixPath(text.replace("\\", "/")).name
        raise wrong(kinds.OUTSIDE_PHOTO, last if "." in last.strip(".") else None, file=text)
    return text


def reason(value: object) -> str:
    """Why a check is waived: some words, in one line."""
    if not isinstance(value, str):
        raise wrong(kinds.NOT_TEXT)
    text = value.strip()
    if "\n" in text:
        raise wrong(kinds.BAD_LINE)
    if not any(char.isalnum() for char in text):
        raise wrong(kinds.NO_REASON)
    return text


def rank(text: str) -> int:
    """A whole number from 1."""
    if re.fullmatch(r"[1-9]\d{0,3}", text.strip(), re.ASCII):
        return int(text)
    raise wrong(kinds.BAD_RANK)


def url(text: str) -> str:
    """A site's address, with the slash at its end."""
    text = text.strip()
    if typed := _URL.fullmatch(text):
        meant = "/".join([typed[1], *(part for part in typed[2].split("/") if part.strip(".")), ""])
        if meant != text.rstrip("/") + "/":
            raise wrong(LEADS_AWAY, meant, value=text)
        return meant
    bare = re.fullmatch(r"(?:[A-Za-z0-9-]+\.)+[a-z]{2,}(?:/[A-Za-z0-9._~/-]*)?", text)
    raise wrong(kinds.BAD_URL, f"https://{text}" if bare else None, value=text)


def zone(text: str) -> str:
    """The name of a time zone (Asia/Shanghai)."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(kinds.BAD_ZONE, "Asia/Shanghai", value=text) from None
    return text
