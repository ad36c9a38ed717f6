"""Open data: all meetings and all leaders as JSON, in the terms of Popolo where they fit (docs/data.md).

What a field means never changes once it is published; what is new gets a new name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from campus_news import stamp, urls
from campus_news.config import Config
from campus_news.entry import Entry, appearance
from campus_news.graph import json
from campus_news.model import Picture
from campus_news.roster import Leader, Roster, place


def reports(config: Config, roster: Roster, entries: Iterable[Entry], years: Iterable[int] = ()) -> str:
    """Every one of `entries` as an Event with the leaders there; `years` are those that have a file of their own."""
    everybody = {leader.slug: leader for leader in roster.leaders}
    files = [{"year": year, "url": urls.absolute(config.url, urls.reports_data_year(year))} for year in years]
    more = f'"years":{json(files)},\n' if files else ""
    return _listed("events", config, (_event(config, everybody, entry) for entry in entries), more)


def _event(config: Config, everybody: Mapping[str, Leader], entry: Entry) -> str:
    """One line. Spelt out, since a new report has all of them made again: a dictionary each takes half as long again."""
    created = stamp.of_text(entry.published, config.zone)
    updated = stamp.of_text(entry.modified, config.zone) if entry.corrections else created
    corrections = [
        {"date": stamp.day_or_moment(moment, config.zone), "text": text} for moment, text in entry.corrections
    ]
    return (
        f'{{"id":{json(entry.url)},"name":{json(entry.title)},"classification":"会议",'
        f'"start_date":"{stamp.start(entry.date, entry.time, config.zone)}",'
        f'"time":{json(entry.time)},"location":{json(entry.venue)},"organization_id":{json(config.url)},'
        f'"created_at":"{created}","updated_at":"{updated}",'
        f'"corrections":{json(corrections) if corrections else "[]"},'
        f'"sources":[{{"url":{json(urls.absolute(config.url, entry.url))}}}],'
        f'"attendees":[{",".join(_attendees(everybody, entry))}]}}'
    )


def _attendees(everybody: Mapping[str, Leader], entry: Entry) -> Iterator[str]:
    """The leaders there, in the roster's order of that day."""
    day = entry.date
    numbered = [(place(everybody[slug], day), i) for i, slug in enumerate(entry.leaders)]
    for _, i in sorted(numbered):
        leader = everybody[entry.leaders[i]]
        yield _attendee(leader.slug, leader.name, entry.said[i])


@lru_cache(4096)
def _attendee(slug: str, name: str, said: str) -> str:
    """A leader with what an entry has `said`: made once, the same few stand in every meeting."""
    parts, post = appearance(said)
    return json({"id": slug, "name": name, "post": post, "parts": parts})


def leaders(
    config: Config, everybody: Iterable[Leader], portraits: Mapping[str, Picture], today: dt.date
) -> str:
    """Every leader as a Person with the posts begun up to `today`, in the order of the roster."""
    people = (_person(config, one, portraits.get(one.slug), today) for one in everybody)
    return _listed("persons", config, people)


def _person(config: Config, leader: Leader, portrait: Picture | None, today: dt.date) -> str:
    return json(
        {
            "id": leader.slug,
            "name": leader.name,
            "other_names": [{"name": name, "note": "曾用名"} for name in leader.former_names],
            "image": urls.absolute(config.url, portrait.url) if portrait else None,
            "links": [{"url": urls.absolute(config.url, urls.leader(leader.slug))}],
            "memberships": [
                {
                    "person_id": leader.slug,
                    "organization_id": config.url,
                    "role": post.title,
                    "start_date": post.start.isoformat(),
                    # An end still to come is not told.
                    "end_date": post.end.isoformat() if post.end and post.end < today else None,
                }
                for post in leader.posts
                if post.start <= today
            ],
        }
    )


def _listed(name: str, config: Config, lines: Iterable[str], more: str = "") -> str:
    """A document with one thing a line, so that two versions can be compared; `more` are other parts of it."""
    school, rows = json([{"id": config.url, "name": config.school}]), ",\n".join(lines)
    return f'{{"organizations":{school},\n{more}"{name}":[\n{rows}\n]}}\n'
