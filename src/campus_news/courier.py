"""A finished site is carried to where it is served from, by rsync, into a folder or over ssh.

In an order in which readers miss nothing: what pages need, the pages (put in place together), then away with what is gone.
Only what we put there is ever removed. What that is tells a manifest in the target itself, which names every file from before
it is sent until after it is removed; so one that was interrupted is only carried on.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from campus_news import manifest
from campus_news.manifest import NAME, Manifest

_REMOTE: Final = re.compile(
    r"(?:(?P<user>[A-Za-z0-9_][\w.-]*)@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):(?P<path>.*)",
    re.ASCII | re.DOTALL,
)
_PLAIN: Final = re.compile(r"[\w./@:-]+", re.ASCII)
"""Places that mean the same to every shell. Others are not shown to the far one, which rrsync does not allow."""
_SSH: Final = "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20"
"""Nothing is asked: a password would be asked for half a dozen times, and nobody sits before CI."""
_COMMON: Final = (
    "rsync", "--times", "--omit-dir-times", "--chmod=D755,F644", "--no-implied-dirs", "--8-bit-output",
    "--timeout=300", "--out-format=%i %n",
)  # fmt: skip
_MISSING: Final = "No such file or directory"
_NONE_YET: Final = re.compile(r"change_dir\S* .*failed: No such file or directory \(2\)")
"""rsync of a folder that is not there. Of that it must be sure: all that a manifest names would be forgotten."""
_PARTIAL: Final = 23
_VANISHED: Final = 24
"""rsync's word for a source that is not there, which is how it is told what to delete."""
_REASONS: Final = (
    ("Permission denied (", "服务器不认这台电脑的密钥；请管服务器的老师把公钥加进那个用户的 authorized_keys"),
    ("Host key verification failed", "还没有记下这台服务器的主机密钥；先用 ssh 登录一次，核对后再发布"),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "服务器的主机密钥变了；向管服务器的老师问清楚以前不要发布"),
    ("Could not resolve hostname", "没有这个主机名，或者没有联网"),
    ("Connection refused", "服务器不接受 ssh 连接"),
    ("timed out", "连接超时"),
    ("rsync: command not found", "那台服务器上没有安装 rsync"),
    ("rsync: not found", "那台服务器上没有安装 rsync"),
    ("unknown option", "rsync 太旧，两边都要 3.1 或更新的版本"),
    ("No space left on device", "目标的磁盘满了"),
    ("Permission denied", "目标文件夹不让写入或读取"),
    (_MISSING, "目标的上一级文件夹不存在"),
)
"""What ssh and rsync complain of, in words for whoever publishes; the first that fits."""


class BadTarget(Exception):
    """What was typed is no place to publish to; the message says why."""


class Undelivered(Exception):
    """The site could not be carried, or only in part; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: `place` as rsync reads it, with a slash at the end; `host` is empty for a folder of this machine."""

    place: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was done, or would be: files sent that were not there, files replaced, files removed."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]


def target(typed: str) -> Target:
    """The place that `typed` names: a folder, or user@host:path. Raises `BadTarget`."""
    if not typed or not typed.isprintable():
        raise BadTarget("要写一个文件夹，或者 用户@主机:路径")
    if ":" not in typed.partition("/")[0]:
        return Target(f"{os.path.abspath(typed)}/")  # noqa: PTH100 - `resolve` follows links
    remote = _REMOTE.fullmatch(typed)
    if remote is None or remote["path"].startswith((":", "//")):
        raise BadTarget(
            f"“{typed}”看不懂；要写一个文件夹，或者 用户@主机:路径，如 web@www.example.edu.cn:/srv/www/news"
        )
    path = remote["path"].removeprefix("~/").rstrip("/")
    if not path or path == "~":
        raise BadTarget(f"“{typed}”没有写明服务器上的哪个文件夹，如 /srv/www/news")
    if path.startswith("-"):
        path = f"./{path}"
    user = f"{remote['user']}@" if remote["user"] else ""
    return Target(f"{user}{remote['host']}:{path}/", remote["host"])


