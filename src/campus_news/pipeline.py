"""The whole way, top to bottom: read and check the content, plan the pages, make those that are stale, write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from campus_news import (
    cache,
    content,
    digest,
    gallery,
    machine,
    move,
    output,
    pages,
    press,
    redirect,
    register,
    shard,
    site,
    still,
    urls,
    vanish,
    work,
)
from campus_news.address import BAD_ADDRESS
from campus_news.config import Config
from campus_news.content import Content, Recalled
from campus_news.desk import Library, unpacked
from campus_news.diagnostics import Diagnostic, Severity, Span, finding, has_error, in_order
from campus_news.entry import Entry, second, unpack_pictures
from campus_news.front import places
from campus_news.intake import content_of
from campus_news.lock import Lock
from campus_news.memo import Memo
from campus_news.model import Loc, Picture, Status
from campus_news.move import Moves
from campus_news.option import Options
from campus_news.outcome import Change, Hidden, NoReport, Outcome, Waived
from campus_news.output import Key, Output, Staged, staging
from campus_news.page import Page
from campus_news.press import Ahead, Keys, Made, Order, Press
from campus_news.register import Register
from campus_news.roster import Roster
from campus_news.rules.signoff import VOIDS
from campus_news.shard import Shard
from campus_news.still import Inputs, Settled


def check(options: Options, store: Memo, files: Mapping[str, bytes], known: Recalled) -> Outcome:
    """Every finding in what `options` asks about, held against the whole site; nothing is written but the memo.

    `files` are those of `Inputs`, `known` is what the memo has. Raises `NoReport` for a path at which there is none.
    """
    before = None if store.empty() or not options.compare else store.entries()
    typed = {path: digest.of_bytes(data) for path, data in options.typed.items()}
    read = content.read(options, store, {**files, **typed}, known)
    asked = [entry for entry in read.entries if options.wants(entry.path)]
    for path in options.only:
        if not any(replace(options, only=(path,)).wants(entry.path) for entry in asked):
            raise NoReport(path)
    listed, found, _ = register.load(options.root)
    everything = in_order((*read.findings, *found, *_vanishing(options, read, listed)))
    findings = _recalled(options, [one for one in everything if options.wants(one.span.path)])
    changes = (
        None if before is None else tuple(_changes(options, read, (packed for _, packed in before.values())))
    )
    waived = tuple(_waived(asked))
    return Outcome(findings, len(asked), lost=store.lost, waived=waived, changes=changes)


def _recalled(options: Options, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, with what Git tells of void approvals; never of those that the memo keeps with a build."""
    if not any(one.kind in VOIDS for one in findings):
        return tuple(findings)
    from campus_news import history

    return tuple(history.recalled(options.root, options.typed, findings))


def _changes(options: Options, read: Content, before: Iterable[bytes]) -> Iterator[Change]:
    """What is new, other than it was, and gone, of the reports that `options` asks about."""
    then = {one.path: one for one in map(unpacked, before) if options.wants(one.path)}
    now = second(options.clock(read.config.zone)) if read.config else ""
    for entry in read.entries:
        was = then.pop(entry.path, None)
        if options.wants(entry.path) and (was is None or was.source != entry.source):
            why = site.hidden(entry, now) if entry.url else "读不出来"
            yield Change("修改" if was else "新增", entry.path, entry.title, _address(read, entry), why)
    for was in then.values():
        yield Change("删去", was.path, was.title, _address(read, was))


def _address(read: Content, entry: Entry) -> str:
    return (read.config.url if read.config else "/") + entry.url.removeprefix("/")


def _waived(entries: Iterable[Entry]) -> Iterator[Waived]:
    for entry in entries:
        for code, line, reason in entry.waived:
            yield Waived(entry.path, line, code, reason)


