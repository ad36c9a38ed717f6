"""What was decoded and written last time, in one SQLite file that may always be deleted.

Memos over pure functions, and no graph of what depends on what:

- *decoded*: a report's path and the digest of its bytes -> its facts and findings, and apart from them its body;
- *settled*: an output folder -> everything its last build was made from, and what it came to (see `still`);
- *written*: an output folder and a path in it -> the digests of the template and of the view it was rendered from, and
  the size and modification time of what was written.

A store that is foreign, old, cut off or broken is only a miss. A killed build is told by its *claims*: rows without
digests, written before the files are and settled after (see `pipeline`).
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from campus_news import digest
from campus_news.markup import Body

_VERSION: Final = 2
_TABLES: Final = """
CREATE TABLE engine (digest BLOB NOT NULL);
CREATE TABLE decoded (path TEXT PRIMARY KEY, digest BLOB NOT NULL, facts BLOB NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE written (
    out TEXT, path TEXT, template BLOB, view BLOB, size INTEGER, mtime INTEGER, PRIMARY KEY (out, path)
) WITHOUT ROWID;
CREATE TABLE settled (out TEXT PRIMARY KEY, build BLOB NOT NULL);
"""


def pack(value: object) -> bytes:
    """A value of ours as bytes that tell if they were damaged."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return digest.of_bytes(data) + data


def unpack(packed: bytes) -> Any:
    """What was packed; raises `sqlite3.DatabaseError` if the bytes are not as they were."""
    view = memoryview(packed)
    if digest.of_bytes(view[digest.SIZE :]) != packed[: digest.SIZE]:
        raise sqlite3.DatabaseError("a row is damaged")
    return pickle.loads(view[digest.SIZE :])


@dataclass(frozen=True, slots=True)
class Row:
    """An output as it was written: what from, and what it then looked like. Without digests it is only claimed."""

    template: bytes | None
    view: bytes | None
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A decoded report: the digest of its bytes, and what `pipeline` packed of it."""

    digest: bytes
    facts: bytes


class Memo:
    """The store in `file`, for a program of digest `engine`. `lost` says why an earlier one could not be used."""

    def __init__(self, file: Path, engine: bytes) -> None:
        self.file = file
        self.lost: str | None = None
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(file)
            if self._engine() != engine:
                self._forget_decoded(engine)
        except (sqlite3.Error, ValueError) as error:
            self.lost = str(error)
            self.discard()
            self._open(file)
            self._forget_decoded(engine)

    def _open(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")  # a power cut may cost the store, which is only a miss
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise ValueError(f"version {version}")

    def _engine(self) -> bytes | None:
        row: tuple[bytes] | None = self._db.execute("SELECT digest FROM engine").fetchone()
        return row[0] if row else None

    def _forget_decoded(self, engine: bytes) -> None:
        """Another program decodes and renders otherwise; what it wrote is still ours to remove."""
        self._db.executescript(
            "BEGIN; DELETE FROM decoded; DELETE FROM settled; DELETE FROM engine; UPDATE written SET view = NULL; COMMIT;"
        )
        self._db.execute("INSERT INTO engine VALUES (?)", (engine,))

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    def discard(self) -> None:
        """Removes the file, which turned out not to be what it should."""
        self._db.close()
        for end in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)

    def decoded(self) -> Mapping[str, Facts]:
        """Every report known, by its path."""
        rows = self._db.execute("SELECT path, digest, facts FROM decoded")
        return {path: Facts(digest, facts) for path, digest, facts in rows}

    def keep(self, reports: Iterable[tuple[str, bytes, bytes, bytes]], gone: Iterable[str]) -> None:
        """Remembers reports (path, digest, facts, body) and forgets those that are gone, at once."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO decoded VALUES (?, ?, ?, ?)", reports)
        self._db.executemany("DELETE FROM decoded WHERE path = ?", ((path,) for path in gone))
        self._db.execute("COMMIT")

    def written(self, out: str) -> dict[str, Row]:
        """Everything written into the folder `out`, or claimed to be."""
        query = "SELECT path, template, view, size, mtime FROM written WHERE out = ?"
        return {path: Row(*row) for path, *row in self._db.execute(query, (out,))}

    def settled(self, out: str) -> Any:
        """What was said of the last build of `out` by `remember`, None if there was none."""
        row = self._db.execute("SELECT build FROM settled WHERE out = ?", (out,)).fetchone()
        return unpack(row[0]) if row else None

    def claim(self, out: str, paths: Iterable[str]) -> None:
        """Says that `paths` are about to be written: whatever stands there next time is ours and stale."""
        rows = ((out, path) for path in paths)
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, NULL, NULL, -1, -1)", rows)
        self._db.execute("COMMIT")

    def remember(self, out: str, build: object) -> None:
        """Keeps what `settled` will tell of the build of `out` that has just ended."""
        self._db.execute("INSERT OR REPLACE INTO settled VALUES (?, ?)", (out, pack(build)))

    def settle(self, out: str, rows: Mapping[str, Row], gone: Iterable[str]) -> None:
        """Says what was written and what was removed."""
        self._db.execute("BEGIN")
        values = ((out, path, row.template, row.view, row.size, row.mtime) for path, row in rows.items())
        self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?, ?, ?)", values)
        self._db.executemany("DELETE FROM written WHERE out = ? AND path = ?", ((out, path) for path in gone))
        self._db.execute("COMMIT")


class Bodies:
    """The bodies kept in the store `file`, for a worker: read, never written."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file)

    def of(self, path: str) -> Body:
        """The body of a report that is known."""
        (packed,) = self._db.execute("SELECT body FROM decoded WHERE path = ?", (path,)).fetchone()
        body: Body = unpack(packed)
        return body
