"""Checking some reports, and a report that is not saved yet: the whole site stands behind it, and nothing is written."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from conftest import Place, jpeg, report

FOLDER = "content/reports/2022"
A, B = f"{FOLDER}/2022-09-29-a.md", f"{FOLDER}/2022-09-30-b.md"


@pytest.fixture
def two(place: Place) -> Place:
    """One report with a warning, one with an error, and one of another year."""
    place.write(A, report(attendees="[石一鸣]"))
    place.write(B, report(date="2022-09-30", venue="报告厅 #1"))
    place.report("2023-01-05-c")
    return place


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    def typed(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return typed


def tree(place: Place) -> dict[Path, bytes | None]:
    """Everything in the site's folder."""
    return {file: file.read_bytes() if file.is_file() else None for file in sorted(place.root.rglob("*"))}


@pytest.mark.parametrize(
    ("paths", "code", "shown", "count"),
    [
        ([], 1, ["E302", "E206"], 3),
        ([A], 0, ["E302"], 1),
        ([B], 1, ["E206"], 1),
        ([A, B], 1, ["E302", "E206"], 2),
        ([FOLDER], 1, ["E302", "E206"], 2),
        (["content/reports/2023"], 0, [], 1),
        (["content/reports/2023/", A], 0, ["E302"], 2),
        (["."], 1, ["E302", "E206"], 3),
    ],
)
def test_only_what_was_asked_about_is_told(two, cli, monkeypatch, paths, code, shown, count):
    monkeypatch.chdir(two.root)
    assert cli("check", *paths)[0] == code
    told = cli("check", *paths)[1]
    assert told.rstrip().split("\n")[-1].startswith(f"检查了 {count} 篇报道")
    found = json.loads(cli("check", *paths, "--format", "json")[1])["findings"]
    assert [one["code"] for one in found] == shown


@pytest.mark.parametrize(
    "path", ["nowhere.md", "content/site.yaml", f"{FOLDER}/1.jpg", "content/photos", ".."]
)
def test_a_path_that_is_no_report_is_one_line(two, cli, monkeypatch, path):
    two.write(f"{FOLDER}/1.jpg", jpeg())
    monkeypatch.chdir(two.root)
    code, out, err = cli("check", A, path)
    assert (code, out) == (2, "")
    assert err == (
        f"“{path}”不是这个网站的报道：报道在 content/reports/ 里，文件名以 .md 结尾；"
        "路径从当前文件夹写起，或者从 --root 的文件夹写起（content/reports/…）\n"
    )


def test_a_path_may_be_absolute_and_the_root_elsewhere(two, cli):
    assert cli("check", "--root", two.root, two.root / A)[0] == 0
    assert cli("check", "--root", two.root, two.root / B)[0] == 1


def test_the_whole_site_stands_behind_it(two, cli):
    """Two reports with one address: each is told of the other when it is asked about."""
    two.write("content/reports/2022-09-29-a.md", report())
    for one, other in ((A, "content/reports/2022-09-29-a.md"), ("content/reports/2022-09-29-a.md", A)):
        code, out, _ = cli("check", "--root", two.root, two.root / one)
        assert code == 1
        assert f"{one}:1:1: 错误 E401 与 {other} 的网址相同" in out


def test_waivers_are_listed_of_what_was_asked_about(two, cli):
    two.write(A, report(attendees="[石一鸣]", waive="{E302: 退休老领导}"))
    assert "放行 1 处" in cli("check", "--waived", "--root", two.root, two.root / A)[1]
    assert "放行 0 处" in cli("check", "--waived", "--root", two.root, two.root / B)[1]


@pytest.mark.parametrize("before", ["nothing", "check", "build", "rubbish", "a damaged row"])
def test_what_is_typed_is_checked_where_it_would_stand_and_nothing_is_written(place, cli, stdin, before):
    place.report("2022-09-30-b")
    place.report("2022-09-29-a")
    if before in ("check", "build", "a damaged row"):
        cli("build" if before == "build" else "check", "--root", place.root)
    if before == "rubbish":
        place.write(".cache/memo.sqlite", b"rubbish" * 1000)
    if before == "a damaged row":
        import sqlite3

        with sqlite3.connect(place.root / ".cache/memo.sqlite") as db:
            db.execute("UPDATE resolved SET entry = x'00'")
        db.close()
    place.write("content/photos/1.jpg", jpeg())
    was = tree(place)
    command = ("check", "--root", place.root, "--stdin", "--path")
    stdin(report(attendees="[方志远]", photos="[1.jpg]"))
    code, out, err = cli(*command, place.root / A)
    assert (code, err) == (1, "")
    assert f"{A}:4:13: 错误 E306" in out
    assert "检查了 1 篇报道：错误 1 处" in out
    stdin(report())
    assert cli(*command, place.root / A) == (0, "检查了 1 篇报道：没有发现问题\n", "")
    stdin(report(date="2022-10-08"))
    assert cli(*command, place.root / f"{FOLDER}/2022-10-08-new.md")[0] == 0
    stdin(report())
    assert "E401" in cli(*command, place.root / "content/reports/2022-09-29-a.md")[1]
    assert tree(place) == was


@pytest.mark.parametrize("path", ["content/reports/x.txt", "x.md", "content/reports/.x.md", ".."])
def test_what_is_typed_must_be_a_report_of_the_site(place, cli, stdin, monkeypatch, path):
    monkeypatch.chdir(place.root)
    stdin(report())
    code, out, err = cli("check", "--stdin", "--path", path)
    assert (code, out) == (2, "")
    assert "不是这个网站的报道" in err


@pytest.mark.parametrize("words", [["--stdin"], ["--path", A], ["--stdin", "--path", A, B]])
def test_stdin_and_path_belong_together(place, cli, words):
    code, _, err = cli("check", "--root", place.root, *words)
    assert code == 2
    assert "--stdin 要与 --path 一起用" in err


def test_a_path_begins_in_the_current_folder_or_in_the_root(two, cli, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for path in (A, two.root / A, (two.root / A).relative_to(tmp_path)):
        code, out, err = cli("check", "--root", two.root, path)
        assert (code, err) == (0, "")
        assert f"{A}:4:" in out
    monkeypatch.chdir(two.root / "content")
    assert cli("check", "--root", two.root, "reports/2022/2022-09-29-a.md")[0] == 0
