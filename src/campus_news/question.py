"""The questions about a new report, in their order: how each is put, and what an answer says of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import album, field, slug, urls, usher
from campus_news import catalogue as kinds
from campus_news.album import NoAlbum
from campus_news.desk import Against
from campus_news.model import Credits
from campus_news.rules import picture
from campus_news.schema import line
from campus_news.sketch import Sketch
from campus_news.usher import Present, Unclear

_CREDITS: Final = {
    "source": "来源", "author": "撰稿", "photographer": "摄影", "editor": "编辑", "proofreader": "校对", "reviewer": "审核",
}  # fmt: skip
_WEEKDAYS: Final = "一二三四五六日"
_PEOPLE: Final = (
    "写编号、姓名或拼音（首字母就行，如 fzy），几位用顿号、逗号或空格隔开，连着的编号可写 1-5。",
    "写 + 列出以前的领导。不在名册上的写成：姓名（职务，单位）。",
)


class Doubt(Exception):
    """An answer that may stand if the editor insists: then the report is `sketch`."""

    def __init__(self, sketch: Sketch, *lines: str) -> None:
        super().__init__(*lines)
        self.sketch, self.lines = sketch, lines


class Setting(NamedTuple):
    """What answers are held against. `taken` names the report that has the address of a new one."""

    against: Against
    today: dt.date
    credits: Credits
    taken: Callable[[Sketch], str | None]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `read` raises `Wrong`, `Unclear` or `Doubt`; `offer` is what Enter stands for; `told` confirms an answer."""

    key: str
    label: str
    help: tuple[str, ...]
    read: Callable[[str, Sketch, Setting], Sketch]
    offer: Callable[[Sketch, Setting], str | None] = lambda _sketch, _setting: None
    told: Callable[[Sketch, Setting], str] = lambda _sketch, _setting: ""
    needed: bool = False
    kept: Callable[[Sketch], str] | None = None
    """An answer in words that mean the same on another day's list, where numbers would not."""

    @property
    def people(self) -> bool:
        """Whether it is answered with people of the list."""
        return self.kept is not None


def all_of(sketch: Sketch) -> Sequence[Question]:
    """Every question about a report of which so much is known; pictures bring questions of their own."""
    captions = [_caption(i) for i in range(len(sketch.shots))]
    return [*_MEETING, *captions, *_credits(pictured=bool(sketch.shots)), _ADDRESS]


def there(sketch: Sketch, setting: Setting) -> Present:
    """Who may be picked."""
    return usher.present(setting.against.roster, sketch.date, sketch.guests)


def _date(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, date=field.day(typed))


def _weekday(sketch: Sketch, _setting: Setting) -> str:
    day = sketch.date
    return f"{day.year}年{day.month}月{day.day}日，星期{_WEEKDAYS[day.weekday()]}"


def _title(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, title=line(typed))


def _time(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, time=field.time(typed) if typed else None)


def _venue(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, venue=line(typed) or None)


def _host(typed: str, sketch: Sketch, setting: Setting) -> Sketch:
    return replace(sketch, hosts=usher.people(typed, there(sketch, setting)))


def _attendees(typed: str, sketch: Sketch, setting: Setting) -> Sketch:
    found = usher.people(typed, there(sketch, setting))
    ordered = usher.in_official_order(setting.against.roster, found, sketch.date)
    return replace(sketch, attendees=ordered)


def _guests(typed: str, sketch: Sketch, setting: Setting) -> Sketch:
    found = usher.guests(typed)
    for one in found:
        if setting.against.roster.named(one, sketch.date):
            raise Unclear(f"“{one.name}”在名册里，不是来宾；写 < 回到“出席的校领导”一问去写")
    return replace(sketch, guests=found)


def _groups(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, groups=tuple(usher.pieces(typed)))


def _speakers(typed: str, sketch: Sketch, setting: Setting) -> Sketch:
    return replace(sketch, speakers=usher.speakers(typed, there(sketch, setting)))


def _hosts_said(sketch: Sketch, setting: Setting) -> str:
    return usher.said(sketch.hosts, there(sketch, setting))


def _attendees_said(sketch: Sketch, setting: Setting) -> str:
    return usher.said(sketch.attendees, there(sketch, setting))


def _guests_said(sketch: Sketch, setting: Setting) -> str:
    return usher.said(sketch.guests, there(sketch, setting))


def _speakers_said(sketch: Sketch, setting: Setting) -> str:
    present = there(sketch, setting)
    said = ((usher.said([one.person], present), one.act) for one in sketch.speakers)
    return "、".join(f"{words}{act or ''}" for words, act in said)


def _speakers_kept(sketch: Sketch) -> str:
    return "、".join(f"{usher.typed([one.person])} {one.act or ''}".strip() for one in sketch.speakers)


