"""The dialogue about a new report: questions put until each has an answer with which `check` finds nothing wrong.

It neither prints nor reads: `Talk` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from campus_news import catalogue as kinds
from campus_news import question, sketch, source
from campus_news.diagnostics import Diagnostic, has_error
from campus_news.field import Wrong
from campus_news.question import Doubt, Question, Setting
from campus_news.rules import picture
from campus_news.sketch import Sketch
from campus_news.usher import Unclear

NEEDED: Final = frozenset({"date", "title"})
"""Without these there is no report; with them nothing has to be asked."""
_LONGEST: Final = 500
"""Characters of an answer."""
_BLANKS: Final = str.maketrans(dict.fromkeys("\t\x85\u2028\u2029", " "))
"""What is typed for a space, and would not be read back as it is."""
_GREETING: Final = (
    "写一篇新报道。方括号里的是建议，回车照用；可以不写的，回车跳过。",
    "写 ? 看说明，写 < 回到上一问，按 Ctrl-C 放弃（什么都不会写入）。",
)
_AGAIN: Final = "  核对过没有错，就再按一次回车；有错就重写。"
_AGAIN_TYPED: Final = "  按回车改成方括号里的；核对过没有错，就照样再写一遍。"
_BACK: Final = ("<", "＜", "〈", "《")
_HELP: Final = ("?", "？")
_FORMER: Final = ("+", "＋")
"""What is no answer, with either keyboard."""
_LAST_HELP: Final = ("回车写入；要改就写 <，回到上一问。",)


class Talk(Protocol):
    """Where the dialogue takes place. `ask` raises `EOFError` at the end of all answers."""

    def ask(self, prompt: str) -> str: ...

    def say(self, line: str) -> None: ...


class _Back(Exception):
    """The editor wants the question before."""


class _Answer(NamedTuple):
    """What an answer makes of the report, and what is to be said of it. `right` is what should perhaps have been typed."""

    sketch: Sketch | None
    lines: Sequence[str] = ()
    right: str | None = None
    doubted: bool = False
    """Whether some of what was asked for is left out."""


def interview(setting: Setting, given: Mapping[str, str], talk: Talk) -> Sketch:
    """The report that `given` answers by the keys of questions, and answers to all other questions, make.

    Raises `Unclear` for what is given and cannot stand.
    """
    for line in _GREETING:
        talk.say(line)
    one, past, i = Sketch(), list[tuple[int, Sketch]](), 0
    listed: dt.date | None = None
    typed: dict[str, str] = {}
    while True:
        questions = question.all_of(one)
        try:
            if i == len(questions):
                _confirm(one, talk)
                return one
            now = questions[i]
            if now.key in given:
                one = _given(now, given[now.key], one, setting, talk)
            else:
                if now.people and listed != one.date:
                    listed = one.date
                    _list(one, setting, talk)
                answered = _asked(now, one, setting, talk, typed)
                past.append((i, one))
                one = answered
            i += 1
        except _Back:
            if past:
                i, one = past.pop()
            else:
                talk.say("  这是第一问。")


def settle(setting: Setting, given: Mapping[str, str], talk: Talk) -> Sketch:
    """The report that `given` makes without a question; raises `Unclear`. Nobody signs who is not given."""
    one, i = Sketch(), 0
    while i < len(questions := question.all_of(one)):
        now = questions[i]
        proposed = now.offer(one, setting) if now.key == "slug" else None
        if now.key in given or proposed or now.needed:
            one = _given(now, given.get(now.key, proposed or ""), one, setting, talk)
        i += 1
    return one


def _given(now: Question, typed: str, one: Sketch, setting: Setting, talk: Talk) -> Sketch:
    """An answer that was given beforehand: what is only a reminder is told, and stands."""
    answer = _answer(now, typed, one, setting)
    if answer.sketch is None or (now.key == "photos" and answer.doubted):
        raise Unclear(*(f"{now.label}：{line}" for line in answer.lines))
    for line in answer.lines:
        talk.say(f"{now.label}：{line}")
    return answer.sketch


def _asked(now: Question, one: Sketch, setting: Setting, talk: Talk, before: dict[str, str]) -> Sketch:
    """The report with this question answered; asked until the answer can stand, or the same is given twice.

    `before` are the answers given so far: whoever goes back finds them again, and this one is put to them.
    """
    usual, insisted = now.offer(one, setting), None
    offer = before.get(now.key, usual)
    while True:
        typed = talk.ask(_prompt(now, offer)).lstrip("\ufeff").strip()
        if typed in _BACK:
            raise _Back
        if typed in _HELP or (typed in _FORMER and now.people):
            _explain(now, one, setting, talk, former=typed in _FORMER)
            continue
        typed = "" if typed in ("-", "－") else typed or offer or ""
        answer = _answer(now, typed, one, setting)
        if answer.sketch is not None and (not answer.lines or insisted == typed):
            if typed != (usual or ""):
                _keep(now, now.kept(answer.sketch) if now.kept else typed, before)
            if told := now.told(answer.sketch, setting):
                talk.say(f"  → {told}")
            return answer.sketch
        _complain(answer, talk)
        insisted = None if answer.sketch is None else typed
        offer = answer.right or insisted or offer


def _keep(now: Question, typed: str, before: dict[str, str]) -> None:
    """Notes an answer. Other pictures have other captions."""
    if now.key == "photos" and before.get("photos") != typed:
        for key in [key for key in before if key.startswith("caption")]:
            del before[key]
    before[now.key] = typed


def _complain(answer: _Answer, talk: Talk) -> None:
    """Says why an answer does not stand, or not yet."""
    for line in answer.lines:
        talk.say(f"  {line}")
    if any("{name:" in line for line in answer.lines):
        talk.say("  （这里不写花括号，来宾写成：姓名（职务，单位））")
    if answer.sketch is not None and not answer.doubted:
        talk.say(_AGAIN if answer.right is None else _AGAIN_TYPED)


def _answer(now: Question, typed: str, one: Sketch, setting: Setting) -> _Answer:
    """What comes of an answer: the same is found wrong with it as `check` would find in the report."""
    if bad := _unreadable(typed, now):
        return _Answer(None, [bad])
    typed = typed.translate(_BLANKS).strip()
    if not typed and now.needed:
        return _Answer(None, [kinds.MISSING.zh.format(key=now.key, label=now.label)])
    lines: list[str] = []
    try:
        new = now.read(typed, one, setting)
    except Unclear as fault:
        return _Answer(None, fault.lines, fault.right)
    except Wrong as fault:
        words = fault.kind.zh.format_map({"key": now.label, **fault.values})
        return _Answer(None, [words], fault.fix if isinstance(fault.fix, str) else None)
    except Doubt as doubt:
        new, lines = doubt.sketch, [*doubt.lines]
    found = _new(one, new, setting) if new.title else []
    told = [f"{each.severity.said()} {each.code} {each.message()}" for each in found]
    right = next(filter(None, (_corrected(each, typed) for each in found)), None)
    return _Answer(None if has_error(found) else new, [*lines, *told], right, bool(lines))


def _new(one: Sketch, new: Sketch, setting: Setting) -> list[Diagnostic]:
    """What is found in `new` and was not in `one`; captions are asked for later."""
    known = (
        {(each.code, each.message()) for each in sketch.findings(one, setting.against)} if one.title else ()
    )
    found = sketch.findings(new, setting.against)
    return [
        each
        for each in found
        if (each.code, each.message()) not in known and each.kind is not picture.NO_CAPTION
    ]


def _unreadable(typed: str, now: Question) -> str | None:
    """Why an answer cannot be a text of a report."""
    if len(typed) > _LONGEST:
        return f"太长了（{len(typed)} 个字），最多 {_LONGEST} 个字"
    if any(sign in typed.strip() for sign in "\r\n"):
        return kinds.BAD_LINE.zh.format(key=now.label)
    if any("\ud800" <= sign <= "\udfff" for sign in typed):
        return "有不成字的内容，请重写"
    sign = source.control(typed.translate(_BLANKS))
    return kinds.CONTROL.zh.format(code=f"U+{ord(sign):04X}") if sign else None


def _corrected(one: Diagnostic, typed: str) -> str | None:
    """The answer with the words at fault as the corrected line has them; None if they cannot be told in it."""
    span, fix = one.span, one.fix
    if fix is None or len(fix.lines) != 1 or typed.count(span.words) != 1 or not span.words:
        return None
    before, after = span.source[: span.column - 1], span.source[span.column - 1 + span.width :]
    (line,) = fix.lines
    if not line.startswith(before) or not line.endswith(after) or len(line) < len(before) + len(after):
        return None
    return typed.replace(span.words, line[len(before) : len(line) - len(after)]) or None


def _prompt(now: Question, offer: str | None) -> str:
    return (
        f"{now.label} [{offer}]："
        if offer
        else f"{now.label}："
        if now.needed
        else f"{now.label}（可以不写）："
    )


def _explain(now: Question, one: Sketch, setting: Setting, talk: Talk, *, former: bool) -> None:
    present = question.there(one, setting)
    offers = present.former if former else (*present.in_office, *present.guests)
    for line in () if former else now.help:
        talk.say(f"  {line}")
    if now.people:
        _rows(present.rows(offers), talk)
        if former and not offers:
            talk.say("  名册里没有以前的领导。")


def _list(one: Sketch, setting: Setting, talk: Talk) -> None:
    present = question.there(one, setting)
    if present.in_office:
        talk.say(f"  {one.date} 在任的领导（写 + 列出以前的）：")
        _rows(present.rows(present.in_office), talk)


def _rows(rows: Iterable[str], talk: Talk) -> None:
    for row in rows:
        talk.say(f"  {row}")


def _confirm(one: Sketch, talk: Talk) -> None:
    """Shows the whole file, and waits for a yes."""
    talk.say(f"将写入 {one.path}：")
    for line in one.text.rstrip("\n").split("\n"):
        talk.say(f"  {line}")
    while True:
        typed = talk.ask("就这样写入吗？[是]：").strip()
        if typed in ("", "是", "y", "Y", "好"):
            return
        if typed in _BACK:
            raise _Back
        for line in _LAST_HELP:
            talk.say(f"  {line}")
