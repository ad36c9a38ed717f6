"""Digests of content: 16 bytes that are the same for the same value, on every machine and in every run."""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

SIZE = 16
_UNIT = "\x1f"


def of_bytes(data: bytes | memoryview) -> bytes:
    """The digest of a file's content: the first half of SHA-256, which processors of today have built in."""
    return hashlib.sha256(data).digest()[:SIZE]


def of(*parts: Any) -> bytes:
    """The digest of plain values: text, bytes, numbers, None, and tuples and lists of them; raises ValueError at others."""
    # Version 2 writes every value in full; later ones write "the same object as before", which depends on the run.
    return hashlib.sha256(marshal.dumps(parts, 2)).digest()[:SIZE]


def of_files(files: Iterable[tuple[str, Path]]) -> bytes:
    """The digest of some files under the names given."""
    whole = hashlib.sha256()
    for name, file in files:
        data = file.read_bytes()
        whole.update(f"{name}{_UNIT}{len(data)}{_UNIT}".encode())
        whole.update(data)
    return whole.digest()[:SIZE]


@cache
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
