"""sitemap.xml (sitemaps.org) and robots.txt: where search engines find every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from campus_news import stamp, urls
from campus_news.config import Config

LONGEST: Final = 50_000
"""Addresses in one file, by the protocol."""
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(config: Config, listed: Iterable[tuple[str, str]]) -> str:
    """A sitemap of pages, each with the moment it last changed, as entries have theirs ("" for none)."""
    lines = [_line("url", urls.absolute(config.url, url), when, config.zone) for url, when in listed]
    return f"{_HEAD}<urlset {_SPACE}>\n{''.join(lines)}</urlset>\n"


def index(config: Config, parts: Iterable[tuple[str, str]]) -> str:
    """A sitemap of sitemaps, each with the moment its newest page changed."""
    lines = [_line("sitemap", urls.absolute(config.url, url), when, config.zone) for url, when in parts]
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(lines)}</sitemapindex>\n"


def parts(listed: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    """`listed` in pieces that are short enough; always one at least."""
    return [listed[i : i + LONGEST] for i in range(0, max(len(listed), 1), LONGEST)]


def robots(config: Config) -> str:
    """Everybody may read everything. Only the file at the root of a host is ever asked for."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {urls.absolute(config.url, urls.SITEMAP)}\n"


def _line(name: str, url: str, when: str, zone: ZoneInfo) -> str:
    modified = f"<lastmod>{stamp.of_text(when, zone)}</lastmod>" if when else ""
    return f"<{name}><loc>{url}</loc>{modified}</{name}>\n"
