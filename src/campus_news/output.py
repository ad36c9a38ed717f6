"""The output folder: files are staged aside, then put in place together; only what we wrote is ever removed.

The order of a build was found by killing one at random moments: *claim* what is stale, put it in place, remove what is no
longer planned, *settle*. A build that fails while rendering, or on a full disk, leaves the last good site as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import work
from campus_news.intake import content_of
from campus_news.interrupt import held_back
from campus_news.lock import Lock, held
from campus_news.memo import ANY, Memo, Row
from campus_news.outcome import CannotWrite, said
from campus_news.still import LOCK, STAGE, state

_LINK: Final = "{}：这是一个链接，不能经过它写到别处；请删去这个链接"
_NEW: Final = "new"
"""The folder in it of files that replace none."""


class Key(NamedTuple):
    """What an output is made from: the digests of its template (b"" if it has none) and of what it shows."""

    template: bytes
    view: bytes


class Staged(NamedTuple):
    """A file staged aside, or one that turned out to stand there already (`aside` None)."""

    path: str
    aside: str | None
    """Its name within the stage."""
    size: int
    mtime: int


def reason(key: Key, row: Row | None, there: tuple[int, int] | None) -> str | None:
    """Why an output has to be made again; `there` is the size and modification time of what stands in its place."""
    if row is None:
        return "新的"
    if row.view is None:
        return "上次没有写完，或程序更新过"
    if row.template != key.template:
        return "模板改了"
    if row.view != key.view:
        return "内容改了"
    if there is None:
        return "文件不见了"
    return "文件被改动过" if there != (row.size, row.mtime) else None


@contextmanager
def staging(out: Path, say: Callable[[str], None]) -> Iterator[Lock]:
    """Has the folder in which files of `out` are staged, alone and empty; it is gone when the build is over.

    New files lie in it as they will lie in `out`, so that whole folders can be moved; those that replace others side by side.
    """
    aside, there = out / STAGE, out.exists()
    try:
        if aside.is_symlink():
            raise CannotWrite(_LINK.format(aside))
        with held(aside / LOCK, say) as lock:
            try:
                _empty(aside)
                yield lock
            except BaseException:
                work.end()  # else they go on staging
                raise
            finally:
                with held_back():
                    shutil.rmtree(aside, ignore_errors=True)  # Windows leaves the lock, which does no harm
    except OSError as error:
        raise _cannot(out, error) from error
    finally:
        with suppress(OSError):  # it is gone, or another build waits in it
            aside.rmdir()
        if not there:
            with suppress(OSError):  # it holds the site now
                out.rmdir()


def _empty(aside: Path) -> None:
    """Takes away what a killed build left."""
    for left in aside.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left.name != LOCK:
            left.unlink()


class Output:
    """One build's way into the folder `out`; `fresh` makes everything again.

    `keys` are all its files, or those that `rows` knows: then others are let be.
    """

    def __init__(
        self,
        out: Path,
        stage: Lock,
        memo: Memo,
        keys: Mapping[str, Key],
        rows: Mapping[str, Row] | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        self._out, self._stage, self._memo, self._keys = out, stage, memo, keys
        self._name = str(out.resolve())
        self._rows = memo.written(self._name) if rows is None else rows
        whys = {}
        for path, key in keys.items():
            whys[path] = "全部重做" if fresh else reason(key, self._rows.get(path), state(f"{out}/{path}"))
        self.stale = {path: why for path, why in whys.items() if why is not None}
        """What is to be made, and why."""
        self.gone = sorted(self._rows.keys() - keys.keys())
        """What earlier builds wrote and this one does not plan."""

    def commit(self, staged: Iterable[Staged]) -> tuple[int, int]:
        """Puts everything staged in place and removes what is no longer planned: how many files each.

        All that was ever staged in the folder moves; it has to be what `staged` says.
        """
        made = list(staged)
        moved = {one.path: one.aside for one in made if one.aside is not None}
        try:
            self._need_stage()
            _need_folders(self._out, moved)
            states = ((one.path, (one.size, one.mtime)) for one in made if one.path in moved)
            claims = {path: ANY if self._ours(path) else state for path, state in states}
            self._memo.claim(self._name, claims)
            for path, aside in moved.items():
                if not aside.startswith(f"{_NEW}/"):
                    # A Path takes three times as long.
                    os.replace(f"{self._out}/{STAGE}/{aside}", f"{self._out}/{path}")  # noqa: PTH105
            _move(f"{self._out}/{STAGE}/{_NEW}", str(self._out))
            self._need_stage()
            removed = sum(self._remove(path) for path in self.gone)
            self._memo.settle(self._name, dict(self._settled(made)), self.gone)
        except OSError as error:
            raise _cannot(self._out, error) from error
        return len(moved), removed

    def _need_stage(self) -> None:
        if not self._stage.stands():
            raise CannotWrite(f"{self._out}：生成时有人删去或换掉了这个文件夹；请再运行一次")

    def _ours(self, path: str) -> bool:
        """Whether what stands there was written by us: not if a build only meant to, and was killed before it did."""
        row = self._rows.get(path)
        if row is None:
            return False
        there = (row.size, row.mtime)
        return row.view is not None or there == ANY or state(f"{self._out}/{path}") == there

    def _settled(self, made: Iterable[Staged]) -> Iterator[tuple[str, Row]]:
        for one in made:
            key = self._keys[one.path]
            yield one.path, Row(key.template, key.view, one.size, one.mtime)

    def _remove(self, path: str) -> bool:
        file = self._out / path
        over = file.parents[: path.count("/") + 1]
        if not file.is_file() or not self._ours(path) or any(one.is_symlink() for one in (file, *over[:-1])):
            return False
        file.unlink()
        for folder in over[:-1]:
            if any(folder.iterdir()):
                break
            folder.rmdir()
        return True


def stage(out: Path, path: str, data: bytes) -> Staged:
    """Stages `data` for the file `path` of `out`, unless just that stands there; raises `CannotWrite`."""
    try:
        there = state(f"{out}/{path}")
        if there is not None and there[0] == len(data) and content_of(f"{out}/{path}") == data:
            return Staged(path, None, *there)
        aside = f"{_NEW}/{path}" if there is None else path.replace("/", "+")
        file = f"{out}/{STAGE}/{aside}"
        try:
            return Staged(path, aside, *_written(file, data))
        except FileNotFoundError:
            _make_folder(file.rpartition("/")[0])
            return Staged(path, aside, *_written(file, data))
    except OSError as error:
        raise _cannot(out / path, error) from error


def _make_folder(path: str) -> None:
    """Like `os.makedirs`, for a folder whose parent most often exists."""
    with suppress(FileExistsError):  # another worker's
        try:
            os.mkdir(path)  # noqa: PTH102 - as above
        except FileNotFoundError:
            _make_folder(path.rpartition("/")[0])
            os.mkdir(path)  # noqa: PTH102 - once: a parent may be a link that leads nowhere


def unstage(out: Path, one: Staged) -> None:
    """Takes back what was staged."""
    if one.aside is not None:
        (out / STAGE / one.aside).unlink(missing_ok=True)


def _need_folders(out: Path, paths: Iterable[str]) -> None:
    """Raises `CannotWrite` if something stands in the way of `paths`; links are not followed, whoever put them there."""
    folders = {path.rpartition("/")[0] for path in paths}
    while folders:
        for folder in folders - {""}:
            whole = f"{out}/{folder}"
            if os.path.islink(whole):  # noqa: PTH114 - as above
                raise CannotWrite(_LINK.format(whole))
            if os.path.isfile(whole):  # noqa: PTH113 - as above
                raise NotADirectoryError(errno.ENOTDIR, "", whole)
        folders = {folder.rpartition("/")[0] for folder in folders - {""}}
    for path in paths:
        if os.path.isdir(f"{out}/{path}"):  # noqa: PTH112 - as above
            raise IsADirectoryError(errno.EISDIR, "", f"{out}/{path}")


def _move(source: str, target: str) -> None:
    """Moves all that is in `source` into `target`: folders as they are where there is none of that name yet."""
    try:
        with os.scandir(source) as found:
            entries = list(found)
    except FileNotFoundError:
        return
    for one in entries:
        place = f"{target}/{one.name}"
        if not one.is_dir(follow_symlinks=False):
            os.replace(one.path, place)  # noqa: PTH105 - as above
        elif os.path.isdir(place):  # noqa: PTH112 - as above
            _move(one.path, place)
        else:
            os.rename(one.path, place)  # noqa: PTH104 - as above


def _written(file: str, data: bytes) -> tuple[int, int]:
    """Writes a new file: its size and modification time. In half the time of a file object: there are many files."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        there = os.fstat(descriptor)
        return there.st_size, there.st_mtime_ns
    finally:
        os.close(descriptor)


def _cannot(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(said(error, path))
