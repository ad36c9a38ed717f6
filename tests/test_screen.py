"""Nothing that a report, a file's name or a hand-over says is a command to a terminal, or to the runner of a CI that reads along.

A runner is imitated as GitHub's reads lines: `::command ::` behind spaces, and `##[command]` anywhere.
"""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news import bulletin, sarif, screen, tell
from campus_news.diagnostics import Kind, Severity, Span, finding
from campus_news.outcome import Change, Outcome
from conftest import Place

KIND = Kind("E999", Severity.WARNING, "“{words}”有误", "'{words}' is odd")
COMMANDS = {"add-mask", "add-matcher", "debug", "echo", "error", "group", "notice", "save-state", "set-output",
            "stop-commands", "warning"}  # fmt: skip
WORDS = [
    "\x1b[2J\x1b[H",
    "\x1b]0;标题\x07",
    "\x1b]8;;https://evil.example/\x1b\\点我\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "甲\r乙",
    "甲\b\b乙",
    "甲\n::set-output name=ok::true",
    "甲\r\n  ::add-mask::报",
    "甲\x85::error::乙",
    "::stop-commands::x",
    "甲##[set-output name=ok]true",
    "##[add-matcher]/etc/passwd",
    "##vso[task.setvariable variable=a]b",
    "\u202e反转\u202c",
    "\u2066甲\u2069",
    "甲\u200b乙",
    "甲\u2028::error::乙",
    "\ufeff::error::甲",
    "</summary><img src=x onerror=alert(1)>",
    "[点我](https://evil.example/)",
    "![图](https://evil.example/x.png)",
    "甲 | 乙\n\n# 标题\n| 丙 |",
    "`甲` *乙* _丙_ ~丁~ $x$ &lt; <!-- -->",
]
SEEN = re.compile(
    r"[\n\t\x20-\x7e\xa1-\u061b\u061d-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ufefe\uff00-\U0010ffff]*"
)


def obeyed(text: str) -> list[str]:
    """What a runner would do that reads `text`."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        first = re.match(r"\s*::([^ :]+)(?: .*?)?::", line)
        if first and first[1] in COMMANDS:
            found.append(first[1])
        else:
            found += re.findall(r"##(?:vso)?\[([\w.-]+)[^\]]*\]", line)
    return found


def told(words: str) -> list:
    """A finding with `words` wherever something is told: path, line, message, correction."""
    span = Span(f"content/{words}.md", 3, 1, 2, f"ti{words}")
    return [finding(KIND, span, f"改{words}", words=words)]


@pytest.mark.parametrize("words", [one for one in WORDS if "##" in one or "::" in one or "\x1b" in one])
def test_the_runner_and_the_screen_would_notice(words):
    """Else what follows would show nothing."""
    assert obeyed(f"{words}\n") or not SEEN.fullmatch(words) or words == WORDS[-1]


@pytest.mark.parametrize("words", WORDS)
def test_findings_command_nothing(words):
    text = tell.text(told(words))
    assert SEEN.fullmatch(text)
    assert obeyed(text) == []
    assert text.count("\n") == (4 if told(words)[0].fix else 3)


@pytest.mark.parametrize("words", WORDS)
def test_an_annotation_is_one_command(words):
    text = tell.github(told(words))
    assert SEEN.fullmatch(text)
    assert (obeyed(text), text.count("\n")) == (["warning"], 1)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("form", [tell.as_json, sarif.log])
def test_programs_get_the_very_words_and_a_screen_nothing_to_obey(words, form):
    text = form(told(words))
    assert SEEN.fullmatch(text)
    assert obeyed(text) == []
    assert words in json.loads(text)["findings"][0]["message"] if form is tell.as_json else json.loads(text)


def test_sarif_has_no_link_of_anybody_elses():
    text = json.loads(sarif.log(told("[点我](https://evil.example/)")))["runs"][0]["results"][0]["message"][
        "text"
    ]
    assert text == "“[点我] (https://evil.example/)”有误"


@pytest.mark.parametrize("words", WORDS)
def test_the_page_of_a_run_stays_a_table(words):
    change = Change("新增", "x.md", words, f"https://news.example.edu.cn/{words}", words)
    text = bulletin.page(Outcome(tuple(told(words)), 1, changes=(change,)))
    assert SEEN.fullmatch(text)
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert len(rows) == 6
    assert text.count("\n") == 13
    for row in rows:
        bare = re.sub(r"\\[\\`*_\[\]<>|~&#$]", "", row.removeprefix("| ").removesuffix(" |"))
        assert not re.search(r"[\\`*_\[\]<>~&#$]", bare)
        assert bare.count("|") == (3 if row in rows[:3] else 2)


@given(st.text())
def test_what_is_printed_has_the_length_it_had(text):
    assert len(screen.printable(text)) == len(text) == len(screen.inert(text))
    assert "\n" not in screen.printable(text)


REPORT = """\
---
title: 例会 ##[set-output name=a]b
date: 2022-09-29
time: "1\\n::error::甲\\e[2J"
status: "x\\r::notice::乙"
photos: "a\\n::set-output name=x::y/\\e[31m.jpg"
groups: [" 甲 ", "乙\\u009b31m\\u202e"]
waive: {E306: "\\e[2J ##[add-mask]甲", "E512 \\e[2J": x}
---
::error::正文\x1b[2J ##[error]x <script>\x1b[31m</script>
（图1）
"""
FORMS = ["text", "json", "github", "sarif"]


@pytest.mark.parametrize("form", FORMS)
def test_a_check_commands_nothing(place: Place, cli, form, monkeypatch, tmp_path):
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    place.write("content/reports/2022/2022-09-29-x.md", REPORT)
    place.write("content/reports/2022/\x1b[31m\n::error::x.md", REPORT)
    place.write("content/wording.yaml", '- {wrong: 正文, right: "\\e[2J##[error]", reason: "\\e[1m"}\n')
    code, out, err = cli("check", "--root", place.root, "--format", form)
    assert code == 1
    assert out.count("E210") >= 2
    assert SEEN.fullmatch(out + err)
    assert set(obeyed(out + err)) <= ({"error", "warning", "notice"} if form == "github" else set())
    assert not [line for line in out.split("\n") if line.startswith("::") and "title=E" not in line]
    assert summary.exists() == (form == "github")
    assert not summary.exists() or SEEN.fullmatch(summary.read_text("utf-8"))


def test_nor_do_other_commands(place: Place, cli):
    body = "::error::甲\n会议指出,要##[error]抓好落实。\n::notice::乙"
    waived = '{E306: "\\e[2J ##[add-mask]甲"}'
    place.report("2022-09-29-x", title="例会召开,各单位参加", body=body, waive=waived, status="draft")
    place.write(
        "hand/::error::甲.txt",
        "例会\n\x1b[2J2022年9月29日，学校召开例会。##[error]x\n\x9b31m（撰稿：温岚）\n",
    )
    place.write("hand/乙.txt", "例会\n2022年9月29日，学校召开例会\u202e。\n")
    printed = 0
    for words in (
        ["build"],
        ["check", "--waived"],
        ["fix", "--dry-run", "content/reports"],
        ["ledger"],
        *(["draft", *more, place.root / "hand"] for more in ([], ["--json"], ["--explain"])),
    ):
        _, out, err = cli(*words[:1], "--root", place.root, *words[1:])
        assert SEEN.fullmatch(out + err), words
        assert obeyed(out + err) == [], words
        printed += len(out + err)
    assert printed > 1500
