"""What `draft` was not sure of: whoever publishes a report has settled it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.model import Status
from campus_news.rules.rule import Case, rule

_EXAMPLE: Final = "---\ntitle: 学校召开例会\ndate: 2022-09-29\nnotes:\n  - {field: host, text: 原文没有写谁主持}\n---\n正文。\n"

PENDING: Final = Kind(
    "E238",
    Severity.ERROR,
    "还有一条没有核实的备注：“{text}”；核实以后删去这一条（还没有核实完就写 status: draft）",
    "a note is not settled: '{text}'; settle it, then delete it (an unfinished report has status: draft)",
)


@rule(
    PENDING,
    what="文件头里还有备注（notes）：由 draft 命令整理来稿时留下的疑问，没有核实就不能发布。草稿不算。",
    why="程序没有把握的地方，要由人看过原稿再定。",
    source="“先审后发”的规定。",
    bad=_EXAMPLE,
    good=_EXAMPLE.replace("date:", "status: draft\ndate:"),
)
def no_note_is_left(case: Case) -> Iterator[Diagnostic]:
    """E238: a published report with notes."""
    if case.report.status is Status.PUBLISHED:
        for i, note in enumerate(case.report.notes):
            yield finding(PENDING, case.report.mark("notes", i, "text"), text=note.text)