def _photos(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    if not typed:
        return replace(sketch, shots=())
    try:
        opened = album.open_folder(Path(typed.strip("\"'“”‘’")).expanduser())
    except (NoAlbum, RuntimeError, ValueError) as error:
        raise Unclear(str(error) if isinstance(error, NoAlbum) else f"没有“{typed}”这个文件夹") from None
    lines = [kinds.BAD_PHOTO.zh.format(file=file, reason=reason) for file, reason in opened.refused]
    if not opened.shots:
        raise Unclear(*lines)
    found = replace(sketch, shots=opened.shots)
    if lines:
        raise Doubt(found, *lines, f"按回车只用其余 {len(opened.shots)} 张；或者处理好照片，再写一遍文件夹。")
    return found


def _photos_said(sketch: Sketch, _setting: Setting) -> str:
    return "、".join(f"{one.source.name} 存为 {one.file}" for one in sketch.shots)


def _caption(i: int) -> Question:
    """The question for the words under one picture."""

    def read(typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
        one = sketch.shots[i]
        shots = (*sketch.shots[:i], replace(one, caption=line(typed) or None), *sketch.shots[i + 1 :])
        found = replace(sketch, shots=shots)
        if not typed:
            words = picture.NO_CAPTION.zh.format(file=one.file)
            kind = f"{picture.NO_CAPTION.severity.said()} {picture.NO_CAPTION.code}"
            raise Doubt(found, f"{kind} {words}", "再按一次回车就不写图注。")
        return found

    def offer(sketch: Sketch, _setting: Setting) -> str | None:
        return sketch.shots[i].caption

    help_lines = ("照片里是谁、在做什么，如：校长欧阳澈讲话。", "图注显示在照片下面。")
    return Question(f"caption{i + 1}", f"第 {i + 1} 张照片的图注", help_lines, read, offer)


def _credits(*, pictured: bool) -> Iterator[Question]:
    for key, label in _CREDITS.items():
        if pictured or key != "photographer":
            yield Question(
                key,
                label,
                ("方括号里是最近一篇报道写的，回车照用；写 - 就空着。",),
                partial(_credit, key),
                partial(_last_credit, key),
            )


def _credit(key: str, typed: str, sketch: Sketch, _setting: Setting) -> Sketch:
    return replace(sketch, credits=replace(sketch.credits, **{key: line(typed) or None}))


def _last_credit(key: str, _sketch: Sketch, setting: Setting) -> str | None:
    last: str | None = getattr(setting.credits, key)
    return last


def _slug(typed: str, sketch: Sketch, setting: Setting) -> Sketch:
    found = replace(sketch, slug=field.slug(typed))
    other = setting.taken(found)
    if other and other.endswith(".md"):
        url = urls.report(found.date, found.slug)
        raise Unclear(kinds.SAME_ADDRESS.zh.format(other=other, url=url), "请换一个名称")
    if other:
        raise Unclear(f"已经有文件夹 {other}：请换一个名称，或者先给那个文件夹改名")
    return found


def _proposed(sketch: Sketch, _setting: Setting) -> str | None:
    return slug.of_text(sketch.title) or None


def _address_said(sketch: Sketch, _setting: Setting) -> str:
    return f"网址 {urls.report(sketch.date, sketch.slug)}"


_MEETING: Final = (
    Question("date", "会议日期", ("开会那一天，如 2022-09-29。不是写稿或发布的日期。",), _date,
             lambda _, setting: setting.today.isoformat(), _weekday, needed=True),
    Question("title", "标题", ("报道的标题，如：学校召开9月份工作例会。",), _title, needed=True),
    Question("time", "时间", ("上午、中午、下午、晚上，或 14:30。",), _time),
    Question("venue", "地点", ("如：图书馆一楼报告厅。",), _venue),
    Question("host", "主持", _PEOPLE, _host, told=_hosts_said, kept=lambda one: usher.typed(one.hosts)),
    Question("attendees", "出席的校领导", ("会按正式排序排好，不用管先后。", *_PEOPLE), _attendees, told=_attendees_said, kept=lambda one: usher.typed(one.attendees)),
    Question("guests", "来宾", ("写成：姓名（职务，单位），几位用顿号隔开，如：石一鸣（副厅长，省教育厅）。", "名册上没有的人都写在这里。"), _guests, told=_guests_said),
    Question("groups", "参会人员", ("哪些人参加，如：中层干部、教师代表。",), _groups),
    Question("speakers", "讲话", ("谁讲了话，后面可以写方式，如：fzy 讲话、2 致辞。几位用顿号隔开。", *_PEOPLE), _speakers, told=_speakers_said, kept=_speakers_kept),
    Question("photos", "照片所在的文件夹", ("照片会按文件名的先后复制过来，原来的不动。", "可以把文件夹拖到这个窗口里。"), _photos, told=_photos_said),
)  # fmt: skip
_ADDRESS: Final = Question(
    "slug",
    "网址里的名称",
    ("用小写字母、数字和短横，如 monthly-meeting；发布以后就不要再改。", "回车就用标题的拼音。"),
    _slug,
    _proposed,
    _address_said,
    needed=True,
)
