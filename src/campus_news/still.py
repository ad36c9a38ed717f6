"""Whether anything at all has changed since the last build; if not, there is nothing to decode, plan or compare.

Everything a build is made from goes into one digest: every file under content/, templates and static files, the options.
Of the time only what it decides counts: a build holds until the next report is due or the next post begins or ends.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from campus_news import digest, template
from campus_news.memo import Memo
from campus_news.option import Options
from campus_news.outcome import Outcome

STAGE: Final = ".building"
"""The folder in an output folder in which files are staged."""
LOCK: Final = "lock"
"""The file in it by which whoever builds has it alone."""
LATER: Final = b""
"""Stands for the digest of a report that is still to be read."""
UNREAD: Final = b"-"
"""Stands for the digest of what is no plain file: a pipe, a link that leads out of its folder, a file without permission."""


class Inputs:
    """Everything a build is made from, but for the time and this program (the memo's own key).

    `files` are the digests of all files under content/, by their path within the root, in order. Reports that will be read
    in any case need not be read twice: with `later` they are `LATER` until `read` says what was found.
    """

    def __init__(self, options: Options, *, later: bool = False) -> None:
        root = options.root
        self._root = root
        self.files = dict(_files(f"{root}/content", "content", later=later))
        layers = ((layer, template.files(template.layers(root, layer))) for layer in ("templates", "static"))
        self._rest = [
            repr((str(root.resolve()), options.drafts, options.search)).encode(),
            *(
                digest.of_files((f"{layer}/{name}", file) for name, file in names.items())
                for layer, names in layers
            ),
        ]

    def read(self, sources: Iterable[tuple[str, bytes]]) -> None:
        """Says what the digests of reports are."""
        self.files.update(sources)

    def digest(self) -> bytes:
        """One digest of it all."""
        for path in [path for path, state in self.files.items() if state == LATER]:
            self.files[path] = _of_file(f"{self._root}/{path}")
        files = [os.fsencode(path) + b"\0" + state for path, state in self.files.items()]
        return digest.of_bytes(b"\0".join([*self._rest, *files]))


@dataclass(frozen=True, slots=True)
class Settled:
    """A build that ended well: what it was made from, from when until when (excluded) it holds, what it came to."""

    inputs: bytes
    timezone: str
    since: str
    until: str
    written: tuple[int, int]
    """`Memo.sum` of what it wrote."""
    outcome: Outcome

    def holds(self, options: Options, inputs: Inputs, store: Memo) -> bool:
        """Whether the same inputs would now give the same site, and that site stands as it was written."""
        if inputs.digest() != self.inputs:
            return False
        out = str(options.out.resolve())
        if store.sum(out) != self.written or _left(options.out):
            return False
        now = options.clock(ZoneInfo(self.timezone)).isoformat()
        return self.since <= now < self.until and all(
            row.view is not None and state(f"{options.out}/{path}") == (row.size, row.mtime)
            for path, row in store.written(out).items()
        )


def unchanged(options: Options, store: Memo, now: Inputs) -> Outcome | None:
    """What the last build came to, if this one would change nothing."""
    if options.clean:
        return None
    out = str(options.out.resolve())
    last: Settled | None = store.settled(out)
    if last is None or not last.holds(options, now, store):
        return None
    return replace(last.outcome, written=0, removed=0)


def _left(out: Path) -> bool:
    """Whether a build that was killed left files that nobody should publish."""
    try:
        return any(name != LOCK for name in os.listdir(out / STAGE))  # noqa: PTH208 - asked in every build
    except OSError:
        return False


def state(file: str) -> tuple[int, int] | None:
    """Size and modification time (nanoseconds) of a file, None if there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 - asked for every output of every build: a Path takes three times as long
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def span(moments: Iterable[str], now: dt.datetime) -> tuple[str, str]:
    """Of moments at which something becomes due, in ISO 8601, the last one up to `now`, and the next one."""
    this = now.isoformat()
    all_moments = list(moments)
    since = max((moment for moment in all_moments if moment <= this), default="")
    return since, min((moment for moment in all_moments if moment > this), default="9999")


def _files(folder: str, name: str, *, later: bool) -> Iterator[tuple[str, bytes]]:
    """All files in `folder` with the digests of their bytes (plain reports: `later`), under their names from `name` on."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError:
        return
    for one in entries:
        path = f"{name}/{one.name}"
        if one.is_dir():
            if not one.is_symlink():
                yield from _files(one.path, path, later=later)
        elif later and path.endswith(".md") and one.is_file(follow_symlinks=False):
            yield path, LATER
        else:
            yield path, _digest(one, folder)


def _digest(file: os.DirEntry[str], folder: str) -> bytes:
    """The digest of a plain file, `UNREAD` for anything else."""
    try:
        plain = file.is_file() and (not file.is_symlink() or _leads_to(file) == Path(folder).resolve())
    except OSError:
        return UNREAD
    return _of_file(file.path) if plain else UNREAD


def _of_file(path: str) -> bytes:
    try:
        return digest.of_bytes(content_of(path))
    except OSError:
        return UNREAD


def _leads_to(link: os.DirEntry[str]) -> Path:
    return Path(link.path).resolve().parent


def content_of(path: str) -> bytes:
    """A file's bytes; in half the time of `Path.read_bytes`, and this is asked for every file of every build."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(descriptor).st_size
        data = os.read(descriptor, size + 1)
        while len(data) < size and (more := os.read(descriptor, size)):
            data += more
        return data
    finally:
        os.close(descriptor)
