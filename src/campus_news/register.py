"""content/urls.txt: every address that was ever published, one a line, so that none dies unnoticed.

A build for real adds what it publishes and takes nothing out. The lines are sorted and stand for themselves, so Git may
merge by keeping those of both sides (`merge=union`); what such a merge leaves behind is put right by the next build.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campus_news import address, intake, still, urls
from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.field import Wrong

BAD_ENTRY = Kind(
    "E428",
    Severity.ERROR,
    "这一行不是网站里的网址（{reason}）；写错了就改成 /2022/09/29/monthly-meeting/ 这样，误加的就删去",
    "this line is no address of the site",
)
NOT_KEPT = Kind(
    "E429",
    Severity.WARNING,
    "网址名单写不进去（{reason}），这次的新网址没有记下；请检查文件和文件夹的权限，再生成一次",
    "the list of addresses cannot be written ({reason})",
)

_HEADER: Final = (
    "# 发布过的网址，由 build 记下，请与报道一起提交；不要改。",
    "# 删去一行，就是不再管这个网址：转发出去的链接会打不开。",
)
_MOST: Final = 50
_LEFT_BY_GIT: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


@dataclass(frozen=True, slots=True)
class Register:
    """What the file says: its lines as they are, and those of them that are something."""

    lines: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()

    def others(self, known: Collection[str]) -> tuple[list[str], list[Diagnostic]]:
        """The addresses that are not among `known`, in order, and a finding for every line that is no address."""
        found: set[str] = set()
        findings: list[Diagnostic] = []
        for line in sorted(self.said.difference(known)):
            text = line.strip()
            if len(findings) == _MOST:
                break  # this is some other file
            if not text or text.startswith(("#", *_LEFT_BY_GIT)):
                continue
            if urls.above(text) is None and (bad := _fault(text, self._span(line))):
                findings.append(bad)
            elif text not in known:
                found.add(text)
        return sorted(found), findings

    def places(self) -> dict[str, Span]:
        """Where each address stands first."""
        numbered = reversed(list(enumerate(self.lines, 1)))
        return {line.strip(): Span(still.REGISTER, number, 1, len(line), line) for number, line in numbered}

    def _span(self, line: str) -> Span:
        return Span(still.REGISTER, self.lines.index(line) + 1, 1, len(line), line)

    def with_new(self, addresses: Iterable[str]) -> bytes:
        """The file as it should be, with `addresses` too."""
        old = [text for line in self.lines if (text := line.strip()).startswith("/")]
        return "\n".join([*_HEADER, *sorted({*old, *addresses}), ""]).encode()

    def tidy(self) -> bool:
        """Whether the file is as a build would write it."""
        body = list(self.lines[len(_HEADER) : -1])
        frame = (*self.lines[: len(_HEADER)], *self.lines[-1:]) == (*_HEADER, "")
        return frame and len(self.said) == len(self.lines) and body == sorted(body)


def _fault(text: str, span: Span) -> Diagnostic | None:
    """What is wrong with a line that is no address as this program writes it."""
    try:
        url = address.read(text)
    except Wrong as fault:
        right = Fix(span.line, span.line, (fault.fix,) if isinstance(fault.fix, str) else ())
        return finding(BAD_ENTRY, span, right, reason=fault.values["reason"])
    if url == text:
        return None
    return finding(BAD_ENTRY, span, Fix(span.line, span.line, (url,)), reason="写法不规范")


def load(root: Path) -> tuple[Register, list[Diagnostic], bytes | None]:
    """The register of the site in `root`, an empty one if there is none; what is wrong with its file; its bytes, if any."""
    file = root / still.REGISTER
    try:
        if not file.exists() and not file.is_symlink():
            return Register(), [], None
        if file.is_symlink() or not file.is_file():
            raise OSError(0, "不是普通的文件")
        data = intake.content_of(str(file))
    except OSError as error:
        reason = "没有读取权限" if isinstance(error, PermissionError) else error.strerror or str(error)
        return Register(), [finding(kinds.UNREADABLE, Span(still.REGISTER, 1), reason=reason)], None
    return read(data), [], data


def read(data: bytes) -> Register:
    """What is in `data`; what is no text is found out as a line that is no address."""
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    lines = tuple((text.replace("\r\n", "\n") if "\r" in text else text).split("\n"))
    return Register(lines, frozenset(lines))


def write(root: Path, data: bytes) -> None:
    """Puts `data` in the file's place, at once or not at all; raises `OSError`."""
    import tempfile  # only here, since most builds find no new address

    file = root / still.REGISTER
    descriptor, aside = tempfile.mkstemp(prefix=".urls-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(aside).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(aside).replace(file)
    except OSError:
        with suppress(OSError):
            Path(aside).unlink()
        raise
