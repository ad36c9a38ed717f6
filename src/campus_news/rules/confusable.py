"""Characters taken for one another: of the same sound, or of the same shape.

Sounds are pypinyin's, without tones, and as lenient as input methods are (zh like z, ng like n). Shapes are groups
chosen by hand: characters met in names that share all but one part (澈 撤) or stroke (未 末), as lists of 形近字 for
schools and bulletins of slips in official texts have them (毫 豪).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from campus_news.roster import Leader

_SHAPES: Final = """
毫豪壕濠 未末朱 己已巳 戊戌戍 士土 干千于 天夭 人入八 大太犬 日曰目白 田由甲申 王玉主 刀力 午牛 贝见 洗冼 祁祈 沈沉
汪江注 汤杨扬 陈阵 郑邓 刘浏 薛薜 范苑 候侯 付傅 肖萧箫 闫阎 佘余 束柬 莱菜 茶荼 梁粱染 粟栗 璋彰障漳樟章 玮伟炜纬玮韦
晖辉挥 琳林淋霖 婷停亭 昊吴旲 旻昱 睛晴清靖婧静 洋详祥 铭名洺茗 钧钓均筠 栋拣 楷揩 榕溶蓉熔镕容 澈撤彻 屿与 衡衝 立位泣
言信 致至到 远元辽运 欧殴鸥 谷各 雨两 声生 单草 秋私 白百自 问间闻 渠梁 罗萝逻 苏办 映央 雪雷 翟瞿濯霍 和合 亦赤 舟丹
兰篮蓝 斌武 赋贼 棋祺琪淇 瑶遥谣 娜那 妍研 岩岸 峰锋烽蜂 涛焘 波坡玻 浩皓洁 杰木 俊峻骏浚 凯铠 宁守 宇字 宏宠 安按
嘉喜 志忘 忠患 恒桓 惠慧 敏繁 文又 斯期 旭旮 明朋 春舂 晓骁 景影 曼蔓 松公 柏拍 桂挂 梅海 欣吹 泽译 洪供
浦蒲 淑叔 渊洲 滨宾 炳柄 焕换 珍诊 珊栅 瑞端 瑾谨 璐路 畅扬 盈盆 睿壑 硕颀 祖租 福副 秀秃 程呈 竹付 红江 维唯
 翔祥 耀跃 芳芬 苗笛 英央 荣荥 菲非 萍苹 葛曷 蒋将 蕾雷 蕴缊 虎虚 言誉 诚城成 谦兼 豫像 贤坚 赵超
达迖 逸免 邵绍 邹皱 郭廓 金全 钟仲种 钱浅 锐税 锦绵 雁鹰 雯文 霞霜 青清 韩朝 顺须 颖颍 飞气
骥冀 鹏朋 鸿鸣 黎梨 龙尤 冉再 冯马 卢户 史吏 叶吐 吕品 孔扎 季李 孟盂 宋宗 尹伊 崔催 常尝 廖谬 彭膨 戴载
施旋 曾会 柳卯 石右 秦泰 童重 符荷 管官 简筒 米来 纪记 耿耽 胡湖 蔡察 袁哀 裴斐 覃潭 谢射 谭潭
贺贸 邢刑 邱丘 郝赫 阮院 陶淘 雷雪 鲁鲜 梓锌 桦烨 岑芩 芩苓 冷泠 冶治 凌陵菱 博搏 喆哲 奕弈 妤好 姗珊 婉碗 媛缓 子孑
"""
_GROUPS: Final = tuple(frozenset(group) for group in _SHAPES.split())


def alike(one: str, other: str) -> bool:
    """Whether two characters are easily taken for one another."""
    return any(one in group and other in group for group in _GROUPS) or not _sounds(one).isdisjoint(
        _sounds(other)
    )


def slipped(wrong: str, right: str) -> bool:
    """Whether `wrong` is what a slip makes of the name `right`: one character taken for another, said twice, or moved."""
    if len(wrong) == len(right):
        differing = [i for i, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
        if len(differing) == 1:
            return alike(wrong[differing[0]], right[differing[0]])
        return wrong in swapped(right)
    return wrong in doubled(right)


def shortened(name: str, bearers: Mapping[str, tuple[Leader, ...]]) -> list[str]:
    """Those of the roster's names of which `name` is left when one character is dropped."""
    found = [right for right in bearers if len(right) == len(name) + 1 > 2 and name in dropped(right)]
    return _present(found, bearers)


def near(name: str, bearers: Mapping[str, tuple[Leader, ...]]) -> list[str]:
    """Those of the roster's names that a slip makes `name` of; or else that differ in one character of three or more.

    Between the name that a leader has and one that he had, the one that he has.
    """
    others = [right for right in bearers if abs(len(right) - len(name)) < 2 and right != name]
    found = [one for one in others if slipped(name, one)] or [one for one in others if _one_away(name, one)]
    return _present(found, bearers)


def _present(found: Sequence[str], bearers: Mapping[str, tuple[Leader, ...]]) -> list[str]:
    """Without the names that a leader had who is found by the name that he has."""
    now = {leader.slug for one in found for leader in bearers[one] if leader.name == one}
    return [one for one in found if any(it.name == one or it.slug not in now for it in bearers[one])]


def _one_away(name: str, right: str) -> bool:
    return len(right) == len(name) > 2 and sum(a != b for a, b in zip(name, right, strict=True)) == 1


def swapped(name: str) -> tuple[str, ...]:
    """`name` with two neighbours in each other's place."""
    moved = (name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1))
    return tuple(one for one in moved if one != name)


def doubled(name: str) -> tuple[str, ...]:
    """`name` with one character twice."""
    return tuple(name[: i + 1] + name[i:] for i in range(len(name)))


def dropped(name: str) -> tuple[str, ...]:
    """`name` with one character left out."""
    return tuple(dict.fromkeys(name[:i] + name[i + 1 :] for i in range(len(name))))


@lru_cache(4096)
def _sounds(character: str) -> frozenset[str]:
    """All readings, in letters, without tones."""
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(re.sub("(?<=[zcs])h|(?<=n)g", "", one) for one in (readings[0] if readings else ()))
