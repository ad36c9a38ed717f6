"""Digests of content: 16 bytes that are the same for the same value, on every machine and in every run."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path

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
    """Digests of frozen values, made of those of their parts, so that what many pages share is digested once.

    Two values have one digest only if they are equal and of one type. A value of a type that is not known raises: a
    digest that left something out would leave a page stale.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        self._fields: dict[type, tuple[str, ...]] = {}

    def digest(self, view: object) -> bytes:
        """The digest of a dataclass instance, kept for as long as this object lives."""
        known = self._known.get(id(view))
        if known is not None:
            return known[1]
        kind = type(view)
        names = self._fields.get(kind)
        if names is None:
            if not is_dataclass(kind):
                raise TypeError(f"no digest for {kind.__name__}")
            names = self._fields[kind] = tuple(one.name for one in fields(kind))
        parts = [kind.__name__]
        for name in names:
            self._add(getattr(view, name), parts)
        made = hashlib.blake2b(_UNIT.join(parts).encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()
        self._known[id(view)] = view, made
        return made

    def _add(self, value: object, parts: list[str]) -> None:
        kind = type(value)
        if kind is str:
            parts.append(f"s{len(value)}:{value}")  # type: ignore[arg-type]
        elif value is None:
            parts.append("n")
        elif kind is tuple:
            parts.append(f"t{len(value)}")  # type: ignore[arg-type]
            for item in value:  # type: ignore[attr-defined]
                self._add(item, parts)
        elif kind in (int, bool, dt.date, dt.datetime, dt.time) or isinstance(value, str):
            parts.append(f"{kind.__name__}:{value!s}")
        else:
            parts.append(self.digest(value).hex())
