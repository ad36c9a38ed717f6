"""What all commands share: the clock, folders that may be read and written, the bar, findings told."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from campus_news import intake, stamp
from campus_news.diagnostics import has_error
from campus_news.outcome import NoReport, Outcome

if TYPE_CHECKING:
    from campus_news.config import Config

T = TypeVar("T")
_OWN_FOLDERS: Final = (
    "content", "templates", "static", "src", "tests", "docs", "bench", ".git", ".cache", ".ci", ".venv"
)  # fmt: skip


def clock(given: dt.datetime | None) -> Callable[[ZoneInfo], dt.datetime]:
    """The time of a run in the site's zone, without the zone: that of `--now`, or the clock's."""
    return lambda zone: given or stamp.steady(dt.datetime.now(zone))


class Usage(Exception):
    """A command that cannot be carried out as it was typed, in the words for whoever typed it."""


def need_content(root: Path) -> None:
    """Raises `Usage` if `root` is no site's."""
    if not (root / "content").is_dir():
        raise Usage(f"“{root}”里没有 content/ 文件夹；请在项目的文件夹里运行，或用 --root 指明")
    if (root / "content").is_symlink():
        raise Usage("content/ 是通到别处的链接，不会照着去读；请换成文件夹本身")


def need_config(root: Path) -> Config:
    """What site.yaml says; raises `Usage` if that cannot be read."""
    from campus_news import config

    path = "content/site.yaml"
    try:
        found, _ = config.read(path, intake.own(f"{root}/{path}"))
    except OSError:
        found = None
    if found is None:
        raise Usage(f"{path} 读不出来，请先用 check 查看，改好以后再来")
    return found


def need_out(root: Path, out: Path, option: str = "--out") -> None:
    """Raises `Usage` for folders that must never be written to: the site's own, and whatever holds them."""
    there, home = out.resolve(), root.resolve()
    own = [home / name for name in _OWN_FOLDERS]
    if there == home or there in home.parents or any(there == one or one in there.parents for one in own):
        raise Usage(f"{option} 不能是“{out}”：那里有网站的原文件，请换一个空文件夹")
    if there.exists() and not there.is_dir():
        raise Usage(f"{option} “{out}”是一个文件，应是文件夹")


def within(root: Path, path: Path) -> str:
    """A path as the site names it: from the root, with slashes. A link is not followed: it may be a report itself.

    What is typed begins in the current folder, or in the root if only there is such a file.
    """
    if not path.exists() and (root / path).exists():
        path = root / path
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` follows links
    there, home = whole.parent.resolve() / whole.name, root.resolve()
    if not there.is_relative_to(home):
        raise NoReport(path)
    return there.relative_to(home).as_posix()


def progress(things: Iterable[T], total: int, what: str) -> Iterable[T]:
    """A bar on a terminal, once something has taken longer than a second."""
    if not sys.stderr.isatty():
        return things
    from tqdm import tqdm

    bar = partial(tqdm, desc=what, total=total, delay=1, leave=False, file=sys.stderr, unit="")
    return bar(things)


def say(words: str) -> None:
    """Says what somebody who waits wants to know."""
    print(words, file=sys.stderr)


def failed(outcome: Outcome) -> bool:
    """Tells the findings; whether there is an error among them."""
    if outcome.lost:
        print(f"上次的结果不能用（{outcome.lost}），这次全部重做。", file=sys.stderr)
    if not outcome.findings:
        return False
    from campus_news import tell

    print(tell.text(outcome.findings), file=sys.stderr)
    if has_error(outcome.findings):
        print(f"{tell.summary(outcome.findings)}。改好以后再生成；网站没有改动。", file=sys.stderr)
        return True
    return False
