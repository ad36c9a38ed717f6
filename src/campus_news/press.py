"""Pages made: rendered and staged. Those of many new reports are made ahead of the plan, where the reports were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from campus_news import asset, digest, livery, output, site, story, template
from campus_news.asset import Assets
from campus_news.config import Config
from campus_news.entry import Entry, second
from campus_news.flat import Flat
from campus_news.markup import Body
from campus_news.option import Options
from campus_news.outcome import CannotWrite
from campus_news.output import Key, Staged
from campus_news.page import Library, Page
from campus_news.render import Renderer, brand
from campus_news.roster import Roster
from campus_news.site import Site
from campus_news.template import BadTemplate
from campus_news.view import Article, Brand


@dataclass(frozen=True, slots=True)
class Order:
    """What pages are made with: where templates are looked for and kept compiled, static files, and where pages go."""

    folders: tuple[Path, ...]
    compiled: Path
    config: Config
    assets: Assets
    out: Path


def order(options: Options, config: Config) -> Order:
    """What the pages of a site are made with."""
    folders = template.layers(options.root, "templates")
    static = template.files(template.layers(options.root, "static"))
    assets = asset.publish(livery.dressed(static, config))
    return Order(folders, options.root / ".cache" / "templates", config, assets, options.out)


class Keys:
    """What each page is made from. The brand, the address of the site and names of static files may be in every page, so
    they are in every key: a style sheet is in all pages anyway, and nobody edits static files daily.
    """

    def __init__(self, order: Order) -> None:
        self._templates = template.digests(order.folders)
        self._common = digest.of(
            digest.engine(), Flat(Brand).dumps(brand(order.config)), order.assets.digest()
        )

    def of(self, page: Page) -> Key:
        """The key of one page."""
        return Key(self._templates.get(page.template, b"") + self._common, page.digest)


class Press:
    """Makes pages, in whatever process."""

    def __init__(self, order: Order) -> None:
        self._out = order.out
        self._renderer = Renderer(order.folders, order.config, order.compiled, order.assets)

    def page(self, page: Page, library: Library) -> Staged:
        """One page, staged; raises `BadTemplate` and `CannotWrite`."""
        return output.stage(self._out, page.path, self._renderer.render(page, page.view(library)))


class Made(NamedTuple):
    """A page made ahead, and what it was made from."""

    key: Key
    staged: Staged


class Ahead:
    """Makes the pages of reports that have just been read and are still at hand.

    Which reports stand before and after one is known only where those were read along with it; and only the plan tells
    whether they are its neighbours. So a page made ahead is used if its key is what the plan says, and else made again.
    """

    def __init__(self, order: Order, roster: Roster, now: dt.datetime, drafts: bool) -> None:
        self._config, self._roster, self._now, self._drafts = order.config, roster, now, drafts
        self._keys, self._press = Keys(order), Press(order)

    def make(self, reports: Iterable[tuple[Entry, Article, Body]]) -> list[Made]:
        """The pages of `reports` but the first and the last; none if any cannot be made, which the plan's turn will tell."""
        hand = _Hand({entry.path: (entry, article, body) for entry, article, body in reports})
        try:
            return list(self._made(hand))
        except (BadTemplate, CannotWrite):
            return []

    def _made(self, hand: _Hand) -> Iterator[Made]:
        shown = site.shown(hand.entries(), second(self._now), self._drafts)
        part = Site(self._config, self._roster, {}, self._now, second(self._now), shown, {}, {})
        for entry, older, newer in part.with_neighbours():
            if older and newer:
                page = story.page(part, entry, older, newer)
                yield Made(self._keys.of(page), self._press.page(page, hand))


class _Hand:
    """The reports at hand."""

    def __init__(self, reports: Mapping[str, tuple[Entry, Article, Body]]) -> None:
        self._reports = reports

    def entries(self) -> Sequence[Entry]:
        return [entry for entry, _, _ in self._reports.values() if not entry.wrong]

    def of(self, entry: Entry) -> tuple[Article, Body]:
        return self._reports[entry.path][1:]
