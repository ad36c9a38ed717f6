"""What may be typed on the command line, all of it in Chinese."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

_COMPLAINTS: Final = (
    (r"unrecognized arguments: ", "没有这样的选项："),
    (r"the following arguments are required: ", "还要写明："),
    (r"^argument 命令: ", ""),
    (r"^argument ([^:]+): ", r"\1："),
    (r"invalid choice: '?(.*?)'? \(choose from (.*)\)", r"没有“\1”，可以是 \2"),
    (r"expected (?:one|at least one) argument", "后面要写内容"),
    (r"not allowed with argument ", "不能同时用 "),
    (r"ignored explicit argument '?(.*?)'?$", r"后面不写内容（“\1”）"),
    (r"ambiguous option: (\S+) could match (.*)", r"“\1”写全一些，可能是 \2"),
)
"""What argparse complains of, in Chinese; what another version of it says in other words stays as it is."""


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = "要写的", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        for english, chinese in _COMPLAINTS:
            message = re.sub(english, chinese, message)
        self.exit(2, f"命令有误：{message}\n用法见：{self.prog} --help\n")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command in `words`, `build` if they name none; ends the program if they are wrong or ask for help."""
    words = list(words)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "build")
    parser = _Parser(prog="build.py", description="把 content/ 里的会议报道生成为学校的新闻网页。")
    commands = parser.add_subparsers(metavar="命令", required=True, dest="command", parser_class=_Parser)
    for name, (about, add) in _COMMANDS.items():
        command = commands.add_parser(name, help=about, description=f"{about}。")
        if name in words:  # half a millisecond of every run would go into what nobody asked for
            add(command)
            _add_common(command)
    return parser.parse_args(words)


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument("--out", type=Path, metavar="文件夹", help="网页写到哪里，默认是 --root 下的 public/")
    build.add_argument("--drafts", action="store_true", help="草稿和未到时间的报道也生成（预览用）")
    _add_search(build)
    build.add_argument("--clean", action="store_true", help="不用上次的结果，全部重新生成")
    build.add_argument("--explain", action="store_true", help="说明每个文件为什么重新生成")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="报道",
        help="只看这些报道，写文件或文件夹；仍与全部报道和名册对照。不写就看全部",
    )
    check.add_argument(
        "--stdin", action="store_true", help="从标准输入读一篇报道来检查，供编辑软件用；什么都不写入"
    )
    check.add_argument(
        "--path",
        type=Path,
        metavar="文件",
        help="--stdin 的那篇报道当作在哪里，如 content/reports/2022/2022-09-29-x.md",
    )
    check.add_argument(
        "--format",
        choices=("text", "json", "github", "gitlab", "sarif"),
        default="text",
        metavar="格式",
        help="输出格式：text、json、github、gitlab 或 sarif",
    )
    check.add_argument(
        "--lang", choices=("zh", "en"), default="zh", metavar="语言", help="文字用中文（zh）或英文（en）"
    )
    check.add_argument("--waived", action="store_true", help="列出各篇报道放行了哪些检查，理由是什么")


def _add_fix(fix: argparse.ArgumentParser) -> None:
    fix.add_argument("paths", nargs="*", type=Path, metavar="报道", help="改哪些报道，写文件或文件夹")
    fix.add_argument("--dry-run", action="store_true", help="只显示会改什么，不写入")


def _add_audit(audit: argparse.ArgumentParser) -> None:
    audit.add_argument(
        "--out", type=Path, metavar="文件夹", help="现有网页在哪里，默认是 --root 下的 public/"
    )
    audit.add_argument("--drafts", action="store_true", help="现有网页是用 --drafts 生成的")
    _add_search(audit)


def _add_draft(draft: argparse.ArgumentParser) -> None:
    draft.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="来稿",
        help="纯文本（.txt、.md）或 Word（.docx），可写几个，也可写文件夹；写 - 就从标准输入读",
    )
    draft.add_argument(
        "--published", type=_day, metavar="日期", help="来稿的发布日期，用来推定没有写年份的会议日期"
    )
    either = draft.add_mutually_exclusive_group()
    either.add_argument("--json", action="store_true", help="只打印读出的内容，不写入")
    either.add_argument("--explain", action="store_true", help="只打印来稿，标出每一项取自哪里，不写入")
    draft.add_argument("--edit", action="store_true", help="写好以后用 $EDITOR 打开")
    draft.add_argument("--force", action="store_true", help="已经有的报道也覆盖")
    draft.add_argument("--out", type=Path, metavar="文件夹", help="写到哪里，默认是 --root 下的 content/")


def _add_approve(approve: argparse.ArgumentParser) -> None:
    approve.add_argument("path", type=Path, metavar="报道", help="登记哪一篇报道")
    approve.add_argument(
        "--stage",
        required=True,
        choices=("first", "second", "final"),
        metavar="级",
        help="哪一级：first 一审、second 二审、final 三审",
    )
    approve.add_argument("--by", required=True, metavar="姓名", help="谁审的")
    approve.add_argument("--on", type=_day, metavar="日期", help="哪一天审的，不写就是今天")


def _add_ledger(ledger: argparse.ArgumentParser) -> None:
    ledger.add_argument(
        "--from", type=_day, dest="since", metavar="日期", help="只要这一天起发布的，如 2022-09-01"
    )
    ledger.add_argument("--to", type=_day, dest="until", metavar="日期", help="只要到这一天为止发布的")
    ledger.add_argument(
        "--out", type=Path, metavar="文件", help="写进一个文件，以 .csv 或 .xlsx 结尾；不写就显示出来"
    )


