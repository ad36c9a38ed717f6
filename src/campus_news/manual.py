"""The rules' manuals as a page for editors."""

from __future__ import annotations

from campus_news import rules
from campus_news.rules.rule import Rule

_HEAD = """\
# 检查什么，为什么

<!-- 由程序从各条规则的说明生成，请不要手工修改：pytest tests/test_rules.py --update-golden -->

`python build.py check` 和每次生成都会做下面这些检查。“错误”会使网站停在上一次的样子，改好才会更新；“提醒”只是请您看一眼。
每一条都有编号。没有把握的时候，程序不作声。

若您看过以后认为某处没有错，在那篇报道的文件头里写明编号和理由，程序就不再提：

```
waive: {E302: 退休老领导，按惯例不写职务}
```

编号后面空一格写上那几个字，就只放行那几个字，别处照查；姓名的差错最好都这样写：

```
waive: {E310 苏映霞: 是学生}
```

几条就写几行，每行缩进两格。用不着了程序会提醒您删去；`python build.py check --waived` 列出全部放行。
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n".join([_HEAD, *map(section, sorted(rules.RULES, key=lambda rule: rule.kind.code))])


def section(rule: Rule) -> str:
    """What is told of one rule, as Markdown."""
    told = rule.manual
    return f"""\
## {rule.kind.code}（{rule.kind.severity.said()}）

{told.what}

- 为什么：{told.why}
- 依据：{told.source}
{_given(*told.given) if told.given else ""}
不对：

```
{told.bad.rstrip()}
```

对：

```
{told.good.rstrip()}
```
"""


def _given(file: str, lines: str) -> str:
    return f"- 只在 {file} 里写了要求时才检查，例如：\n\n```yaml\n{lines}\n```\n"
