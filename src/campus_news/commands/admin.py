"""`build.py admin`: the form for editors who never see YAML, beside the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from campus_news import config, console, roster, tell
from campus_news.admin import folder, form, vendor
from campus_news.config import Config
from campus_news.diagnostics import Diagnostic, has_error
from campus_news.roster import Roster

_EXAMPLE = """\
admin:
  backend: gitlab                         # github、gitlab 或 gitea
  repo: 单位/仓库
  branch: main
  base_url: https://git.example.edu.cn    # 平台的网址；用 GitHub 时写登录服务的网址
  app_id: 在平台上登记得到的应用编号      # GitHub 不用写"""


def run(arguments: argparse.Namespace) -> int:
    """Writes the folder admin/ of the site; 1 if something is wrong with the files it is made from, or cannot be fetched."""
    root: Path = arguments.root
    out: Path = arguments.out or root / "public"
    console.need_content(root)
    console.need_out(root, out)
    site, people, findings = _read(root)
    if findings:
        print(tell.text(findings), file=sys.stderr)
    if site is None or has_error(findings):
        return 1
    if site.admin is None:
        raise console.Usage(f"content/site.yaml 里还没有写报道存放在哪里，请加上（冒号用半角）：\n{_EXAMPLE}")
    now = console.clock(arguments.now)(site.zone).date()
    told = form.config(site, site.admin, people, now)
    try:
        count = folder.write(out, folder.contents(site, site.admin, told, root / ".cache" / "admin"))
    except vendor.NotFetched as error:
        print(f"编辑表单没有生成：{error}", file=sys.stderr)
        return 1
    except folder.NotOurs as error:
        raise console.Usage(f"“{error}”已经有了，但不是这个命令写的；请先移走") from None
    print(f"编辑表单写好了，{count} 个文件：{out / folder.NAME}")
    return 0


def _read(root: Path) -> tuple[Config | None, Roster, list[Diagnostic]]:
    """What the form is made from, and what is wrong with it."""
    found: list[Diagnostic] = []
    site, wrong = config.read("content/site.yaml", _bytes(root / "content" / "site.yaml"))
    found += wrong
    leaders = root / "content" / "leaders.yaml"
    people = Roster()
    if leaders.exists():
        people, wrong = roster.read("content/leaders.yaml", _bytes(leaders))
        found += wrong
    return site, people, found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise console.Usage(f"读不出“{file}”：{error.strerror or error}") from error
