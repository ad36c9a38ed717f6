"""What a finished site consists of: every file with its digest and size, for copying only what has changed.

The manifest is made when somebody publishes, never by a build: an edited body is one page, and a list of all files would
take longer to write than that page.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from campus_news import digest
from campus_news.memo import Aside, Row
from campus_news.outcome import CannotWrite, said
from campus_news.still import Settled, state

NAME: Final = ".manifest.json"
_UNSAFE: Final = re.compile(r"^/|(^|/)\.{0,2}(/|$)|[\x00-\x1f\\]")
"""Paths that would lead out of their folder, or that no build of ours writes."""
_FORM: Final = "admin"
_REBUILD: Final = "请先运行 build.py build"


class NotReady(Exception):
    """The output folder is not what readers should get; the message says why and what to do."""


class File(NamedTuple):
    """A file's SHA-256 in hexadecimal digits, and its size in bytes."""

    sha256: str
    size: int


Manifest = Mapping[str, File]


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole site as a build left it in `out`: its files, and which of them have names that tell their content."""

    out: Path
    rows: Mapping[str, Row]

    @property
    def named(self) -> frozenset[str]:
        """Pictures, style sheets, parts of the search index: what pages need, and what never changes under its name."""
        return frozenset(path for path, row in self.rows.items() if not row.template)


def finished(root: Path, out: Path) -> Finished:
    """The site that the last build left in `out`; raises `NotReady` if it was a preview, was cut short or has been changed."""
    file = root / ".cache" / "memo.sqlite"
    if not file.is_file():
        raise NotReady(f"“{out}”还没有生成过；{_REBUILD}")
    name = str(out.resolve())
    with closing(Aside(file, digest.engine())) as store:
        try:
            settled: Settled | None = store.settled(name)
        except sqlite3.DatabaseError:
            settled = None
        rows = store.written(name)
    if settled is None or any(row.view is None for row in rows.values()):
        raise NotReady(f"“{out}”不是生成完整的网站（上次没有生成完，或者程序更新过）；{_REBUILD}")
    if settled.drafts:
        raise NotReady(f"“{out}”是预览，里面可能有草稿和未到时间的报道，不能发布；{_REBUILD}，不加 --drafts")
    wrong = [path for path, row in rows.items() if state(f"{out}/{path}") != (row.size, row.mtime)]
    if wrong:
        raise NotReady(f"“{out}”里有 {len(wrong)} 个文件在生成以后被改动或删去了，如 {wrong[0]}；{_REBUILD}")
    return Finished(out, {**rows, **_form(out)})


def _form(out: Path) -> Mapping[str, Row]:
    """The editors' form, which `admin` puts beside the site, if it is there."""
    found = (file for file in sorted((out / _FORM).rglob("*")) if file.is_file() and not file.is_symlink())
    states = ((file.relative_to(out).as_posix(), file.stat()) for file in found)
    return {path: Row(_FORM.encode(), b"", one.st_size, one.st_mtime_ns) for path, one in states}


def of(site: Finished, cache: Path) -> Manifest:
    """The manifest of a site, sorted by path. What is known from `cache` is not read again; raises `CannotWrite`."""
    known = _known(cache, site.out)
    found = {}
    for path, row in sorted(site.rows.items()):
        size, mtime, sha256 = known.get(path, (-1, -1, ""))
        if (size, mtime) != (row.size, row.mtime):
            sha256 = _sha256(site.out / path)
        found[path] = File(sha256, row.size)
    kept = {path: (row.size, row.mtime, found[path].sha256) for path, row in site.rows.items()}
    _put(cache, json.dumps({"out": str(site.out.resolve()), "files": kept}).encode())
    return found


def _known(cache: Path, out: Path) -> Mapping[str, Any]:
    try:
        kept = json.loads(cache.read_bytes())
        return kept["files"] if kept["out"] == str(out.resolve()) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise NotReady(f"“{file}”读不出来（{error.strerror or error}）；{_REBUILD}") from error


def changes(old: Manifest, new: Manifest, named: Collection[str]) -> Iterator[tuple[str, str]]:
    """What to do elsewhere, in this order: "+" with files that pages need, "+" with pages, "-" with what is gone."""
    changed = [path for path, file in new.items() if old.get(path) != file]
    yield from (("+", path) for path in changed if path in named)
    yield from (("+", path) for path in changed if path not in named)
    yield from (("-", path) for path in sorted(old.keys() - new.keys()))


def dumps(manifest: Manifest) -> bytes:
    """A manifest as JSON, a line for each file."""
    lines = (
        f'  {json.dumps(path, ensure_ascii=False)}: {{"sha256": "{file.sha256}", "size": {file.size}}}'
        for path, file in sorted(manifest.items())
    )
    return ('{"files": {\n' + ",\n".join(lines) + "\n}}\n").encode()


def loads(data: bytes) -> Manifest:
    """What was written by `dumps`; raises `ValueError` for anything else, and for paths out of the folder."""
    try:
        files = json.loads(data)["files"]
        found = {str(path): File(str(one["sha256"]), int(one["size"])) for path, one in files.items()}
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    unsafe = [path for path in found if _UNSAFE.search(path)]
    if unsafe:
        raise ValueError(unsafe[0])
    return found


def write(out: Path, manifest: Manifest) -> Path:
    """Puts the manifest beside the site: the file. Raises `CannotWrite`."""
    _put(out / NAME, dumps(manifest))
    return out / NAME


def _put(file: Path, data: bytes) -> None:
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise CannotWrite(said(error, file)) from error
