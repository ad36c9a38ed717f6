"""A report's front matter as a JSON Schema, for editors' programs that propose fields and mark faults while somebody types.

It lets through whatever the decoder takes without an error, and refuses what is plainly wrong: a field that there is not, a date
that is none, two people in one name. What a pattern cannot tell is left to `check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from campus_news import field, schema
from campus_news.front import WORDS, FrontMatter
from campus_news.label import LABELS, STATUSES

_DAY: Final = r"\s*[0-9]{4}\s*(?:年\s*[0-9]{1,2}\s*月|[-/]\s*[0-9]{1,2}\s*[-/])\s*[0-9]{1,2}\s*日?"
_CLOCK: Final = r"[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?"
_TEXT: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"], "minLength": 1}
"""Without quotes, YAML takes 2022 for a number and true for a truth; the decoder takes the text."""
_TEXTS: Final[Mapping[object, dict[str, Any]]] = {
    field.day: {"type": "string", "pattern": f"^{_DAY}\\s*$"},
    field.moment: {"type": "string", "pattern": f"^{_DAY}(?:[ T]\\s*{_CLOCK})?\\s*$"},
    field.time: {"type": "string", "pattern": f"^\\s*(?:上午|中午|下午|晚上|{_CLOCK})\\s*$"},
    field.status: {"enum": list(STATUSES)},
    field.name: {"type": "string", "minLength": 1, "pattern": r"^[^、，,；;/：:（）()]*$"},
    field.slug: {"type": ["string", "integer"], "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 80},
    field.number: {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 9999},
            {"type": "string", "pattern": r"^\s*[0-9]{1,4}\s*$"},
        ]
    },
    field.file_name: {"type": "string", "minLength": 1, "pattern": r"^[^/\\:]*$"},
}
_NOTHING: Final = {"type": "null"}
"""A field of which nothing is written counts as left out."""


def report() -> dict[str, Any]:
    """The schema (draft 7, which every such program knows)."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "会议报道的文件头",
        "description": "content/reports/ 里每篇报道开头两行 --- 之间的内容",
        **_mapping(FrontMatter, ""),
    }


def _mapping(shape: type[schema.Shape], way: str) -> dict[str, Any]:
    fields = schema.fields(shape)
    told: dict[str, Any] = {
        "type": "object",
        "properties": {key: _field(key, one, f"{way}{key}") for key, one in fields.items()},
        "additionalProperties": False,
    }
    if required := [key for key, one in fields.items() if one.required]:
        told["required"] = required
    return told


def _field(key: str, one: schema.Field, way: str) -> dict[str, Any]:
    label = LABELS[way]
    described = {"title": label.name, "description": label.hint or label.name}
    value = _value(key, one.kind, way)
    if one.required:
        return described | value
    choices = value["anyOf"] if set(value) == {"anyOf"} else [value]
    return described | {"anyOf": [*choices, _NOTHING]}


def _value(key: str, kind: Any, way: str) -> dict[str, Any]:
    many = getattr(kind, "__origin__", None) is tuple
    mapped = schema.mapped(kind)
    if mapped is None:
        item = _text(kind)
    elif key in WORDS.pairs:
        said = schema.fields(mapped.shape)[WORDS.pairs[key][1]]
        return {"type": "object", "additionalProperties": _text(said.kind)}
    else:
        item = _mapping(mapped.shape, f"{way}.")
        if many and (short := WORDS.lists[key]):
            item = {"anyOf": [_text(schema.fields(mapped.shape)[short].kind), item]}
    return _one_or_several(item) if many else item


def _one_or_several(item: dict[str, Any]) -> dict[str, Any]:
    """A list; one alone may stand without it."""
    choices = item["anyOf"] if set(item) == {"anyOf"} else [item]
    return {"anyOf": [*choices, {"type": "array", "items": item}]}


def _text(kind: Any) -> dict[str, Any]:
    value = schema.value(kind)
    if value.read is schema.lines:
        return _one_or_several(_TEXT)
    return dict(_TEXTS.get(value.parse, _TEXT))
