"""Everything under content/, read, decoded and checked; what was read before comes from the memo."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from campus_news import catalogue as kinds
from campus_news import config as configs
from campus_news import desk, digest, emblem, gallery, intake, life, naming, roster, rules, wording, work
from campus_news.config import Config
from campus_news.decode import decode
from campus_news.desk import Against, Desk, no_photo, unpacked
from campus_news.diagnostics import Diagnostic, Span, finding, has_error, in_order
from campus_news.emblem import Artwork, Unfit
from campus_news.entry import Entry, second, unpack_pictures
from campus_news.gallery import PICTURES, Gallery
from campus_news.markup import Markup
from campus_news.memo import Memo, Read, unpack
from campus_news.model import Picture
from campus_news.option import Options
from campus_news.press import Ahead, Made
from campus_news.roster import Roster
from campus_news.wording import Wording

T = TypeVar("T")
_SITE, _LEADERS, _WORDING = "content/site.yaml", "content/leaders.yaml", "content/wording.yaml"
_REPORTS = "content/reports/"
HELD_AGAINST: Final = (_SITE, _LEADERS, _WORDING)
"""What every report is held against: a change in it has all of them resolved again."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was read: `entries` by path, `portraits` by the leader's slug."""

    config: Config | None
    roster: Roster
    entries: tuple[Entry, ...]
    portraits: Mapping[str, Picture]
    findings: tuple[Diagnostic, ...]
    made: tuple[Made, ...]
    """Pages made ahead."""


class Recalled(NamedTuple):
    """What the memo has of all reports: their entries, those held `against` something of this digest, and all seals."""

    against: bytes
    entries: Sequence[Entry]
    seals: Mapping[str, bytes]


def recalled(memo: Memo, against: bytes) -> Recalled:
    """What the memo has. It takes a while, and no report needs to be read before.

    After a power cut a row may be any older one, or one of another table: none is unpacked that does not tell what it is.
    """
    packed = memo.entries()
    seals = {path: entry[: digest.SIZE] for path, (_, entry) in packed.items()}
    return Recalled(against, [unpacked(entry) for state, entry in packed.values() if state == against], seals)


def read(
    options: Options,
    memo: Memo,
    files: Mapping[str, bytes],
    before: Recalled,
    ahead: Callable[[Config, Roster], Callable[[], Ahead]] | None = None,
) -> Content:
    """All content of `options.root` and everything that is wrong with it.

    `files` are all files under content/, by path within the root, with the digests of their bytes; `before` is what the memo
    has. `ahead` gives what makes pages where reports are read; of a page that stands already that would be work in vain.
    """
    against, findings = standards(options, memo, files)
    config, leaders, _ = against
    pictures = Gallery(options.root, files, fresh=options.clean, keep=not options.typed)
    portraits, found = _portraits(options, leaders, pictures)
    findings += found
    findings += _names(memo, files)
    paths = list(report_files(files, findings))
    made: list[Made] = []
    press = ahead(config, leaders) if ahead and config and not has_error(findings) else None
    place = partial(Desk, options.root, files, against, pictures, press, options.typed)
    entries = _entries(options, memo, before, files, paths, pictures, place, made)
    findings += (one for entry in entries if entry.findings for one in unpack(entry.findings))
    asked_last = sorted(entries, key=lambda one: options.wants(one.path)) if options.only else entries
    findings += rules.of_site(asked_last)
    if config:
        findings += _to_come(options, entries, second(options.clock(config.zone)))
    return Content(config, leaders, entries, portraits, in_order(findings), tuple(made))


def standards(options: Options, memo: Memo, files: Mapping[str, bytes]) -> tuple[Against, list[Diagnostic]]:
    """What every report is held against, and what is wrong with it."""
    config, findings = _parsed(options, memo, files, _SITE, configs.read, None)
    if config and config.emblem:
        config, found = _with_emblem(options, memo, config, config.emblem, files)
        findings += found
    leaders, found = _parsed(options, memo, files, _LEADERS, roster.read, Roster())
    findings += found
    words, found = (
        _parsed(options, memo, files, _WORDING, wording.read, Wording()) if _WORDING in files else (None, [])
    )
    findings += found
    return Against(config, leaders, words), findings


