"""Posts and names beside each other: 校党委书记欧阳澈, 欧阳澈校长, 欧阳校长.

    post    = unit? rank? head                 学院党委 常务副 书记
    titled  = post ("、" post)* name            党委副书记、校长欧阳澈
    turned  = name rank? head                  欧阳澈副校长
    called  = surname rank? head               欧阳校长

Where a name ends is told by what may come after one: a mark, a verb, a word that joins. Surnames are evidence, not a
condition: a list of them would lose every rare one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from campus_news.lazy import lazy

HAN: Final = "\u3400-\u9fff"
_HEADS: Final = [
    "书记",
    "校长",
    "院长",
    "园长",
    "处长",
    "主任",
    "部长",
    "主席",
    "科长",
    "组长",
    "馆长",
    "所长",
    "局长",
    "厅长",
    "市长",
    "县长",
    "区长",
    "镇长",
    "省长",
    "州长",
    "董事长",
    "理事长",
    "会长",
    "秘书长",
    "总经理",
    "经理",
    "专员",
    "委员",
    "常委",
    "助理",
    "总会计师",
    "会计师",
    "顾问",
    "巡视员",
    "调研员",
    "督学",
    "教授",
    "研究员",
    "老师",
    "校友",
    "院士",
    "团长",
    "队长",
    "社长",
    "总监",
    "总编",
    "主编",
    "班长",
    "干事",
    "台长",
    "行长",
    "支队长",
    "大队长",
    "工程师",
    "站长",
    "班主任",
    "教导员",
    "辅导员",
    "指导员",
    "监事",
    "代表",
    "学生",
    "同学",
    "教师",
]
HEAD: Final = "[校院][（(][校院][）)]长|" + "|".join(sorted(_HEADS, key=len, reverse=True))
RANK: Final = "(?:常务)?(?:第[一二三四五六七八九十])?副?"
COURTESY: Final = "书记|校长|院长|园长|处长|主任|部长|主席|局长|厅长|市长|县长|区长|馆长|所长|董事长|组长|科长|会长|教授|老师|同学"
"""Heads that may stand after a name."""
_COMPOUND: Final = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "尉迟",
    "令狐",
    "皇甫",
    "慕容",
    "公孙",
    "东方",
    "端木",
    "南宫",
    "夏侯",
    "司徒",
    "司空",
    "轩辕",
    "宇文",
    "赫连",
    "长孙",
    "单于",
    "钟离",
    "澹台",
    "申屠",
    "闻人",
    "呼延",
    "独孤",
    "拓跋",
]
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮"
    "蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑"
    "裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄"
    "印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习"
    "宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙丰关蒯相查后荆红游竺权逯盖益"
    "桓公仉督岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖覃付岩闫丘兰字赫仝苟户承揭战植禤冼粟降么才门奉占禚栗回朴区员种召"
)
_AFTER: Final = lazy(
    r"\Z|[，。；：、！？（）“”《》\s]|[和与及以]|同志|老师|教授|书记|校长|院长|副|主任|处长|部长|首先|随后|最后|然后|接着|先后|分别|依次|共同|一行|等|[也又则再还并均都亲]"
    r"|在|从|对|就|以|向|为|围绕|结合|代表|受|因|作|做|进行|主持|讲|致|发|宣|传达|汇报|通报|介绍|总结|回顾|阐|分析|解读|领学|指|强|要求|希望|表示|提|号召|勉|寄|鼓|肯|谈|说|安排|部署"
    r"|补充|出席|参加|列席|到|来|上台|上场|率|带|陪|担任|任|给|颁|授|签|揭|听|看|走访|慰问|调研|转达|布置|点评|答|回|布|报告|述职|领|组织|召集|召开|缺席|请假|的|是|被|对此|同|将|已|把|通过|教授|认为|感谢|祝|欢迎|交流|讨论|研讨|重点|详细|要|用|按|根据|针对"
)
_NOT_NAMES: Final = lazy(
    "毕业|嘉宾|员工|教工|高管|学工|媒体|记者|家属|双方|校友|群众|[团队学官]员|人士|专家|院士|评委|全体|全校|全院|依次|逐一|分别|悉数|先后|共同|一致|党总支|党支|纪委|工会|协会|学会|宣传|组织|代表|干部|人员|成员|负责|师生|教师|教职|学生|同志|领导|单位|部门|会议|大会|学校|学院|党委|党组|主要|相关|有关|其他|各|以上|以及|工作|班子|委员|家长|职工|中层|书记|校长|院长|主任|处长|部长|支部|党员|小组|办公|老师|同学|议题|活动|仪式|典礼|讲话|发言|汇报|主席|专题|上午|下午|首先|最后|随后|会上|会后|现场"
)


_UNIT_OR_POST: Final = lazy(
    f"[部处室院校委局厅办组团系副]$|{HEAD}|^(?:各|其他|本|这|那|要|还|并|将|又|为|对|按)"
)
"""How no name ends or begins: 宣传部, 助理, 龚副."""


_DOTTED: Final = lazy("[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")


class Mention(NamedTuple):
    """A person in a text: `text[start:end]` is all of it, the name is `name`, the post `title` (None if none is said)."""

    start: int
    end: int
    name: str
    title: str | None


def is_surname(name: str) -> bool:
    """Whether what looks like a name begins with a known surname."""
    return name[:1] in _SURNAMES or name[:2] in _COMPOUND


def is_name(words: str) -> bool:
    """Whether `words` may be a name: two or three Han characters, four with a surname of two; any with a dot within."""
    if "·" in words:
        return _DOTTED.fullmatch(words) is not None
    return (
        2 <= len(words) <= 4
        and all("\u3400" <= sign <= "\u9fff" for sign in words)
        and not _NOT_NAMES.search(words)
        and not _UNIT_OR_POST.search(words)
        and (len(words) < 4 or words[:2] in _COMPOUND)
    )


def name_end(text: str, start: int) -> int:
    """Where a name ends that begins at `start`; `start` if none does. The longest that something may follow wins."""
    sizes = (4, 3) if text[start : start + 2] in _COMPOUND else (3, 2)
    for size in sizes:
        end = start + size
        if end <= len(text) and is_name(text[start:end]) and _AFTER.match(text, end):
            if (
                size == 3
                and text[end - 1] in "和与及在也同"
                and _AFTER.match(text, end - 1)
                and not _joins(text, end)
            ):
                continue
            return end
    return start


def _joins(text: str, end: int) -> bool:
    """Whether what follows is no name of its own, so that 王启和 is one name and 王启和李明 are two."""
    return not is_name(text[end : end + 2]) or (
        _AFTER.match(text, end) is not None and not is_surname(text[end : end + 3])
    )
