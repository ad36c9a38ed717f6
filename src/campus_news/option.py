"""What a run is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. `clock` tells the time in the zone of the site, which only site.yaml knows."""

    root: Path
    clock: Callable[[ZoneInfo], dt.datetime]
    out: Path = Path("public")
    drafts: bool = False
    jobs: int = 1
    clean: bool = False
    progress: Progress = field(default=silent)
