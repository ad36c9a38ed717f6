"""Regular expressions that are compiled when they are first used.

All of the program's take 60 ms to compile, more than a build needs that reads one report again; few of them are used there.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern, and has the methods of it from their first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(pattern, flags)`, but later."""
    return cast(re.Pattern[str], _Lazy(pattern, flags))
