"""The ledger (台账): who wrote and who approved each report that was published, and when, as a table.

What a cell says comes from files that anybody may have sent, and ends in a program that takes some texts for formulas.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from campus_news import approval, content, urls
from campus_news import catalogue as kinds
from campus_news.config import Config
from campus_news.decode import Decoded, decode
from campus_news.diagnostics import Diagnostic, Severity, Span, finding
from campus_news.entry import CREDITS
from campus_news.gallery import Gallery
from campus_news.intake import UNREAD, content_of
from campus_news.markup import Markup
from campus_news.model import STAGES, Report, Status

Row: TypeAlias = tuple[str, ...]

HEAD: Final[Row] = (
    "会议日期",
    "标题",
    "网址",
    *CREDITS.values(),
    *(f"{label}{what}" for label in STAGES.values() for what in ("人", "日期")),
    "三审是否有效",
    "发布时间",
    "更正",
    "撤稿",
)
_FORMULA: Final = tuple("=+-@＝＋－＠")
"""How texts begin that spreadsheets take for formulas; in an East Asian one full-width signs do too."""
_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for the system's own encoding."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows, as the files have their words, in the order of publication, oldest first. With `findings` it is not whole: some reports could not be read."""

    rows: tuple[Row, ...]
    findings: tuple[Diagnostic, ...]


def of_site(
    root: Path,
    files: Mapping[str, bytes],
    config: Config,
    now: dt.datetime,
    since: dt.date = dt.date.min,
    until: dt.date = dt.date.max,
) -> Ledger:
    """All reports published from `since` to `until` that readers could see by `now`, those withdrawn later too.

    `files` are all files under content/ with the digests of their bytes.
    """
    markup, pictures = Markup(), Gallery(root, files)
    findings: list[Diagnostic] = []
    found: list[tuple[dt.datetime, str, Row]] = []
    for path in content.report_files(files, findings):
        if files[path] in UNREAD:
            findings.append(finding(kinds.UNREADABLE, Span(path, 1), reason=UNREAD[files[path]]))
            continue
        done = decode(path, content_of(f"{root}/{path}"), markup)
        findings += done.findings
        report = done.report
        if report is None or report.status is Status.DRAFT or report.published > now:
            continue
        if since <= report.published.date() <= until:
            found.append((report.published, path, tuple(_cells(report, done, pictures, config))))
    wrong = (one for one in findings if one.severity is Severity.ERROR)
    return Ledger(tuple(row for *_, row in sorted(found)), tuple(wrong))


def _cells(report: Report, done: Decoded, pictures: Gallery, config: Config) -> Iterator[str]:
    yield f"{report.date}"
    yield report.title
    yield config.url + urls.report(report.date, report.slug).removeprefix("/")
    for key in CREDITS:
        yield getattr(report.credits, key) or ""
    for stage in STAGES:
        one = getattr(report.review, stage)
        yield from (one.by, f"{one.on}") if one else ("", "")
    yield _standing(report, done, pictures)
    yield f"{report.published:%Y-%m-%d %H:%M}"
    yield "；".join(f"{one.date:%Y-%m-%d} {one.text}" for one in report.corrections)
    yield report.reason or ""


def _standing(report: Report, done: Decoded, pictures: Gallery) -> str:
    """Whether the last stage was of the report as it is."""
    final = report.review.final
    if final is None:
        return ""
    if final.digest is None:
        return "没有登记审的是哪一稿"
    states = pictures.states(report.path, [photo.file for _, photo in report.pictured()])
    now = approval.digest(report, done.text, states)
    return "有效" if approval.is_of(final.digest, now) else "审后改过，已失效"


def _clean(text: str) -> str:
    """`text` without what nobody can see, and what a terminal or a spreadsheet would obey."""
    return "".join(c if c.isprintable() or c == "\u3000" else " " for c in text).strip()


def as_csv(rows: Iterable[Row], end: str = "\n") -> str:
    """The table as CSV; a text that would be a formula has an apostrophe before it, as spreadsheets mark texts."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=end)
    writer.writerow(HEAD)
    writer.writerows([_inert(_clean(cell)) for cell in row] for row in rows)
    return file.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv_file(rows: Iterable[Row]) -> bytes:
    """The same as a file that Excel opens as it is."""
    return (_MARK + as_csv(rows, "\r\n")).encode()


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """The table as an Excel file of texts; raises ImportError where openpyxl is not installed."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("台账")
    for number, row in enumerate((HEAD, *rows), 1):
        for column, text in enumerate(map(_clean, row), 1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"  # text, whatever openpyxl makes of a leading "="
                cell.quotePrefix = text.startswith(_FORMULA)  # so that typing on in it leaves it a text
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
