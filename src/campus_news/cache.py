"""Files kept in .cache/ for later builds, each after the digest of what is in it.

What is used as a whole lies directly in .cache/photos or .cache/search: a file, or a folder that was closed.
Nothing is forced to the disk, which would take longer than many a build. So a power cut may leave a file that was said to be
written empty, cut off or full of zeros; then it is made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from campus_news.digest import SIZE, of_bytes
from campus_news.intake import content_of
from campus_news.outcome import Changed

_FOLDER: Final = ".cache"
_SHELVES: Final = ("photos", "search")
_NAMES: Final = "names"
"""The file of a folder that names all others, and is made last."""


def keep(file: Path, data: bytes) -> None:
    """Writes `data` into `file`; whoever may read it meanwhile has to be kept off by the name."""
    file.write_bytes(of_bytes(data) + data)


def close(folder: Path, names: Iterable[str]) -> None:
    """Says that `folder` holds these files, by their paths in it, and is whole."""
    keep(folder / _NAMES, "\n".join(sorted(names)).encode())


def closed(folder: Path) -> bool:
    """Whether that was said of `folder`."""
    return (folder / _NAMES).exists()


def names(folder: Path) -> list[str]:
    """The files of a folder that was closed; raises `Changed` as `kept` does."""
    return kept(folder / _NAMES).decode().split("\n")


def kept(file: Path) -> bytes:
    """What was kept in `file`; raises `Changed` if it is not that: by then all that is not whole is gone, and is made again."""
    data = _read(file)
    if data is not None:
        return data
    whole = next(folder for folder in file.parents if folder.name == _FOLDER)
    for shelf in [shelf for name in _SHELVES for shelf in (whole / name).glob("*")]:
        if not _whole(shelf):
            _drop(shelf)
    raise Changed(str(file))


def _read(file: Path) -> bytes | None:
    """What was kept in a file, None if that is not there any more, or no file."""
    try:
        sealed = content_of(str(file))
    except OSError:
        return None
    return sealed[SIZE:] if sealed[:SIZE] == of_bytes(sealed[SIZE:]) else None


def _whole(shelf: Path) -> bool:
    if not shelf.is_dir():
        return _read(shelf) is not None
    inside = _read(shelf / _NAMES)
    return inside is not None and all(_read(shelf / name) is not None for name in inside.decode().split("\n"))


def _drop(shelf: Path) -> None:
    if shelf.is_dir():
        shutil.rmtree(shelf, ignore_errors=True)
    else:
        shelf.unlink(missing_ok=True)
