"""Findings as code hosts read them: annotations, a summary beside the run, SARIF."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest

from campus_news import bulletin, catalogue, quality, rules, sarif, tell
from campus_news.diagnostics import Fix, Kind, Severity, Span, finding
from campus_news.outcome import Change, Outcome
from conftest import Place, report

A, B, C = (f"content/reports/2022/2022-09-{day}.md" for day in ("28-a", "29-b", "30-c"))
ODD = Kind("E999", Severity.WARNING, "“{words}”有 100%\r\n不对：a,b", "'{words}' is odd")


@pytest.fixture
def page(place: Place, cli, monkeypatch):
    """Runs a check as a code host does: its exit code and what it adds to the page of the run."""
    file = place.root.parent / "summary.md"

    def run(*words: str) -> tuple[int, str]:
        file.write_text("前面的内容\n", "utf-8")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
        code, _, err = cli("check", "--root", place.root, "--format", "github", "--now", "2022-10-01", *words)
        assert err == ""
        return code, file.read_text("utf-8").removeprefix("前面的内容\n")

    return run


def test_an_annotation_is_escaped_as_the_runner_reads_it():
    one = finding(ODD, Span("a,b:100%/x.md", 3, 2, 1, "第#行"), "号", words="#")
    assert tell.github([one]) == (
        "::warning file=a%2Cb%3A100%25/x.md,line=3,col=2,endColumn=3,title=E999::"
        "“#”有 100%25%0D%0A不对：a,b%0A改为 │ 第号行\n"
    )


def test_the_summary_counts_lists_and_compares(place, cli, page):
    place.write(A, report("甲|乙会议", "2022-09-28"))
    place.write(B, report("学校召开例会", "2022-09-29"))
    assert cli("build", "--root", place.root, "--now", "2022-10-01")[0] == 0
    place.write(A, report("学校召开*大会*", "2022-09-28", attendees="[石一鸣]"))
    (place.root / B).unlink()
    place.write(C, report("迎新会", "2022-09-30", venue="报告厅 #1"))
    place.write(C.replace("30-c", "30-d"), report("座谈会", "2022-09-30", status="draft"))
    code, added = page()
    assert code == 1
    assert (
        added
        == f"""\
## 报道检查

检查了 3 篇报道：错误 1 处，提醒 1 处，说明 0 处。

| 级别 | 位置 | 编号 | 问题 |
| --- | --- | --- | --- |
| 错误 | {C}:4 | E206 | “\\#1”前有空格，会被当作注释丢掉；请用单引号括起整段文字 |
| 提醒 | {A}:4 | E302 | 名册里没有“石一鸣”；若是来宾或中层干部，请写成 {{name: 石一鸣, title: 职务}} |

### 与上次相比变动的报道

