"""What a report says in short: its first sentences, which in a report of a meeting tell who met, when, where and why."""

from __future__ import annotations

from campus_news.lazy import lazy
from campus_news.markup import Body
from campus_news.model import Card

LONGEST = 120
"""Characters. Search engines and chats show fewer, but not all the same number."""
_SENTENCES = lazy(r".*[。！？…][”’」』）》】]*")
_PAUSE = lazy(r".+(?=[，；、：])")


def of(body: Body) -> str:
    """The first sentences of the first paragraph, as many as are short enough; "" for a body without a paragraph."""
    first = next((block.text for block in body.blocks if block.paragraph), "")
    if len(first) <= LONGEST:
        return first
    whole = _SENTENCES.match(first, 0, LONGEST)
    return whole[0] if whole else _cut(first)


def of_card(card: Card) -> str:
    """Where and when a meeting was, for a report without a paragraph."""
    day = f"{card.date.year}年{card.date.month}月{card.date.day}日{card.time or ''}"
    return f"{day}，{card.venue}：{card.title}。" if card.venue else f"{day}：{card.title}。"


def _cut(sentence: str) -> str:
    """A sentence that is too long, up to a pause if it has one."""
    pause = _PAUSE.match(sentence, 0, LONGEST)
    return f"{pause[0] if pause else sentence[: LONGEST - 1]}…"
