"""What a review approves: a report as readers get it, as a short text that can be kept in its file.

That text has the digest of all of it, then the first digits of four others, which tell what was changed later:
the title, the other fields that readers see, the text as typed, the pictures. It is kept for years, so it depends on no
version of anything: SHA-256 of JSON in UTF-8 with sorted keys, where what is not said does not stand.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Final

from campus_news.model import Report

PARTS: Final = {"title": "标题", "fields": "文件头里的其他各项", "body": "正文", "pictures": "照片"}
"""The parts in their order, and what editors call them."""
SHOWN: Final = (
    "date", "time", "venue", "hosts", "attendees", "groups", "observers", "speakers", "photos", "credits", "published",
    "corrections",
)  # fmt: skip
"""The fields that readers see, but for the title."""
NOT_SHOWN: Final = (
    "path",
    "slug",
    "images",
    "status",
    "waived",
    "marks",
    "notes",
    "review",
    "reason",
    "aliases",
)
"""Those that may change after an approval. `images` stand in the text; a test wants every field in one of the two."""
_WHOLE, _HINT = 32, 4
"""Hexadecimal digits of the digest, and of each of the parts' beside it."""


def digest(report: Report, body: str, pictures: Sequence[bytes | None]) -> str:
    """What stands for the report: `body` is its text as typed, `pictures` the digests of all pictured files in their order.

    The ends of lines and blank lines before and after the text are no part of it.
    """
    fields_shown = {name: getattr(report, name) for name in SHOWN}
    states = [state.hex() if state else None for state in pictures]
    parts = [_hex(one) for one in (report.title, fields_shown, body.strip("\n"), states)]
    return "-".join([_hex(parts)[:_WHOLE], *(part[:_HINT] for part in parts)])


def is_of(recorded: str, now: str) -> bool:
    """Whether what was `recorded` is what the report is `now`."""
    return recorded.partition("-")[0] == now.partition("-")[0]


def changed(recorded: str, now: str) -> tuple[str, ...]:
    """The `PARTS` that are not as they were; none if that cannot be told."""
    then, today = recorded.split("-")[1:], now.split("-")[1:]
    if len(then) != len(PARTS):
        return ()
    return tuple(part for part, old, new in zip(PARTS, then, today, strict=True) if old != new)


def _hex(value: object) -> str:
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON can say of a value; what a record leaves open is left out, so that a new field changes no old digest."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, dict):
        plain = {name: _plain(one) for name, one in value.items()}
        return {name: one for name, one in plain.items() if one not in (None, [], {})}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
