"""`Site` -> the page of one report. No other page and no file for machines shows anything of a report's text."""

from __future__ import annotations

from functools import partial

from campus_news import digest, graph, placement, speech, stamp, summary
from campus_news.entry import Entry
from campus_news.page import Library, Page
from campus_news.site import Site, hidden
from campus_news.view import ReportView


def page(site: Site, entry: Entry, older: Entry | None, newer: Entry | None) -> Page:
    """The page of one report, between its neighbours in time."""
    mark = hidden(entry, site.second)
    text = entry.body or entry.source
    shows = digest.of(entry.article, text, older and older.shown, newer and newer.shown, mark)
    view = partial(_report, site, entry, older, newer)
    return Page(entry.url, "report.html", shows, view, None if mark else entry.modified)


def _report(
    site: Site, entry: Entry, older: Entry | None, newer: Entry | None, library: Library
) -> ReportView:
    article, body = library.of(entry)
    description = summary.of(body) or summary.of_card(article.card)
    heard = speech.hear(body, article)
    return ReportView(
        article,
        placement.place(heard.body, article.figures, article.after),
        heard.speeches,
        heard.anchors,
        heard.others,
        hidden(entry, site.second),
        site.card(older) if older else None,
        site.card(newer) if newer else None,
        description,
        stamp.of(article.published, site.config.zone),
        stamp.of(article.modified, site.config.zone) if article.corrections else None,
        graph.of_report(article, description, site.config),
    )
