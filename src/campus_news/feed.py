"""Atom (RFC 4287): the newest reports, of the whole site or of one leader.

Its moments are those of publication and of corrections. No clock is asked: a feed without a new one is the same feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from campus_news import stamp, urls
from campus_news.config import Config
from campus_news.entry import Entry
from campus_news.lazy import lazy

_NO_XML = lazy("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Item(NamedTuple):
    """A report in a feed; `said` is what it says there beside the title."""

    entry: Entry
    said: str


def atom(config: Config, title: str, page: str, address: str, items: Iterable[Item]) -> str:
    """The feed at `address` that tells of `page`; the newest first."""
    listed = list(items)
    last = max([one.entry.modified for one in listed], default=None)
    updated = stamp.of_text(last, config.zone) if last else stamp.EPOCH
    author = config.owner or config.school
    return "".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">\n',
            f"<id>{urls.absolute(config.url, address)}</id>\n",
            f"<title>{text(title)}</title>\n",
            f"<updated>{updated}</updated>\n",
            f"<author><name>{text(author)}</name><uri>{config.url}</uri></author>\n",
            f'<link rel="self" type="application/atom+xml" href="{urls.absolute(config.url, address)}"/>\n',
            f'<link rel="alternate" type="text/html" href="{urls.absolute(config.url, page)}"/>\n',
            *(_entry(config, one) for one in listed),
            "</feed>\n",
        ]
    )


def _entry(config: Config, item: Item) -> str:
    entry = item.entry
    url, published = urls.absolute(config.url, entry.url), stamp.of_text(entry.published, config.zone)
    updated = stamp.of_text(entry.modified, config.zone) if entry.corrections else published
    return (
        f"<entry>\n<id>{url}</id>\n<title>{text(entry.title)}</title>\n"
        f"<published>{published}</published>\n<updated>{updated}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{url}"/>\n'
        f"<summary>{text(item.said)}</summary>\n</entry>\n"
    )


def text(words: str) -> str:
    """`words` as XML has them, without characters that it cannot have at all."""
    return escape(_NO_XML.sub("", words))