def _names(memo: Memo, files: Mapping[str, bytes]) -> list[Diagnostic]:
    """What is wrong with the names of `files`; from the memo, as long as they stay the same."""
    folders = [(path, state) for path, state in files.items() if path.endswith("/")]
    state = digest.of_bytes(os.fsencode("\n".join(files)) + repr(folders).encode())
    known: list[Diagnostic] | None = memo.parsed("content/", state)
    if known is None:
        known = list(naming.findings(files))
        memo.keep_parsed("content/", state, known)
    return known


def _to_come(options: Options, entries: Iterable[Entry], now: str) -> Iterator[Diagnostic]:
    """Corrections of a day after `now`. Entries do not hold where they stand: for these few the file is read again."""
    for one in entries:
        if one.corrections and one.corrections[0][0] > now:
            data = options.typed.get(one.path) or _file(options, one.path, one.source)
            report = decode(one.path, data, Markup()).report if data else None
            if report is not None:
                yield from life.to_come(report, now)


def _parsed(
    options: Options,
    memo: Memo,
    files: Mapping[str, bytes],
    path: str,
    parse: Callable[[str, bytes], tuple[T, list[Diagnostic]]],
    none: T,
) -> tuple[T, list[Diagnostic]]:
    """What the file at `path` says, and what is wrong with it; from the memo, since names take long to spell out."""
    if path not in files:
        return none, [finding(kinds.NO_FILE, Span(path, 1), path=path)]
    why = files[path]
    data = options.typed.get(path) or _file(options, path, why)
    if data is None:
        return none, [
            finding(
                kinds.UNREADABLE, Span(path, 1), reason=intake.UNREAD.get(why, intake.UNREAD[intake.SHUT])
            )
        ]
    state = digest.of_bytes(data)
    known: tuple[T, list[Diagnostic]] | None = None if options.clean else memo.parsed(path, state)
    if known is None:
        known = parse(path, data)
        memo.keep_parsed(path, state, known)
    return known


def _with_emblem(
    options: Options, memo: Memo, config: Config, file: str, files: Mapping[str, bytes]
) -> tuple[Config, list[Diagnostic]]:
    """The configuration with its emblem as it is published, and what is wrong with the `file` that holds it."""
    mark = config.marks[("emblem",)]
    path = next((path for path in (f"content/{file}", f"content/photos/{file}") if path in files), None)
    if path is None:
        return config, [finding(emblem.NO_EMBLEM, mark, file=file)]
    nothing: Artwork | Unfit = Unfit(intake.UNREAD.get(files[path], intake.UNREAD[intake.SHUT]))
    read, _ = _parsed(options, memo, files, path, emblem.read, nothing)
    if isinstance(read, Unfit):
        return config, [finding(emblem.BAD_EMBLEM, mark, file=file, reason=read.reason)]
    return replace(config, artwork=read), []


def _file(options: Options, path: str, state: bytes) -> bytes | None:
    """The content of the file at `path`, whose digest is `state`; None if it is not to be read or cannot be."""
    try:
        return None if state in intake.UNREAD else intake.content_of(f"{options.root}/{path}")
    except OSError:
        return None


