"""`publish`: carries the finished site into a folder or onto a server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from campus_news import console, courier, manifest
from campus_news.courier import BadTarget, Courier, Delivery, Target, Undelivered
from campus_news.manifest import NotReady

_STOPPED: Final = 130


def run(arguments: argparse.Namespace) -> int:
    """Carries what the last build made; with `--dry-run` only tells what would be done."""
    root, out = arguments.root, arguments.out or arguments.root / "public"
    where = _target(root, out, arguments.to)
    try:
        site = manifest.finished(root, out)
        new = manifest.of(site, root / ".cache" / "digests.json")
        if not arguments.dry_run:
            manifest.write(out, new)
        done = Courier(out, where, dry=arguments.dry_run).deliver(new, site.named, _say)
    except (NotReady, Undelivered) as error:
        print(f"没有发布成功：{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中止；可能已经传了一部分，再运行一次就接着传。", file=sys.stderr)
        return _STOPPED
    _tell(done, arguments.to, dry=arguments.dry_run)
    return 0


def _target(root: Path, out: Path, typed: str) -> Target:
    """Where to; raises `Usage` for what is no place, and for the site's own folders."""
    try:
        where = courier.target(typed)
    except BadTarget as error:
        raise console.Usage(f"--to {error}") from error
    if not where.host:
        there, home = Path(where.place).resolve(), out.resolve()
        if there == home or there in home.parents or home in there.parents:
            raise console.Usage(f"--to 不能是“{typed}”：那就是网页所在的文件夹，或者在它里面、外面")
        console.need_out(root, there, "--to")
    return where


def _say(step: str) -> None:
    print(f"{step}…", file=sys.stderr)


def _tell(done: Delivery, to: str, *, dry: bool) -> None:
    if dry:
        for what, paths in (("上传", done.new), ("更新", done.replaced), ("删去", done.removed)):
            for path in paths:
                print(f"{what} {path}")
    counts = f"上传 {len(done.new)} 个文件，更新 {len(done.replaced)} 个，删去 {len(done.removed)} 个"
    print(f"要{counts}（--dry-run：什么都没有做）：{to}" if dry else f"{counts}：{to}")
