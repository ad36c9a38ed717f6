"""Builds the site again whenever something was saved: one build at a time, each in a thread, until all is shown."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from campus_news import run
from campus_news.option import Options
from campus_news.outcome import CannotWrite, Outcome
from campus_news.preview.state import State
from campus_news.still import Kept
from campus_news.template import BadTemplate

T = TypeVar("T")
_SOON: Final = 0.2
_LATE: Final = 10.0
"""Seconds after which a build is tried again that could not be carried out: at first, and at most."""
_GLANCE: Final = 60.0
"""Seconds after which the clock is looked at while a report is held back: it may have been set, or stood still."""
_CALM: Final = 1.0
"""Seconds after the last save until everything is looked at."""
_END: Final = 0.7
"""Seconds for a build to break off at the end."""


class Stopped(Exception):
    """The preview is over."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: why it was made (paths; none: the first one, or the time), in how many seconds."""

    saved: tuple[Path, ...]
    outcome: Outcome | None
    fault: str | None
    seconds: float


class Builder:
    """Builds what `options` say. `shown` is called whenever the pages on show are to be loaded anew, `told` after every
    build that somebody asked for or that changed something. `ticking` says that time goes on.
    """

    def __init__(
        self,
        options: Options,
        shown: Callable[[], None],
        told: Callable[[Built], None],
        *,
        ticking: bool = True,
    ) -> None:
        self._options = replace(options, progress=self._going_on)
        self._shown, self._told, self._ticking = shown, told, ticking
        self.state = State()
        self._saved: set[str] = set()
        self._everything = True
        self._wanted = asyncio.Event()
        self._kept, self._believing = Kept(), False
        self._until: tuple[ZoneInfo, dt.datetime] | None = None
        self._again: float | None = None
        self._stopping = False

    def want(self, saved: Iterable[str] = ()) -> None:
        """Asks for a build, since these paths were changed; none: since anything may have."""
        self._saved.update(saved)
        self._everything = self._everything or not saved
        self._wanted.set()

    async def run(self) -> None:
        """Builds as often as that is asked for, until it is cancelled.

        What is said to have changed is believed, so that it is shown soon; when it has become quiet, another build looks at
        everything.
        """
        while True:
            asked = await self._wait()
            self._wanted.clear()
            self._believing = asked and not self._everything
            saved, self._saved, self._everything = sorted(self._saved), set(), False
            if self._believing:
                self._kept.change(saved)
            else:
                self._kept.forget()
            started = asyncio.get_running_loop().time()
            outcome, fault = await self._build()
            seconds = asyncio.get_running_loop().time() - started
            changed = self._take(outcome, fault)
            if changed:
                self._shown()
            if changed or saved:
                self._told(Built(tuple(map(Path, saved)), outcome, fault, seconds))

    async def _wait(self) -> bool:
        """Until a build is asked for (True), or due because of the time, or because one failed or has to be looked after."""
        while not self._due():
            soon = self._again or (_CALM if self._believing else None)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), soon or self._pause())
            if self._wanted.is_set():
                return True
            if soon:
                return False
        return False

    def _due(self) -> bool:
        """Whether a report is to appear, or a post begins or ends, that did not when the site was built."""
        left = self._left()
        return left is not None and left <= 0

    def _pause(self) -> float | None:
        left = self._left()
        return None if left is None else min(left, _GLANCE)

    def _left(self) -> float | None:
        """Seconds until the same content gives another site; None if it never will."""
        if self._until is None:
            return None
        zone, until = self._until
        return (until - self._options.clock(zone)).total_seconds()

    def _take(self, outcome: Outcome | None, fault: str | None) -> bool:
        """Whether what is shown is not what it was."""
        before, self._until = self.state, None
        if outcome is None:
            self.state = before.failed(fault or "")
            return self.state != before
        self.state = before.after(outcome)
        if self._ticking and not self.state.broken and outcome.until < "9999":
            self._until = ZoneInfo(outcome.timezone), dt.datetime.fromisoformat(outcome.until)
        return self.state != before or outcome.written + outcome.removed > 0

    async def _build(self) -> tuple[Outcome | None, str | None]:
        """What a build came to, or why there was none; what may pass by itself is tried again later."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[tuple[Outcome | None, str | None, bool]] = loop.create_future()

        def build() -> None:
            result = _built(self._options, self._kept)
            with suppress(RuntimeError):  # the loop is over
                loop.call_soon_threadsafe(_give, done, result)

        thread = threading.Thread(target=build, name="build", daemon=True)
        thread.start()
        try:
            outcome, fault, passing = await done
        except asyncio.CancelledError:
            self._stopping = True
            thread.join(_END)
            raise
        self._again = min(2 * (self._again or _SOON / 2), _LATE) if passing else None
        return outcome, fault

    def _going_on(self, things: Iterable[T], total: int, what: str) -> Iterator[T]:  # noqa: ARG002
        """A progress that shows nothing, and breaks a build off when the preview is over."""
        for one in things:
            if self._stopping:
                raise Stopped
            yield one


def _give(done: asyncio.Future[T], result: T) -> None:
    if not done.done():
        done.set_result(result)


def _built(options: Options, kept: Kept) -> tuple[Outcome | None, str | None, bool]:
    """What a build came to, or why there was none, and whether that may pass by itself."""
    gc.disable()  # as in every command: a build makes hundreds of thousands of values and no cycles
    try:
        return run.build(options, kept), None, False
    except BadTemplate as error:
        return None, f"模板有误：{error}", False
    except CannotWrite as error:
        return None, f"写不进去，请检查磁盘空间和权限：{error}", True
    except Stopped:
        return None, None, False
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the work of an editor
        return None, f"程序出了错，请告诉维护网站的人：{type(error).__name__}：{error}", True
    finally:
        gc.enable()