def report_files(files: Mapping[str, bytes], findings: list[Diagnostic]) -> Iterator[str]:
    """The paths of all reports, in order. Names that begin with . or _ are the editors' own."""
    for path in files:
        if not path.startswith(_REPORTS) or "/." in path or "/_" in path or path.endswith("/"):
            continue
        name = path.rpartition("/")[2].lower()
        if not _is_text(path):
            findings.append(finding(kinds.ODD_FILE_NAME, Span(ascii(path).strip("'"), 1)))
        elif name == "readme.md":
            continue
        elif name.endswith(".md"):
            yield path
        elif not name.endswith(PICTURES):
            findings.append(finding(kinds.NOT_A_REPORT, Span(path, 1)))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _entries(
    options: Options,
    memo: Memo,
    before: Recalled,
    files: Mapping[str, bytes],
    paths: Sequence[str],
    pictures: Gallery,
    place: Callable[[], Desk],
    made: list[Made],
) -> tuple[Entry, ...]:
    """The entry of every report, in the order of `paths`; those that the memo does not have are made and kept there.

    `made` gets the pages that were made ahead.
    """
    against, seals = held_against(files), dict(before.seals)
    same = basis(options.root, files, seals) == memo.basis()
    held = before.entries if before.against == against and not options.clean else ()
    known = _known(options.root, files, held, same=same)
    new = [path for path in paths if path not in known]
    gone = seals.keys() - set(paths)
    if new or gone:
        kept = () if options.clean else before.seals
        pictures.prepare(_mentioned(options, files, new, pictures), options.jobs, options.progress)
        facts = [memo.facts(path, files[path]) if path in kept else None for path in new]
        done = work.spread(desk.read, place, list(zip(new, facts, strict=True)), options.jobs)
        memo.keep(_noted(options.progress(done, len(new), "读取报道"), known, made, seals), against, gone)
    if new or gone or not same:
        memo.stand_on(basis(options.root, files, {path: seals[path] for path in paths}))
    return tuple(known[path] for path in paths)


def _mentioned(
    options: Options, files: Mapping[str, bytes], paths: Iterable[str], pictures: Gallery
) -> Iterator[tuple[str, Sequence[str]]]:
    """Those of the reports at `paths` that may have pictures still to be made, and their names, as far as a glance tells."""
    for path in paths:
        if pictures.awaits(path):
            data = options.typed.get(path) or _file(options, path, files[path])
            if data:
                yield path, gallery.mentioned(data)


def held_against(files: Mapping[str, bytes]) -> bytes:
    """The digest of what reports are held against, and of what holds them against it."""
    return digest.of(digest.engine(), *(files.get(path, b"") for path in HELD_AGAINST))


def basis(root: Path, files: Mapping[str, bytes], seals: Mapping[str, bytes]) -> bytes:
    """The digest of all pictures, published or not, and of the entries that have them, which are told by their seals."""
    pictures = [(os.fsencode(path), state) for path, state in files.items() if not path.endswith(".md")]
    entries = sum(int.from_bytes(seal[:8], "big") for seal in seals.values())  # in whatever order
    return digest.of(pictures, sorted(gallery.cached_names(root)), str(entries))


def _known(
    root: Path, files: Mapping[str, bytes], entries: Iterable[Entry], *, same: bool
) -> dict[str, Entry]:
    """The entries that still hold: the file is as it was, and the pictures are (`same`: all there are)."""
    known = {one.path: one for one in entries if files.get(one.path) == one.source}
    if not same:
        pictures, there = Gallery(root, files), gallery.cached_names(root)
        known = {path: one for path, one in known.items() if _same_pictures(one, pictures, there)}
    return known


def _same_pictures(one: Entry, pictures: Gallery, there: Container[str]) -> bool:
    asked = unpack_pictures(one.pictures)
    states = pictures.states(one.path, [file for file, _, _ in asked])
    return all(
        now == state and (shown is None or gallery.is_cached(Picture(*shown), there))
        for now, (_, state, shown) in zip(states, asked, strict=True)
    )


def _noted(
    done: Iterable[tuple[Read, Made | None]],
    known: dict[str, Entry],
    made: list[Made],
    seals: dict[str, bytes],
) -> Iterator[Read]:
    for one, page in done:
        known[one.path], seals[one.path] = unpacked(one.entry), one.entry[: digest.SIZE]
        if page is not None:
            made.append(page)
        yield one


def _portraits(
    options: Options, leaders: Roster, pictures: Gallery
) -> tuple[dict[str, Picture], list[Diagnostic]]:
    """What was published of the leaders' portraits, by the leader's slug; those missing or broken are findings."""
    pictured = [(one, one.portrait) for one in leaders.leaders if one.portrait]
    files = [file for _, file in pictured]
    pictures.prepare([("", files)], options.jobs, options.progress)
    found = pictures.published("", files)
    portraits, findings = {}, []
    for (leader, file), one in zip(pictured, found, strict=True):
        if isinstance(one.picture, Picture):
            portraits[leader.slug] = one.picture
        else:
            findings.append(no_photo(pictures, "", file, leader.portrait_mark, one.picture))
    return portraits, findings
