"""The desk: where a report's file is read, decoded, resolved and checked, and, if asked for, its page made.

Everything here works on one report or a few, in whatever process; what all reports come to is `content`'s.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import catalogue as kinds
from campus_news import digest, entry, gallery, life, rules, urls
from campus_news.config import Config
from campus_news.decode import Decoded, decode, plain_body, text_of
from campus_news.diagnostics import Diagnostic, Span, finding, has_error
from campus_news.entry import Asked, Entry, pack_pictures
from campus_news.flat import Flat
from campus_news.gallery import Found, Gallery
from campus_news.intake import SHUT, UNREAD, Unread, content_of
from campus_news.markup import Body, Link, Markup
from campus_news.memo import Read, Rows, pack, seal, unpack, unseal
from campus_news.model import Picture, Record, Report, Status
from campus_news.outcome import Changed
from campus_news.people import Meeting, everybody
from campus_news.press import Ahead, Made
from campus_news.roster import Roster
from campus_news.rules import link, person, waiver
from campus_news.rules.rule import Case
from campus_news.view import Article
from campus_news.wording import Wording

_BODIES: Final = Flat(Body)


@dataclass(frozen=True, slots=True)
class _Facts(Record):
    """What the memo keeps of a decoded report beside its body, of which it has the digest (b"" if that is not kept)."""

    report: Report | None
    findings: tuple[Diagnostic, ...]
    body: bytes
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()


class Against(NamedTuple):
    """What every report is held against."""

    config: Config | None
    roster: Roster
    wording: Wording | None


class Desk:
    """Where reports are read: what each of them needs beside its own file."""

    def __init__(
        self,
        root: Path,
        files: Mapping[str, bytes],
        against: Against,
        pictures: Gallery,
        ahead: Callable[[], Ahead] | None,
        typed: Mapping[str, bytes],
    ) -> None:
        self.root, self.files, self.against, self.gallery = root, files, against, pictures
        self._typed = typed
        self.markup = Markup()
        self.ahead = ahead() if ahead else None

    def bytes_of(self, path: str) -> bytes:
        """What the report at `path` is: its file's bytes, or what stands for them; raises `Unread`."""
        if path in self._typed:
            return self._typed[path]
        if self.files[path] in UNREAD:
            raise Unread(path, self.files[path])
        try:
            return content_of(f"{self.root}/{path}")
        except Unread:
            raise
        except OSError:
            raise Unread(path, SHUT) from None


class _Open(NamedTuple):
    """A report that has just been read. Without an article it cannot be shown; the body is there if it was decoded now."""

    entry: Entry
    article: Article | None
    body: Body | None
    read: Read


def read(desk: Desk, files: Sequence[tuple[str, bytes | None]]) -> Sequence[tuple[Read, Made | None]]:
    """Some reports, and the pages of those whose neighbours are among them."""
    opened = [_opened(desk, path, packed) for path, packed in files]
    made: dict[str, Made] = {}
    if desk.ahead is not None:
        whole = [(one.entry, one.article, one.body) for one in opened if one.article and one.body]
        made = {page.staged.path: page for page in desk.ahead.make(whole)}
    return [(one.read, made.get(urls.output(one.entry.url))) for one in opened]


def _opened(desk: Desk, path: str, packed: bytes | None) -> _Open:
    """One report, decoded unless its packed facts are given, and resolved."""
    try:
        data = desk.bytes_of(path)
    except Unread as error:
        unreadable = finding(kinds.UNREADABLE, Span(path, 1), reason=UNREAD[error.state])
        facts = _Facts(None, (unreadable,), b"")
        one, _, _ = _resolved(desk, path, error.state, facts, ("", 1))
        return _Open(one, None, None, Read(path, error.state, _packed(one), b"", None, None))
    source = digest.of_bytes(data)
    if packed is not None and source == desk.files[path]:
        one, article, view = _resolved(desk, path, source, unpack(packed), text_of(path, data))
        return _Open(one, article, None, Read(path, source, _packed(one), view, None, None))
    return _decoded(desk, path, source, decode(path, data, desk.markup))


