"""Where a new report is put: which addresses are taken, what the newest report says of its makers, files put in place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from campus_news import config, roster, slug, wording
from campus_news.config import Config
from campus_news.decode import decode
from campus_news.desk import Against
from campus_news.markup import Markup
from campus_news.model import Credits
from campus_news.outcome import CannotWrite, said
from campus_news.sketch import Sketch

_TRIED: Final = 20
"""Of the newest reports that cannot be read, so many are looked at."""


class Taken(Exception):
    """Something of that name is there already; the message is its path."""


def against(root: Path) -> Against:
    """What is there of the site's own files; none of them has to be."""
    content = root / "content"
    site = _bytes(content / "site.yaml")
    leaders = _bytes(content / "leaders.yaml")
    words = _bytes(content / "wording.yaml")
    read: Config | None = config.read("content/site.yaml", site)[0] if site else None
    return Against(
        read,
        roster.read("content/leaders.yaml", leaders or b"")[0],
        wording.read("content/wording.yaml", words)[0] if words else None,
    )


def taken(root: Path, one: Sketch) -> str | None:
    """The report that has the address of a new one, or the folder that has the name of its pictures' one."""
    for file in _reports(root):
        if slug.of_file(file.name) == (one.date, one.slug):
            return file.relative_to(root).as_posix()
    folder = _photos(root, one)
    return folder.relative_to(root).as_posix() if os.path.lexists(folder) else None


def last_credits(root: Path) -> Credits:
    """Those of the report with the latest day that can be read."""
    newest = sorted(_reports(root), key=lambda file: file.name, reverse=True)
    for file in islice((one for one in newest if slug.of_file(one.name)[0]), _TRIED):
        path = file.relative_to(root).as_posix()
        done = decode(path, _bytes(file) or b"", Markup())
        if done.report is not None:
            return done.report.credits
    return Credits()


def put(root: Path, one: Sketch) -> Path:
    """Writes the report and its pictures, all or nothing; raises `Taken` and `CannotWrite`. Nothing is overwritten.

    The pictures come first: a report that is seen by anybody has them all.
    """
    path, album = root / one.path, _photos(root, one)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.shots:
            _copy(one, album)
        try:
            _write(path, one.text.encode())
        except BaseException:
            if one.shots:
                shutil.rmtree(album, ignore_errors=True)
            raise
    except FileExistsError as error:
        raise Taken(str(error.filename2 or error.filename or path)) from None
    except OSError as error:
        raise CannotWrite(said(error, path)) from error
    return path


def _copy(one: Sketch, album: Path) -> None:
    """The pictures in their folder, which stands there when all of them do."""
    album.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(album):
        raise FileExistsError(17, "", str(album))
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=album.parent))
    try:
        made.chmod(0o755)
        for shot in one.shots:
            shutil.copyfile(shot.source, made / shot.file)
        made.rename(album)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write(path: Path, data: bytes) -> None:
    """The file as a whole, unless there is one: a link never replaces anything. Where there are no links it is made anew."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:
            _anew(path, data)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _anew(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def _photos(root: Path, one: Sketch) -> Path:
    return root / "content" / "photos" / one.name


def _reports(root: Path) -> Iterator[Path]:
    return (file for file in (root / "content" / "reports").rglob("*.md") if not file.name.startswith("."))


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes() if file.is_file() else None
    except OSError:
        return None
