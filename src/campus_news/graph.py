"""What a page says of itself in the terms of schema.org, as JSON-LD: a report is a `NewsArticle` about an `Event`.

Every report's page has one, so it is put together of pieces of JSON, of which those that recur are made once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from json import JSONEncoder
from typing import Final

from campus_news import stamp, urls
from campus_news.config import Config
from campus_news.entry import CREDITS
from campus_news.lazy import lazy
from campus_news.model import Correction
from campus_news.view import Article, Named

_LANGUAGE: Final = "zh-Hans"
_CONTEXT: Final = '{"@context":"https://schema.org",'
_BETWEEN = lazy(r"\s*[、，,；;]\s*")
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of_report(article: Article, description: str, config: Config) -> str:
    """The JSON-LD of a report's page."""
    card, school = article.card, _school(config.school, config.url)
    pictures = dict.fromkeys([figure.picture.url for figure in article.figures])
    signed = {credit.label: credit.text for credit in article.credits}
    author, source = signed.get(CREDITS["author"]), signed.get(CREDITS["source"])
    return _whole(
        "NewsArticle",
        headline=json(card.title),
        description=json(description),
        inLanguage=json(_LANGUAGE),
        mainEntityOfPage=json(urls.absolute(config.url, card.url)),
        datePublished=json(stamp.of(article.published, config.zone)),
        dateModified=json(stamp.of(article.modified, config.zone)) if article.corrections else None,
        correction=_list([_correction(one, config) for one in article.corrections]),
        image=_list([json(urls.absolute(config.url, url)) for url in pictures]),
        author=_authors(author) if author else school,
        sourceOrganization=_node("Organization", name=json(source)) if source else None,
        publisher=school,
        about=_event(article, config),
    )


def of_site(config: Config) -> str:
    """The JSON-LD of the front page."""
    return _whole(
        "WebSite",
        name=json(config.name),
        url=json(config.url),
        inLanguage=json(_LANGUAGE),
        publisher=_school(config.school, config.url),
    )


def json(value: object) -> str:
    """`value` as JSON in which nothing can end a `<script>` element or begin a comment there."""
    return _encode(value).replace("<", "\\u003c")


def _event(article: Article, config: Config) -> str:
    card = article.card
    return _node(
        "Event",
        name=json(card.title),
        startDate=json(stamp.start(card.date, card.time, config.zone)),
        location=_place(card.venue) if card.venue else None,
        organizer=_school(config.school, config.url),
        attendee=_people((*article.hosts, *article.attendees), config.url),
        performer=_people(article.speakers, config.url),
    )


def _correction(one: Correction, config: Config) -> str:
    moment = stamp.day_or_moment(one.date.isoformat(), config.zone)
    return _node("CorrectionComment", text=json(one.text), datePublished=json(moment))


def _people(people: Iterable[Named], site: str) -> str | None:
    """Everybody once, in the order given, with the post of the day."""
    return _list(dict.fromkeys([_person(one.name, one.title, one.org, one.url, site) for one in people]))


@lru_cache(4096)
def _person(name: str, title: str | None, org: str | None, url: str | None, site: str) -> str:
    return _node(
        "Person",
        name=json(name),
        jobTitle=json(title) if title else None,
        affiliation=_node("Organization", name=json(org)) if org else None,
        url=json(urls.absolute(site, url)) if url else None,
    )


def _authors(names: str) -> str | None:
    return _list([_node("Person", name=json(name)) for name in _BETWEEN.split(names) if name])


@lru_cache(256)
def _place(venue: str) -> str:
    return _node("Place", name=json(venue))


@lru_cache(1)
def _school(name: str, url: str) -> str:
    return _node("EducationalOrganization", name=json(name), url=json(url))


def _whole(kind: str, **fields: str | None) -> str:
    """A document of one node."""
    return _CONTEXT + _node(kind, **fields)[1:]


def _node(kind: str, **fields: str | None) -> str:
    """A node of the type `kind`; fields are JSON already, and those that are None are left out."""
    said = [f',"{name}":{value}' for name, value in fields.items() if value is not None]
    return f'{{"@type":"{kind}"{"".join(said)}}}'


def _list(items: Iterable[str]) -> str | None:
    """A list of what is JSON already; None for an empty one."""
    joined = ",".join(items)
    return f"[{joined}]" if joined else None
