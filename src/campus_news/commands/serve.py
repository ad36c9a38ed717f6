"""`serve`: the site in the browser, built again at every save."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from campus_news import console
from campus_news.console import Usage
from campus_news.diagnostics import has_error
from campus_news.option import Options
from campus_news.outcome import CannotWrite, Outcome, said
from campus_news.preview.builder import Built
from campus_news.preview.notice import seen
from campus_news.preview.server import Preview, port_of, sockets

_PORT: Final = 8000
_TRIES: Final = 20
_NAMED: Final = 3
"""Files that are named after a save; of more only the number is told."""


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C."""
    root: Path = arguments.root
    console.need_content(root)
    for name in ("tornado", "livereload"):  # they complain of every odd request, in English
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    options = Options(
        root,
        console.clock(arguments.now),
        root / ".cache" / "preview",
        drafts=arguments.drafts,
        jobs=arguments.jobs,
    )
    with _alone(root / ".cache") as address:
        found = _listening(arguments.port)
        address.write_text(f"http://127.0.0.1:{port_of(found)}/", "utf-8")
        print(
            f"预览：{address.read_text('utf-8')}（用浏览器打开；保存后网页自动更新，按 Ctrl-C 结束）",
            flush=True,
        )
        preview = Preview(options, lambda built: _tell(built, options), ticking=arguments.now is None)
        _heed_signals()
        with suppress(KeyboardInterrupt):
            asyncio.run(preview.serve(found))
    print("预览已经结束。")
    return 0


def _heed_signals() -> None:
    """SIGTERM ends it as Ctrl-C does, which asyncio minds if nobody else does; so does a closed terminal, but for `nohup`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


@contextmanager
def _alone(cache: Path) -> Iterator[Path]:
    """Sees to it that there is one preview of a site: two would spoil each other's pages.

    Gives the file for its address. A lock of SQLite's works on every system, and goes with the process that holds it.
    """
    address = cache / "preview.txt"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(cache / "preview.lock", isolation_level=None, timeout=0)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield address
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise CannotWrite(f"{cache / 'preview.lock'}：{error}") from error
        raise Usage(f"这个网站的预览已经开着：{address.read_text('utf-8')}") from None
    except OSError as error:
        raise CannotWrite(said(error, cache)) from error


def _listening(asked: int | None) -> list[socket.socket]:
    """Sockets at the port asked for, or at the first that is free."""
    for port in [asked] if asked is not None else range(_PORT, _PORT + _TRIES):
        try:
            found = sockets(port)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if asked is None and port != _PORT:
            print(f"端口 {_PORT} 正被别的程序使用，改用 {port}。")
        return found
    if asked is None:
        raise Usage(f"端口 {_PORT} 到 {_PORT + _TRIES - 1} 都被占用；请用 --port 另选一个")
    raise Usage(f"端口 {asked} 不能用（被别的程序占用，或没有权限）；请用 --port 另选一个，不写就自动选")


def _tell(built: Built, options: Options) -> None:
    """One line for each build: what was saved, what was written, how long it took."""
    names = [_name(path, options.root) for path in built.saved]
    more = f"等 {len(names)} 个文件" if len(names) > _NAMED else ""
    saved = f"保存了 {'、'.join(names[:_NAMED])}{more}" if names else "生成"
    print(f"{saved}：{_result(built, options)}，用时 {built.seconds:.1f} 秒", flush=True)


def _name(path: Path, root: Path) -> str:
    whole = root.resolve()
    return seen(str(path.relative_to(whole) if path.is_relative_to(whole) else path))


def _result(built: Built, options: Options) -> str:
    if built.outcome is None:
        return f"网页没有更新。{seen(built.fault or '')}"
    if has_error(built.outcome.findings):
        from campus_news import tell

        return f"{tell.summary(built.outcome.findings)}，网页没有更新，请看网页上方"
    return _written(built.outcome, options.drafts)


def _written(outcome: Outcome, drafts: bool) -> str:
    done = [f"写入 {outcome.written} 个文件"] if outcome.written else []
    done += [f"删去 {outcome.removed} 个文件"] if outcome.removed else []
    late = len(outcome.hidden)
    unseen = (
        f"（另有 {late} 篇读者看不到的没有显示{'' if drafts else '，加 --drafts 可以看草稿'}）"
        if late
        else ""
    )
    return ("，".join(done) or "网页没有变化") + unseen
