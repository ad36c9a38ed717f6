"""Numbers that belong to somebody and not on a page; how they are told is `secret`'s."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from campus_news import secret
from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.rules.rule import Case, Text, rule
from campus_news.secret import Sort

_LAW: Final = "《中华人民共和国个人信息保护法》；教育部门和学校关于信息发布保密审查的规定。"

IDENTITY = Kind(
    "E590",
    Severity.ERROR,
    "{where}里有身份证号，不能公开；请删去，或照下面只留首尾",
    "an identity card's number must not be published; delete or mask it",
)
CARD = Kind(
    "E591",
    Severity.ERROR,
    "{where}里有银行卡号，不能公开；请删去，或照下面只留首尾",
    "a bank card's number must not be published; delete or mask it",
)
MOBILE = Kind(
    "E592",
    Severity.WARNING,
    "“{number}”像是个人手机号，网页上会显示为 {masked}；若是公开的电话，请在前面写明“咨询电话”或“热线”",
    "'{number}' looks like somebody's mobile and will be shown as {masked}; write 咨询电话 or 热线 before a public one",
)
STUDENT = Kind(
    "E593",
    Severity.WARNING,
    "“{number}”是学号，网页上会显示为 {masked}；一般不必公开，请删去",
    "'{number}' is a student's number and will be shown as {masked}; delete it",
)


def _found(case: Case, sort: Sort, kind: Kind, *, certain: bool) -> Iterator[Diagnostic]:
    for text, numbers in _numbers(case):
        for one in numbers:
            if one.sort is sort:
                number = text.words[one.start : one.end]
                args = {"where": text.where} if certain else {"number": number, "masked": one.masked}
                span = text.place(one.start, one.end)
                fits = certain and span.width == one.end - one.start
                yield finding(kind, span, one.masked if fits else None, **args)


@lru_cache(1)
def _numbers(case: Case) -> Sequence[tuple[Text, Sequence[secret.Secret]]]:
    return [(text, secret.found(text.words)) for text in case.texts] if secret.found(case.words) else []


@rule(
    IDENTITY,
    what="正文、标题、图注或文件头的其他文字里有身份证号：18 位的校验码和出生日期都对得上，或者前面写着“身份证”（15 位的也算）。",
    why="公开他人的身份证号违法。这样的号码即使漏过检查，网页上也只显示首尾几位。",
    source="GB 11643—1999《公民身份号码》；" + _LAW,
    bad="获奖学生的身份证号是990101199003071237。\n",
    good="获奖学生的身份证号是990101********1237，文件编号是990101199003071230。\n",
)
def no_identity_cards(case: Case) -> Iterator[Diagnostic]:
    """E590: an identity card's number."""
    yield from _found(case, Sort.IDENTITY, IDENTITY, certain=True)


@rule(
    CARD,
    what="有 16 至 19 位银行卡号（校验位对得上）；前面写着“编号”“单号”“订单”的不算。",
    why="公开他人的银行卡号违法。这样的号码即使漏过检查，网页上也只显示首尾几位。",
    source="ISO/IEC 7812（Luhn 校验）；" + _LAW,
    bad="捐款请汇至6200000000001234566。\n",
    good="捐款请联系财务处，单号6200000000001234567。\n",
)
def no_bank_cards(case: Case) -> Iterator[Diagnostic]:
    """E591: a bank card's number."""
    yield from _found(case, Sort.CARD, CARD, certain=True)


@rule(
    MOBILE,
    what="有 11 位手机号。前面写明“咨询电话”“热线”“值班电话”等字样的不算，“编号”“单号”“批次”的不算，办公座机不算。",
    why="个人手机号一般不该公开，所以网页上只显示首尾几位；要公开的电话请写明是什么电话。",
    source=_LAW,
    bad="有意参加的教师请联系温老师（19900000000）。\n",
    good="咨询电话：温老师 19900000000、19900000001，办公室电话：0999-1234567，招标编号：19900000000。\n",
)
def no_mobiles(case: Case) -> Iterator[Diagnostic]:
    """E592: somebody's mobile telephone."""
    yield from _found(case, Sort.MOBILE, MOBILE, certain=False)


@rule(
    STUDENT,
    what="“学号”“学生证号”“学籍号”“准考证号”旁边有 8 位以上的数字。",
    why="学号常是学生登录各种系统的账号，公示名单里一般不必写。网页上只显示首尾几位。",
    source=_LAW,
    bad="获奖的是软件专业学生，学号：202201010123。\n",
    good="获奖的是软件专业2022级学生，学号略。\n",
)
def no_student_numbers(case: Case) -> Iterator[Diagnostic]:
    """E593: a student's number."""
    yield from _found(case, Sort.STUDENT, STUDENT, certain=False)
