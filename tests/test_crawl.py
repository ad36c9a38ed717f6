"""The crawler of these tests finds what it is there to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawl import Site

ADDRESS = "https://www.example.edu.cn/xwzx/"


def site(folder: Path, body: str) -> Site:
    """A front page with `body`, one other page and a picture."""
    (folder / "a").mkdir()
    (folder / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>x</title><body id=top>{body}", "utf-8"
    )
    (folder / "a" / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>x</title><p id=二>x", "utf-8"
    )
    (folder / "x.webp").write_bytes(b"")
    return Site(folder, ADDRESS)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<a href=/xwzx/a/>", None),
        ("<a href=a/>", None),
        ("<a href='a/#%E4%BA%8C'>", None),
        ("<a href=#top>", None),
        (f"<a href={ADDRESS}a/>", None),
        ("<a href=https://beian.miit.gov.cn/>", None),
        ("<a href=mailto:a@example.com>", None),
        ("<img srcset='x.webp 1x, /xwzx/x.webp 2x'>", None),
        ("<a href=/a/>", "no such file"),
        ("<a href=a>", "no such file"),
        ("<a href=/xwzx/b/>", "no such file"),
        ("<a href=/xwzx/a/#top>", "no such anchor"),
        ("<a href=#二>", "no such anchor"),
        ("<img src=y.webp>", "no such file"),
        ("<img srcset='x.webp 1x, y.webp 2x'>", "no such file"),
        ("<p data-index=/xwzx/index/>", "no such file"),
        ("<p data-parts='/xwzx/a/ 2022,/xwzx/b/ 2023'>", "no such file"),
        ("<img src=https://cdn.example.com/x.png>", "fetched from elsewhere"),
        ("<script src=//cdn.example.com/x.js></script>", "fetched from elsewhere"),
        ("<link rel=stylesheet href=https://fonts.example.com/x.css>", "fetched from elsewhere"),
    ],
)
def test_wrong_references_are_found(tmp_path, body, why):
    there = site(tmp_path, body)
    assert [one for one in map(there.wrong, there.references) if one] == ([why] if why else [])


def test_mentions_in_files_for_machines_are_found(tmp_path):
    there = site(tmp_path, f"本页网址：{ADDRESS}")
    (tmp_path / "x.ics").write_bytes(b"URL:https://www.example.edu.cn/xw\r\n zx/b/\r\n")
    (tmp_path / "x.xml").write_text(f"<loc>{ADDRESS}a/?x=1&amp;y</loc>", "utf-8")
    there = Site(tmp_path, ADDRESS)
    assert there.mentions == [
        ("index.html", ADDRESS),
        ("x.ics", f"{ADDRESS}b/"),
        ("x.xml", f"{ADDRESS}a/?x=1&y"),
    ]
    assert [there.file(url) for _, url in there.mentions] == ["index.html", None, "a/index.html"]


def test_what_nothing_leads_to_is_not_reached(tmp_path):
    assert site(tmp_path, "<a href=#top>").reached() == {"/"}
    (tmp_path / "index.html").write_text("<a href=a/>", "utf-8")
    assert Site(tmp_path, ADDRESS).reached() == {"/", "/a/"}
