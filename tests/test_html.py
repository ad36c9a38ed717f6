"""The Nu Html Checker, which is the W3C's, finds nothing on any page of the demo."""

from __future__ import annotations

import pytest

from checker import html_messages
from crawl import Site
from hosting import serving


@pytest.mark.slow
def test_no_page_has_an_error_or_a_warning(demo):
    pages = Site(demo, "https://news.example.edu.cn/").pages
    with serving(demo) as server:
        assert html_messages([server + url for url in pages]) == []


@pytest.mark.slow
def test_the_checker_does_find_something(tmp_path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=zh><title>x</title><img src=x><center>", "utf-8"
    )
    with serving(tmp_path) as server:
        found = [one["message"] for one in html_messages([f"{server}/"])]
    assert any("alt" in message for message in found)
    assert any("center" in message for message in found)
