"""The output folder: files are staged aside, then put in place together; only what we wrote is ever removed.

A build that fails while rendering, or on a full disk while staging, leaves the last good site as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

_STAGE: Final = ".building"


class CannotWrite(Exception):
    """The output cannot be written; the message says where and why."""


class Output:
    """One build's way into the folder `out`. What earlier builds wrote there is remembered under `cache`."""

    def __init__(self, out: Path, cache: Path, *, fresh: bool = False) -> None:
        self._out = out
        self._stage = out / _STAGE
        name = hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:16]
        self._record = cache / "outputs" / f"{name}.txt"
        self._fresh = fresh
        self._planned: set[str] = set()
        self._staged: list[str] = []

    def __enter__(self) -> Output:
        try:
            self._clear_stage()
            self._stage.mkdir(parents=True)
        except OSError as error:
            raise _cannot(self._out, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._stage, ignore_errors=True)

    def add(self, path: str, data: bytes) -> None:
        """Stages `data` for the file `path` (relative, with slashes), unless it stands there already."""
        self._planned.add(path)
        target = self._out / path
        if not self._fresh and _size(target) == len(data) and target.read_bytes() == data:
            return
        self._put(path, lambda file: file.write_bytes(data))

    def add_file(self, path: str, source: Path) -> None:
        """Stages a copy of `source`, whose content the name `path` already tells: the same size is the same file."""
        self._planned.add(path)
        if self._fresh or _size(self._out / path) != _size(source):
            self._put(path, lambda file: shutil.copyfile(source, file))

    def commit(self) -> tuple[int, int]:
        """Puts everything staged in place and removes what is no longer planned: the numbers of both.

        What will be written is recorded before, what is gone only after: a killed build loses no file's trace.
        """
        known = self._recorded()
        try:
            self._remember(known | self._planned)
            for number, path in enumerate(self._staged):
                target = self._out / path
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._stage / str(number)).replace(target)
            removed = [path for path in sorted(known - self._planned) if self._remove(path)]
            self._remember(self._planned)
        except OSError as error:
            raise _cannot(self._out, error) from error
        return len(self._staged), len(removed)

    def _put(self, path: str, write: Callable[[Path], object]) -> None:
        try:
            write(self._stage / str(len(self._staged)))
        except OSError as error:
            raise _cannot(self._out / path, error) from error
        self._staged.append(path)

    def _remove(self, path: str) -> bool:
        file = self._out / path
        if not file.is_file():
            return False
        file.unlink()
        for folder in file.parents:
            if folder == self._out or any(folder.iterdir()):
                break
            folder.rmdir()
        return True

    def _recorded(self) -> set[str]:
        try:
            return {line for line in self._record.read_text("utf-8").split("\n") if line and ".." not in line}
        except (OSError, UnicodeDecodeError):
            return set()

    def _remember(self, paths: set[str]) -> None:
        self._record.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._record.with_suffix(".tmp")
        temporary.write_text("".join(f"{path}\n" for path in sorted(paths)), "utf-8")
        temporary.replace(self._record)

    def _clear_stage(self) -> None:
        if self._stage.exists():
            shutil.rmtree(self._stage)


def _size(file: Path) -> int:
    """The size of a plain file, -1 if there is none."""
    try:
        return file.stat().st_size if file.is_file() else -1
    except OSError:
        return -1


def _cannot(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"{error.filename or path}：{error.strerror or error}")
