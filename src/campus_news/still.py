"""Whether anything at all has changed since the last build; if not, there is nothing to decode, plan or compare.

Everything a build is made from goes into one digest: every file under content/, templates and static files, the options.
Of the time only what it decides counts: a build holds until the next report is due or the next post begins or ends.
"""

from __future__ import annotations

import datetime as dt
import marshal
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from campus_news import digest, intake, share, template
from campus_news.memo import Memo, Row
from campus_news.option import Options
from campus_news.outcome import Outcome

_LAYERS: Final = ("templates", "static")
STAGE: Final = ".building"
"""The folder in an output folder in which files are staged."""
LOCK: Final = "lock"
"""The file in it by which whoever builds has it alone."""
LATER: Final = b""
"""Stands for the digest of a file that is still to be read."""
REGISTER: Final = "content/urls.txt"
"""The one file under content/ that a build writes: what it then is, is what the next one finds."""
_MOST_FOLDERS: Final = 30
"""Folders within each other."""


class Inputs:
    """Everything a build is made from, but for the time and this program (the memo's own key).

    `files` are the digests of all files under content/, by their path within the root, in order; for what is not read
    (`intake.UNREAD`) stands why, and folders that are not end with a slash. With `later` what is to be read is still `LATER`.
    """

    def __init__(self, options: Options, *, later: bool = False) -> None:
        root = options.root
        self._root = root
        self.files = dict(_files(f"{root}/content", "content"))
        there = self.files.pop(REGISTER, None)
        self.register = b"" if there is None else there or self._state(REGISTER)
        """The digest of `REGISTER`, which is not among the files; b"" if there is none."""
        for layer in _LAYERS:
            template.need_plain(root / layer)
        layers = ((layer, template.files(template.layers(root, layer))) for layer in _LAYERS)
        self._rest = [
            repr((str(root.resolve()), options.drafts, options.search, options.lasting)).encode(),
            *(
                digest.of_files((f"{layer}/{name}", file) for name, file in names.items())
                for layer, names in layers
            ),
        ]
        if not later:
            with self.being_read(1):
                pass

    @contextmanager
    def being_read(
        self, jobs: int, before: Mapping[str, bytes] = MappingProxyType({}), *, reports: bool = True
    ) -> Iterator[Callable[[], bool]]:
        """Reads all files that are still to be read: a second process begins while this one does what is within.

        What it yields reads on until there is a file whose digest is not what it was `before`, and tells whether there is.
        Without `reports` these are left, which will be read in any case and need not be read twice: `read` says what was found.
        """
        left = [
            path
            for path, state in self.files.items()
            if state == LATER and (reports or not path.endswith(".md"))
        ]
        with share.shared(self._state, left, [before.get(path, b"") for path in left], jobs) as work:
            yield work.differs
            self.files.update(zip(left, work.results(), strict=True))

    def read_now(self, paths: Iterable[str]) -> None:
        """Reads a few files, if they are there and still to be read, before all others."""
        self.files.update((path, self._state(path)) for path in paths if self.files.get(path) == LATER)

    def _state(self, path: str) -> bytes:
        return _of_file(f"{self._root}/{path}")

    def read(self, sources: Iterable[tuple[str, bytes]]) -> None:
        """Says what the digests of reports are."""
        self.files.update(sources)

    def after(self, changed: Iterable[str]) -> Inputs | None:
        """These inputs when the files at `changed` (whole paths) have changed; None where that may not be all.

        Only what was a report, a picture or the like before and is a plain file now is read again. A name that is not there
        any more, and was not before, has come and gone.
        """
        home, states = f"{self._root.resolve()}/", {}
        for path in changed:
            name = path.removeprefix(home)
            if name not in self.files:
                if os.path.lexists(path):
                    return None
            elif os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114
                states[name] = _of_file(path)
            else:
                return None
        found = copy(self)
        found.files = {**self.files, **states}
        return found

    def digest(self) -> bytes:
        """One digest of it all."""
        for path in [path for path, state in self.files.items() if state == LATER]:
            self.files[path] = self._state(path)
        files = [os.fsencode(path) + b"\0" + state for path, state in self.files.items()]
        return digest.of_bytes(b"\0".join([*self._rest, self.register, *files]))

    def state(self, shown: Iterable[str]) -> State:
        """What a build that `shown` reports, in this order, was made from."""
        place = {path: i for i, path in enumerate(self.files)}
        order = array("L", [place[path] for path in shown]).tobytes()
        return State(self.digest(), self.rest(), marshal.dumps(self.files), order)

    def rest(self) -> bytes:
        """The digest of all but the files under content/; of these it has the list of addresses."""
        return digest.of(self._rest, self.register)


@dataclass(frozen=True, slots=True)
class State:
    """What a build was made from, as the memo has it."""

    whole: bytes
    """The digest of it all."""
    rest: bytes
    """`Inputs.rest`."""
    packed: bytes
    """`Inputs.files`."""
    order: bytes
    """The numbers among these of the reports that have pages, oldest meeting first."""

    def files(self) -> dict[str, bytes]:
        """The digests of all files under content/, by path."""
        found: dict[str, bytes] = marshal.loads(self.packed)
        return found

    def shown(self) -> list[str]:
        """The paths of the reports that have pages, oldest meeting first."""
        paths = list(self.files())
        return [paths[i] for i in array("L", self.order)]

    def again(self, inputs: Inputs) -> State:
        """The same for a build from `inputs` that shows the same reports."""
        return replace(self, whole=inputs.digest(), packed=marshal.dumps(inputs.files))


