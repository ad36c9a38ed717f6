"""A build after which only the texts of a few reports are others: their pages are made again, and nothing else is planned.

No other page and no file for machines shows anything of a report's text (`story`); the search index does, so where there is
one, this is not tried. Whatever else is known of a report has to be what it was, to the last finding: then the last
build's plan still holds, and all that it came to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from campus_news import content, desk, digest, output, press, story
from campus_news.config import Config
from campus_news.desk import Against, Desk, Library, unpacked
from campus_news.diagnostics import Diagnostic
from campus_news.entry import Entry, second
from campus_news.gallery import Gallery
from campus_news.lock import Lock
from campus_news.memo import Memo, Read, Row, unpack
from campus_news.option import Options
from campus_news.outcome import Outcome
from campus_news.output import Output
from campus_news.page import Page
from campus_news.press import Keys, Press
from campus_news.roster import Roster
from campus_news.site import Site
from campus_news.still import Inputs, Last, Settled

_MOST: Final = 20
"""Reports: for more, all processes are of more use."""

Around: TypeAlias = Mapping[str, tuple[str | None, str | None]]
"""A report that has a page -> the ones before and after it."""


def build(options: Options, store: Memo, inputs: Inputs, before_it: Last) -> Outcome | None:
    """The site in `options.out`, if only texts are others; None if more is, or may be: then no page was made."""
    last = before_it.build
    if last is None or options.search:
        return None
    changed = _changed(last, inputs)
    if not 0 < len(changed) <= _MOST:
        return None
    with output.staging(options.out, options.say) as stage:
        against, _ = content.standards(options, store, inputs.files)
        around = _around(changed, last.inputs.shown())
        before = _before(store, inputs, last, {*changed, *_all(around)})
        if against.config is None or before is None:
            return None
        reads = _read(options, inputs, against, changed)
        after = {one.path: unpacked(one.entry) for one in reads}
        if not all(_only_text(before[path], after[path], last.outcome.findings) for path in changed):
            return None
        rows = before_it.rows
        if rows is None or not _kept(options, store, inputs, reads):
            return None
        pages = list(_pages(options, against.config, before | after, around))
        written, reasons = _write(options, against.config, stage, store, rows, pages)
    inputs.read((path, one.source) for path, one in after.items())
    _remember(store, str(options.out.resolve()), last, inputs)
    return replace(last.outcome, written=written, removed=0, addresses=0, reasons=reasons, lost=store.lost)


def _changed(last: Settled, inputs: Inputs) -> Sequence[str]:
    """The files under content/ that are others than in the last build; none if something else is, too."""
    then, now = last.inputs.files(), inputs.files
    if then.keys() != now.keys() or inputs.rest() != last.inputs.rest:
        return ()
    return [path for path, state in now.items() if then[path] != state]


def _around(changed: Iterable[str], shown: Sequence[str]) -> Around:
    """Those of the reports `changed` that have pages."""
    place = {path: i for i, path in enumerate(shown)}
    ends = [None, *shown, None]
    return {path: (ends[place[path]], ends[place[path] + 2]) for path in changed if path in place}


def _all(around: Around) -> Iterator[str]:
    return (path for both in around.values() for path in both if path)


def _before(store: Memo, inputs: Inputs, last: Settled, paths: Collection[str]) -> dict[str, Entry] | None:
    """What the last build knew of the reports at `paths`; None if the memo does not have that."""
    held, then = content.held_against(inputs.files), last.inputs.files()
    packed = store.entries(*paths)
    entries = {path: unpacked(entry) for path, (state, entry) in packed.items() if state == held}
    there = all(path in entries and entries[path].source == then[path] for path in paths)
    return entries if there else None


def _read(options: Options, inputs: Inputs, against: Against, paths: Iterable[str]) -> Sequence[Read]:
    pictures = Gallery(options.root, inputs.files)
    place = Desk(options.root, inputs.files, against, pictures, None, {})
    return [one for one, _ in desk.read(place, [(path, None) for path in paths])]


def _only_text(was: Entry, now: Entry, findings: Iterable[Diagnostic]) -> bool:
    """Whether other pages show the same of a report, and nothing was found of it but what its entry holds."""
    own = unpack(was.findings) if was.findings else ()
    return now._replace(source=was.source, article=was.article, body=was.body) == was and sum(
        one.span.path == was.path for one in findings
    ) == len(own)


def _kept(options: Options, store: Memo, inputs: Inputs, reads: Sequence[Read]) -> bool:
    """Has the memo keep what was read, if the pictures still are those of the last build."""
    seals = store.seals()
    if content.basis(options.root, inputs.files, seals) != store.basis():
        return False
    store.keep(reads, content.held_against(inputs.files), ())
    seals.update((one.path, one.entry[: digest.SIZE]) for one in reads)
    store.stand_on(content.basis(options.root, inputs.files, seals))
    return True


def _pages(options: Options, config: Config, entries: Mapping[str, Entry], around: Around) -> Iterator[Page]:
    now = options.clock(config.zone)
    part = Site(config, Roster(), {}, now, second(now), (), {}, {})
    for path, (older, newer) in around.items():
        yield story.page(
            part, entries[path], entries[older] if older else None, entries[newer] if newer else None
        )


def _write(
    options: Options,
    config: Config,
    stage: Lock,
    store: Memo,
    rows: Mapping[str, Row],
    pages: Iterable[Page],
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many files were put in place, and why each page was made again."""
    order, planned = press.order(options, config), {page.path: page for page in pages}
    page_keys, maker, library = Keys(order), Press(order), Library(options.root, store.file)
    keys = {path: page_keys.of(page) for path, page in planned.items()}
    there = {path: rows[path] for path in planned if path in rows}
    out = Output(options.out, stage, store, keys, there)
    written, _ = out.commit([maker.page(planned[path], library) for path in out.stale])
    return written, tuple(out.stale.items())


def _remember(store: Memo, out: str, last: Settled, inputs: Inputs) -> None:
    again = last.inputs.again(inputs)
    kept = replace(last.outcome, written=0, removed=0, addresses=0)
    store.remember(out, replace(last, inputs=again, written=store.sum(out), outcome=kept))
