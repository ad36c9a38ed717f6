"""Which files have changed, told by the system (watchfiles) in place of livereload's own watcher, which looks for itself.

What it tells is only why to build: a build reads everything anew, so what is told twice, late or of the wrong file does
no harm. What is not told would; so a build is asked for whenever watching begins, after it has begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final

import watchfiles
from livereload.watcher import Watcher as LiveReloadWatcher

_QUIET: Final = 10
"""Milliseconds without another change after which changes are told."""
_LONGEST: Final = 400
"""Milliseconds after which they are told in any case: a checkout of many files goes on for longer."""
_LOOK: Final = 1_000
"""Milliseconds after which it is looked whether the folders are still the same."""
_POLL: Final = 1_000
"""Milliseconds between looks where the system cannot tell of so many files."""
_PAUSE: Final = 0.1
_CALM: Final = 1.0
"""Seconds before watching is tried again."""
_OWN: Final = watchfiles.DefaultFilter(ignore_dirs=())
"""Without the files that editing programs keep for themselves."""


class Watcher(LiveReloadWatcher):  # type: ignore[misc]
    """Watches `folders`, those that are there, also when they are removed and come again.

    `told` gets the paths that were changed; none where everything may have been.
    """

    def __init__(self, folders: Iterable[Path], told: Callable[[Iterable[str]], None]) -> None:
        super().__init__()
        self._folders, self._told = tuple(folders), told
        self._polling: bool | None = None

    def start(self, callback: Callable[[], None]) -> bool:  # noqa: ARG002
        """Begins; True says that livereload need not look for changes itself."""
        self.task = asyncio.create_task(self._watch())
        return True

    async def _watch(self) -> None:
        while True:
            there = self._there()
            # The folders are being watched by the time the build begins that is asked for here: until the system has been
            # asked to, this task does not give way.
            self._told(())
            try:
                await self._while(there)
            except FileNotFoundError:  # gone since we looked
                await asyncio.sleep(_PAUSE)
            except OSError:  # the system does not watch so much
                self._polling = True
                await asyncio.sleep(_CALM)
            except (RuntimeError, ExceptionGroup):  # a file has a name that is no text
                await asyncio.sleep(_PAUSE)

    async def _while(self, there: Mapping[Path, tuple[int, int]]) -> None:
        """Watches as long as the folders are the same; raises what watchfiles does if it cannot."""
        while not there:
            await asyncio.sleep(_CALM)
            if self._there():
                return
        changes = watchfiles.awatch(
            *there,
            watch_filter=_OWN,
            debounce=_LONGEST,
            step=_QUIET,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            force_polling=self._polling,
            poll_delay_ms=_POLL,
            ignore_permission_denied=True,
        )
        folders = {(watchfiles.Change.deleted, str(folder)) for folder in there}
        async with aclosing(changes):
            async for some in changes:
                if some:
                    self._told([path for _, path in some])
                # A folder that was removed and made again may look the same, but is not watched.
                if not folders.isdisjoint(some) or self._there() != there:
                    return

    def _there(self) -> Mapping[Path, tuple[int, int]]:
        """The folders that there are, and what tells each from another of its name."""
        found = {}
        for folder in self._folders:
            try:
                state = folder.stat()
            except OSError:
                continue
            if folder.is_dir():
                found[folder] = state.st_dev, state.st_ino
        return found
