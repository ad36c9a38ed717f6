"""Digests of content: 16 bytes that are the same for the same value, on every machine and in every run."""

from __future__ import annotations

import datetime as dt
import hashlib
import marshal
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

SIZE = 16
_UNIT = "\x1f"


def of_bytes(data: bytes | memoryview) -> bytes:
    """The digest of a file's content."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


def of_files(files: Iterable[tuple[str, Path]]) -> bytes:
    """The digest of some files under the names given."""
    whole = hashlib.blake2b(digest_size=SIZE)
    for name, file in files:
        data = file.read_bytes()
        whole.update(f"{name}{_UNIT}{len(data)}{_UNIT}".encode())
        whole.update(data)
    return whole.digest()


def engine() -> bytes:
    """The digest of this program: its own code, the Python it runs on and the version of every library there is."""
    package = Path(__file__).parent
    code = of_files((file.relative_to(package).as_posix(), file) for file in sorted(package.rglob("*.py")))
    libraries = {
        entry.name
        for folder in map(Path, sys.path)
        if folder.is_dir()
        for entry in folder.glob("*.dist-info")
    }
    return of_bytes(code + "\n".join([sys.version, *sorted(libraries)]).encode())


class Views:
    """Digests of frozen values, made of their parts; what many pages share is taken apart once.

    Two values have one digest only if they are equal and of one type. A value of a type that is not known raises: a
    digest that left something out would leave a page stale.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, object]] = {}
        self._parts: dict[type, Callable[[object], object]] = {}

    def digest(self, view: object) -> bytes:
        """The digest of a dataclass instance."""
        # Version 2 writes every value in full; later ones write "the same object as before", which depends on the run.
        return of_bytes(marshal.dumps(self._plain(view), 2))

    def _plain(self, value: object) -> Any:
        """`value` as marshal takes it: tuples that begin with the name of a type, text, numbers."""
        kind = type(value)
        if kind is str or value is None or kind is int or kind is bool:
            return value
        if kind is tuple:
            return tuple([self._plain(one) for one in value])  # type: ignore[attr-defined]
        if kind in _WRITTEN or isinstance(value, str):
            return kind.__name__, str(value)
        known = self._known.get(id(value))
        if known is None:
            parts = self._parts.get(kind)
            if parts is None:
                parts = self._parts[kind] = _parts_of(kind)
            plain = kind.__name__, self._plain(parts(value))
            known = self._known[id(value)] = value, plain  # the value is kept, so that its id stays its own
        return known[1]


_WRITTEN = frozenset({dt.date, dt.datetime, dt.time})


def _parts_of(kind: type) -> Callable[[object], object]:
    if not is_dataclass(kind):
        raise TypeError(f"no digest for {kind.__name__}")
    names = [one.name for one in fields(kind)]
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)
