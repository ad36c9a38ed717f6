"""`approve`: a stage of a review, recorded in the report."""

from __future__ import annotations

import argparse
import sys

from campus_news import console, endorsement, field, fixer, tell
from campus_news.console import Usage
from campus_news.model import STAGES, Approval, Status
from campus_news.option import Options
from campus_news.outcome import CannotWrite, said
from campus_news.signature import Unsigned


def run(arguments: argparse.Namespace) -> int:
    """Writes the stage into the report, or says what stands against it."""
    console.need_content(arguments.root)
    path = console.within(arguments.root, arguments.path)
    options = Options(arguments.root, console.clock(arguments.now), progress=console.progress)
    stage, by = arguments.stage, _approval(arguments, options)
    try:
        found = endorsement.sign(options, path, stage, by)
    except Unsigned as error:
        print(f"没有登记：{error}", file=sys.stderr)
        return 1
    except OSError as error:
        raise CannotWrite(said(error, path)) from error
    if found.objections:
        print(tell.text(found.objections), file=sys.stderr)
        print(f"{tell.summary(found.objections)}，没有登记。改好以后再来登记。", file=sys.stderr)
        return 1
    fixer.put(options.root, path, found.before, found.after)
    print(f"已登记{STAGES[stage]}：{by.by}，{by.on}，{path}")
    if stage == "final" and found.status is Status.DRAFT:
        print("这篇报道还是草稿；要发布，把 status: draft 改成 status: published，这不影响登记的三审。")
    return 0


def _approval(arguments: argparse.Namespace, options: Options) -> Approval:
    """Who approves, and when; raises `Usage`."""
    try:
        by = field.name(arguments.by)
    except field.Wrong as fault:
        words = fault.kind.zh.format_map({"key": "--by", "value": arguments.by, **fault.values})
        raise Usage(f"--by：{words}") from None
    config = console.need_config(options.root)
    today = options.clock(config.zone).date()
    on = arguments.on or today
    if on > today:
        raise Usage(f"--on：{on} 还没有到，今天是 {today}")
    return Approval(by, on)
