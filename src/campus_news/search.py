"""Shards -> Pagefind's files, kept in .cache/search/ under the keys of the shards.

Pagefind runs as a service that is handed one record a report, in order: then the same reports give the same bytes, which
a folder of pages, read in the order of the file system, does not. For that reason also its filters are not used (their
order is chance): who, when and where are words of the record that no text can hold.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from functools import partial
from html import unescape
from pathlib import Path
from typing import IO, Any, Final

from campus_news import cache, letter, shard, urls
from campus_news.desk import Library
from campus_news.entry import Entry
from campus_news.lazy import lazy
from campus_news.markup import Body
from campus_news.option import Options
from campus_news.outcome import NoIndex
from campus_news.shard import Shard
from campus_news.tag import BLOCK
from campus_news.view import Article, Named

_AT_ONCE: Final = 2
"""Indexes made at the same time: each needs up to 1 GB of memory."""
_NO_LANGUAGE: Final = "zxx"
"""Has Pagefind cut words at spaces only, and stem none."""
_FOLDERS: Final = ("fragment", "index")
_KEPT: Final = ("pagefind-entry.json", "*.pf_meta", *(f"{name}/*" for name in _FOLDERS))
_KEPT_OF_ENGINE: Final = (*_KEPT, "pagefind.js", "wasm.unknown.pagefind")
_LAST: Final = "GetFiles"
"""What is asked of Pagefind last, and how its answer is called."""
_WEEKDAYS: Final = "一二三四五六日"
_BLOCKS: Final = lazy(rf"</?(?:{BLOCK}|br|section|figure|figcaption|div)\b[^>]*>")
_TAG: Final = lazy(r"<[^>]*>")


def published(options: Options, memo: Path, shards: Sequence[Shard]) -> dict[str, Path]:
    """Every file of the index by its path in the output, made where it is not in the cache; raises `NoIndex`.

    What is in the cache but belongs to none of `shards` goes.
    """
    from concurrent.futures import ThreadPoolExecutor

    parts = [shard.engine(), *shards]
    place = options.root / ".cache" / "search"
    folders = [place / part.url.split("/")[-2] for part in parts]
    left = [
        (part, folder)
        for part, folder in zip(parts, folders, strict=True)
        if options.clean or not cache.closed(folder)
    ]
    with ThreadPoolExecutor(min(options.jobs, _AT_ONCE)) as pool:
        made = pool.map(partial(_make, options.root, memo), left)
        for _ in options.progress(made, len(left), "编制搜索索引"):
            pass
    _tidy(place, {folder.name for folder in folders})
    return {
        urls.output(f"{part.url}{name}"): folder / name
        for part, folder in zip(parts, folders, strict=True)
        for name in cache.names(folder)
    }


def _tidy(place: Path, used: set[str]) -> None:
    for folder in place.iterdir():
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)


def _make(root: Path, memo: Path, what: tuple[Shard, Path]) -> None:
    """Makes the index of one shard in its folder, which appears there as a whole."""
    part, folder = what
    aside = folder.with_suffix(".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    library = Library(root, memo)
    records = (_record(one, *library.of(one)) for one in part.entries)
    names: list[str] = []
    try:
        for path, data in _indexed(records if part.entries else (_NOTHING,)):
            if any(fnmatch(path, pattern) for pattern in (_KEPT if part.entries else _KEPT_OF_ENGINE)):
                (aside / path).parent.mkdir(exist_ok=True)
                cache.keep(aside / path, data)
                names.append(path)
        cache.close(aside, names)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    except OSError as error:
        raise NoIndex(str(error)) from error


_NOTHING: Final[dict[str, Any]] = {"url": "/", "content": letter.END}
"""An index has to hold something."""


def _record(entry: Entry, article: Article, body: Body) -> dict[str, Any]:
    """What is to be found of a report, and what a list of results shows of it."""
    card = article.card
    marks = [
        letter.mark("year", str(card.date.year)),
        *(letter.mark("leader", slug) for slug in entry.leaders),
    ]
    if card.venue:
        marks.append(letter.mark("venue", card.venue))
    when = " ".join(part for part in (_day(card.date), card.time, card.venue) if part)
    return {
        "url": card.url,
        "content": f"{letter.words(lines(article, body))} {' '.join(marks)}",
        "meta": {"title": card.title, "date": card.date.isoformat(), "when": when},
        "sort": {"date": f"{card.date.isoformat()} {entry.minute:04} {entry.path}"},
    }


def lines(article: Article, body: Body) -> Iterator[str]:
    """The text of a report's page, a block a line: title, facts, body, words of pictures, sign-off."""
    card = article.card
    yield card.title
    yield " ".join(part for part in (_day(card.date), card.time) if part)
    if card.venue:
        yield card.venue
    for group in (article.hosts, article.attendees, article.speakers):
        yield from map(_person, group)
    yield "、".join(article.groups)
    yield "、".join(article.observers)
    for block in body.blocks:
        yield from _text(block.html)
    for figure in article.figures:
        yield figure.caption or ""
        yield figure.credit or ""
    yield from (credit.text for credit in article.credits)
    yield from (one.text for one in article.corrections)


def _day(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日 星期{_WEEKDAYS[date.weekday()]}"


def _person(who: Named) -> str:
    return " ".join(part for part in (who.name, (who.org or "") + (who.title or ""), who.act) if part)


def _text(html: str) -> Iterator[str]:
    """The blocks of some HTML, without its tags. A newline is a space there."""
    for block in _BLOCKS.sub("\0", html).split("\0"):
        yield unescape(_TAG.sub("", block))


def _indexed(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The files that Pagefind makes of `records`, by their names; raises `NoIndex`.

    They are taken from its answer: those that it writes itself may not be whole yet when it says that they are written.
    """
    from subprocess import DEVNULL, PIPE, Popen
    from threading import Thread

    import pagefind_bin

    answers: list[dict[str, Any]] = []
    with Popen(
        [pagefind_bin.get_executable(), "--service"], stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    ) as service:
        assert service.stdin is not None
        hear = Thread(target=_hear, args=(service.stdout, answers))
        hear.start()
        try:
            for message in _messages(records):
                service.stdin.write(message)
            service.stdin.flush()
            hear.join()
        except BrokenPipeError:  # it has said why
            hear.join()
        finally:
            service.kill()
            with suppress(BrokenPipeError):  # which would hide why
                service.stdin.close()
    last = answers[-1] if answers else {}
    if last.get("type") != _LAST:
        raise NoIndex(str(last.get("message") or f"Pagefind: {service.returncode}"))
    for file in last["files"]:
        yield file["path"], base64.b64decode(file["content"])


def _hear(output: IO[bytes], answers: list[dict[str, Any]]) -> None:
    """Collects what the service says, to the last answer or the first fault."""
    said: list[bytes] = []
    while more := output.read1(1 << 20):  # type: ignore[attr-defined]
        *ends, rest = more.split(b",")
        for end in ends:
            answers.append(json.loads(base64.b64decode(b"".join([*said, end])))["payload"])
            said.clear()
            if answers[-1]["type"] in (_LAST, "Error"):
                return
        said.append(rest)


def _messages(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    def message(kind: str, **payload: Any) -> bytes:
        text = json.dumps({"message_id": 0, "payload": {"type": kind, **payload}}, ensure_ascii=False)
        return base64.b64encode(text.encode()) + b","

    yield message("NewIndex", config=None)
    for record in records:
        yield message("AddRecord", index_id=0, **{"language": _NO_LANGUAGE, "meta": {}, "sort": {}, **record})
    yield message(_LAST, index_id=0)