def _decoded(desk: Desk, path: str, source: bytes, done: Decoded) -> _Open:
    kept = None if done.quick else _BODIES.dumps(done.body)
    state = b"" if kept is None else digest.of_bytes(kept)
    facts = _Facts(done.report, done.findings, state, done.body.links, done.body.anchors)
    one, article, view = _resolved(desk, path, source, facts, (done.text, done.first_line))
    row = Read(path, source, _packed(one), view, None if kept is None else pack(facts), kept)
    return _Open(one, article, done.body, row)


def _packed(one: Entry) -> bytes:
    return seal(marshal.dumps(tuple(one)))


def _resolved(
    desk: Desk, path: str, source: bytes, facts: _Facts, text: tuple[str, int]
) -> tuple[Entry, Article | None, bytes]:
    """The entry of a report, and its article, as it is and packed. `text` is the body as typed, and its first line."""
    report, findings = facts.report, list(facts.findings)
    if report is None:
        return Entry(path, source, pack_pictures(()), pack(facts.findings), has_error(findings)), None, b""
    withdrawn = report.status is Status.WITHDRAWN
    if withdrawn:
        report, text, facts = life.left(report), ("", 1), replace(facts, links=(), anchors=())
    places = [(loc, photo.file) for loc, photo in report.pictured()]
    found = desk.gallery.published(path, [file for _, file in places])
    for (loc, file), one in zip(places, found, strict=True):
        if not isinstance(one.picture, Picture):
            findings.append(no_photo(desk.gallery, path, file, report.mark(*loc, "file"), one.picture))
    config, leaders, words = desk.against
    people = everybody(report, leaders)
    asked = {file: one for (_, file), one in zip(places, found, strict=True)}
    pictures = _pictures(asked)
    files = {file: one.state for file, one in asked.items()}
    case = Case(report, people, leaders, config, *text, words, facts.links, pictures, files)
    found_by_rules, waived = _checked(case, whole=not (withdrawn or has_error(findings)))
    findings = [person.with_roster(one, leaders) for one in (*findings, *found_by_rules)]
    bare = Entry(
        path,
        source,
        pack_pictures(_told(asked)),
        pack(tuple(findings)) if findings else b"",
        has_error(findings),
        body=facts.body,
        waived=waived,
        links=link.pack(case, facts.anchors) if facts.links or facts.anchors else b"",
    )
    shown = entry.public(report, case.words)
    there = people if shown is report else everybody(shown, leaders)
    return entry.resolve(bare, shown, Meeting(shown, there), pictures)


def _checked(case: Case, *, whole: bool) -> tuple[list[Diagnostic], tuple[tuple[str, int, str], ...]]:
    """What rules find in a report, and what of it is waived; `whole`: it was read without an error."""
    report, found = case.report, rules.of_report(case)
    if not report.waived:
        return found, ()
    about = waiver.findings(report, found, rules.WAIVABLE, whole=whole)
    return [*about, *waiver.kept(report, found)], tuple(waiver.in_force(report, found))


def _told(asked: Mapping[str, Found]) -> Iterator[Asked]:
    """What an entry says of the pictures asked for."""
    for file, (_, state, one) in asked.items():
        known = (one.url, one.width, one.height, one.tone, one.located) if isinstance(one, Picture) else None
        yield file, state, known


def _pictures(asked: Mapping[str, Found]) -> dict[str, Picture]:
    return {file: one.picture for file, one in asked.items() if isinstance(one.picture, Picture)}


def no_photo(pictures: Gallery, owner: str, file: str, span: Span, why: str | None) -> Diagnostic:
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


def unpacked(packed: bytes) -> Entry:
    """An entry as the memo keeps it."""
    return Entry(*marshal.loads(unseal(packed)))


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
