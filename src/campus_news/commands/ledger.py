"""`ledger`: who wrote and who approved what was published, as a table for the office's files."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from campus_news import console, ledger, tell
from campus_news.console import Usage
from campus_news.ledger import Row
from campus_news.option import Options
from campus_news.outcome import CannotWrite, said
from campus_news.still import Inputs


def run(arguments: argparse.Namespace) -> int:
    """Prints the table, or writes it into a file."""
    console.need_content(arguments.root)
    since, until = arguments.since or dt.date.min, arguments.until or dt.date.max
    out: Path | None = arguments.out
    if since > until:
        raise Usage(f"--from {since} 比 --to {until} 还晚")
    if out is not None and out.suffix.lower() not in (".csv", ".xlsx"):
        raise Usage(f"--out “{out}”：文件名要以 .csv 或 .xlsx 结尾")
    config = console.need_config(arguments.root)
    options = Options(arguments.root, console.clock(arguments.now))
    now = options.clock(config.zone)
    found = ledger.of_site(options.root, Inputs(options).files, config, now, since, until)
    if found.findings:
        print(tell.text(found.findings), file=sys.stderr)
        print(f"{tell.summary(found.findings)}，台账会缺这几篇，没有写。改好以后再来。", file=sys.stderr)
        return 1
    if out is None:
        print(ledger.as_csv(found.rows), end="")
        return 0
    try:
        out.write_bytes(_bytes(out, found.rows))
    except OSError as error:
        raise CannotWrite(f"{said(error, out)}（若正用 Excel 打开着，请先关闭）") from error
    print(f"{out}：{len(found.rows)} 篇")
    return 0


def _bytes(out: Path, rows: tuple[Row, ...]) -> bytes:
    if out.suffix.lower() == ".csv":
        return ledger.as_csv_file(rows)
    try:
        return ledger.as_xlsx(rows)
    except ImportError:
        raise Usage(
            '没有安装 openpyxl，写不了 .xlsx；运行 pip install -e ".[ledger]" 装上，或者改写 .csv'
        ) from None
