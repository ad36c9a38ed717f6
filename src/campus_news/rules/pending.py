"""What was left to the editor: a doubt of `draft`, a text still to be written. Whoever publishes a report has settled it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.model import Status
from campus_news.rules.rule import Case, rule

PLACEHOLDER: Final = "正文从这里写起。"
"""What `new` writes in the place of a text."""

_EXAMPLE: Final = "---\ntitle: 学校召开例会\ndate: 2022-09-29\nnotes:\n  - {field: host, text: 原文没有写谁主持}\n---\n正文。\n"
_BLANK: Final = f"---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n{PLACEHOLDER}\n"

PENDING: Final = Kind(
    "E238",
    Severity.ERROR,
    "还有一条没有核实的备注：“{text}”；核实以后删去这一条（还没有核实完就写 status: draft）",
    "a note is not settled: '{text}'; settle it, then delete it (an unfinished report has status: draft)",
)
UNWRITTEN: Final = Kind(
    "E239",
    Severity.ERROR,
    "正文里还留着“{words}”：请换成正文（还没有写好就写 status: draft）",
    "the text still says '{words}'; write it (an unfinished report has status: draft)",
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


@rule(
    UNWRITTEN,
    what=f"正文里还有一行“{PLACEHOLDER}”：由 new 命令写在新报道里的，没有换成正文就不能发布。草稿不算。",
    why="没有写完的报道不该让读者看到。",
    source="“先审后发”的规定。",
    bad=_BLANK,
    good=_BLANK.replace("date:", "status: draft\ndate:"),
)
def the_text_is_written(case: Case) -> Iterator[Diagnostic]:
    """E239: a published report with the line that `new` puts in the place of a text."""
    at = case.body.find(PLACEHOLDER)
    if at >= 0 and case.report.status is Status.PUBLISHED:
        yield finding(UNWRITTEN, case.span(at, at + len(PLACEHOLDER)), words=PLACEHOLDER)
