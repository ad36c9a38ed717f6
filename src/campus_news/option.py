"""What a run is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")


class Progress(Protocol):
    """Passes `things` on, and shows how far it is."""

    def __call__(self, things: Iterable[T], total: int, what: str) -> Iterable[T]: ...


def silent(things: Iterable[T], total: int, what: str) -> Iterable[T]:  # noqa: ARG001
    """A progress that shows nothing."""
    return things


def unheard(words: str) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. `clock` tells the time in the zone of the site, which only site.yaml knows."""

    root: Path
    clock: Callable[[ZoneInfo], dt.datetime]
    out: Path = Path("public")
    drafts: bool = False
    jobs: int = 1
    clean: bool = False
    search: bool = False
    """Whether the site gets a search, if Pagefind is installed."""
    progress: Progress = field(default=silent)
    say: Callable[[str], None] = field(default=unheard)
    """What is said while a run waits."""
    only: tuple[str, ...] = ()
    """The files and folders, by their paths within the root, that a check is asked about; none: everything."""
    typed: Mapping[str, bytes] = field(default_factory=dict)
    """Reports that are not as their files say: then nothing is written, not even what is remembered."""

    compare: bool = False
    """Whether a check tells what has changed since the run that the memo remembers."""
    lasting: bool = False
    """Whether this is what readers will have: by the clock, without drafts. Then a build writes down the addresses it gives."""

    def wants(self, path: str) -> bool:
        """Whether a check is asked about the file at `path`."""
        return not self.only or any(one in (".", path) or path.startswith(f"{one}/") for one in self.only)
