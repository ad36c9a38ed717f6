"""What editors call every field of a report's front matter, and what is to be written there: for forms and schemas.

A field is named by its way through the front matter: photos.caption, review.final.by. A test wants one for each that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Label(NamedTuple):
    """A field's name, and what an editor should know when filling it in ("": nothing)."""

    name: str
    hint: str = ""


_GUEST: Final = "校外来宾才填；本校领导不用填，网页按会议当天的任职显示"
_SLUG: Final = Label("网址里的拼音", "名册里有两位同名领导时，写其中一位的拼音，如 li-wei-2")
_BY: Final = Label("审签人", "由 build.py approve 命令写入，一般不在这里改")
_ON: Final = Label("审签日期", "如 2022-09-30")

LABELS: Final[Mapping[str, Label]] = {
    "title": Label("标题", "写成一行；已发布的报道改标题，网址不变"),
    "date": Label("会议日期", "哪天开的会。网址由它而来，报道保存以后不要再改"),
    "time": Label("会议时间", "上午、中午、下午、晚上，或钟点如 14:30；不清楚就空着"),
    "venue": Label("地点", "如 图书馆一楼报告厅；没有就空着"),
    "host": Label("主持人", "一般只有一位"),
    "host.name": Label("姓名"),
    "host.title": Label("职务", _GUEST),
    "host.org": Label("单位", _GUEST),
    "host.slug": _SLUG,
    "attendees": Label("出席人员", "按正式排序；本校领导点姓名就行，来宾写清职务和单位"),
    "attendees.name": Label("姓名"),
    "attendees.title": Label("职务", _GUEST),
    "attendees.org": Label("单位", _GUEST),
    "attendees.slug": _SLUG,
    "groups": Label("参会人群", "一行写一项，如 副科级以上干部"),
    "observers": Label("列席", "一行写一位或一项"),
    "absent": Label("缺席、请假", "一行写一位；只供内部备查，网页上不显示"),
    "speakers": Label("讲话、发言的人", "按讲话的先后；方式写 讲话、致辞、传达、汇报等"),
    "speakers.name": Label("姓名"),
    "speakers.title": Label("职务", _GUEST),
    "speakers.org": Label("单位", _GUEST),
    "speakers.slug": _SLUG,
    "speakers.act": Label("方式", "讲话、致辞、传达、汇报……"),
    "photos": Label("照片", "从上到下就是 图1、图2……；正文里单独一行 【图1】 表示第一张放在那里"),
    "photos.file": Label("照片文件", "jpg、png、webp 等"),
    "photos.caption": Label("图注", "照片下面的说明，如 会议现场"),
    "photos.alt": Label("替代文字", "给看不见照片的读者听的：画面上有什么。不写就用图注"),
    "photos.credit": Label("摄影者或供图单位"),
    "photos.after": Label("放在第几段之后", "写段落的序号；0 是放在最前面；不写就由程序均匀排开"),
    "credits": Label("署名", "网页上按这里的顺序显示，没有的空着"),
    "credits.source": Label("来源", "如 党委宣传部"),
    "credits.author": Label("撰稿"),
    "credits.photographer": Label("摄影"),
    "credits.editor": Label("编辑"),
    "credits.proofreader": Label("校对"),
    "credits.reviewer": Label("审核"),
    "published": Label(
        "发布时间", "不写就是会议当天；写将来的时间，到时才发布。24小时制，如 2022-09-30 09:00"
    ),
    "status": Label("状态", "草稿不会出现在网站上；撤回的报道保留网址，只说明已撤回"),
    "notes": Label("待核实的疑问", "整理来稿时留下的；核实一条删一条，没有删完不能发布"),
    "notes.text": Label("疑问"),
    "notes.field": Label("关于哪一项"),
    "notes.level": Label("程度", "must 是不改不能发布，look 是请看一眼"),
    "notes.evidence": Label("来稿里的原话"),
    "waive": Label("放行的检查", "程序的提示确实不适用于这一篇时才写"),
    "waive.code": Label("编号", "提示里的编号，如 E302；只放行几个字就写 E310 苏映霞"),
    "waive.reason": Label("理由", "为什么可以不理会，如 退休老领导，按惯例不写职务"),
    "aliases": Label(
        "旧网址", "这篇报道以前用过的网址，一行一个，如 /2022/09/29/old-name/；旧网址会转到这里"
    ),
    "corrections": Label("更正说明", "发布以后改正了什么；会显示在报道上，也列入“更正”一页"),
    "corrections.date": Label("更正时间", "如 2022-10-08 或 2022-10-08 15:30"),
    "corrections.text": Label("更正了什么", "如 将出席人员中的“方志远”更正为“方致远”"),
    "reason": Label("撤回原因", "状态是“撤回”时写，会显示给读者"),
    "review": Label("三审三校", "由 build.py approve 命令写入；它只作记录，不验证是谁"),
    "review.first": Label("一审"),
    "review.first.by": _BY,
    "review.first.on": _ON,
    "review.second": Label("二审"),
    "review.second.by": _BY,
    "review.second.on": _ON,
    "review.final": Label("三审"),
    "review.final.by": _BY,
    "review.final.on": _ON,
    "review.final.digest": Label("所审内容的校验值", "由命令写入，不要改"),
}

STATUSES: Final[Mapping[str, str]] = {"draft": "草稿", "published": "发布", "withdrawn": "撤回"}
"""What editors call the states of a report."""

BODY: Final = Label(
    "正文",
    "一个换行就是一段，段首不用打空格。单独一行 【图1】 放第一张照片；也可以用 Markdown 的标题、列表和表格",
)
