"""The commands as an editor, CI and a publisher use them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys

import pytest
import tqdm

from campus_news import command as command_line
from campus_news.cli import main
from campus_news.diagnostics import apply
from conftest import REPO, Place


@pytest.fixture
def broken(place: Place) -> Place:
    place.report("2022-09-29-x", venue="报告厅 #1, 一楼")
    return place


def test_a_build_ends_with_what_it_did(place, cli):
    place.report("2022-09-29-x")
    place.report("2022-09-30-y", status="draft")
    place.report("2022-10-01-z", published="2026-03-02 09:00")
    code, out, err = cli("build", "--root", place.root, "--now", "2026-03-01")
    assert (code, err) == (0, "")
    assert "未发布：content/reports/2022/2022-09-30-y.md（草稿）" in out
    assert "未发布：content/reports/2022/2022-10-01-z.md（未到发布时间，2026-03-02 09:00 发布）" in out
    last = out.rstrip().split("\n")[-1]
    assert last.startswith("报道 1 篇，网页 ")
    assert "写入" in last
    assert "秒" in last


def test_build_is_the_command_when_none_is_given(place, cli):
    place.report("2022-09-29-x")
    assert cli("--root", place.root)[0] == 0
    assert (place.out / "index.html").exists()


def test_an_error_is_told_and_nothing_is_written(broken, cli):
    code, out, err = cli("build", "--root", broken.root)
    assert code == 1
    assert "E206" in err
    assert "网站没有改动" in err
    assert out == ""
    assert not broken.out.exists()


def test_check_prints_text_json_and_annotations(broken, cli):
    code, out, _ = cli("check", "--root", broken.root)
    assert code == 1
    assert "错误 E206" in out
    assert out.rstrip().endswith("检查了 1 篇报道：错误 1 处")
    assert not broken.out.exists()
    (one,) = json.loads(cli("check", "--root", broken.root, "--format", "json")[1])["findings"]
    assert (one["line"], one["column"], one["end_column"], one["words"]) == (4, 12, 18, "#1, 一楼")
    assert one["fix"] == {"first": 4, "last": 4, "lines": ["venue: '报告厅 #1, 一楼'"]}
    assert one["severity"] == "error"
    assert one["path"] == "content/reports/2022/2022-09-29-x.md"
    command = cli("check", "--root", broken.root, "--format", "github")[1].split("\n")[0]
    assert command.startswith(
        "::error file=content/reports/2022/2022-09-29-x.md,line=4,col=12,endColumn=18,title=E206::"
    )
    assert command.endswith("%0A改为 │ venue: '报告厅 #1, 一楼'")


def test_check_speaks_english_when_asked(broken, cli):
    _, out, _ = cli("check", "--root", broken.root, "--lang", "en")
    assert "error E206" in out
    assert out.rstrip().endswith("1 reports: 1 error")


def test_a_site_without_fault_is_said_to_be_so(place, cli):
    place.report("2022-09-29-x")
    assert cli("check", "--root", place.root) == (0, "检查了 1 篇报道：没有发现问题\n", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bild"], "命令有误"),
        (["build", "--jobs", "0"], "正整数"),
        (["build", "--now", "明天"], "2022-09-30"),
        (["build", "--root", "/nowhere"], "没有 content/ 文件夹"),
        (["check", "--format", "xml"], "命令有误"),
    ],
)
def test_a_wrong_command_is_told_in_chinese(cli, words, told):
    code, _, err = cli(*words)
    assert code == 2
    assert told in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bild"], "命令有误：没有“bild”，可以是 "),
        (["check", "--frmt", "json"], "命令有误：没有这样的选项：--frmt"),
        (["check", "--format", "xml"], "命令有误：--format：没有“xml”，可以是 "),
        (["build", "--jobs"], "命令有误：--jobs：后面要写内容"),
        (["check", "--waived=1"], "命令有误：--waived：后面不写内容（“1”）"),
    ],
)
def test_what_argparse_complains_of_is_chinese_too(cli, words, told):
    assert cli(*words)[2].startswith(told)


@pytest.mark.parametrize("command", [[], *([name] for name in command_line._COMMANDS)])
def test_help_is_chinese(cli, command):
    code, out, _ = cli(*command, "--help")
    assert code == 0
    assert out.startswith("用法：build.py")
    names = "|".join(command_line._COMMANDS)
    rest = re.sub(
        rf"--?[a-z]+|build\.py|content/\S*|public/|\b({names}|first|second|final|csv|xlsx|txt|md|docx|Word|EDITOR|text|json|github|gitlab|sarif|rsync|ssh|zh|en)\b",
        "",
        out,
    )
    assert not re.search("[A-Za-z]{2,}", rest)


@pytest.mark.parametrize("out", [".", "content", "templates", "content/reports", ".."])
def test_the_sites_own_folders_are_never_written_to(place, cli, out):
    place.report("2022-09-29-x")
    before = sorted(place.root.rglob("*"))
    code, _, err = cli("build", "--root", place.root, "--out", place.root / out)
    assert code == 2
    assert "--out" in err
    assert sorted(place.root.rglob("*")) == before


def test_what_cannot_be_written_or_rendered_is_one_line(place, cli):
    place.report("2022-09-29-x")
    place.write("templates/home.html", "{{ page.no_such_thing }}")
    code, _, err = cli("build", "--root", place.root)
    assert code == 1
    assert err.startswith("模板有误")
    assert err.count("\n") == 1
    place.write("templates/home.html", "好")
    (place.out / "index.html").mkdir(parents=True)
    code, _, err = cli("build", "--root", place.root)
    assert code == 1
    assert err.startswith("写不进去")
    assert err.count("\n") == 1


@pytest.mark.parametrize("missing", ["site.yaml", "leaders.yaml"])
def test_a_missing_file_is_a_finding(place, cli, missing):
    (place.root / "content" / missing).unlink()
    code, _, err = cli("build", "--root", place.root)
    assert code == 1
    assert f"E701 缺少文件 content/{missing}" in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E201"),
        ("name: 新闻\n", "E201"),
        ("name: 新闻\nurl: news.example.edu.cn\n", "E702"),
        ("name: 新闻\nurl: https://x.example.edu.cn//y.example/\n", "E289"),
        ("name: 新闻\nurl: https://x.example.edu.cn/xwzx/../\n", "E289"),
        ("name: 新闻\nurl: https://x.example.edu.cn/./\n", "E289"),
        ("name: 新闻\nurl: https://x.example.edu.cn\ntimezone: 北京\n", "E703"),
        ("name: 新闻\nurl： https://x.example.edu.cn\n", "E121"),
        ("- 新闻\n", "E134"),
    ],
)
def test_faults_of_the_configuration_are_findings(place, text, code):
    place.write("content/site.yaml", text)
    assert [one.code for one in place.check().findings] == [code]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://a.example//b.example/c", "https://a.example/b.example/c/"),
        ("https://a.example:8080/xwzx/../x//", "https://a.example:8080/xwzx/x/"),
        ("https://a.example/.../", "https://a.example/"),
    ],
)
def test_an_address_that_would_load_pages_parts_from_elsewhere_is_mended(place, typed, meant):
    file = place.write("content/site.yaml", f"name: 新闻\nurl: {typed}\n")
    (one,) = place.check().findings
    file.write_text(apply(file.read_text("utf-8"), [one.fix]), "utf-8")
    assert place.check().findings == ()
    assert meant in file.read_text("utf-8")


def test_the_program_runs_as_build_py_and_as_campus_news(place):
    place.report("2022-09-29-x")
    for command in (
        [sys.executable, REPO / "build.py"],
        [sys.executable, "-c", "from campus_news.cli import main; main()"],
    ):
        done = subprocess.run(
            [*command, "--root", place.root], capture_output=True, check=True, cwd=place.root
        )
        assert "报道 1 篇" in done.stdout.decode()


def test_a_console_that_cannot_write_chinese_is_no_crash(broken):
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, REPO / "build.py", "--root", broken.root], capture_output=True, env=env
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert "改为".encode() in done.stderr


@pytest.mark.parametrize("words", [["check"], ["check", "--format", "json"], ["build", "--explain"]])
def test_a_reader_who_has_read_enough_is_no_crash(place, words):
    """`check | head -1`: the pipe is closed before anything is written."""
    place.report("2022-09-29-x")
    done = subprocess.Popen(
        [sys.executable, REPO / "build.py", *words, "--root", place.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    done.stdout.close()
    with done.stderr:
        assert done.stderr.read() == b""
    assert done.wait() == 141


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "shown"), [(0, True), (3600, False)])
def test_progress_is_shown_on_a_terminal_when_it_takes_long(place, monkeypatch, seconds, shown):
    """A bar after a second; here it is made to be no time, or an hour."""
    place.report("2022-09-29-x")
    bar, delays = tqdm.tqdm, []
    monkeypatch.setattr(
        tqdm, "tqdm", lambda *a, **k: delays.append(k["delay"]) or bar(*a, **{**k, "delay": seconds})
    )
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert main(["build", "--root", str(place.root)]) == 0
    assert ("生成网页" in sys.stderr.getvalue()) is shown
    assert set(delays) == {1}
