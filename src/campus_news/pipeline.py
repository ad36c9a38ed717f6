"""The whole way, top to bottom: read and check the content, plan the pages, make those that are stale, write."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from campus_news import content, digest, memo, output, pages, placement, site, still, template, urls, work
from campus_news.config import Config
from campus_news.content import Content, Options
from campus_news.diagnostics import Diagnostic, has_error
from campus_news.memo import Memo
from campus_news.model import Report
from campus_news.output import CannotWrite, Key, Output, Staged
from campus_news.pages import Page
from campus_news.photos import Published
from campus_news.render import Renderer, brand
from campus_news.still import Settled
from campus_news.view import ReportView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A report that readers do not see yet, and why."""

    path: str
    title: str
    why: str
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. With an error among `findings` nothing was written.

    `reasons` are all outputs made again, each with the reason; `lost` says why the memo could not be used.
    """

    findings: tuple[Diagnostic, ...]
    reports: int = 0
    hidden: tuple[Hidden, ...] = ()
    pages: int = 0
    written: int = 0
    removed: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    lost: str | None = None


def check(options: Options) -> Outcome:
    """Every finding there is; nothing is written but the cache."""
    return _with_memo(options, _check)


def build(options: Options) -> Outcome:
    """The site in `options.out`, unless there is an error."""
    return _with_memo(options, _build)


def audit(options: Options) -> tuple[Outcome, tuple[tuple[str, str], ...]]:
    """Builds from nothing in a temporary folder: what came of it, and where `options.out` differs and how."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "public"
        outcome = _with_memo(replace(options, out=out), _build, Path(folder) / "memo.sqlite")
        if has_error(outcome.findings):
            return outcome, ()
        return outcome, tuple(_differences(options, out))


def _differences(options: Options, right: Path) -> Iterator[tuple[str, str]]:
    known = _with_memo(options, lambda _, store: store.written(str(options.out.resolve())))
    there = template.files([right])
    for path in sorted({*there, *known}):
        here = options.out / path
        if path not in there:
            if here.is_file():
                yield path, "多余的文件"
        elif not here.is_file():
            yield path, "文件不见了"
        elif here.read_bytes() != there[path].read_bytes():
            yield path, "内容不同"


def _with_memo(options: Options, act: Callable[[Options, Memo], T], file: Path | None = None) -> T:
    """Acts with the memo; if that turns out to be damaged, once more with an empty one."""
    where = file or options.root / ".cache" / "memo.sqlite"
    try:
        engine = digest.engine()
        for _ in range(2):
            store = Memo(where, engine)
            try:
                return act(options, store)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                store.discard()
            finally:
                store.close()
        raise CannotWrite(f"{where}")
    except (sqlite3.Error, OSError) as error:
        raise CannotWrite(f"{where}：{error}") from error


def _check(options: Options, store: Memo) -> Outcome:
    read = content.read(options, store)
    return Outcome(read.findings, len(read.reports), lost=store.lost)


def _build(options: Options, store: Memo) -> Outcome:
    out = str(options.out.resolve())
    inputs, digests = still.inputs(options)
    last = store.settled(out)
    if last is not None and last.holds(options, inputs, store.written(out)):
        outcome: Outcome = last.outcome
        return replace(outcome, written=0, removed=0, reasons=())
    read = content.read(options, store, digests)
    if read.config is None or has_error(read.findings):
        return Outcome(read.findings, len(read.reports), lost=store.lost)
    now = options.clock(read.config.zone)
    shown = site.shown(read.reports, now, options.drafts)
    pictures = {key: one.picture for key, one in read.pictures.items()}
    planned = list(pages.plan(site.assemble(shown, read.roster, read.config, pictures, now)))
    reasons, written, removed = _write(options, store, read, read.config, planned)
    seen = {report.path for report in shown}
    hidden = tuple(_hidden((report for report in read.reports if report.path not in seen), now))
    outcome = Outcome(
        read.findings, len(shown), hidden, len(planned), written, removed, tuple(reasons.items()), store.lost
    )
    since, until = still.span(read.reports, read.roster, now)
    kept = replace(outcome, reasons=(), lost=None)
    store.remember(out, Settled(inputs, read.config.timezone, since, until, kept))
    return outcome


def _hidden(reports: Iterable[Report], now: dt.datetime) -> Iterator[Hidden]:
    for report in sorted(reports, key=lambda one: (one.published, one.path)):
        why = site.hidden(report, now)
        if why is not None:
            until = report.published if report.published > now else None
            yield Hidden(report.path, report.title, why, until)


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything a worker needs to make any of the outputs; files are those that are copied as they are."""

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
        self.renderer = Renderer(job.folders, job.config)
        self.bodies = memo.Bodies(job.memo)


def _make(maker: _Maker, path: str) -> Staged:
    """One output, staged."""
    job = maker.job
    page = job.planned.get(path)
    if page is None:
        data = job.files[path].read_bytes()
    elif page.body is not None and isinstance(page.view, ReportView):
        items = placement.place(maker.bodies.of(page.body), page.view.figures, page.view.after)
        data = maker.renderer.render(page, items)
    else:
        data = maker.renderer.render(page)
    return output.stage(job.out, job.stage, path, data)


def _write(
    options: Options, store: Memo, read: Content, config: Config, planned: Sequence[Page]
) -> tuple[dict[str, str], int, int]:
    """Why each output was made again, and how many files were put in place and removed."""
    folders = template.layers(options.root, "templates")
    static = template.files(template.layers(options.root, "static"))
    files = {urls.output(urls.static(name)): file for name, file in static.items()}
    files |= {urls.output(one.picture.url): one.file for one in _shown_pictures(read, planned)}
    keys = dict(_page_keys(folders, config, read, planned)) | {
        path: _file_key(path, file) for path, file in files.items()
    }
    with Output(options.out, store, keys, fresh=options.clean) as out:
        by_path = {urls.output(page.url): page for page in planned}
        job = _Job(folders, config, store.file, options.out, out.stage, by_path, files)
        made = work.spread(_make, partial(_Maker, job), tuple(out.stale), options.jobs)
        staged = list(options.progress(made, len(out.stale), "生成网页"))
        written, removed = out.commit(staged)
    return out.stale | dict.fromkeys(out.gone, "不再需要，已删去"), written, removed


def _page_keys(
    folders: tuple[Path, ...], config: Config, read: Content, planned: Iterable[Page]
) -> Iterator[tuple[str, Key]]:
    """What each page is made from. The brand and the address of the site are in every page, so in every key."""
    views, templates = digest.Views(), template.digests(folders)
    common = views.digest(brand(config))
    for page in planned:
        view = views.digest(page.view)
        body = read.bodies[page.body] if page.body is not None else b""
        yield urls.output(page.url), Key(templates.get(page.template, b"") + common, view + body)


def _file_key(path: str, file: Path) -> Key:
    """A picture's name tells its content; a static file's does not."""
    return Key(
        b"", path.encode() if path.startswith(urls.photo("")[1:8]) else digest.of_bytes(file.read_bytes())
    )


def _shown_pictures(read: Content, planned: Sequence[Page]) -> Iterator[Published]:
    """The pictures of the roster and of the reports that have a page: a draft's photo is not published."""
    shown = {"", *(page.body for page in planned if page.body is not None)}
    return (one for (owner, _), one in read.pictures.items() if owner in shown)
