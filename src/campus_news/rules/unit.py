"""Whose post is said: what stands before it tells a unit of somebody else (示例大学校长) from a word (听取了校长).

Another unit is known by what its name ends with, never by a list of what may stand before a post of ours. The words
are those of units in school news; nothing here knows a name.
"""

from __future__ import annotations

from typing import Final

from campus_news.lazy import lazy

HAN: Final = "\u3400-\u9fff"
OURS: Final = ("全校", "我校", "我院", "本校", "本院")
"""What says that a post is ours, whatever stands before it."""
OWN: Final = ("学校", "学院", "分校", "校(?![长友企外际])", "院(?![长士])")
"""What may say so: 学校党委书记 is ours, 技师学校党委书记 is not."""

_UNIT: Final = (
    "大学|学院|书院|院|中学|小学|高中|初中|[一二三四五六七八九十][中小]|附[中小]|[科师农工理财医交北民林矿]大|幼儿园"
    "|(?<![联关])系|处|(?<![全干])部|厅|(?<!结)局|(?<!常)委|[省市县州旗镇乡村]|(?<!校)区|街道|社区|公司|集团|企业|银行|[支分]行|厂"
    "|中心|所|馆|[科室]|协会|学会|商会|联合会|研究会|理事会|董事会|委员会|工会|学生会|基金会|校友会|妇联|联盟"
    "|[总支大中战球]队|[总支]支部|支部|总支|政协|人大|政府|机关|报社|出版社|合作社|高校|院校"
    "|[该他外友党同两各名母农卫技驾军]校"
)
"""What the name of a unit ends with."""
_SCHOOL: Final = (
    "技师|职业|技工|专科|师范|实验|[小中党武]|中等|高级|技术|干部|警官|体育|艺术|外国语|卫生|双语|民办|兄弟|友好|合作|共建"
    "|结对|姊妹|帮扶|对口|其他|有关|各|某|所|家|该"
)
"""What makes another school of 学校."""
_KIND: Final = (
    "直属|后勤|离?退休|教工|教职工|学生|[本专]科生|研究生|兼职|挂职|法[治制]|科[学技]|健康|名誉|荣誉|执行|轮值|常任"
    "|第[一二三四五六七八九十]|[时首历前原曾上老]任|(?<![新现])任|老|来访|来校|初|当年|早年|(?<![会日此课赛])前|驻村|青年|年轻|优秀|女|知名|著名|模范|最美|乡村|民办"
    "|行业|产业|兄弟|[对外甲乙]方"
)
"""What makes another post of one: 法治副校长、名誉校长、首任校长."""
_FOREIGN: Final = lazy(f"(?:{_UNIT}|{_KIND})\\Z")
_FOREIGN_SCHOOL: Final = lazy(f"(?:{_UNIT}|{_KIND}|{_SCHOOL})\\Z")
_WITHIN: Final = lazy(f"(?:{_UNIT})|代表\\Z")
_BODY: Final = lazy("[党纪]委|党组|常委|委员|工会|团委|校务委员会|学术委员会")
_LED: Final = lazy(
    "(?:[由和与及在请向对让后上中时是有随同为给了把被将从据受经至到随]|感谢|欢迎|邀请|陪同|听取|聆听|宣读|传达|转达|学习|按照|根据"
    "|见到|看到|遇到|走访|会见|看望|慰问|委托|联系|分管|专访|采访|对话|聘请|跟随|访问|采纳|落实|贯彻|祝贺|感恩|图为|现任|新任|领导)\\Z"
)
_TITLED: Final = lazy(
    f"(?P<unit>[{HAN}]*)(?:书记|[校院处部科局厅市县省区镇乡馆所行厂园会社站队组理班]长|检察长|秘书长|主任|主席|主委|经理|总裁|总监"
    f"|委员|代表|专员|教授|校友|董事|负责人|工程师|助理)[{HAN}]{{2,3}}(?:同志)?"
)
_POST: Final = lazy(
    "(?:书记|长|主任|主席|主委|经理|总裁|总监|委员|常委|成员|代表|专员|董事|负责人|师|导|员|者|模范|士|教授|能手|名家)\\Z"
)
_HERE: Final = ("我校", "学校", "本校", "校")
_HEADS: Final = lazy("(?:[^、，。；\\n]{2,8}、)?(?:常务)?副?校长")
_SCHOOLS: Final = lazy(
    "大学|[校院]|[中小]学|[一二三四五六七八九十附][中小]|[科师农工理财医交北民林矿]大|幼儿园"
)
"""Units that have a 校长."""
_MANY: Final = 12
"""People in one list that are looked at."""
_BETWEEN: Final = "、，,和与及"
_BOUND: Final = lazy(f"[^{HAN}]|以及|[和与及]")
_ASIDE: Final = lazy(f"\\s*[（(]([{HAN}\\w]{{2,20}})[)）]")


def led(text: str, at: int) -> bool:
    """Whether a verb or a preposition stands before the place `at`, or nothing at all."""
    return not at or not _is_han(text[at - 1]) or bool(_LED.search(text, max(0, at - 4), at))


def theirs(before: str, own: str) -> bool:
    """Whether a post belongs to somebody else, by the words before it and by the 学校 between, if there is one."""
    if not before or own.startswith(OURS):
        return False
    if not own:
        return bool(_FOREIGN.search(before.removesuffix("的")))
    return bool(_FOREIGN_SCHOOL.search(before)) if own == "学校" else not _LED.search(before)


def is_post(piece: str) -> bool:
    """Whether `piece` ends as a post does, of whomever."""
    return bool(_POST.search(piece))


def is_foreign(piece: str) -> bool:
    """Whether a piece of somebody's posts says another unit: 示例大学党委常委, 全国人大代表."""
    return not piece.startswith(_HERE) and bool(_WITHIN.search(_BODY.sub("", piece)))


def aside(text: str, end: int) -> bool:
    """Whether another unit is said in brackets after a name: （示例大学）."""
    match = _ASIDE.match(text, end)
    return match is not None and bool(_WITHIN.search(match[1]))


def carried(text: str, start: int, *, held: bool = False) -> bool:
    """Whether those named right before the place `start` are of another unit: 示例大学党委书记某某、校长.

    Only a school has a 校长. After a comma a post is ours that is `held` by whom it seems to be said of.
    """
    ours = bool(_HEADS.match(text, start)) or (held and text[start - 1 : start] in ("，", ","))
    for _ in range(_MANY):
        if not start or text[start - 1] not in _BETWEEN:
            break
        end = start - (2 if text.endswith("以及", 0, start) else 1)
        first = max(0, end - 40)
        start = max((match.end() for match in _BOUND.finditer(text, first, end)), default=first)
        piece = text[start:end]
        titled = _TITLED.fullmatch(piece)
        if not titled and not 2 <= len(piece) <= 3 and not is_post(piece):
            return False
        if piece.startswith(_HERE):
            return False
        if is_foreign(piece) or (titled and theirs(_BODY.sub("", titled["unit"].removesuffix("副")), "")):
            return not ours or bool(_SCHOOLS.search(piece))
    return False


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
