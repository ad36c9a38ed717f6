"""The command `new`: asks for what a report says of its meeting, and writes it with its pictures."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from campus_news import console, filing, interview
from campus_news import run as runs
from campus_news.command import ANSWERS
from campus_news.config import Config
from campus_news.console import Usage
from campus_news.filing import Taken
from campus_news.option import Options
from campus_news.question import Setting
from campus_news.rules.pending import PLACEHOLDER
from campus_news.sketch import Sketch
from campus_news.usher import Unclear

_ZONE: Final = "Asia/Shanghai"


class _Terminal:
    """The dialogue on a terminal, or with answers that are piped in; these are shown, so that what is printed can be read."""

    def ask(self, prompt: str) -> str:
        if sys.stdin.isatty():
            with suppress(ImportError):  # there is none on Windows, whose console has its own
                import readline  # noqa: F401 - with it arrows move instead of leaving signs
            return input(prompt)
        print(prompt, end="", flush=True)
        line = sys.stdin.readline()
        print(line.rstrip("\n"))
        if not line:
            raise EOFError
        return line

    def say(self, line: str) -> None:
        print(line)


def run(arguments: argparse.Namespace) -> int:
    """Asks, unless all that is needed is given; writes the report; tells what is to be done next."""
    root: Path = arguments.root
    console.need_content(root)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(
            errors="surrogateescape"
        )  # answers that are no text are told, not broken off at
    given, setting = _given(arguments), _setting(arguments)
    try:
        one = _sketch(setting, given)
        path = filing.put(root, one)
    except Unclear as fault:
        raise Usage("\n".join(fault.lines)) from None
    except Taken as taken:
        raise Usage(f"已经有“{taken}”，没有写入；请用 --slug 换一个名称") from None
    except (EOFError, KeyboardInterrupt) as stop:
        print("\n已放弃，什么都没有写入。", file=sys.stderr)
        return 130 if isinstance(stop, KeyboardInterrupt) else 1
    return _told(arguments, one, path)


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    """The answers that were given as options, by question."""
    found = {key: said for key, _, _ in ANSWERS if (said := getattr(arguments, key)) is not None}
    captions: list[str] = arguments.caption or []
    if captions and "photos" not in found:
        raise Usage("--caption 要与 --photos 一起用")
    return {**found, **{f"caption{i}": words for i, words in enumerate(captions, 1)}}


def _setting(arguments: argparse.Namespace) -> Setting:
    root: Path = arguments.root
    against = filing.against(root)
    config: Config | None = against.config
    today = console.clock(arguments.now)(config.zone if config else ZoneInfo(_ZONE)).date()
    return Setting(against, today, filing.last_credits(root), lambda one: filing.taken(root, one))


def _sketch(setting: Setting, given: dict[str, str]) -> Sketch:
    """Raises `Unclear`, and whatever ends a dialogue."""
    way = interview.settle if given.keys() >= interview.NEEDED else interview.interview
    one = way(setting, given, _Terminal())
    left = [key for key in given if key.startswith("caption") and int(key[7:]) > len(one.shots)]
    if left:
        raise Unclear(f"--caption 比照片多：照片 {len(one.shots)} 张")
    return one


def _told(arguments: argparse.Namespace, one: Sketch, path: Path) -> int:
    """Says what was written, and what `check` finds in it."""
    print(f"写好了：{path}")
    if one.shots:
        print(f"照片 {len(one.shots)} 张，复制到 {path.parents[2] / 'photos' / one.name}")
    options = Options(arguments.root, console.clock(arguments.now), jobs=1, only=(one.path,))
    console.failed(runs.check(options))
    print(
        f"现在是草稿：打开它，把“{PLACEHOLDER}”换成正文；可以发布了，就把 status: draft 改成 status: published。"
    )
    return 0
