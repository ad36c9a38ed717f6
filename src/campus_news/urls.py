"""Every address there is, and the file each is written to. No other module spells one."""

from __future__ import annotations

import datetime as dt

from campus_news.lazy import lazy
from campus_news.model import Picture

HOME = "/"
ARCHIVE = "/archive/"
LEADERS = "/leaders/"
NOT_FOUND = "/404.html"
SEARCH = "/search/"
CORRECTIONS = "/corrections/"

# For machines.
FEED = "/atom.xml"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
MEETINGS = "/meetings.ics"
REPORTS_DATA = "/data/reports.json"
LEADERS_DATA = "/data/leaders.json"

# For servers: where addresses of old lead.
REDIRECTS = "/_redirects"
NGINX_REDIRECTS = "/_redirects.conf"
IIS_REDIRECTS = "/_redirects.config"

OWN = ("static", "photos", "search", "data", "admin")
"""Folders of the site in which nothing else may stand."""

_MADE = lazy(rf"(/|{LEADERS}[a-z0-9-]+/|{CORRECTIONS})[0-9]{{4}}/([0-9]{{2}}/){{0,2}}")
_REPORT = lazy(r"/([0-9]{4}/[0-9]{2}/[0-9]{2})/([a-z0-9-]+)/")
_LEADER = lazy(rf"{LEADERS}([a-z0-9-]+)/")


def report(date: dt.date, slug: str) -> str:
    """/2022/09/29/monthly-meeting/: from the file's name alone, so that a new title never moves a page."""
    return f"/{date.year:04}/{date.month:02}/{date.day:02}/{slug}/"


def year(number: int) -> str:
    return f"/{number:04}/"


def month(of_year: int, number: int) -> str:
    return f"/{of_year:04}/{number:02}/"


def day(date: dt.date) -> str:
    """The page of a day, which only days of months with many reports have."""
    return f"{month(date.year, date.month)}{date.day:02}/"


def day_in_month(date: dt.date) -> str:
    """A day's place on its month's page."""
    return f"{month(date.year, date.month)}#d{date.day}"


def leader(slug: str) -> str:
    return f"{LEADERS}{slug}/"


def leader_time(slug: str, of_year: int, *within: int) -> str:
    """A year of a leader, or a month, or a day: /leaders/chen-liyan/2022/09/29/."""
    return "".join([f"{LEADERS}{slug}/{of_year:04}/", *(f"{number:02}/" for number in within)])


def corrections_year(number: int) -> str:
    return f"{CORRECTIONS}{number:04}/"


def corrections_month(of_year: int, number: int) -> str:
    return f"{corrections_year(of_year)}{number:02}/"


def meetings_year(number: int) -> str:
    return f"/meetings-{number:04}.ics"


def reports_data_year(number: int) -> str:
    return f"/data/reports-{number:04}.json"


def leader_feed(slug: str) -> str:
    return f"{LEADERS}{slug}/atom.xml"


def lasts(url: str) -> bool:
    """Whether the address of a page is a report's, a leader's, or one of a time: one that an editor could lose."""
    if url[1:2].isdigit():
        return url[-1] == "/"
    return url not in (LEADERS, CORRECTIONS) and url.startswith((LEADERS, CORRECTIONS))


def above(url: str) -> str | None:
    """What stands above a page that is made of others: a month's year, a leader's year's leader…; None for any other page."""
    if _MADE.fullmatch(url) is None:
        return None
    up = url[: url.rindex("/", 0, -1) + 1]
    return up if up != HOME else ARCHIVE


def parts_of_report(url: str) -> tuple[str, str] | None:
    """The day (2022-09-29) and the slug of an address that is a report's."""
    match = _REPORT.fullmatch(url)
    return (match[1].replace("/", "-"), match[2]) if match else None


def slug_of_leader(url: str) -> str | None:
    """The slug of an address that is a leader's."""
    match = _LEADER.fullmatch(url)
    return match[1] if match else None


def sitemap_part(number: int) -> str:
    """A part, from 1, of a sitemap that is too long for one file."""
    return f"/sitemap-{number}.xml"


def absolute(site: str, url: str) -> str:
    """The whole of an address within the site at `site`, which ends with a slash."""
    return site + url.removeprefix("/")


def photo(digest: str) -> str:
    return f"/photos/{digest}.webp"


def form(picture: Picture, width: int) -> str:
    """The address of the form of a picture that has one of its `widths`."""
    return picture.url if width == picture.width else f"{picture.url.removesuffix('.webp')}-{width}.webp"


def static(name: str) -> str:
    return f"/static/{name}"


def search_index(key: str) -> str:
    """The folder of a part of the search index."""
    return f"{SEARCH}{key[:16]}/"


def output(url: str) -> str:
    """The file, relative to the output folder, that a server sends for `url`."""
    return f"{url}index.html".lstrip("/") if url.endswith("/") else url.lstrip("/")
