"""Frozen values <-> bytes: the same bytes for the same value in every run, several times faster than pickles.

A class is taken apart by the types of its fields, once. A type that is not known raises at that moment: a digest of
bytes that left something out would leave a page stale.
"""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert: TypeAlias = Callable[[Any], Any] | None
"""From a value to plain ones or back; None where the value is plain already."""

_PLAIN = frozenset({str, int, bool, bytes, NoneType})
_FORMAT = 2
"""The last format of marshal that writes every value in full; later ones refer to equal objects, which is chance."""


class Flat(Generic[T]):
    """Values of the frozen dataclass `kind` as bytes. `loads` believes what it gets: check a digest first."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._ways: tuple[Convert, Convert] | None = None

    def dumps(self, value: T) -> bytes:
        """The bytes of `value`."""
        down = self._converts()[0]
        plain: Any = down(value) if down else value
        return marshal.dumps(plain, _FORMAT)

    def loads(self, data: bytes) -> T:
        """The value whose bytes these are."""
        up = self._converts()[1]
        plain = marshal.loads(data)
        value: T = up(plain) if up else plain
        return value

    def _converts(self) -> tuple[Convert, Convert]:
        if self._ways is None:
            self._ways = _both(self._kind)
        return self._ways


def _both(hint: Any) -> tuple[Convert, Convert]:
    """The ways down and up for values of the type `hint`; raises TypeError if it is not known."""
    if hint in _PLAIN:
        return None, None
    if hint is dt.date:
        return dt.date.toordinal, dt.date.fromordinal
    if hint is dt.datetime:
        return dt.datetime.isoformat, dt.datetime.fromisoformat
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _all(arguments[0])
    if origin is Mapping and arguments[0] is str and arguments[1] in _PLAIN:
        return lambda value: sorted(value.items()), dict
    if is_dataclass(hint) and isinstance(hint, type):
        return _fields(hint)
    raise TypeError(f"no bytes for {hint}")


def _optional(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    kinds = [one for one in arguments if one is not NoneType]
    if all(kind in _PLAIN for kind in kinds):
        return None, None
    if len(kinds) != 1:
        raise TypeError(f"no bytes for one of {arguments}")
    down, up = _both(kinds[0])
    return _unless_none(down), _unless_none(up)


def _unless_none(convert: Convert) -> Convert:
    return (lambda value: None if value is None else convert(value)) if convert else None


def _all(kind: Any) -> tuple[Convert, Convert]:
    down, up = _both(kind)
    if down is None or up is None:
        return None, None
    return (lambda values: [down(one) for one in values]), (lambda plain: tuple([up(one) for one in plain]))


def _fields(kind: type) -> tuple[Convert, Convert]:
    names = [one.name for one in fields(kind)]
    hints = get_type_hints(kind)
    ways = [_both(hints[name]) for name in names]
    get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    downs = [(i, down) for i, (down, _) in enumerate(ways) if down]
    ups = [(i, up) for i, (_, up) in enumerate(ways) if up]
    return _down(get, downs), _up(kind, ups)


def _down(get: Callable[[Any], Any], converts: list[tuple[int, Callable[[Any], Any]]]) -> Convert:
    if not converts:
        return get

    def down(value: Any) -> list[Any]:
        plain = list(get(value))
        for i, convert in converts:
            plain[i] = convert(plain[i])
        return plain

    return down


def _up(kind: type, converts: list[tuple[int, Callable[[Any], Any]]]) -> Convert:
    if not converts:
        return lambda plain: kind(*plain)

    def up(plain: list[Any]) -> Any:
        for i, convert in converts:
            plain[i] = convert(plain[i])
        return kind(*plain)

    return up
