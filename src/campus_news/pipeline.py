"""The whole way, top to bottom: read and check the content, plan the pages, make those that are stale, write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from campus_news import content, digest, gallery, output, pages, site, still, template, urls, work
from campus_news.config import Config
from campus_news.content import Content, Library
from campus_news.diagnostics import has_error
from campus_news.entry import Entry, second
from campus_news.flat import Flat
from campus_news.memo import Memo
from campus_news.model import Picture
from campus_news.option import Options
from campus_news.outcome import Hidden, Outcome
from campus_news.output import Key, Output, Staged
from campus_news.pages import Page
from campus_news.render import Renderer, brand
from campus_news.still import Inputs, Settled
from campus_news.view import Brand


def check(options: Options, store: Memo) -> Outcome:
    """Every finding there is; nothing is written but the memo."""
    read = content.read(options, store, still.inputs(options).files)
    return Outcome(read.findings, len(read.entries), lost=store.lost)


def build(options: Options, store: Memo, inputs: Inputs) -> Outcome:
    """The site in `options.out`, unless there is an error."""
    read = content.read(options, store, inputs.files)
    if read.config is None or has_error(read.findings):
        return Outcome(read.findings, len(read.entries), lost=store.lost)
    now = options.clock(read.config.zone)
    shown = site.shown(read.entries, second(now), options.drafts)
    planned = list(pages.plan(site.assemble(shown, read.roster, read.config, read.portraits, now)))
    pictures = _published(options.root, read, shown)
    reasons, written, removed = _write(options, store, read.config, planned, pictures)
    hidden = tuple(_hidden(set(read.entries).difference(shown), second(now)))
    outcome = Outcome(read.findings, len(shown), hidden, len(planned), written, removed, reasons, store.lost)
    since, until = still.span(_moments(read), now)
    kept = replace(outcome, reasons=(), lost=None)
    settled = Settled(inputs.digest, read.config.timezone, since, until, kept)
    store.remember(str(options.out.resolve()), settled)
    return outcome


def _moments(read: Content) -> Iterator[str]:
    """When something becomes due: reports, and leaders' posts that begin or end."""
    yield from (entry.published for entry in read.entries)
    yield from (f"{day}T00:00:00" for leader in read.roster.leaders for day in leader.days)


def _hidden(entries: Iterable[Entry], now: str) -> Iterator[Hidden]:
    for entry in sorted(entries, key=lambda one: (one.published, one.path)):
        why = site.hidden(entry, now)
        if why is not None:
            until = dt.datetime.fromisoformat(entry.published) if entry.published > now else None
            yield Hidden(entry.path, entry.title, why, until)


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything a worker needs to make any of the outputs; files are those that are copied as they are."""

    root: Path
    folders: tuple[Path, ...]
    config: Config
    memo: Path
    out: Path
    stage: Path
    planned: Mapping[str, Page]
    files: Mapping[str, Path]


class _Maker:
    """A worker's templates and its own way into the memo."""

    def __init__(self, job: _Job) -> None:
        self.job = job
        self.renderer = Renderer(job.folders, job.config, job.memo.with_name("templates"))
        self.library = Library(job.root, job.memo)


def _make(maker: _Maker, path: str) -> Staged:
    """One output, staged."""
    job = maker.job
    page = job.planned.get(path)
    data = maker.renderer.render(page, page.view(maker.library)) if page else job.files[path].read_bytes()
    return output.stage(job.out, job.stage, path, data)


def _write(
    options: Options, store: Memo, config: Config, planned: Sequence[Page], pictures: Mapping[str, Path]
) -> tuple[tuple[tuple[str, str], ...], int, int]:
    """Why each output was made again, and how many files were put in place and removed."""
    folders = template.layers(options.root, "templates")
    static = template.files(template.layers(options.root, "static"))
    files = {urls.output(urls.static(name)): file for name, file in static.items()}
    keys = dict(_page_keys(folders, config, planned))
    keys |= {path: Key(b"", digest.of_bytes(file.read_bytes())) for path, file in files.items()}
    keys |= {path: Key(b"", path.encode()) for path in pictures}  # the name tells the content
    with Output(options.out, store, keys, fresh=options.clean) as out:
        by_path = {urls.output(page.url): page for page in planned}
        job = _Job(
            options.root, folders, config, store.file, options.out, out.stage, by_path, {**files, **pictures}
        )
        made = work.spread(_make, partial(_Maker, job), tuple(out.stale), options.jobs)
        staged = list(options.progress(made, len(out.stale), "生成网页"))
        written, removed = out.commit(staged)
    reasons = out.stale | dict.fromkeys(out.gone, "不再需要，已删去")
    return tuple(reasons.items()), written, removed


def _page_keys(
    folders: tuple[Path, ...], config: Config, planned: Iterable[Page]
) -> Iterator[tuple[str, Key]]:
    """What each page is made from. The brand and the address of the site are in every page, so in every key."""
    templates = template.digests(folders)
    common = digest.of_bytes(Flat(Brand).dumps(brand(config)))
    for page in planned:
        yield urls.output(page.url), Key(templates.get(page.template, b"") + common, page.digest)


def _published(root: Path, read: Content, shown: Iterable[Entry]) -> dict[str, Path]:
    """The pictures of the roster and of the reports that have a page: a draft's photo is not published."""
    asked = {picture for entry in shown for _, _, picture in entry.pictures if picture}
    pictures = {*read.portraits.values(), *(Picture(*picture) for picture in asked)}
    return {
        urls.output(one.url): gallery.cached(root, one) for one in sorted(pictures, key=lambda one: one.url)
    }
