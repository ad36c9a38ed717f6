"""Addresses of old -> what answers there: a page that leads on, wherever files are served; and lists for servers.

The lists are for those that can answer with 301: `_redirects` (Netlify, Cloudflare Pages, GitLab Pages), locations of
nginx, and rewrite maps of IIS (docs/hosting.md). An address in them is the server's whole path, with that of site.yaml's `url`.
Servers compare with what a browser asked for decoded (nginx, IIS) or as it was sent (`_redirects`); where they lead is
always spelt in percents, so that nothing in it is a space, a variable or a quotation mark to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape
from typing import Final

from campus_news import digest, urls
from campus_news.address import quoted
from campus_news.config import Config
from campus_news.page import Library, Page
from campus_news.view import MovedView, Text

_FEED: Final = "atom.xml"


def plan(config: Config, redirects: Mapping[str, str], others: Iterable[Page]) -> Iterator[Page]:
    """What stands at the addresses of old; `others` are the site's files for machines."""
    for old, new in redirects.items():
        yield Page(old, "moved.html", digest.of(new), partial(_moved, new))
    feeds = dict(_feeds(redirects, {page.url: page for page in others}))
    for old, feed in feeds.items():
        # A reader of feeds follows no page. What is in a feed depends on its own address too.
        yield feed._replace(url=old, digest=digest.of(feed.url, feed.digest))
    whole = sorted({**redirects, **{old: feed.url for old, feed in feeds.items()}}.items())
    base = config.base.removesuffix("/")
    pairs = [(base + old, quoted(base + new)) for old, new in whole]
    for url, made in (
        (urls.REDIRECTS, _netlify(pairs)),
        (urls.NGINX_REDIRECTS, _nginx(pairs)),
        (urls.IIS_REDIRECTS, _iis(pairs)),
    ):
        yield Page(url, "", digest.of(made), partial(_text, made))


def _feeds(redirects: Mapping[str, str], others: Mapping[str, Page]) -> Iterator[tuple[str, Page]]:
    """The feeds that stood at leaders' addresses of old, each as it is now."""
    for old, new in redirects.items():
        if urls.slug_of_leader(old) and (feed := others.get(new + _FEED)):
            yield old + _FEED, feed


def _moved(new: str, _library: Library) -> MovedView:
    return MovedView(new)


def _text(made: str, _library: Library) -> Text:
    return Text(made)


def _netlify(pairs: Iterable[tuple[str, str]]) -> str:
    """`/old/ /new/ 301`: words between spaces."""
    return "".join(f"{quoted(old)} {new} 301\n" for old, new in pairs)


def _nginx(pairs: Iterable[tuple[str, str]]) -> str:
    """`location = "/old/" { return 301 "/new/"; }`. Within quotes only these and backslashes mean something.

    No `map`: its hash takes no key of more than some 50 bytes unless all of nginx is told before the first map there is.
    """
    return "".join(
        f"location = {_in_quotes(old)} {{ return 301 {_in_quotes(new)}; }}\n" for old, new in pairs
    )


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _iis(pairs: Iterable[tuple[str, str]]) -> str:
    """The `rewriteMaps` that web.config takes in by its `configSource`."""
    rows = "".join(f'    <add key="{escape(old)}" value="{escape(new)}" />\n' for old, new in _once(pairs))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rewriteMaps>\n'
        f'  <rewriteMap name="campus_news_moved">\n{rows}  </rewriteMap>\n</rewriteMaps>\n'
    )


def _once(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Of addresses that differ in case alone only the first: IIS compares without, and takes none twice."""
    first: dict[str, tuple[str, str]] = {}
    for old, new in pairs:
        first.setdefault(old.lower(), (old, new))
    return first.values()