| 变动 | 标题 | 网址 |
| --- | --- | --- |
| 修改 | 学校召开\\*大会\\* | https://news.example.edu.cn/2022/09/28/a/ |
| 新增 | 迎新会 | https://news.example.edu.cn/2022/09/30/c/ |
| 新增 | 座谈会 | https://news.example.edu.cn/2022/09/30/d/（草稿） |
| 删去 | 学校召开例会 | https://news.example.edu.cn/2022/09/29/b/ |
"""
    )
    assert page() == (1, added.partition("\n### ")[0] + "\n与上次相比，没有报道变动。\n")


def test_the_summary_compares_with_nothing_if_nothing_is_remembered(place, page):
    place.write(A, report(date="2022-09-28"))
    assert page() == (0, "## 报道检查\n\n检查了 1 篇报道：错误 0 处，提醒 0 处，说明 0 处。\n")


def test_the_summary_is_of_what_was_asked_about(place, page):
    place.write(A, report(date="2022-09-28"))
    page()
    place.write(B, report(date="2022-09-29"))
    place.write(C, report(date="2022-09-30"))
    _, added = page(str(place.root / B))
    assert "2022/09/29/b/" in added
    assert "2022/09/30/c/" not in added
    assert "删去" not in added


def test_a_report_that_cannot_be_read_is_a_change_too(place, page):
    place.write(A, report(date="2022-09-28"))
    page()
    place.write(A, "没有文件头的一段话，比标题长得多，所以不会被当作标题。\n")
    assert "| 修改 |  | https://news.example.edu.cn/（读不出来） |" in page()[1]


def test_no_summary_is_written_in_another_format(place, cli, monkeypatch, tmp_path):
    place.write(A, report(date="2022-09-28"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert cli("check", "--root", place.root)[0] == 0
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    assert cli("check", "--root", place.root, "--format", "github")[0] == 0
    assert not (tmp_path / "summary.md").exists()


def test_a_summary_that_cannot_be_written_is_one_line(place, cli, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place.root / "no" / "summary.md"))
    code, _, err = cli("check", "--root", place.root, "--format", "github")
    assert code == 1
    assert err.startswith("写不进去")
    assert err.count("\n") == 1


def test_a_long_table_ends_with_how_much_is_left_out():
    changes = tuple(Change("新增", f"{i}.md", f"第{i}次会议", "https://x/") for i in range(203))
    text = bulletin.page(Outcome((), 203, changes=changes))
    assert text.count("\n| 新增 |") == 200
    assert text.endswith("\n另有 3 行没有列出。\n")


def test_gitlab_gets_a_report_of_code_quality(place, cli):
    """What it needs of each finding; the fingerprint stays when the line moves, and differs for the second of two alike."""
    text = report(body="会议由方致元主持。", venue="报告厅 #1")
    place.write("content/reports/2022/2022-09-29-x.md", text)
    code, out, _ = cli("check", "--root", place.root, "--format", "gitlab")
    found = json.loads(out)
    told = json.loads(cli("check", "--root", place.root, "--format", "json")[1])["findings"]
    assert code == 1
    assert [(one["check_name"], one["location"]["lines"]["begin"]) for one in found] == [
        (one["code"], one["line"]) for one in told
    ]
    assert {one["severity"] for one in found} <= {"info", "minor", "critical"}
    assert found[0]["location"]["path"] == "content/reports/2022/2022-09-29-x.md"
    place.write("content/reports/2022/2022-09-29-x.md", text.replace("date:", "time: 下午\ndate:"))
    moved = json.loads(cli("check", "--root", place.root, "--format", "gitlab")[1])
    assert [one["fingerprint"] for one in moved] == [one["fingerprint"] for one in found]
    assert moved[0]["location"] != found[0]["location"]
    alike = finding(ODD, Span("x.md", 3, 2, 1, "第#行"), words="#")
    both = json.loads(quality.report([alike, alike]))
    assert both[0]["fingerprint"] != both[1]["fingerprint"]


def test_sarif_has_what_the_standard_wants(place, cli):
    place.write(B, report(date="2022-09-29", venue="𠮷丰厅 #1", attendees="[石一鸣]"))
    code, out, _ = cli("check", "--root", place.root, "--format", "sarif")
    assert code == 1
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "campus_news"
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["version"])
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted({rule.kind.code for rule in rules.RULES} | {"E206"})
    for rule in rules.RULES:
        told = driver["rules"][ids.index(rule.kind.code)]
        assert rule.manual.what in told["help"]["text"]
        assert rule.manual.why in told["help"]["markdown"]
        assert told["shortDescription"]["text"] == rule.manual.what
        assert told["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert run["columnKind"] == "utf16CodeUnits"
    lost, unknown = sorted(run["results"], key=lambda one: one["ruleId"])
    assert [one["ruleId"] for one in (lost, unknown)] == ["E206", "E302"]
    assert all(ids[one["ruleIndex"]] == one["ruleId"] for one in (lost, unknown))
    assert (lost["level"], unknown["level"]) == ("error", "warning")
    assert "会被当作注释丢掉" in lost["message"]["text"]
    place_of = lost["locations"][0]["physicalLocation"]
    assert unquote(place_of["artifactLocation"]["uri"]) == B
    # In `venue: 𠮷丰厅 #1` the first Han character is two units of UTF-16, so `#` is the 13th unit.
    assert place_of["region"] == {"startLine": 4, "startColumn": 13, "endLine": 4, "endColumn": 15}
    (change,) = lost["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 15},
            "insertedContent": {"text": "venue: '𠮷丰厅 #1'"},
        }
    ]


def test_sarif_speaks_english_and_of_nothing_when_nothing_is_wrong(place, cli):
    place.write(B, report(date="2022-09-29"))
    code, out, _ = cli("check", "--root", place.root, "--format", "sarif", "--lang", "en")
    assert code == 0
    assert json.loads(out)["runs"][0]["results"] == []
    assert json.loads(out)["runs"][0]["language"] == "en"


@pytest.mark.parametrize(
    ("fix", "region", "text"),
    [
        (Fix(3, 3, ()), (3, 1, 4, 1), ""),
        (Fix(3, 2, ("---",)), (3, 1, 3, 1), "---\n"),
        (Fix(3, 4, ("甲",)), (3, 1, 5, 1), "甲\n"),
        (Fix(3, 3, ("甲", "乙")), (3, 1, 3, 4), "甲\n乙"),
    ],
)
def test_corrections_of_whole_lines_in_sarif(fix, region, text):
    one = finding(catalogue.UNKNOWN_KEY, Span("x y.md", 3, 1, 2, "第三行"), fix, key="天气")
    (result,) = json.loads(sarif.log([one]))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "x%20y.md"
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    names = ("startLine", "startColumn", "endLine", "endColumn")
    assert replacement == {
        "deletedRegion": dict(zip(names, region, strict=True)),
        "insertedContent": {"text": text},
    }
