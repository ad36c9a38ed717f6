"""What was decoded and written last time, in one SQLite file that may always be deleted.

Memos over pure functions, and no graph of what depends on what:

- *parsed*: site.yaml and leaders.yaml, by their digests -> what they say, with findings;
- *decoded*: a report's path and the digest of its bytes -> its facts and findings, and apart from them its body; but not of
  reports that take less time to decode than to fetch;
- *resolved*: a report, the roster and the pictures -> what the site knows of it (its entry), and what its own page says;
- *written*: an output folder and a path in it -> the digests of the template and of the view it was rendered from, and
  the size and modification time of what was written;
- *settled*: an output folder -> everything its last build was made from, and what it came to (see `still`).

A store that is foreign, old, cut off or broken is only a miss. A killed build is told by its *claims*: rows without
digests, written before the files are and settled after (see `output`).
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from campus_news import digest

_VERSION: Final = 6
_PATIENCE: Final = 60
"""Seconds to wait for another build on the same store."""
_TABLES: Final = """
CREATE TABLE engine (digest BLOB NOT NULL);
CREATE TABLE decoded (path TEXT PRIMARY KEY, digest BLOB NOT NULL, facts BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE resolved (path TEXT PRIMARY KEY, against BLOB NOT NULL, entry BLOB NOT NULL, article BLOB NOT NULL);
CREATE TABLE parsed (path TEXT PRIMARY KEY, digest BLOB NOT NULL, value BLOB NOT NULL);
CREATE TABLE basis (digest BLOB NOT NULL);
CREATE TABLE written (
    out TEXT, path TEXT, template BLOB, view BLOB, size INTEGER, mtime INTEGER, PRIMARY KEY (out, path)
) WITHOUT ROWID;
CREATE TABLE settled (out TEXT PRIMARY KEY, build BLOB NOT NULL);
"""


def pack(value: object) -> bytes:
    """A value of ours as bytes that tell if they were damaged."""
    return seal(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def unpack(packed: bytes) -> Any:
    """What was packed; raises `sqlite3.DatabaseError` if the bytes are not as they were."""
    return pickle.loads(unseal(packed))


def seal(data: bytes) -> bytes:
    """`data` with its digest before it."""
    return digest.of_bytes(data) + data


def unseal(sealed: bytes) -> memoryview:
    """What was sealed; raises `sqlite3.DatabaseError` if the bytes are not as they were."""
    data = memoryview(sealed)[digest.SIZE :]
    if digest.of_bytes(data) != sealed[: digest.SIZE]:
        raise sqlite3.DatabaseError("a row is damaged")
    return data


def damaged(error: Exception) -> bool:
    """Whether an error tells of the store itself, not of what it lies on: a full disk, say, leaves it as it was."""
    code = getattr(
        error, "sqlite_errorcode", sqlite3.SQLITE_ERROR
    )  # that: a table that should be there is not
    return not isinstance(error, sqlite3.OperationalError) or code == sqlite3.SQLITE_ERROR


ANY: Final = (-1, -1)
"""Size and modification time of what is ours whatever stands there."""


class Row(NamedTuple):
    """An output as it was written: what from, and what it then looked like. Without digests it is only claimed."""

    template: bytes | None
    view: bytes | None
    size: int
    mtime: int


class Read(NamedTuple):
    """A report that was read: everything the memo keeps of it, packed by the stages that made it."""

    path: str
    digest: bytes
    """Of the file's bytes."""
    entry: bytes
    article: bytes
    facts: bytes | None
    body: bytes | None
    """None where the memo has them already, or they are made again in less time."""


class Memo:
    """The store in `file`, for a program of digest `engine`. `lost` says why an earlier one could not be used."""

    def __init__(self, file: Path, engine: bytes) -> None:
        self.file, self._program = file, engine
        self.lost: str | None = None
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and not (file.is_file() or file.is_dir()):
            file.unlink()  # a pipe, which SQLite takes for a broken disk
        try:
            self._open(file)
            if self._engine() != engine:
                self._forget_decoded(engine)
        except (sqlite3.Error, ValueError) as error:
            if not damaged(error):
                raise
            self.lost = str(error)
            self.discard()
            self._forget_decoded(engine)

    def _open(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None, timeout=_PATIENCE)
        self._prepare()

    def _prepare(self) -> None:
        # Half the work of a write-ahead log, and nothing is forced to the disk (64 ms a build). After a power cut some pages
        # may be older than others, though the store can be read. So no row is believed for what another one says: each
        # tells by itself what it holds for.
        self._db.execute("PRAGMA journal_mode = TRUNCATE")
        self._db.execute("PRAGMA synchronous = OFF")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise ValueError(f"version {version}")

    def _engine(self) -> bytes | None:
        row: tuple[bytes] | None = self._db.execute("SELECT digest FROM engine").fetchone()
        return row[0] if row else None

    def _mark(self, state: bytes) -> bytes:
        """What a row is kept under that this program made of a file of digest `state`."""
        return digest.of_bytes(self._program + state)

    def _forget_decoded(self, engine: bytes) -> None:
        """Another program decodes and renders otherwise; what it wrote is still ours to remove."""
        with self._transaction():
            for table in ("parsed", "decoded", "resolved", "basis", "settled", "engine"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute(
                "UPDATE written SET view = NULL, size = ?, mtime = ? WHERE view IS NOT NULL", ANY
            )
            self._db.execute("INSERT INTO engine VALUES (?)", (engine,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    def discard(self) -> None:
        """Begins anew, the file having turned out not to be what it should; but what it says is ours to remove still is."""
        ours = [(out, path, *ANY) for out, path in self._ours()]
        self._db.close()
        for end in ("", "-journal", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        self._open(self.file)
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, NULL, NULL, ?, ?)", ours)

    def _ours(self) -> Iterator[tuple[str, str]]:
        """Everything written or claimed, as far as it can be read."""
        with suppress(sqlite3.Error):
            for out, path in self._db.execute("SELECT out, path FROM written"):
                if isinstance(out, str) and isinstance(path, str):
                    yield out, path

    def facts(self, path: str, state: bytes) -> bytes | None:
        """What the report at `path` says, if its file's digest was this one."""
        query = "SELECT facts FROM decoded WHERE path = ? AND digest = ?"
        row: tuple[bytes] | None = self._db.execute(query, (path, self._mark(state))).fetchone()
        return row[0] if row else None

    def basis(self) -> bytes | None:
        """The digest of the pictures that there were when the entries were resolved, and of these; None if that is not sure."""
        row: tuple[bytes] | None = self._db.execute("SELECT digest FROM basis").fetchone()
        return row[0] if row else None

    def stand_on(self, basis: bytes) -> None:
        """Says with which pictures which entries were resolved."""
        with self._transaction():
            self._db.execute("DELETE FROM basis")
            self._db.execute("INSERT INTO basis VALUES (?)", (basis,))

    def parsed(self, path: str, state: bytes) -> Any:
        """What was made of the file at `path`, if its digest was this one."""
        query = "SELECT value FROM parsed WHERE path = ? AND digest = ?"
        row: tuple[bytes] | None = self._db.execute(query, (path, self._mark(state))).fetchone()
        return unpack(row[0]) if row else None

    def keep_parsed(self, path: str, state: bytes, value: object) -> None:
        """Remembers what was made of a file other than a report."""
        self._db.execute(
            "INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)", (path, self._mark(state), pack(value))
        )

    def empty(self) -> bool:
        """Whether no report is known."""
        return self._db.execute("SELECT 1 FROM resolved LIMIT 1").fetchone() is None

    def entries(self, *paths: str) -> Mapping[str, tuple[bytes, bytes]]:
        """For every report known, or of those at `paths`, the digest of what it was held against, and its entry, by path."""
        query = "SELECT path, against, entry FROM resolved"
        if paths:
            query += f" WHERE path IN ({', '.join('?' * len(paths))})"
        return {path: (against, entry) for path, against, entry in self._db.execute(query, paths)}

    def seals(self) -> dict[str, bytes]:
        """The digest of every report's entry, by its path."""
        return dict(self._db.execute(f"SELECT path, substr(entry, 1, {digest.SIZE}) FROM resolved"))

    def keep(self, reports: Iterable[Read], against: bytes, gone: Iterable[str]) -> None:
        """Remembers reports, held against something of this digest, and forgets those that are gone, at once.

        With which pictures they were resolved has to be said anew.
        """
        with self._transaction():
            self._db.execute("DELETE FROM basis")
            for path, mark, entry, article, facts, body in reports:
                self._db.execute(
                    "INSERT OR REPLACE INTO resolved VALUES (?, ?, ?, ?)", (path, against, entry, article)
                )
                if facts is not None:
                    self._db.execute(
                        "INSERT OR REPLACE INTO decoded VALUES (?, ?, ?, ?)",
                        (path, self._mark(mark), facts, body),
                    )
            for table in ("decoded", "resolved"):
                self._db.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in gone))

    def check(self) -> None:
        """Raises `sqlite3.DatabaseError` if what is ours would not be found: after a power cut its pages may not belong
        together. The other tables tell of themselves.
        """
        ((found,), *_) = self._db.execute("PRAGMA quick_check(written)")
        if found != "ok":
            raise sqlite3.DatabaseError(found)

    def sum(self, out: str) -> tuple[int, int]:
        """How many files stand in the folder `out`, and the sum of when (in part): another one if any row is another."""
        query = f"SELECT count(*), total(mtime & {0xFFFFFFFF}) FROM written WHERE out = ?"
        count, when = self._db.execute(query, (out,)).fetchone()
        return count, int(when)

    def written(self, out: str) -> dict[str, Row]:
        """Everything written into the folder `out`, or claimed to be."""
        query = "SELECT path, template, view, size, mtime FROM written WHERE out = ?"
        return {path: Row(*row) for path, *row in self._db.execute(query, (out,))}

    def stands(self, out: str) -> bool:
        """Whether anything was written into the folder `out` by this program."""
        query = "SELECT 1 FROM written WHERE out = ? AND view IS NOT NULL LIMIT 1"
        return self._db.execute(query, (out,)).fetchone() is not None

    def settled(self, out: str) -> Any:
        """What was said of the last build of `out` by `remember`, None if there was none."""
        row = self._db.execute("SELECT build FROM settled WHERE out = ?", (out,)).fetchone()
        return unpack(row[0]) if row else None

    def claim(self, out: str, claims: Mapping[str, tuple[int, int]]) -> None:
        """Says that these paths are about to be written: what stands there next time is stale, and ours if it is of this size
        and modification time, or in any case where these are `ANY`.

        Until that build has ended, nothing is settled: nobody may take the folder for what it was.
        """
        rows = ((out, path, *state) for path, state in claims.items())
        with self._transaction():
            self._db.execute("DELETE FROM settled WHERE out = ?", (out,))
            self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, NULL, NULL, ?, ?)", rows)

    def remember(self, out: str, build: object) -> None:
        """Keeps what `settled` will tell of the build of `out` that has just ended."""
        self._db.execute("INSERT OR REPLACE INTO settled VALUES (?, ?)", (out, pack(build)))

    def settle(self, out: str, rows: Mapping[str, Row], gone: Iterable[str]) -> None:
        """Says what was written and what was removed."""
        with self._transaction():
            values = ((out, path, *row) for path, row in rows.items())
            self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?, ?, ?)", values)
            self._db.executemany(
                "DELETE FROM written WHERE out = ? AND path = ?", ((out, path) for path in gone)
            )


