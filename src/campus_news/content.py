"""Everything under content/, read, decoded and checked; what was read before comes from the memo."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import catalogue as kinds
from campus_news import config as configs
from campus_news import digest, entry, gallery, roster, rules, urls, work
from campus_news.config import Config
from campus_news.decode import decode, plain_body
from campus_news.diagnostics import Diagnostic, Span, finding, has_error, in_order
from campus_news.entry import Entry
from campus_news.flat import Flat
from campus_news.gallery import Found, Gallery
from campus_news.markup import Body, Markup
from campus_news.memo import Memo, Read, Rows, pack, seal, unpack, unseal
from campus_news.model import Photo, Picture, Record, Report
from campus_news.option import Options
from campus_news.outcome import Changed
from campus_news.people import Meeting, everybody
from campus_news.press import Ahead, Made
from campus_news.roster import Roster
from campus_news.rules import person
from campus_news.still import UNREAD, content_of
from campus_news.view import Article

_BODIES: Final = Flat(Body)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
_SITE, _LEADERS, _REPORTS = "content/site.yaml", "content/leaders.yaml", "content/reports/"


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


class Library:
    """Articles and bodies of the reports that were read, for those pages that are made."""

    def __init__(self, root: Path, memo: Path) -> None:
        self._root, self._rows = root, Rows(memo)

    def of(self, one: Entry) -> tuple[Article, Body]:
        """Those of one report; raises `Changed` if its file is not what was read."""
        article = entry.ARTICLES.loads(self._rows.article(one.path, one.article))
        if one.body:
            return article, _BODIES.loads(self._rows.body(one.path, one.body))
        try:
            data = content_of(f"{self._root}/{one.path}")
        except OSError:
            data = b""
        body = plain_body(one.path, data) if digest.of_bytes(data) == one.source else None
        if body is None:
            raise Changed(one.path)
        return article, body


@dataclass(frozen=True, slots=True)
class _Facts(Record):
    """What the memo keeps of a decoded report beside its body, of which it has the digest (b"" if that is not kept)."""

    report: Report | None
    findings: tuple[Diagnostic, ...]
    body: bytes


def read(
    options: Options,
    memo: Memo,
    files: Mapping[str, bytes],
    ahead: Callable[[Config, Roster], Callable[[], Ahead]] | None = None,
) -> Content:
    """All content of `options.root` and everything that is wrong with it.

    `files` are all files under content/, by path within the root, with the digests of their bytes. `ahead` gives what
    makes pages where reports are read; of a page that stands already that would be work in vain.
    """
    config, findings = _config(options.root)
    leaders, found = _roster(options.root)
    findings += found
    pictures = Gallery(options.root, files, options.jobs, fresh=options.clean)
    portraits, found = _portraits(leaders, pictures)
    findings += found
    paths = list(_report_files(files, findings))
    made: list[Made] = []
    press = ahead(config, leaders) if ahead and config and not has_error(findings) else None
    desk = partial(_Desk, options.root, files, leaders, options.jobs, options.clean, press)
    entries = _entries(options, memo, files, paths, desk, made)
    findings += (one for entry in entries if entry.findings for one in unpack(entry.findings))
    findings += rules.of_site(entries)
    return Content(config, leaders, entries, portraits, in_order(findings), tuple(made))


def _config(root: Path) -> tuple[Config | None, list[Diagnostic]]:
    data = _file(root / _SITE)
    return configs.read(_SITE, data) if data is not None else (None, [_missing(_SITE)])


def _roster(root: Path) -> tuple[Roster, list[Diagnostic]]:
    data = _file(root / _LEADERS)
    return roster.read(_LEADERS, data) if data is not None else (Roster(), [_missing(_LEADERS)])


def _missing(path: str) -> Diagnostic:
    return finding(kinds.NO_FILE, Span(path, 1), path=path)


def _file(path: Path) -> bytes | None:
    """A plain file's content; None for anything else, above all a pipe, which would never end."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _report_files(files: Mapping[str, bytes], findings: list[Diagnostic]) -> Iterator[str]:
    """The paths of all reports, in order. Names that begin with . or _ are the editors' own."""
    for path in files:
        if not path.startswith(_REPORTS) or "/." in path or "/_" in path:
            continue
        name = path.rpartition("/")[2].lower()
        if not _is_text(path):
            findings.append(finding(kinds.ODD_FILE_NAME, Span(ascii(path).strip("'"), 1)))
        elif name == "readme.md":
            continue
        elif name.endswith(".md"):
            yield path
        elif not name.endswith(_PICTURES):
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
    files: Mapping[str, bytes],
    paths: Sequence[str],
    desk: Callable[[], _Desk],
    made: list[Made],
) -> tuple[Entry, ...]:
    """The entry of every report, in the order of `paths`; those that the memo does not have are made and kept there.

    `made` gets the pages that were made ahead.
    """
    packed, basis = memo.entries(), _basis(options.root, files)
    known = {} if options.clean else _known(options.root, files, packed, memo.basis(), basis)
    new = [path for path in paths if path not in known]
    gone = packed.keys() - set(paths)
    if new or gone:
        kept = {} if options.clean else packed
        facts = [memo.facts(path, files[path]) if path in kept else None for path in new]
        done = work.spread(_read, desk, list(zip(new, facts, strict=True)), options.jobs)
        memo.keep(_noted(options.progress(done, len(new), "读取报道"), known, made), gone)
    if new or gone or basis != memo.basis():
        memo.stand_on(_basis(options.root, files))
    return tuple(known[path] for path in paths)


