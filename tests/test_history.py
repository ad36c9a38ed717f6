"""What was changed since an approval is told from Git, which runs nothing that the repository asks for."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from campus_news import history
from conftest import Place, report

PATH = "content/reports/2022/2022-09-29-x.md"
BODY = "第一段。\n\n会议由陈立言主持。\n\n方致远讲话。"
STAGES = ("first", "冉启明"), ("second", "鲍清"), ("final", "岳衡")


def git(place: Place, *words: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=place.root, env=own, check=True, capture_output=True)


def edit(place: Place, old: str, new: str) -> None:
    file = place.root / PATH
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def commit(place: Place) -> None:
    git(place, "add", "-A")
    git(place, "commit", "-qm", "x", "--allow-empty")


@pytest.fixture
def shelf(place: Place, cli) -> Place:
    """A repository with an approved report."""
    git(place, "init", "-q")
    place.report(
        "2022-09-29-x", host="陈立言", speakers="[方致远]", body=BODY, venue="报告厅", status="draft"
    )
    commit(place)
    for stage, by in STAGES:
        code, _, err = cli("approve", place.root / PATH, "--root", place.root, "--stage", stage, "--by", by)
        assert code == 0, err
    edit(place, "status: draft", "status: published")
    commit(place)
    return place


def told(place: Place) -> str:
    (one,) = place.check().findings
    assert one.code == "E252"
    return one.message().partition("（build.py approve）")[2]


def test_the_lines_that_changed_are_told_by_their_numbers(shelf):
    edit(shelf, "会议由陈立言主持", "会议由陈立颜主持")
    line = (shelf.root / PATH).read_text("utf-8").split("\n").index("会议由陈立颜主持。") + 1
    said = f"。第 {line} 行原来是“会议由陈立言主持。”，现在是“会议由陈立颜主持。”"
    assert [one.message().partition("）。")[2] for one in shelf.check().findings if one.code == "E252"] == [
        said[1:]
    ]


def test_it_is_found_behind_later_commits(shelf):
    for venue in ("礼堂", "体育馆", "操场"):
        edit(shelf, (shelf.root / PATH).read_text("utf-8").partition("venue: ")[2].split("\n")[0], venue)
        commit(shelf)
    assert told(shelf) == "。第 6 行原来是“venue: 报告厅”，现在是“venue: 操场”"


def test_what_was_added_and_deleted_is_told_and_no_more_than_three(shelf):
    edit(shelf, "第一段。\n", "")
    edit(shelf, "方致远讲话。", "方致远讲话。\n\n散会。")
    said = told(shelf)
    assert "删去了“第一段。”" in said
    assert "“散会。”是后来加的" in said
    for i in range(9):
        edit(shelf, "散会。", f"第{i}项。\n\n散会。")
    assert "（一共 11 处）" in told(shelf)


def test_what_may_change_is_not_told(shelf):
    edit(shelf, "status: published", "status: published\nwaive:\n  E302: 兼职\nabsent: [谷雨声]")
    edit(shelf, "venue: 报告厅", "venue: 礼堂")
    said = next(one.message() for one in shelf.check().findings if one.code == "E252")
    assert "venue" in said
    assert "E302" not in said


def test_a_text_not_saved_yet_is_what_is_compared(shelf):
    text = (shelf.root / PATH).read_text("utf-8").replace("报告厅", "礼堂")
    (one,) = shelf.check(only=(PATH,), typed={PATH: text.encode()}).findings
    assert "原来是“venue: 报告厅”，现在是“venue: 礼堂”" in one.message()


def test_a_site_within_a_repository_and_a_name_that_is_a_pattern(shelf, tmp_path):
    other = Place(tmp_path / "other" / "site")
    shutil.copytree(shelf.root / "content", other.root / "content")
    odd = other.root / "content/reports/2022/2022-09-29-[x]*.md"
    (other.root / PATH).rename(odd)
    top = Place(tmp_path / "other")
    git(top, "init", "-q")
    commit(top)
    odd.write_text(odd.read_text("utf-8").replace("报告厅", "礼堂"), "utf-8")
    said = [one.message() for one in other.check().findings if one.code == "E252"]
    assert "现在是“venue: 礼堂”" in said[0]


def test_without_git_the_parts_are_told(shelf, monkeypatch):
    edit(shelf, "报告厅", "礼堂")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert told(shelf) == ""


@pytest.mark.parametrize("harm", ["no repository", "no commit", "a broken repository", "another branch"])
def test_without_the_approved_text_the_parts_are_told(shelf, harm):
    edit(shelf, "报告厅", "礼堂")
    repository = shelf.root / ".git"
    if harm == "a broken repository":
        (repository / "HEAD").write_text("gone")
    else:
        shutil.rmtree(repository)
    if harm in ("no commit", "another branch"):
        git(shelf, "init", "-q")
    if harm == "another branch":
        commit(shelf)
    (one,) = shelf.check().findings
    assert "又改过文件头里的其他各项，" in one.message()
    assert one.message().endswith("（build.py approve）")


def test_a_slow_git_is_not_waited_for(shelf, tmp_path, monkeypatch):
    edit(shelf, "报告厅", "礼堂")
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(history, "_SECONDS", 0.2)
    assert told(shelf) == ""


def test_nothing_that_a_repository_asks_for_is_run(shelf, tmp_path, monkeypatch):
    mark, program = tmp_path / "ran", tmp_path / "harm"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {mark}\ncat\n')
    program.chmod(0o755)
    edit(shelf, "报告厅", "礼堂")
    for key in (
        "core.pager", "pager.log", "pager.rev-list", "core.fsmonitor", "core.sshCommand", "core.editor", "gpg.program",
        "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "filter.x.process",
        "alias.rev-list", "alias.cat-file", "credential.helper", "core.gitProxy", "core.alternateRefsCommand",
    ):  # fmt: skip
        git(shelf, "config", key, f"!{program}" if key.startswith("alias") else f"{program}")
    git(shelf, "config", "core.hooksPath", str(tmp_path))
    git(shelf, "config", "log.showSignature", "true")
    git(shelf, "config", "remote.origin.url", f"ext::{program} %S")
    git(shelf, "config", "remote.origin.promisor", "true")
    git(shelf, "config", "extensions.partialClone", "origin")
    git(shelf, "config", "protocol.ext.allow", "always")
    (shelf.root / ".gitattributes").write_text("*.md diff=x filter=x\n")
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, tmp_path / name)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    monkeypatch.setenv("GIT_PAGER", str(program))
    git(shelf, "diff", "HEAD", "--", PATH)
    assert mark.exists()  # so that what follows can fail
    mark.unlink()
    assert "现在是“venue: 礼堂”" in told(shelf)
    assert not mark.exists()
    for one in [one for one in (shelf.root / ".git/objects").glob("??/*") if one.is_file()]:
        one.unlink()  # a partial clone would fetch them
    assert told(shelf) == ""
    assert not mark.exists()


def test_words_that_nobody_can_see_are_not_printed(shelf):
    edit(shelf, "venue: 报告厅", 'venue: "礼\\u00a0堂"')
    assert all(char.isprintable() for char in told(shelf))


def test_a_long_file_is_not_compared_line_by_line():
    many = [(i, f"第{i}行") for i in range(3000)]
    assert history._told(many, many[1:]) == ""
    assert history._told([(1, "甲" * 500 + "乙" + "丙" * 500)], [(1, "甲" * 500 + "丁" + "丙" * 500)]) == (
        "。第 1 行原来是“…甲甲甲甲甲甲乙丙丙丙丙丙丙…”，现在是“…甲甲甲甲甲甲丁丙丙丙丙丙丙…”"
    )


def test_git_is_never_asked_when_nothing_is_void(place, monkeypatch, tmp_path):
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(history, "_git", fail)
    place.write(PATH, report(review="{first: {by: 冉启明, on: 2022-09-29}}"))
    assert place.check().findings == ()