def build(options: Options, store: Memo, inputs: Inputs, before: Recalled) -> Outcome:
    """The site in `options.out`, unless there is an error; `before` is what the memo has."""
    with staging(options.out, options.say) as stage:
        ahead = partial(_ahead, options) if _all_stale(options, store) else None
        read = content.read(options, store, inputs.files, before, ahead)
        listed, found, data = register.load(options.root)
        findings = in_order((*read.findings, *found, *_vanishing(options, read, listed)))
        if read.config is None or has_error(findings):
            return Outcome(_recalled(options, findings), len(read.entries), lost=store.lost)
        now = options.clock(read.config.zone)
        shown = site.shown(read.entries, second(now), options.drafts)
        unsearched = options.search and not shard.ready()
        shards = _shards(shown, second(now)) if options.search and not unsearched else ()
        gone = site.withdrawn(read.entries, second(now))
        whole = site.assemble(shown, read.roster, read.config, read.portraits, now, shards, gone)
        seen = list(pages.plan(whole))
        served = list(machine.plan(whole, seen))
        known = _Known(listed, data, read, seen)
        planned = [*seen, *served, *redirect.plan(read.config, known.redirects, served)]
        named = {**_published(options.root, read, shown), **_index(options, store.file, shards)}
        reasons, written, removed = _write(options, stage, store, read, read.config, planned, named)
    hidden = tuple(_hidden(set(read.entries).difference(shown), second(now)))
    since, until = still.span(_moments(read), now)
    outcome = Outcome(
        findings,
        *(len(shown), hidden, len(seen), written, removed, reasons, store.lost),
        unsearched=unsearched,
        url=read.config.url,
        timezone=read.config.timezone,
        until=until,
        unseen=tuple(_hidden(shown, second(now))) if options.drafts else (),
    )
    inputs.read((entry.path, entry.source) for entry in read.entries)
    failed = known.write(options.root) if options.lasting else None
    if failed:
        return replace(outcome, findings=(*findings, failed))
    inputs.register = known.digest()
    _remember(options, store, inputs, (since, until), outcome, shown)
    return replace(outcome, addresses=known.added if options.lasting else 0)


def _remember(
    options: Options,
    store: Memo,
    inputs: Inputs,
    span: tuple[str, str],
    outcome: Outcome,
    shown: Iterable[Entry],
) -> None:
    """Keeps what a build that ended well came to, for the next one that would find nothing to do, or next to nothing."""
    out, kept = str(options.out.resolve()), replace(outcome, reasons=(), lost=None)
    made_from = inputs.state([entry.path for entry in shown]), outcome.timezone, *span
    store.remember(out, Settled(*made_from, store.sum(out), kept, options.drafts))


_ASIDE: Final = frozenset({BAD_ADDRESS.code, register.BAD_ENTRY.code})


def _vanishing(options: Options, read: Content, listed: Register) -> list[Diagnostic]:
    """What is wrong with addresses; nothing while a fault elsewhere may be why one is missing."""
    config, errors = read.config, [one for one in read.findings if one.severity is Severity.ERROR]
    if config is None or not all(entry.url for entry in read.entries):
        return []
    if any(
        one.code < "E2" or one.code in _ASIDE or "/" not in one.span.path[len("content/") :] for one in errors
    ):
        return []

    def look(path: str) -> tuple[Mapping[Loc, Span], int]:
        data = options.typed.get(path)
        return places(path, content_of(f"{options.root}/{path}") if data is None else data)

    now = second(options.clock(config.zone)) if options.lasting else None
    return vanish.findings(vanish.Published(config, read.roster, read.entries, listed, now, look))


class _Known:
    """The addresses of a build: those that are there, those of old, and the file in which they are kept."""

    def __init__(
        self,
        listed: Register,
        data: bytes | None,
        read: Content,
        seen: Iterable[Page],
    ) -> None:
        there = {page.url for page in seen}
        others, _ = listed.others(there)
        paged = [one for one in read.entries if one.aliases and one.url in there]
        moves = Moves.of(read.config.moved if read.config else (), paged)
        self.redirects = move.redirects(moves, others, there)
        new = [url for url in (*there, *self.redirects) if url not in listed.said]
        new = [url for url in new if url in self.redirects or urls.lasts(url)]
        self.added = len(new)
        self._data, self._new = data, data
        if new or data is None or b"\r" in data or not data.startswith(b"#") or not listed.tidy():
            self._new = listed.with_new(new)

    def write(self, root: Path) -> Diagnostic | None:
        """Puts the new ones into the file; what is to be told if that cannot be done."""
        if self._new is not None and self._new != self._data:
            try:
                register.write(root, self._new)
            except OSError as error:
                reason = error.strerror or str(error)
                return finding(register.NOT_KEPT, Span(still.REGISTER, 1), reason=reason)
            self._data = self._new
        return None

    def digest(self) -> bytes:
        """That of the file as it stands now, as `Inputs` has it."""
        return b"" if self._data is None else digest.of_bytes(self._data)


def _shards(shown: Iterable[Entry], now: str) -> tuple[Shard, ...]:
    """The parts of the search index; nobody finds what a preview shows of unpublished reports."""
    return shard.cut(entry for entry in shown if site.hidden(entry, now) is None)


