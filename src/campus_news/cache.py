"""Files kept in .cache/ for later builds, each after the digest of what is in it.

Nothing is forced to the disk, which would take longer than many a build. So a power cut may leave a file that was said to be
written empty, cut off or full of zeros; then it is made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from campus_news.digest import SIZE, of_bytes
from campus_news.outcome import Changed

_FOLDER = ".cache"


def keep(file: Path, data: bytes) -> None:
    """Writes `data` into `file`; whoever may read it meanwhile has to be kept off by the name."""
    file.write_bytes(of_bytes(data) + data)


def kept(file: Path) -> bytes:
    """What was kept in `file`; raises `Changed` if it is not that: by then all such files are gone, and are made again."""
    sealed = file.read_bytes()
    if _whole(sealed):
        return sealed[SIZE:]
    for spoilt in list(_spoilt(_shelf(file).parent)):
        _drop(_shelf(spoilt))
    raise Changed(str(file))


def _whole(sealed: bytes) -> bool:
    return sealed[:SIZE] == of_bytes(sealed[SIZE:])


def _spoilt(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file() and not _whole(file.read_bytes()))


def _shelf(file: Path) -> Path:
    """What is used as a whole: what lies directly in .cache/photos or .cache/search, be it a file or a folder."""
    while file.parent.parent.name != _FOLDER:
        file = file.parent
    return file


def _drop(shelf: Path) -> None:
    if shelf.is_dir():
        shutil.rmtree(shelf, ignore_errors=True)
    else:
        shelf.unlink(missing_ok=True)
