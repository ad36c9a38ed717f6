"""Invented meeting reports of a real report's size, about 2,500 Han characters; the same at every call."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["plain", "rich"]
"""plain: paragraphs only, as press offices hand them over. rich: headings, lists, a table, a link, a quotation."""

_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_GIVEN: Final = "明华建国志强文博海涛晓东丽娟雪梅春生立新庆丰永康思远子涵雨桐"
_POSTS: Final = ["党委书记", "校长", "党委副书记", "纪委书记", *["副校长"] * 4, *["校长助理"] * 16]
_VENUES: Final = (
    *("图书馆一楼报告厅", "行政楼三楼会议室", "学术交流中心"),
    *("大学生活动中心", "第一教学楼阶梯教室", "体育馆"),
)
_MEETINGS: Final = (
    *("工作例会", "教学工作推进会", "安全稳定专题会", "招生就业工作会"),
    *("中心组学习会", "师生代表座谈会", "科研工作部署会"),
)
_CLAUSES: Final = (
    "会议听取了上一阶段各项任务的完成情况",
    "与会人员围绕课程建设和实训条件进行了讨论",
    "各学院汇报了新学期的开课准备和教材到位情况",
    "后勤部门通报了宿舍维修与食堂价格监测的结果",
    "要求把任务分解到人并在月底前报送清单",
    "强调要把学生的获得感作为检验工作的标准",
    "对实验室危化品管理提出了明确的时间节点",
    "指出校企合作项目要看实际的就业质量",
    "希望各单位主动沟通并及时反馈困难",
    "提出用三周时间完成专业自评和数据核对",
    "要求值班人员保持通讯畅通并做好记录",
    "通报了图书馆借阅系统升级的进展",
    "部署了秋季运动会的场地与医疗保障",
    "肯定了青年教师在教学竞赛中的表现",
)
_FIRST_DAY: Final = dt.date(2010, 1, 4)
_DAYS: Final = 365.25 * 15


@dataclass(frozen=True, slots=True)
class Report:
    """One meeting. Each caption belongs to one of the three shared pictures, in their order."""

    date: dt.date
    slug: str
    title: str
    venue: str
    host: str
    attendees: tuple[str, ...]
    speakers: tuple[str, ...]
    captions: tuple[str, str, str]
    body: str

    @property
    def leaders(self) -> tuple[str, ...]:
        return *self.attendees, self.host


def roster() -> dict[str, str]:
    """24 leaders in official order: name -> post."""
    chance = random.Random(7)
    names: dict[str, None] = {}
    while len(names) < len(_POSTS):
        names[chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))] = None
    return dict(zip(names, _POSTS, strict=True))


def reports(count: int, kind: Kind, *, everywhere: bool = False) -> Iterator[Report]:
    """`count` reports by date, spread over fifteen years; `everywhere`: the first leader is in all of them."""
    chance, people = random.Random(3), list(roster())
    for number in range(count):
        day = _FIRST_DAY + dt.timedelta(days=int(number * _DAYS / count))
        present = sorted(chance.sample(range(len(people)), chance.randint(4, 9)))
        if everywhere:
            present[0] = 0
        names = tuple(people[place] for place in present)
        speakers = names[: chance.randint(2, 3)]
        yield Report(
            date=day,
            slug=f"meeting-{number:06}",
            title=f"学校召开{day.month}月{chance.choice(_MEETINGS)}（第{number}期）",
            venue=chance.choice(_VENUES),
            host=names[-1],
            attendees=names[:-1],
            speakers=speakers,
            captions=("会议现场", f"{speakers[0]}作讲话", f"{speakers[-1]}发言"),
            body=_rich(chance) if kind == "rich" else _plain(chance),
        )


def _plain(chance: random.Random) -> str:
    return "\n\n".join(_paragraph(chance, 320) for _ in range(8)) + "\n"


def _rich(chance: random.Random) -> str:
    def clause() -> str:
        return chance.choice(_CLAUSES)

    blocks = (
        _paragraph(chance, 160),
        "## 会议内容",
        _paragraph(chance, 300),
        "\n".join(f"- **{clause()}**：{_paragraph(chance, 60)}" for _ in range(4)),
        "## 工作安排",
        _paragraph(chance, 300),
        "| 任务 | 单位 | 时限 |\n| --- | --- | --- |\n"
        + "\n".join(f"| {clause()} | 教务处 | {weeks}周 |" for weeks in range(1, 5)),
        f"详见[教务处通知](https://example.edu.cn/jwc)。{_paragraph(chance, 200)}",
        f"> {_paragraph(chance, 80)}",
        "### 下一步",
        "\n".join(f"{number}. {_paragraph(chance, 80)}" for number in range(1, 5)),
        _paragraph(chance, 300),
    )
    return "\n\n".join(blocks) + "\n"


def _paragraph(chance: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += chance.choice(_CLAUSES) + chance.choice("，。；")
    return f"{text[:-1]}。"
