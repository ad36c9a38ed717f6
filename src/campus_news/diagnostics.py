"""One finding: its place, its words in Chinese and English, and the corrected line.

A finding is a value. Stages return findings beside their results; only the command line prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]
Value: TypeAlias = str | int


class Severity(StrEnum):
    """How much a finding matters: an error stops the build, the others are only said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def said(self, lang: Lang = "zh") -> str:
        """What editors call it."""
        return _SEVERITIES[self] if lang == "zh" else self.value


_SEVERITIES: Final = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of one line of one file; it carries the line, so that a finding needs no file to be shown.

    `line` and `column` count from 1, `column` and `width` in characters. `width` 0 is a place between two.
    """

    path: str
    line: int
    column: int = 1
    width: int = 0
    source: str = ""

    @property
    def words(self) -> str:
        """The words at fault."""
        return self.source[self.column - 1 : self.column - 1 + self.width]

    def replaced(self, words: str) -> str:
        """The whole line, with `words` in place of this span's."""
        start = self.column - 1
        return self.source[:start] + words + self.source[start + self.width :]


@dataclass(frozen=True, slots=True)
class Fix:
    """Lines `first` to `last` of the file (from 1, both included) are to be `lines`; none means: delete them.

    `last` = `first` - 1 puts `lines` in before line `first`.
    """

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What findings of one code have in common; `zh` and `en` are formats over the finding's arguments.

    `certain` says that their corrections may be applied unseen (by `fixer`, which keeps every letter and number).
    """

    code: str
    severity: Severity
    zh: str
    en: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    kind: Kind
    span: Span
    args: tuple[tuple[str, Value], ...] = ()
    fix: Fix | None = field(default=None)

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def message(self, lang: Lang = "zh") -> str:
        """One sentence that says what is wrong and, where no corrected line can, what to do."""
        return (self.kind.zh if lang == "zh" else self.kind.en).format_map(dict(self.args))


def finding(kind: Kind, span: Span, fix: Fix | str | None = None, **args: Value) -> Diagnostic:
    """A finding at `span`; a `fix` given as text is what the span's own words should be (none, if that is several lines)."""
    if isinstance(fix, str):
        fix = None if "\n" in fix else Fix(span.line, span.line, (span.replaced(fix),))
    return Diagnostic(kind, span, tuple(sorted(args.items())), fix)


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each finding once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda one: (one.span.path, one.span.line, one.span.column, one.code)))


def has_error(findings: Iterable[Diagnostic]) -> bool:
    """Whether anything in `findings` stops a build."""
    return any(one.severity is Severity.ERROR for one in findings)


def catalogue(namespace: Mapping[str, object]) -> dict[str, Kind]:
    """Every `Kind` among a module's names, by code."""
    return {kind.code: kind for kind in namespace.values() if isinstance(kind, Kind)}


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """`text` with every fix applied; of two that touch the same line the first one wins."""
    lines = text.split("\n")
    taken = len(lines) + 1
    for fix in sorted(dict.fromkeys(fixes), key=lambda one: (one.first, one.last), reverse=True):
        if fix.last < taken:
            lines[fix.first - 1 : fix.last] = fix.lines
            taken = fix.first
    return "\n".join(lines)