class Courier:
    """The way from the folder `out` to `where`; `dry` only looks."""

    def __init__(self, out: Path, where: Target, *, dry: bool = False) -> None:
        self._out, self._where, self._dry = f"{out.resolve()}/", where, dry

    def there(self) -> Manifest:
        """What earlier deliveries put there; raises `Undelivered` if that cannot be told."""
        with tempfile.TemporaryDirectory() as folder:
            # Not by its name: rrsync fails if asked for a file that is not there.
            only = ["--dirs", f"--include=/{NAME}", "--exclude=*"]
            done = self._run([*only, self._where.place, f"{folder}/"], dry=False)
            if not (done.returncode == _PARTIAL and _NONE_YET.search(done.stderr)):
                self._checked(done)
            file = Path(folder) / NAME
            try:
                return manifest.loads(file.read_bytes()) if file.is_file() else {}
            except ValueError as error:
                raise Undelivered(
                    f"目标上的 {NAME} 读不懂，不知道哪些文件是以前发布的；看过没有问题就删掉它再发布"
                    "（以前发布、现在不要的文件要自己删）"
                ) from error

    def deliver(self, new: Manifest, named: frozenset[str], say: Callable[[str], None]) -> Delivery:
        """Makes the target what `new` says; `say` hears each step. Raises `Undelivered`."""
        old = self.there()
        gone = sorted(old.keys() - new.keys())
        if not new.keys() <= old.keys():
            self._tell({**old, **new})
        say(f"上传图片、样式等 {len(named)} 个文件中没有的")
        lines = self._send(sorted(named), "--size-only")
        say(f"上传网页等 {len(new) - len(named)} 个文件中有变化的")
        lines += self._send(sorted(new.keys() - named), "--checksum", "--delay-updates")
        if gone:
            say(f"删去不再需要的 {len(gone)} 个文件")
            lines += self._remove(gone, new)
        if old != new:
            self._tell(new)
        return _delivery(lines)

    def _tell(self, known: Manifest) -> None:
        """Says in the target which files there are ours."""
        if self._dry:
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / NAME
            file.write_bytes(manifest.dumps(known))
            self._checked(self._run(["--ignore-times", str(file), self._where.place]))

    def _send(self, paths: Sequence[str], *how: str) -> list[str]:
        if not paths:
            return []
        return self._checked(
            self._run([*how, "--files-from=-", "--from0", self._out, self._where.place], paths)
        )

    def _remove(self, gone: Sequence[str], new: Manifest) -> list[str]:
        """Removes files, then the folders, deepest first, in which nothing is left; others' files keep theirs."""
        kept = {folder for path in new for folder in _folders(path)}
        left = {folder for path in gone for folder in _folders(path)} - kept
        lines = self._removed(gone)
        for depth in sorted({folder.count("/") for folder in left}, reverse=True):
            self._removed(sorted(folder for folder in left if folder.count("/") == depth))
        return lines

    def _removed(self, paths: Sequence[str]) -> list[str]:
        with tempfile.TemporaryDirectory() as empty:
            for (
                path
            ) in paths:  # only what is missing in a folder that is there is deleted without a complaint
                Path(empty, path).parent.mkdir(parents=True, exist_ok=True)
            how = [
                "--delete-missing-args",
                "--dirs",
                "--files-from=-",
                "--from0",
                f"{empty}/",
                self._where.place,
            ]
            return self._checked(self._run(how, paths), _VANISHED)

    def _run(
        self, words: Sequence[str], names: Iterable[str] = (), *, dry: bool | None = None
    ) -> subprocess.CompletedProcess[str]:
        """rsync, with the last two of `words` as from where and where to, and `names` on its standard input."""
        looking = ["--dry-run"] if (self._dry if dry is None else dry) else []
        far = ["--compress", f"--rsh={_SSH}"] if self._where.host else []
        if not _PLAIN.fullmatch(self._where.place):
            far.append("--protect-args")
        command = [*_COMMON, *far, *looking, *words[:-2], "--", *words[-2:]]
        try:
            return subprocess.run(
                command,
                input="".join(f"{name}\0" for name in names),
                capture_output=True, encoding="utf-8", errors="replace", env=_environment(), check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise Undelivered(
                "发布要用 rsync，这台电脑上没有安装：Debian、Ubuntu 上运行 sudo apt install rsync，macOS 上运行 brew install rsync"
            ) from error

    def _checked(self, done: subprocess.CompletedProcess[str], *fine: int) -> list[str]:
        """The lines printed by what went well."""
        if done.returncode not in (0, *fine):
            raise self._failed(done)
        return done.stdout.splitlines()

    def _failed(self, done: subprocess.CompletedProcess[str]) -> Undelivered:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        found = ((chinese, line) for english, chinese in _REASONS for line in lines if english in line)
        reason, complaint = next(found, (f"rsync 出错 {done.returncode}", lines[0] if lines else ""))
        place = self._where.place.rstrip("/")
        shown = "".join(char if char.isprintable() else " " for char in complaint)[:300]
        return Undelivered(f"{place}：{reason}" + (f"（{shown}）" if shown else ""))


def _delivery(lines: Iterable[str]) -> Delivery:
    """What rsync says it did, sorted out; folders are not told."""
    done: dict[str, list[str]] = {"new": [], "replaced": [], "removed": []}
    for line in lines:
        what, _, path = line.partition(" ")
        if what == "*deleting":
            done["removed"].append(path.strip())
        elif re.match(r"[<>]f", what):
            done["new" if what.endswith("+") else "replaced"].append(path)
    return Delivery(*map(tuple, done.values()))


def _folders(path: str) -> Iterator[str]:
    """The folders that `path` is in, below that of the site."""
    return (str(folder) for folder in PurePosixPath(path).parents if folder.name)


def _environment() -> Mapping[str, str]:
    """Complaints in English, and no other settings of rsync than ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RSYNC_")}
    return {**kept, "LC_ALL": "C"}
