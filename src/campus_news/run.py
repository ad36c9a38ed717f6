"""One run: the memo is opened, and what has to be done is done with it.

The rest of the program is loaded only if there is something to do: a build that changes nothing is over before that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from campus_news import digest, template
from campus_news.diagnostics import has_error
from campus_news.lock import held
from campus_news.memo import Aside, Memo, damaged
from campus_news.option import Options
from campus_news.outcome import CannotWrite, Changed, Outcome, said
from campus_news.still import Inputs, Kept, Last

if TYPE_CHECKING:
    from campus_news.content import Recalled
    from campus_news.fixer import Fixer

T = TypeVar("T")
_TRIES: Final = 3
_ROUNDS: Final = 50


def check(options: Options) -> Outcome:
    """Every finding in what `options` asks about; nothing is written but the cache, and with typed reports not even that."""
    return _without_trace(options) if options.typed else _with_memo(options, _check)


def build(options: Options, kept: Kept | None = None) -> Outcome:
    """The site in `options.out`, unless there is an error; `kept` are the inputs of the last build, as far as they still hold."""
    return _with_memo(options, partial(_build, kept=kept))


def fix(options: Options) -> tuple[Outcome, Fixer]:
    """What is left when all corrections that are certain are made in what `options` asks about, and these: not written yet.

    A correction may show what could not be read before, so the reports are checked again until nothing more is certain.
    """
    from campus_news.fixer import Fixer

    outcome, fixer = check(options), Fixer(options.root)
    for _ in range(_ROUNDS):
        if not fixer.mend(outcome.findings):
            break
        outcome = check(replace(options, typed=fixer.typed()))
    return outcome, fixer


def audit(options: Options) -> tuple[Outcome, tuple[tuple[str, str], ...]]:
    """Builds from nothing in a temporary folder: what came of it, and where `options.out` differs and how."""
    import tempfile

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
    """Acts with the memo; if that turns out to be damaged, or content changes meanwhile, once more."""
    where = file or _memo(options)
    try:
        with held(options.root / ".cache" / "lock", options.say):
            return _tried(options, act, where)
    except (sqlite3.Error, OSError) as error:
        raise CannotWrite(said(error, where)) from error


def _tried(options: Options, act: Callable[[Options, Memo], T], where: Path) -> T:
    engine = digest.engine()
    for _ in range(_TRIES):
        store = Memo(where, engine)
        try:
            return act(options, store)
        except sqlite3.DatabaseError as error:
            if not damaged(error):
                raise
            store.discard()
            reason = f"{where}：{error}"
        except Changed as change:
            reason = f"{change}：生成时这个文件还在改动"
        finally:
            store.close()
    raise CannotWrite(reason)


def _without_trace(options: Options) -> Outcome:
    """A check that leaves the memo as it is."""
    with closing(Aside(_memo(options), digest.engine())) as store:
        try:
            return _check(options, store)
        except sqlite3.DatabaseError:
            store.discard()
            return _check(options, store)


def _memo(options: Options) -> Path:
    return options.root / ".cache" / "memo.sqlite"


def _check(options: Options, store: Memo) -> Outcome:
    inputs = Inputs(options, later=True)
    with inputs.being_read(options.jobs):
        from campus_news import pipeline

        known = _recalled(store, inputs)
    return pipeline.check(options, store, inputs.files, known)


def _build(options: Options, store: Memo, kept: Kept | None = None) -> Outcome:
    inputs, last = kept.inputs(options) if kept else Inputs(options, later=True), Last(options, store)
    anew, known = options.clean or store.empty(), None
    with inputs.being_read(options.jobs, last.files, reports=not anew) as differs:
        if anew or not last.like(inputs) or last.rows is None:
            known = _recalled(store, inputs)
        elif differs():
            from campus_news import retouch
    outcome = last.again(inputs)
    if outcome is None:
        store.check()
        from campus_news import retouch

        outcome = retouch.build(options, store, inputs, last)
    if outcome is None:
        from campus_news import pipeline

        outcome = pipeline.build(options, store, inputs, known or _recalled(store, inputs))
    if kept:
        kept.keep(inputs)
    return outcome


def _recalled(store: Memo, inputs: Inputs) -> Recalled:
    """What is known of all reports; and with that, what makes use of it is loaded."""
    from campus_news import content

    inputs.read_now(content.HELD_AGAINST)
    return content.recalled(store, content.held_against(inputs.files))