def _basis(root: Path, files: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    """The digests of what entries depend on beside the reports: the roster; all pictures, and the published ones."""
    pictures = [(os.fsencode(path), state) for path, state in files.items() if not path.endswith(".md")]
    return files.get(_LEADERS, b""), digest.of(pictures, sorted(gallery.cached_names(root)))


def _known(
    root: Path,
    files: Mapping[str, bytes],
    packed: Mapping[str, bytes],
    then: tuple[bytes, bytes] | None,
    now: tuple[bytes, bytes],
) -> dict[str, Entry]:
    """The entries that still hold: with the roster of then, and the file and the pictures as they were."""
    if then is None or then[0] != now[0]:
        return {}
    entries = (_entry(data) for data in packed.values())
    known = {one.path: one for one in entries if files.get(one.path) == one.source}
    if then != now:
        pictures, there = Gallery(root, files), gallery.cached_names(root)
        known = {path: one for path, one in known.items() if _same_pictures(one, pictures, there)}
    return known


def _same_pictures(one: Entry, pictures: Gallery, there: Container[str]) -> bool:
    states = pictures.states(one.path, [file for file, _, _ in one.pictures])
    return all(
        now == state and (shown is None or gallery.cached_name(*shown) in there)
        for now, (_, state, shown) in zip(states, one.pictures, strict=True)
    )


def _noted(
    done: Iterable[tuple[Read, Made | None]], known: dict[str, Entry], made: list[Made]
) -> Iterator[Read]:
    for one, page in done:
        known[one.path] = _entry(one.entry)
        if page is not None:
            made.append(page)
        yield one


def _entry(packed: bytes) -> Entry:
    return Entry(*marshal.loads(unseal(packed)))


class _Desk:
    """Where reports are read: what each of them needs beside its own file."""

    def __init__(
        self,
        root: Path,
        files: Mapping[str, bytes],
        leaders: Roster,
        jobs: int,
        fresh: bool,
        ahead: Callable[[], Ahead] | None,
    ) -> None:
        self.root, self.files, self.roster = root, files, leaders
        self.gallery = Gallery(root, files, jobs, fresh=fresh)
        self.markup = Markup()
        self.ahead = ahead() if ahead else None


class _Open(NamedTuple):
    """A report that has just been read. Without an article it cannot be shown; the body is there if it was decoded now."""

    entry: Entry
    article: Article | None
    body: Body | None
    read: Read


def _read(desk: _Desk, files: Sequence[tuple[str, bytes | None]]) -> Sequence[tuple[Read, Made | None]]:
    """Some reports, and the pages of those whose neighbours are among them."""
    opened = [_opened(desk, path, packed) for path, packed in files]
    made: dict[str, Made] = {}
    if desk.ahead is not None:
        whole = [(one.entry, one.article, one.body) for one in opened if one.article and one.body]
        made = {page.staged.path: page for page in desk.ahead.make(whole)}
    return [(one.read, made.get(urls.output(one.entry.url))) for one in opened]


def _opened(desk: _Desk, path: str, packed: bytes | None) -> _Open:
    """One report, decoded unless its packed facts are given, and resolved."""
    source, body, quick = desk.files[path], None, True
    if packed is not None:
        facts: _Facts = unpack(packed)
    else:
        try:
            data = content_of(f"{desk.root}/{path}") if source != UNREAD else None
        except OSError:
            data = None
        if data is None:
            unreadable = finding(kinds.UNREADABLE, Span(path, 1), reason="没有读取权限，或不是文件")
            facts = _Facts(None, (unreadable,), b"")
        else:
            done, source = decode(path, data, desk.markup), digest.of_bytes(data)
            body, quick = done.body, done.quick
            facts = _Facts(done.report, done.findings, b"")
    kept = None if body is None or quick else _BODIES.dumps(body)
    if kept is not None:
        facts = replace(facts, body=digest.of_bytes(kept))
    one, article, packed_article = _resolved(desk, path, source, facts)
    row = Read(path, source, _packed(one), packed_article, pack(facts) if kept else None, kept)
    return _Open(one, article, body, row)


def _packed(one: Entry) -> bytes:
    return seal(marshal.dumps(tuple(one)))


def _resolved(desk: _Desk, path: str, source: bytes, facts: _Facts) -> tuple[Entry, Article | None, bytes]:
    """The entry of a report, and its article, as it is and packed."""
    report, findings = facts.report, list(facts.findings)
    if report is None:
        return Entry(path, source, (), pack(facts.findings), has_error(findings)), None, b""
    places = [(key, i, photo.file) for key, group in _photos(report) for i, photo in enumerate(group)]
    found = desk.gallery.published(path, [file for _, _, file in places])
    for (key, i, file), one in zip(places, found, strict=True):
        if not isinstance(one.picture, Picture):
            findings.append(_no_photo(desk.gallery, path, file, report.mark(key, i, "file"), one.picture))
    people = everybody(report, desk.roster)
    findings += rules.of_report(report, people, desk.roster)
    findings = [person.with_roster(one, desk.roster) for one in findings]
    kept = pack(tuple(findings)) if findings else b""
    asked = {file: one for (_, _, file), one in zip(places, found, strict=True)}
    bare = Entry(path, source, tuple(_told(asked)), kept, has_error(findings), body=facts.body)
    return entry.resolve(bare, report, Meeting(report, people), _pictures(asked))


def _photos(report: Report) -> tuple[tuple[str, tuple[Photo, ...]], ...]:
    return ("photos", report.photos), ("images", report.images)


def _told(asked: Mapping[str, Found]) -> Iterator[tuple[str, bytes | None, tuple[str, int, int] | None]]:
    """What an entry says of the pictures asked for."""
    for file, (_, state, picture) in asked.items():
        size = (picture.url, picture.width, picture.height) if isinstance(picture, Picture) else None
        yield file, state, size


def _pictures(asked: Mapping[str, Found]) -> dict[str, Picture]:
    return {file: one.picture for file, one in asked.items() if isinstance(one.picture, Picture)}


def _portraits(leaders: Roster, pictures: Gallery) -> tuple[dict[str, Picture], list[Diagnostic]]:
    """What was published of the leaders' portraits, by the leader's slug; those missing or broken are findings."""
    pictured = [(one, one.portrait) for one in leaders.leaders if one.portrait]
    found = pictures.published("", [file for _, file in pictured])
    portraits, findings = {}, []
    for (leader, file), one in zip(pictured, found, strict=True):
        if isinstance(one.picture, Picture):
            portraits[leader.slug] = one.picture
        else:
            findings.append(_no_photo(pictures, "", file, leader.portrait_mark, one.picture))
    return portraits, findings


def _no_photo(pictures: Gallery, owner: str, file: str, span: Span, why: str | None) -> Diagnostic:
    """A picture that cannot be published (`why`), or is not there."""
    if why is not None:
        return finding(kinds.BAD_PHOTO, span, file=file, reason=why)
    folders = gallery.folders(owner)
    there = [name for folder in folders for name in pictures.names(folder)]
    same = (name for name in there if name.lower() == file.lower())
    near = next(same, None) or next(iter(get_close_matches(file, there, 1, 0.75)), None)
    return finding(
        kinds.NO_PHOTO,
        span,
        near if span.width else None,
        file=file,
        places="、".join(f"{one}/" for one in folders),
    )