def _index(options: Options, memo: Path, shards: Sequence[Shard]) -> Mapping[str, Path]:
    """The files of the search index; what makes them is loaded only where there is a search."""
    if not shards:
        return {}
    from campus_news import search

    return search.published(options, memo, shards)


def _all_stale(options: Options, store: Memo) -> bool:
    """Whether nothing that stands in the output folder can be left as it is."""
    return options.clean or not store.stands(str(options.out.resolve()))


def _ahead(options: Options, config: Config, roster: Roster) -> Callable[[], Ahead]:
    return partial(Ahead, press.order(options, config), roster, options.clock(config.zone), options.drafts)


def _moments(read: Content) -> Iterator[str]:
    """When something becomes due: reports, and leaders' posts that begin or end."""
    yield from (entry.published for entry in read.entries)
    yield from (f"{day}T00:00:00" for leader in read.roster.leaders for day in leader.days)


def _hidden(entries: Iterable[Entry], now: str) -> Iterator[Hidden]:
    found = [(one.published, one.path, one, why) for one in entries if (why := site.hidden(one, now))]
    for published, path, entry, why in sorted(found, key=lambda one: one[:2]):
        # Nothing but an editor publishes a draft.
        due = entry.status == Status.PUBLISHED.value and published > now
        until = dt.datetime.fromisoformat(published) if due else None
        yield Hidden(path, entry.title, why, until, entry.url)


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything a worker needs to make any of the outputs; pictures are those that are copied as they are."""

    order: Order
    root: Path
    memo: Path
    planned: Mapping[str, Page]
    pictures: Mapping[str, Path]


class _Maker:
    """A worker's press and its own way into the memo."""

    def __init__(self, job: _Job) -> None:
        self.job, self.press, self.library = job, Press(job.order), Library(job.root, job.memo)

    def make(self, path: str) -> Staged:
        """One output, staged."""
        page = self.job.planned.get(path)
        if page is not None:
            return self.press.page(page, self.library)
        data = self.job.order.assets.files.get(path)
        return output.stage(
            self.job.order.out, path, cache.kept(self.job.pictures[path]) if data is None else data
        )


def _make(maker: _Maker, paths: Sequence[str]) -> Sequence[Staged]:
    return [maker.make(path) for path in paths]


def _write(
    options: Options,
    stage: Lock,
    store: Memo,
    read: Content,
    config: Config,
    planned: Sequence[Page],
    named: Mapping[str, Path],
) -> tuple[tuple[tuple[str, str], ...], int, int]:
    """Why each output was made again, and how many files were put in place and removed.

    `named` are files whose names tell their content: pictures, the search index.
    """
    order = press.order(options, config)
    page_keys, by_path = Keys(order), {page.path: page for page in planned}
    keys = {path: page_keys.of(page) for path, page in by_path.items()}
    keys |= {
        path: Key(b"", path.encode()) for path in (*order.assets.files, *named)
    }  # names tell the content
    out = Output(options.out, stage, store, keys, fresh=options.clean)
    staged = list(_taken(read.made, out, keys, options.out))
    taken = {one.path for one in staged}
    left = [path for path in out.stale if path not in taken]
    job = _Job(order, options.root, store.file, by_path, named)
    made = work.spread(_make, partial(_Maker, job), left, options.jobs)
    staged += options.progress(made, len(left), "生成网页")
    written, removed = out.commit(staged)
    reasons = out.stale | dict.fromkeys(out.gone, "不再需要，已删去")
    return tuple(reasons.items()), written, removed


def _taken(made: Iterable[Made], out: Output, keys: Mapping[str, Key], folder: Path) -> Iterator[Staged]:
    """Of the pages made ahead those that are wanted as they are; the others are taken away."""
    for key, staged in made:
        if staged.path in out.stale and keys[staged.path] == key:
            yield staged
        else:
            output.unstage(folder, staged)


def _published(root: Path, read: Content, shown: Iterable[Entry]) -> dict[str, Path]:
    """The pictures of the roster and of the reports that have a page: a draft's photo is not published."""
    packed = {entry.pictures for entry in shown}
    asked = {picture for one in packed for _, _, picture in unpack_pictures(one) if picture}
    pictures = {*read.portraits.values(), *(Picture(*picture) for picture in asked)}
    return {
        urls.output(url): file
        for one in sorted(pictures, key=lambda one: one.url)
        for url, file in gallery.cached(root, one).items()
    }
