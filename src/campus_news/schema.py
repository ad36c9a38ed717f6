"""What a file of fields may hold: plain dataclasses whose fields carry how their text is read.

`shape` reads by them in two ways: through pydantic, which tells all that is wrong, and directly where nothing is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeAlias, get_type_hints

from campus_news import catalogue as kinds
from campus_news.field import Wrong, wrong


def key_of(name: str) -> str:
    """What an editor types for the field `name`: `from` is `from_` in Python."""
    return name.rstrip("_")


class Shape:
    """What every dataclass of fields has in common: no field but the known."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "alias_generator": key_of}


@dataclass(frozen=True, slots=True)
class Value:
    """How a field is read: `read` takes a text or a list, and returns a value or raises `Wrong`.

    `parse` is what reads the text of a field that is one piece of text.
    """

    read: Callable[[object], Any]
    parse: Callable[[str], object] | None = None

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: object) -> Any:
            try:
                return self.read(value)
            except Wrong as fault:
                raise PydanticCustomError(
                    "campus", "{code}", {"code": fault.kind.code, "wrong": fault}
                ) from None

        return core_schema.no_info_plain_validator_function(validate)


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a field that is a mapping is read: `shape` says which fields it has, `make` takes them by their names."""

    shape: type[Shape]
    make: Callable[..., Any]

    def __get_pydantic_core_schema__(self, _source: object, handler: Any) -> Any:
        from pydantic_core import core_schema

        names = [one.name for one in fields(self.shape).values()]

        def make(value: object) -> Any:
            return self.make(**{name: getattr(value, name) for name in names})

        return core_schema.no_info_after_validator_function(make, handler.generate_schema(self.shape))


def scalar(parse: Callable[[str], object]) -> Value:
    """A field that is one piece of text, read by `parse`."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not value:
            raise wrong(kinds.NOT_TEXT)
        return parse(value)

    return Value(read, parse)


def line(text: str) -> str:
    """A text in one line, without spaces around it."""
    text = text.strip()
    if "\n" in text:
        raise wrong(kinds.BAD_LINE)
    return text


def lines(value: object) -> str:
    """A text, or several that are shown side by side."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str) and text]
    if not texts or len(texts) != len(values):
        raise wrong(kinds.NOT_TEXT)
    return " ".join(map(line, texts))


Line: TypeAlias = Annotated[str, scalar(line)]
Lines: TypeAlias = Annotated[str, Value(lines)]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a `Shape`: its name in Python, its type, and whether it may be left out."""

    name: str
    kind: Any
    required: bool


_FIELDS: dict[type[Shape], Mapping[str, Field]] = {}


def fields(shape: type[Shape]) -> Mapping[str, Field]:
    """The fields of `shape`, by what editors type for them; found out once, which takes a millisecond."""
    if shape not in _FIELDS:
        _FIELDS[shape] = _fields(shape)
    return _FIELDS[shape]


def _fields(shape: type[Shape]) -> Mapping[str, Field]:
    hints = get_type_hints(shape, include_extras=True)
    return {
        key_of(one.name): Field(
            one.name,
            hints[one.name],
            one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING,
        )
        for one in dataclasses.fields(shape)
    }


def mapped(kind: Any) -> Mapped | None:
    """How a mapping within `kind` is read; None for a type of texts."""
    return next((one for one in _markers(kind) if isinstance(one, Mapped)), None)


def value(kind: Any) -> Value:
    """How a text of type `kind` is read."""
    return next(one for one in _markers(kind) if isinstance(one, Value))


def _markers(kind: Any) -> Iterator[object]:
    """All that `Annotated` says within tuple[…, ...] and … | None."""
    yield from getattr(kind, "__metadata__", ())
    for part in getattr(kind, "__args__", ()):
        yield from _markers(part)