class Aside(Memo):
    """What is in the store `file`, to be used without a trace: all that is kept here is kept in memory."""

    def __init__(self, file: Path, engine: bytes) -> None:
        self.file, self._program = file, engine
        self.lost = None
        try:
            self._copy(file)
            if self._engine() != engine:
                self._forget_decoded(engine)
        except (sqlite3.Error, ValueError):  # none yet, in use, or no store of ours
            self._db.close()
            self.discard()
            self._forget_decoded(engine)

    def _copy(self, file: Path) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as there:
            there.backup(self._db)
        self._prepare()

    def discard(self) -> None:
        """Forgets everything."""
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._prepare()


class Rows:
    """What is kept in the store `file` of single reports, for a worker: read, never written."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, timeout=_PATIENCE)

    def article(self, path: str, mark: bytes) -> bytes:
        """The packed article of digest `mark` of the report at `path`."""
        return self._row("SELECT article FROM resolved WHERE path = ?", path, mark)

    def body(self, path: str, mark: bytes) -> bytes:
        """The packed body of digest `mark` of the report at `path`."""
        return self._row("SELECT body FROM decoded WHERE path = ?", path, mark)

    def _row(self, query: str, path: str, mark: bytes) -> bytes:
        """Raises `sqlite3.DatabaseError` if the row is not as it was."""
        (data,) = self._db.execute(query, (path,)).fetchone() or (b"",)
        if digest.of_bytes(data) != mark:
            raise sqlite3.DatabaseError(f"the row of {path} is damaged")
        return bytes(data)
