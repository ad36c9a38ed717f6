"""The bytes of a value tell all of it, and nothing of how it came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news import digest, page, view
from campus_news.flat import Flat
from campus_news.markup import Body
from examples import examples

KINDS = [
    Body,
    *(
        kind
        for kind in vars(view).values()
        if isinstance(kind, type) and kind.__module__ == view.__name__ and kind is not view.ReportView
    ),  # a report's view is never packed: its digest is that of what it is made of
]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(100)
def test_every_value_comes_back_as_it_was(kind, data):
    value, flat = data.draw(st.from_type(kind)), Flat(kind)
    packed = flat.dumps(value)
    again = flat.loads(packed)
    assert again == value
    assert flat.dumps(again) == packed


@dataclass(frozen=True, slots=True)
class Pair:
    one: str | None
    other: str | None
    day: dt.date | None = None


def test_values_that_differ_have_other_bytes():
    values = [
        Pair("a", "b"), Pair("ab", ""), Pair("b", "a"), Pair("a", None), Pair(None, "a"), Pair("None", "a"),
        Pair("a", "b", dt.date(2022, 9, 29)),
    ]  # fmt: skip
    assert len({Flat(Pair).dumps(value) for value in values}) == len(values)


def test_equal_values_have_equal_bytes_whatever_they_share():
    text = "学校召开例会"
    assert Flat(Pair).dumps(Pair(text, text)) == Flat(Pair).dumps(Pair(text, "学校召开" + "例会"[:2]))
    assert digest.of(text, text) == digest.of(text, "".join(text))


@dataclass(frozen=True, slots=True)
class Named:
    places: Mapping[str, str]


def test_the_order_in_which_a_mapping_was_filled_is_not_told():
    one, other = Named({"甲": "a", "乙": "b"}), Named({"乙": "b", "甲": "a"})
    assert Flat(Named).dumps(one) == Flat(Named).dumps(other)


@dataclass(frozen=True, slots=True)
class Loose:
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Odd:
    value: Pair | view.Link


@pytest.mark.parametrize("kind", [Loose, Odd, Enum, dt.time, object])
def test_a_type_that_is_not_known_raises(kind):
    with pytest.raises(TypeError, match="no bytes for"):
        Flat(kind).dumps(kind)


def test_every_view_is_known():
    for kind in page.View.__args__:
        Flat(kind)._converts()
