"""The commands around a build. With `console` and `commands/` alone it prints, looks at the clock, and chooses exit codes:
0, 1 for errors, 2 for usage."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final

from campus_news import command, console, interrupt, run
from campus_news.console import Usage
from campus_news.diagnostics import Lang, has_error
from campus_news.option import Options
from campus_news.outcome import Busy, CannotWrite, LostWorker, NoIndex, NoReport, Outcome, said
from campus_news.screen import printable
from campus_news.template import BadTemplate

_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of the page of a run, where there is such a page."""
_NOBODY_READS: Final = 141
"""As shells tell of a program that was ended by a closed pipe (128 + SIGPIPE): neither well nor with an error of an editor."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; `argv` without a command means `build`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            return _main(argv)
        finally:
            sys.stdout.flush()  # here, since Python would complain of it after the end
            if argv is None:  # the process ends, and Ctrl-C changes nothing any more
                signal.signal(signal.SIGINT, signal.SIG_IGN)
    except BrokenPipeError:  # whoever reads has read enough: check | head
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return _NOBODY_READS


def _main(argv: Sequence[str] | None) -> int:
    arguments = command.parse(sys.argv[1:] if argv is None else argv)
    gc.disable()  # a run makes hundreds of thousands of values and no cycles: collecting takes half of its time
    try:
        with interrupt.heeded():
            return _command(arguments.command)(arguments)
    except Usage as error:
        print(error, file=sys.stderr)
        return 2
    except BadTemplate as error:
        print(f"模板有误，网站没有改动：{error}", file=sys.stderr)
    except CannotWrite as error:
        print(f"写不进去，请检查磁盘空间和权限：{error}", file=sys.stderr)
    except Busy:
        print(
            "另一个程序一直在生成或检查这个网站，没有再等；网站没有改动。请等它结束，再运行一次。",
            file=sys.stderr,
        )
    except LostWorker:
        print(
            "有一个工作进程中途被系统结束了（多半是内存不够），网站没有改动。请再运行一次；还是这样，就加 --jobs 1",
            file=sys.stderr,
        )
    except NoIndex as error:
        print(f"站内搜索的索引编不成，网站没有改动（可以加 --no-search 不编）：{error}", file=sys.stderr)
    except NoReport as error:
        print(
            f"“{error}”不是这个网站的报道：报道在 content/reports/ 里，文件名以 .md 结尾；"
            "路径从当前文件夹写起，或者从 --root 的文件夹写起（content/reports/…）",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("已中止。再运行一次，就会把没有做完的做完。", file=sys.stderr)
        return 130
    finally:
        gc.enable()
    return 1


def _build(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    options = _whole(arguments, arguments.clean)
    console.need_out(options.root, options.out)
    outcome = run.build(options)
    if arguments.explain:
        for path, why in outcome.reasons:
            print(f"{path}：{why}")
    return _told(outcome, options.out, time.monotonic() - started)


def _audit(arguments: argparse.Namespace) -> int:
    options = _whole(arguments)
    outcome, differences = run.audit(options)
    if console.failed(outcome):
        return 1
    for path, how in differences:
        print(f"{path}：{how}")
    found = f"有 {len(differences)} 个文件不同" if differences else "完全相同"
    print(f"{options.out}：与从头生成的相比，{found}")
    return 1 if differences else 0


def _whole(arguments: argparse.Namespace, clean: bool = False) -> Options:
    """What is asked for of a whole site."""
    console.need_content(arguments.root)
    return Options(
        arguments.root,
        console.clock(arguments.now),
        arguments.out or arguments.root / "public",
        arguments.drafts,
        arguments.jobs,
        clean,
        _searching(arguments),
        console.progress,
        say=console.say,
        lasting=not arguments.drafts and arguments.now is None,
    )


def _searching(arguments: argparse.Namespace) -> bool:
    """Whether the site gets a search: unless told otherwise, if it is no preview."""
    return not arguments.drafts if arguments.search is None else bool(arguments.search)


def _told(outcome: Outcome, out: Path, seconds: float) -> int:
    if console.failed(outcome):
        return 1
    for one in outcome.hidden:
        until = f"，{one.until:%Y-%m-%d %H:%M} 发布" if one.until else ""
        print(printable(f"未发布：{one.path}（{one.why}{until}）"))
    if outcome.unsearched:
        print('没有编制站内搜索：没有安装 Pagefind；要用就运行 pip install -e ".[search]"')
    if outcome.addresses:
        print(f"新网址 {outcome.addresses} 个，已记入 content/urls.txt；请与报道一起提交")
    removed = f"，删去 {outcome.removed} 个文件" if outcome.removed else ""
    print(
        f"报道 {outcome.reports} 篇，网页 {outcome.pages} 个，写入 {outcome.written} 个文件{removed}，"
        f"用时 {seconds:.1f} 秒：{out}"
    )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    console.need_content(arguments.root)
    if arguments.stdin != (arguments.path is not None) or (arguments.stdin and arguments.paths):
        raise Usage("--stdin 要与 --path 一起用，并且不再写别的报道")
    outcome = run.check(_asked(arguments, [arguments.path] if arguments.stdin else arguments.paths))
    if arguments.waived:
        for one in outcome.waived:
            print(printable(f"{one.path}:{one.line}: 放行 {one.code}：{one.reason}"))
        print(f"放行 {len(outcome.waived)} 处")
        return 1 if has_error(outcome.findings) else 0
    _show(outcome, arguments.format, arguments.lang)
    return 1 if has_error(outcome.findings) else 0


def _show(outcome: Outcome, form: str, lang: Lang) -> None:
    """Prints what a check found; on a code host its page gets a summary too."""
    from campus_news import bulletin, quality, sarif, tell

    written = {"json": tell.as_json, "sarif": sarif.log, "gitlab": quality.report}
    if form in written:
        print(written[form](outcome.findings, lang))
        return
    if outcome.findings:
        print((tell.text if form == "text" else tell.github)(outcome.findings, lang))
    count = f"{outcome.reports} reports" if lang == "en" else f"检查了 {outcome.reports} 篇报道"
    print(f"{count}{': ' if lang == 'en' else '：'}{tell.summary(outcome.findings, lang)}")
    if form == "github" and (summary := os.environ.get(_SUMMARY)):
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(bulletin.page(outcome))
        except OSError as error:
            raise CannotWrite(said(error, summary)) from error


def _fix(arguments: argparse.Namespace) -> int:
    console.need_content(arguments.root)
    if not arguments.paths:
        raise Usage("请写明改哪些报道：写文件或文件夹；全部都改就写 content/reports")
    outcome, fixer = run.fix(_asked(arguments, arguments.paths))
    for line in fixer.diff():
        print(line)
    count = len(fixer.typed())
    if arguments.dry_run:
        print(f"可以改 {count} 篇报道（--dry-run：没有写入）" if count else "没有可以替您改的")
    else:
        fixer.write()
        print(f"改了 {count} 篇报道" if count else "没有可以替您改的")
    if outcome.findings:
        from campus_news import tell

        print(f"还有{tell.summary(outcome.findings)}，要请您自己改；用 check 查看")
    return 1 if has_error(outcome.findings) else 0


def _draft(arguments: argparse.Namespace) -> int:
    from campus_news.draft import batch

    wish = batch.Wish(
        arguments.root,
        arguments.out or arguments.root / "content",
        arguments.published,
        "json" if arguments.json else "explain" if arguments.explain else "",
        arguments.edit,
        arguments.force,
        sys.stdin.buffer.read,
        print,
        partial(print, file=sys.stderr),
        sys.stdout.isatty(),
    )
    try:
        return 0 if batch.run(arguments.paths, wish) else 1
    except OSError as error:
        raise CannotWrite(said(error, arguments.paths[0])) from error


def _asked(arguments: argparse.Namespace, paths: Sequence[Path]) -> Options:
    """What is to be checked of the reports at `paths`; raises `NoReport` if one of them is none."""
    root: Path = arguments.root
    only = tuple(console.within(root, path) for path in paths)
    checking = arguments.command == "check"
    return Options(
        root,
        console.clock(arguments.now),
        jobs=arguments.jobs,
        progress=console.progress,
        say=console.say,
        only=only,
        typed={only[0]: sys.stdin.buffer.read()} if checking and arguments.stdin else {},
        compare=checking and arguments.format == "github" and _SUMMARY in os.environ,
        lasting=arguments.now is None,
    )


_RUN: Final = {"build": _build, "check": _check, "fix": _fix, "audit": _audit, "draft": _draft}


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """What carries the command out: one of the above, or `run` of the module in `commands/` that has its name."""
    if name in _RUN:
        return _RUN[name]
    found: Callable[[argparse.Namespace], int] = import_module(f"campus_news.commands.{name}").run
    return found