class Kept:
    """The inputs of the last build of a process that builds again and again.

    Between two looks at everything, only what somebody says has changed is read. So a build may overlook something: another
    one that believes nothing has to follow soon.
    """

    def __init__(self) -> None:
        self._last: Inputs | None = None
        self._changed: set[str] = set()

    def change(self, paths: Iterable[str]) -> None:
        """Says which files, by their whole paths, are not as they were."""
        self._changed.update(paths)

    def forget(self) -> None:
        """Says that anything may have changed."""
        self._last = None

    def inputs(self, options: Options) -> Inputs:
        """The inputs of the next build, which keeps them when it has ended: else nothing is believed any more."""
        last, changed = self._last, self._changed
        self._last, self._changed = None, set()
        return (last and last.after(changed)) or Inputs(options)

    def keep(self, inputs: Inputs) -> None:
        """Says what a build was made from."""
        self._last = inputs


@dataclass(frozen=True, slots=True)
class Settled:
    """A build that ended well: what it was made from, from when until when (excluded) it holds, what it came to."""

    inputs: State
    timezone: str
    since: str
    until: str
    written: tuple[int, int]
    """`Memo.sum` of what it wrote."""
    outcome: Outcome
    drafts: bool
    """Whether it shows what readers must not see yet."""

    def standing(self, options: Options, store: Memo) -> Mapping[str, Row] | None:
        """Everything in the output folder, if it stands as it was written, and would be the same now."""
        out = str(options.out.resolve())
        now = options.clock(ZoneInfo(self.timezone)).isoformat()
        if store.sum(out) != self.written or not self.since <= now < self.until:
            return None
        rows = store.written(out)
        # After a power cut a table may hold a row twice and another one not at all; files often share their times.
        stands = len(rows) == self.written[0] and all(
            row.view is not None and state(f"{options.out}/{path}") == (row.size, row.mtime)
            for path, row in rows.items()
        )
        return rows if stands else None


class Last:
    """The last build of a folder that ended well, as far as it may be of use to this one."""

    def __init__(self, options: Options, store: Memo) -> None:
        self._options, self._store = options, store
        self.build: Settled | None = None if options.clean else store.settled(str(options.out.resolve()))

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """`Inputs.files` of that build."""
        return self.build.inputs.files() if self.build else {}

    @cached_property
    def rows(self) -> Mapping[str, Row] | None:
        """Everything in the output folder, if it stands as it was written, and would be the same now."""
        return self.build.standing(self._options, self._store) if self.build else None

    def like(self, now: Inputs) -> bool:
        """Whether nothing is another one but, perhaps, what some files under content/ hold."""
        same = self.build is not None and now.rest() == self.build.inputs.rest
        return same and self.files.keys() == now.files.keys()

    def again(self, now: Inputs) -> Outcome | None:
        """What that build came to, if this one would change nothing."""
        if self.build is None or now.digest() != self.build.inputs.whole:
            return None
        if _left(self._options.out) or self.rows is None:
            return None
        return replace(self.build.outcome, written=0, removed=0, addresses=0)


def _left(out: Path) -> bool:
    """Whether a build that was killed left files that nobody should publish; Windows always leaves the lock."""
    try:
        return os.listdir(out / STAGE) != [LOCK] or os.name != "nt"  # noqa: PTH208 - asked in every build
    except OSError:
        return False


def state(file: str) -> tuple[int, int] | None:
    """Size and modification time (nanoseconds) of a file, None if there is none; a link is nothing that we wrote."""
    try:
        found = os.lstat(file)  # asked for every output of every build: a Path takes three times as long
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def span(moments: Iterable[str], now: dt.datetime) -> tuple[str, str]:
    """Of moments at which something becomes due, in ISO 8601, the last one up to `now`, and the next one."""
    this = now.isoformat()
    all_moments = list(moments)
    since = max((moment for moment in all_moments if moment <= this), default="")
    return since, min((moment for moment in all_moments if moment > this), default="9999")


def _files(folder: str, name: str) -> Iterator[tuple[str, bytes]]:
    """All files in `folder`, under their names from `name` on: plain ones are `LATER`, others have why they are not read."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except FileNotFoundError:
        return
    except OSError:
        yield f"{name}/", intake.SHUT
        return
    for one in entries:
        path = f"{name}/{one.name}"
        if one.is_dir(follow_symlinks=False):
            if path.count("/") > _MOST_FOLDERS:
                yield f"{path}/", intake.DEEP
            else:
                yield from _files(one.path, path)
        elif one.is_symlink() and os.path.isdir(one.path):  # noqa: PTH112 - `is_dir` fails for a link to itself
            yield f"{path}/", intake.LINK
        elif one.is_symlink() and intake.leads_out(one.path):
            yield path, intake.LINK
        else:  # a pipe or a device is not even opened
            yield path, LATER if one.is_file() else intake.KIND


def _of_file(path: str) -> bytes:
    """The digest of a plain file, for anything else why it is not read."""
    try:
        return digest.of_bytes(intake.content_of(path))
    except intake.Unread as error:
        return error.state
    except OSError:
        return intake.SHUT
