"""A pattern that is compiled late is the same pattern; and every one of the program's compiles."""

from __future__ import annotations

import importlib
import re

import pytest

from campus_news.lazy import lazy
from test_architecture import MODULES


def test_it_finds_what_the_pattern_finds():
    assert lazy("一(.)", re.S).findall("一\n一是") == ["\n", "是"]
    assert lazy("a").sub("b", "aa") == "bb"


def test_nothing_is_compiled_before_it_is_used(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *source: compiled.append(source))
    pattern = lazy("a", re.I)
    assert not compiled
    with pytest.raises(AttributeError):  # what stands for a pattern here has no methods
        pattern.search("a")
    assert compiled == [("a", re.I)]


def test_all_patterns_compile():
    patterns = [
        value
        for name in MODULES
        for value in vars(
            importlib.import_module(f"campus_news.{name.replace('/', '.').removesuffix('.__init__')}")
        ).values()
        if type(value) is type(lazy("a"))
    ]
    assert len(patterns) > 50
    assert all(one.flags is not None for one in patterns)
