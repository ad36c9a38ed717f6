"""What a run came to."""

from __future__ import annotations

import datetime as dt
import errno
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from campus_news.diagnostics import Diagnostic


class Changed(Exception):
    """A file was changed while the site was being built; the message is its path."""


class CannotWrite(Exception):
    """The output or the memo cannot be written; the message says where and why."""


class Busy(Exception):
    """Another run went on for longer than one waits; the message is the file of its lock."""


class LostWorker(Exception):
    """A worker process was ended from outside, most often since memory ran out."""


class NoIndex(Exception):
    """The search index cannot be made; the message says why."""


class NoReport(Exception):
    """What was asked about is no report of the site; the message is its path."""


_WHY: Final[Mapping[int | None, str]] = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EIO: "磁盘读写出错",
    errno.EROFS: "这里是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中间有一个文件，那里应是文件夹",
    errno.EEXIST: "那里已有一个文件，应是文件夹",
    errno.EISDIR: "那里有一个文件夹，应是文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENOMEM: "内存不够",
}
_WHY_NOT_KEPT: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "磁盘满了",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，或磁盘满了",
    sqlite3.SQLITE_READONLY: "这里是只读的",
    sqlite3.SQLITE_CANTOPEN: "打不开",
    sqlite3.SQLITE_BUSY: "正被别的程序使用",
}


def said(error: OSError | sqlite3.Error, where: object) -> str:
    """Where and why something could not be read or written: `where`, if the error does not tell."""
    if isinstance(error, OSError):
        return f"{error.filename or where}：{_WHY.get(error.errno, error.strerror or str(error))}"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # beyond that it tells more than anybody asks
    return f"{where}：{_WHY_NOT_KEPT.get(code, str(error))}"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A report that readers do not see yet, and why."""

    path: str
    title: str
    why: str
    until: dt.datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """A check that a report waives and that would have found something."""

    path: str
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A report that is not as the memo remembers it: how (新增, 修改, 删去), and why readers do not see it, if they don't."""

    how: str
    path: str
    title: str
    url: str
    hidden: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. With an error among `findings` nothing was written.

    `reasons` are all outputs made again, each with the reason; `lost` says why the memo could not be used.
    """

    findings: tuple[Diagnostic, ...]
    reports: int = 0
    hidden: tuple[Hidden, ...] = ()
    pages: int = 0
    """Those that readers see."""
    written: int = 0
    removed: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    lost: str | None = None
    waived: tuple[Waived, ...] = ()
    changes: tuple[Change, ...] | None = None
    """None if that was not asked, or nothing is remembered."""
    unsearched: bool = False
    """Whether search was left out because Pagefind is not installed."""
    addresses: int = 0
    """New ones written down in content/urls.txt."""
    url: str = ""
    """The address of the site; "" where nothing was built."""
    timezone: str = ""
    until: str = "9999"
    """The moment, in ISO 8601 in that zone, from which on the same content gives another site."""
    unseen: tuple[Hidden, ...] = ()
    """Of a preview: the reports in it that readers do not see."""