def _add_admin(admin: argparse.ArgumentParser) -> None:
    admin.add_argument(
        "--out",
        type=Path,
        metavar="文件夹",
        help="网页在哪里，表单写到其中的 admin/；默认是 --root 下的 public/",
    )


def _add_manifest(manifest: argparse.ArgumentParser) -> None:
    manifest.add_argument("--out", type=Path, metavar="文件夹", help="网页在哪里，默认是 --root 下的 public/")
    manifest.add_argument(
        "--since",
        type=Path,
        metavar="清单",
        help="与这份以前的清单相比，按先后打印要上传的（+）和要删去的（-）；没有这个文件就是全部上传",
    )


def _add_publish(publish: argparse.ArgumentParser) -> None:
    publish.add_argument(
        "--to",
        required=True,
        metavar="目标",
        help="发布到哪里：文件夹，或者 用户@主机:路径（用 ssh 密钥登录）",
    )
    publish.add_argument("--out", type=Path, metavar="文件夹", help="网页在哪里，默认是 --root 下的 public/")
    publish.add_argument("--dry-run", action="store_true", help="只说要上传、更新、删去哪些文件，什么都不做")


def _add_new(new: argparse.ArgumentParser) -> None:
    for key, meaning, about in ANSWERS:
        new.add_argument(f"--{key}", metavar=meaning, help=about)
    new.add_argument(
        "--caption", action="append", metavar="图注", help="一张照片的图注；几张照片就写几个，按照片的先后"
    )


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--port", type=_port, metavar="端口", help="网址里的端口，默认是 8000，被占用就用后面的一个"
    )
    serve.add_argument("--drafts", action="store_true", help="草稿和未到时间的报道也显示，带水印")


def _add_search(command: argparse.ArgumentParser) -> None:
    either = command.add_mutually_exclusive_group()
    either.add_argument(
        "--search",
        action="store_true",
        default=None,
        help="编制站内搜索的索引。不写时：预览（--drafts）不编，正式生成编",
    )
    either.add_argument("--no-search", action="store_false", dest="search", help="不编制站内搜索的索引")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--root", type=Path, metavar="文件夹", default=Path(), help="content/ 所在的文件夹，默认是当前文件夹"
    )
    command.add_argument(
        "--jobs",
        type=_positive,
        metavar="个数",
        default=os.cpu_count() or 1,
        help="同时用几个处理器，默认全部",
    )
    command.add_argument(
        "--now",
        type=_moment,
        metavar="时间",
        help="当作现在的日期或时间，如 2022-09-30 或 '2022-09-30 09:00'",
    )


ANSWERS: Final = (
    ("date", "日期", "会议日期；写了日期和标题，别的就都不问"),
    ("title", "标题", "标题"),
    ("time", "时间", "上午、中午、下午、晚上，或 14:30"),
    ("venue", "地点", "会议地点"),
    ("host", "人", "谁主持；写姓名，或名册里的人的拼音首字母"),
    ("attendees", "人", "出席的校领导，用顿号隔开"),
    ("guests", "来宾", "写成“姓名（职务，单位）”，用顿号隔开"),
    ("groups", "人群", "参会人员，用顿号隔开"),
    ("speakers", "人", "谁讲了话，后面可以空一格写方式，用顿号隔开"),
    ("photos", "文件夹", "照片所在的文件夹，照片会复制过来"),
    ("source", "来源", "署名：来源"),
    ("author", "撰稿", "署名：撰稿"),
    ("photographer", "摄影", "署名：摄影"),
    ("editor", "编辑", "署名：编辑"),
    ("proofreader", "校对", "署名：校对"),
    ("reviewer", "审核", "署名：审核"),
    ("slug", "名称", "网址里的名称：小写字母、数字和短横；不写就用标题的拼音"),
)
"""What `new` asks for, each as an option."""

_COMMANDS: Final = {
    "build": ("检查并生成网站（不写命令时就是它）", _add_build),
    "check": ("只检查，不生成", _add_check),
    "fix": ("改好有把握的差错：标点、连接号、日期里的空格和日期的写法，不动文字", _add_fix),
    "draft": ("把办公室交来的稿子整理成报道的草稿，没有把握的地方记在备注里", _add_draft),
    "admin": ("生成编辑写报道用的表单（网页），填表就行，不用写文件头", _add_admin),
    "audit": ("从头生成一遍，与 --out 里现有的网页逐字节比较", _add_audit),
    "approve": ("登记一篇报道的一审、二审或三审；登记三审时记下审的是哪一稿", _add_approve),
    "ledger": ("列出台账：发布过的每篇报道，谁写、谁审，何时发布", _add_ledger),
    "manifest": ("列出网站的全部文件和各自的摘要，供用别的办法发布", _add_manifest),
    "publish": ("用 rsync 把生成好的网站发布到文件夹或服务器", _add_publish),
    "new": ("写一篇新报道：问您会议的各项，照片复制过来，写成草稿", _add_new),
    "serve": ("在浏览器里预览：保存以后网页自动更新，差错显示在网页上", _add_serve),
}


def _positive(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”应是正整数")


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”应是 65536 以下的整数")


def _day(text: str) -> dt.date:
    return _moment(text).date()


def _moment(text: str) -> dt.datetime:
    from campus_news import field

    try:
        return field.moment(text)
    except field.Wrong:
        raise argparse.ArgumentTypeError(f"“{text}”应写作 2022-09-30 或 '2022-09-30 09:00'") from None
