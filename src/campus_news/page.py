"""What a page is: its address, its template, the digest of all it shows, and how to get its view.

Views of small pages are made at once and are their own digest; those of pages that show many reports are made only if the
page is stale, and their digest is made of those of their parts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from campus_news import digest, urls
from campus_news.entry import Entry
from campus_news.flat import Flat
from campus_news.listing import (
    ArchiveView,
    CorrectionsView,
    HomeView,
    LeaderView,
    MonthView,
    RosterView,
    YearView,
)
from campus_news.markup import Body
from campus_news.view import Article, MovedView, NotFoundView, ReportView, SearchView, Text, WithdrawnView

View: TypeAlias = (
    HomeView
    | ReportView
    | MonthView
    | YearView
    | ArchiveView
    | SearchView
    | RosterView
    | LeaderView
    | CorrectionsView
    | WithdrawnView
    | NotFoundView
    | MovedView
    | Text
)
V = TypeVar("V", HomeView, ArchiveView, SearchView, RosterView, CorrectionsView, WithdrawnView, NotFoundView)


class Library(Protocol):
    """Where a report's article and body are had from."""

    def of(self, entry: Entry) -> tuple[Article, Body]: ...


class Page(NamedTuple):
    """One output: its address, its template, the digest of all it shows, how to make what the template sees.

    A file for machines has no template (""). `modified` is when a page that readers may find last changed, as entries
    have their moments, "" if nobody can say; None for one that they are not to find.
    """

    url: str
    template: str
    digest: bytes
    view: Callable[[Library], View]
    modified: str | None = None

    @property
    def path(self) -> str:
        """The file within the output folder."""
        return urls.output(self.url)

    @property
    def kind(self) -> str:
        return self.template.removesuffix(".html")


def made(url: str, template: str, view: V, flat: Flat[V], modified: str | None) -> Page:
    """A page whose view is small enough to be made in any case."""
    return Page(url, template, digest.of_bytes(flat.dumps(view)), partial(_given, view), modified)


def _given(view: View, _library: Library) -> View:
    return view
