"""Where the links of a report lead: within the site to a page that is there, elsewhere by https."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

from campus_news import urls
from campus_news.config import Config
from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.entry import Entry
from campus_news.lazy import lazy
from campus_news.model import Status
from campus_news.rules.rule import Case, rule

DEAD = Kind(
    "E594",
    Severity.WARNING,
    "链接“{href}”打不开：{reason}",
    "the link '{href}' leads nowhere",
)
PLAIN = Kind(
    "E595",
    Severity.WARNING,
    "链接“{href}”不是 https；请改用 https，或在 site.yaml 的 links 里写上 {host}",
    "the link '{href}' is not https; use https, or name {host} under links in site.yaml",
)

Place: TypeAlias = tuple[str, str, int, int, str]
"""A link as typed, the same within the site, its line and column in the file, and that line."""


@rule(
    PLAIN,
    what="外部链接以 http:// 开头，网站又不在 site.yaml 的 links 名单里。",
    why="http 网页可能被篡改，微信和浏览器会拦下或警告；域名转手后还会变成别的网站。",
    source="学校网站安全检查中的常见问题（暗链、错链）。",
    bad="详见[通知](http://www.example.com/1.htm)。\n",
    good="详见[通知](https://www.example.com/1.htm)。\n",
)
def links_are_encrypted(case: Case) -> Iterator[Diagnostic]:
    """E595: a link to another site by http, but for the hosts of site.yaml."""
    for one in case.links:
        host = _plain_host(one.href)
        if host and not _is_allowed(host, case):
            text = case.body.split("\n")[one.line - case.first_line]
            column = text.find(one.href)
            span = Span(
                case.report.path, one.line, max(column, 0) + 1, max(len(one.href) * (column >= 0), 0), text
            )
            yield finding(PLAIN, span, href=one.href, host=host)


def _plain_host(href: str) -> str | None:
    """The host of a link by http."""
    try:
        parts = urlsplit(href)
        return parts.hostname if parts.scheme.lower() == "http" else None
    except ValueError:
        return None


def _is_allowed(host: str, case: Case) -> bool:
    if case.config is None:
        return True
    ours = urlsplit(case.config.url).hostname or ""
    allowed = (
        ours,
        *(urlsplit(f"//{name.rpartition('://')[2]}").hostname or name for name in case.config.links),
    )
    return any(host == name or host.endswith(f".{name}") for name in allowed)


def pack(case: Case, anchors: Sequence[str]) -> bytes:
    """What `links_lead_somewhere` needs of a report: its links that stay within the site, and what may be led to."""
    lines = case.body.split("\n")
    places: list[Place] = []
    for one in case.links:
        within = _within(one.href, case.config)
        if within is not None:
            line = lines[one.line - case.first_line]
            places.append((one.href, within, one.line, line.find(one.href) + 1, line))
    return marshal.dumps((tuple(places), tuple(anchors)), 2)


def _within(href: str, config: Config | None) -> str | None:
    """A link as it would be if the site stood at /; None for one that leads out of it."""
    url, base = (config.url, config.base) if config else ("/", "/")
    if href.startswith(url):
        return "/" + href.removeprefix(url)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", href):
        return None
    if href.startswith("/"):
        return "/" + href.removeprefix(base) if href.startswith(base) else None
    return href


def links_lead_somewhere(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """E594: a link within the site to a report, a month, a year or a heading that is not there.

    What may be there without our knowing is left alone: files of the school's own, other sites on the same host.
    """
    by_url: dict[str, Entry] | None = None
    for entry in entries:
        if not entry.links or entry.status != Status.PUBLISHED.value or not entry.url:
            continue
        if by_url is None:
            by_url = {one.url.strip("/"): one for one in entries if one.url}
        places, _ = _unpacked(entry.links)
        for href, within, line, column, source in places:
            target = _target(entry, within)
            if reason := _fault(target, by_url):
                span = Span(entry.path, line, max(column, 1), len(href) if column else 0, source)
                there = by_url.get(target[0]) if target else None
                yield finding(DEAD, span, _right(there, href) if there else None, href=href, reason=reason)


@lru_cache(maxsize=1000)
def _unpacked(packed: bytes) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    places, anchors = marshal.loads(packed)
    return places, anchors


_OURS: Final = lazy(r"([12][0-9]{3})(?:/([01]?[0-9])(?:/[0-3]?[0-9]/.*)?)?")
_ALWAYS: Final = frozenset({"", "top", "main"})


def _target(entry: Entry, href: str) -> tuple[str, str] | None:
    """The path within the site, without slashes around it, and the anchor; None if it is no address."""
    try:
        target = urlsplit(urljoin(f"//site{entry.url}", href))
    except ValueError:
        return None
    return unquote(target.path).strip("/").removesuffix("index.html").rstrip("/"), unquote(target.fragment)


def _fault(target: tuple[str, str] | None, by_url: dict[str, Entry]) -> str | None:
    """Why a link leads nowhere; None if it may be right."""
    if target is None:
        return "网址写得不对"
    path, anchor = target
    if one := by_url.get(path):
        return _hidden(one) or _no_anchor(one, anchor)
    ours = _OURS.fullmatch(path)
    if not ours:
        return None
    if path.count("/") < 2:
        year, month = int(ours[1]), ours[2]
        start = urls.month(year, int(month)) if month else urls.year(year)
        there = any(f"/{url}/".startswith(start) for url in by_url)
        return None if there else "那段时间没有报道"
    return "没有这个网页；外部网址要以 https:// 开头"


def _hidden(one: Entry) -> str | None:
    if one.status == Status.PUBLISHED.value:
        return None
    return "那篇报道还是草稿" if one.status == Status.DRAFT.value else "那篇报道已撤回"


def _no_anchor(one: Entry, anchor: str) -> str | None:
    # A leader's slug may be where he speaks: see `speech`.
    return None if anchor in (*_ALWAYS, *one.leaders, *_anchors(one)) else f"文中没有“{anchor}”这个标题"


def _anchors(one: Entry) -> tuple[str, ...]:
    return _unpacked(one.links)[1] if one.links else ()


def _right(one: Entry, href: str) -> str | None:
    """The link as it should be, if only the `h-` of headings is missing."""
    page, _, anchor = href.partition("#")
    right = f"h-{unquote(anchor)}"
    return f"{page}#{right}" if anchor and right in _anchors(one) else None
