"""What was changed in a report since it was approved, as far as Git knows the text that was.

Git is only read: by commands that run no pager, hook, filter, text conversion, signature check or transport, whatever the
repository's own configuration asks for. Without Git, or where it is slow, nothing is told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import approval
from campus_news.decode import Decoded, decode
from campus_news.diagnostics import Diagnostic
from campus_news.lazy import lazy
from campus_news.markup import Markup
from campus_news.rules.signoff import VOIDS
from campus_news.source import MAX_BYTES, read, text_of

_REPORTS: Final = 5
"""Of so many reports a run looks for what was changed; whoever has more of them asks about one at a time."""
_VERSIONS: Final = 50
_SECONDS: Final = 2
_LINES: Final = 2000
_TOLD: Final = 3
"""Changes that are shown of one report."""
_WORDS: Final = 24
"""Characters that are shown of a line."""
_AROUND: Final = 6
_NEAR: Final = 16
"""Characters before the first change that are shown rather than left out."""

_QUIET: Final = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_SURROUNDINGS: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_COMMIT: Final = lazy(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_KEY: Final = lazy(r"(\w+):")
_FREE: Final = frozenset({"review", "status", "waive", "notes"})
"""Fields that may change after an approval."""

_Lines = Sequence[tuple[int, str]]


def recalled(root: Path, typed: Mapping[str, bytes], findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings, the first of void approvals with what was changed. `typed` are reports that are not as their files say."""
    left = _REPORTS
    for one in findings:
        if one.kind in VOIDS and left:
            left -= 1
            shown = _since(root, one.span.path, typed)
            yield replace(one, args=tuple({**dict(one.args), "shown": shown}.items()))
        else:
            yield one


def _since(root: Path, path: str, typed: Mapping[str, bytes]) -> str:
    """What was changed in a report since it was approved, as it is put behind a sentence; "" if nobody knows."""
    try:
        data = typed[path] if path in typed else (root / path).read_bytes()
        now, markup = decode(path, data, Markup()), Markup()
        for old in _versions(root, path):
            if _is_approved(now, decode(path, old, markup)):
                return _told(_lines(path, old), _lines(path, data))
    except (OSError, subprocess.SubprocessError):
        pass
    return ""


def _is_approved(now: Decoded, old: Decoded) -> bool:
    """Whether the words of `old` are those that `now` says were approved. Pictures are not looked for."""
    final = now.report.review.final if now.report else None
    if final is None or final.digest is None or old.report is None:
        return False
    other = approval.digest(old.report, old.text, ())
    return other.split("-")[1:4] == final.digest.split("-")[1:4]


class _Blob(NamedTuple):
    name: str
    size: int


def _versions(root: Path, path: str) -> Iterator[bytes]:
    """The committed versions of a file, newest first, each once."""
    if not path.isprintable() or shutil.which("git") is None:
        return
    count = f"--max-count={_VERSIONS}"
    found = _git(root, "rev-list", "--full-history", count, "HEAD", "--", path).decode().split()
    names = "".join(f"{commit}:./{path}\n" for commit in found if _COMMIT.fullmatch(commit))
    told = _git(root, "cat-file", "--batch-check", given=names.encode()).decode().splitlines()
    rows = (line.split() for line in told)
    blobs = (_Blob(row[0], int(row[2])) for row in rows if len(row) == 3 and row[1] == "blob")
    for blob in dict.fromkeys(blobs):
        if _COMMIT.fullmatch(blob.name) and blob.size <= MAX_BYTES:
            yield _git(root, "cat-file", "blob", blob.name)


def _git(root: Path, *words: str, given: bytes = b"") -> bytes:
    """What Git answers, b"" if it complains; raises OSError or SubprocessError if there is none, or it takes too long."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *_QUIET, *words],
        cwd=root,
        env={**own, **_SURROUNDINGS},
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout if done.returncode == 0 else b""


def _lines(path: str, data: bytes) -> _Lines:
    """The lines of a report that an approval is of, with their numbers; blank ones are left out."""
    source, _ = read(path, data)
    lines, _ = text_of(path, data)
    kept, key = [], ""
    for number, line in enumerate(lines.split("\n"), 1):
        inside = source is not None and number < source.body_line
        if inside:
            key = match[1] if (match := _KEY.match(line)) else key
        if line.strip() and not (inside and (key in _FREE or line.strip() == "---")):
            kept.append((number, line.strip()))
    return kept


def _told(old: _Lines, new: _Lines) -> str:
    """The first changes, in words."""
    if max(len(old), len(new)) > _LINES:
        return ""
    matcher = SequenceMatcher(None, [line for _, line in old], [line for _, line in new], autojunk=False)
    changes: list[str] = []
    for how, first, last, start, stop in matcher.get_opcodes():
        if how != "equal":
            changes += _change(old[first:last], new[start:stop])
    more = f"（一共 {len(changes)} 处）" if len(changes) > _TOLD else ""
    return "。".join(["", *changes[:_TOLD]]) + more


def _change(old: _Lines, new: _Lines) -> Iterable[str]:
    for (_, before), (number, after) in zip(old, new, strict=False):
        was, is_now = _differing(before, after)
        yield f"第 {number} 行原来是“{was}”，现在是“{is_now}”"
    for _, before in old[len(new) :]:
        yield f"删去了“{_short(before)}”"
    for number, after in new[len(old) :]:
        yield f"第 {number} 行“{_short(after)}”是后来加的"


def _differing(old: str, new: str) -> tuple[str, str]:
    """Where two lines differ, with a few characters around."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    first = head - _AROUND if head > _NEAR else 0
    left = "…" if first else ""
    return left + _short(old[first:], len(old) - tail - first), left + _short(
        new[first:], len(new) - tail - first
    )


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _short(text: str, wanted: int = 0) -> str:
    """The beginning of `text`, without what nobody can see: up to a few characters after those that are `wanted`."""
    size = min(wanted + _AROUND, 2 * _WORDS) if wanted else _WORDS
    shown = "".join(c if c.isprintable() or c == "\u3000" else " " for c in text[:size])
    return shown + "…" * (len(text) > size)
