"""CI: what the workflows say is safe, and does what it should when every step is run in a fresh clone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from conftest import LEADERS, REPO, SITE, report
from workflow import WORKFLOWS, Host, git, parsed, push, repository, runs, uses

GITLAB = REPO / ".gitlab-ci.yml"
REPORT = "content/reports/2022/2022-09-29-a.md"


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sysconfig.get_path("scripts")) / "zizmor"
    command = [program, "--offline", "--persona=auditor", "--strict-collection", "--no-config", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def schema(name: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", name, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_workflows_are_safe_in_the_eyes_of_zizmor(tmp_path):
    """And it would say so if they were not."""
    found = zizmor(WORKFLOWS)
    assert found.returncode == 0, found.stdout + found.stderr
    text = (WORKFLOWS / "check.yml").read_text("utf-8")
    bad = tmp_path / "bad.yml"
    bad.write_text(text + "      - run: echo ${{ github.event.pull_request.title }}\n")
    assert "template-injection" in zizmor(bad).stdout


def test_workflows_are_what_their_schemas_say(tmp_path):
    found = schema("vendor.github-workflows", *sorted(WORKFLOWS.iterdir()))
    assert found.returncode == 0, found.stdout
    found = schema("vendor.gitlab-ci", GITLAB)
    assert found.returncode == 0, found.stdout
    for name, file, old in (
        ("vendor.github-workflows", WORKFLOWS / "check.yml", "runs-on:"),
        ("vendor.gitlab-ci", GITLAB, "expose_as: Preview"),
    ):
        bad = tmp_path / "bad.yml"
        bad.write_text(
            file.read_text("utf-8").replace(old, "runs_at: 1\n    x: [", 1).replace("x: [", "x: []")
        )
        assert schema(name, bad).returncode != 0


def test_actions_are_named_by_commit():
    lines = list(uses())
    assert len(lines) > 8
    assert not [line for name, line in lines if not re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40}", name)]
    assert not [line for _, line in lines if not re.search(r" # v\d+\.\d+\.\d+$", line)]
    commits = {name.split("@")[1]: line.rpartition("# ")[2] for name, line in lines}
    assert len(commits) == len(
        {(name.split("@")[0].replace("/restore", ""), commits[name.split("@")[1]]) for name, _ in lines}
    )


def test_one_job_may_write_and_it_runs_one_script():
    jobs = {
        (file.name, name): job for file in WORKFLOWS.iterdir() for name, job in parsed(file)["jobs"].items()
    }
    assert all(parsed(file)["permissions"] == {} for file in WORKFLOWS.iterdir())
    writers = [where for where, job in jobs.items() if job["permissions"].get("contents") == "write"]
    assert writers == [("publish.yml", "addresses")]
    assert [step["run"] for step in jobs[writers[0]]["steps"] if "run" in step] == [".ci/addresses commit"]


def test_a_pull_request_gets_no_token_and_writes_no_cache():
    text = (WORKFLOWS / "check.yml").read_text("utf-8")
    assert "pull_request_target" not in text
    assert "actions/cache@" not in text
    assert "actions/cache/restore@" in text
    assert not [step for _, step in runs() if "${{" in step["run"]]


def test_merge_requests_keep_nothing_that_would_be_run():
    """The memo and compiled templates are code to whoever reads them."""
    jobs = parsed(GITLAB)
    assert set(jobs["检查报道"]["cache"]["paths"]) == {".cache/photos/", ".cache/pip/"}
    assert jobs["检查报道"]["cache"]["key"] != jobs["pages"]["cache"]["key"]
    assert not [job for job in jobs.values() if "unprotect" in str(job)]


# -- the steps, run


@pytest.fixture(scope="module")
def pattern(tmp_path_factory) -> Path:
    """A folder with what every test below begins with."""
    folder = tmp_path_factory.mktemp("pattern")
    repository(folder)
    work = folder / "work"
    (work / "content/site.yaml").write_text(SITE, "utf-8")
    (work / "content/leaders.yaml").write_text(LEADERS, "utf-8")
    write(work, REPORT, report())
    push(work, "a report")
    git(work, "remote", "set-url", "origin", "../origin.git")
    return folder


@pytest.fixture
def origin(pattern, tmp_path) -> Path:
    """A repository of this project with one report."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True, symlinks=True)
    return tmp_path / "origin.git"


def write(work: Path, path: str, text: str) -> None:
    (work / path).parent.mkdir(parents=True, exist_ok=True)
    (work / path).write_text(text, "utf-8")


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def failed(host: Host) -> str:
    return "\n".join(f"{step.name}: {step.code}\n{step.shown}" for step in host.steps)


def test_a_push_is_published(origin, tmp_path):
    host = Host(origin, tmp_path)
    assert host.run("publish.yml"), failed(host)
    assert host.ran[:2] == ["build", "deploy"]
    site = host.artifacts["github-pages"]
    assert (site / "2022/09/29/a/index.html").exists()
    assert git(origin, "log", "-1", "--format=%s", "main") in ("a report", "记下新发布的网址 [skip ci]")


def test_an_error_publishes_nothing(origin, tmp_path):
    write(tmp_path / "work", REPORT, report(venue="报告厅 #1"))
    push(tmp_path / "work", "a mistake")
    host = Host(origin, tmp_path)
    assert not host.run("publish.yml")
    assert host.ran == ["build"]
    assert host.artifacts == {}
    assert "E206" in host.steps[-1].shown


SPOILED = {
    "of another state": lambda whole: whole,
    "partly overwritten": lambda whole: whole[:4096] + b"\xff" * 4096 + whole[8192:],
    "cut off": lambda whole: whole[:5000],
    "something else": lambda _: b"<html>",
}


@pytest.mark.parametrize(
    "how",
    [["of another state", "partly overwritten"], pytest.param([*SPOILED], marks=pytest.mark.slow)],
    ids=["some", "all"],
)
def test_a_wrong_cache_only_costs_time(origin, tmp_path, how):
    """Whatever came back, the site is that of a build from nothing."""
    work, second = tmp_path / "work", REPORT.replace("-a", "-b")
    write(work, second, report("学校召开另一次会议"))
    push(work, "another")
    before = Host(origin, tmp_path)
    assert before.run("publish.yml"), failed(before)
    git(work, "pull", "-q", "--rebase", "origin", "main")
    (work / second).unlink()
    listed = work / "content/urls.txt"
    listed.write_text(listed.read_text("utf-8").replace("/2022/09/29/b/\n", ""), "utf-8")
    push(work, "without it, and its address is given up")
    right = Host(origin, tmp_path)
    assert right.run("publish.yml"), failed(right)
    memo = before.cache / "memo.sqlite"
    whole = memo.read_bytes()
    for name in how:
        memo.write_bytes(SPOILED[name](whole))
        host = Host(origin, tmp_path, cache=before.cache)
        assert host.run("publish.yml"), failed(host)
        assert files(host.artifacts["github-pages"]) == files(right.artifacts["github-pages"])


def test_the_list_of_addresses_goes_back(origin, tmp_path):
    host = Host(origin, tmp_path)
    assert host.run("publish.yml"), failed(host)
    assert host.ran == ["build", "deploy", "addresses"]
    assert "/2022/09/29/a/" in git(origin, "show", "main:content/urls.txt").splitlines()
    assert git(origin, "log", "-1", "--format=%s", "main") == "记下新发布的网址 [skip ci]"
    assert git(origin, "diff", "--name-only", "main~1", "main") == "content/urls.txt"
    again = Host(origin, tmp_path)
    assert again.run("publish.yml"), failed(again)
    assert again.ran == ["build", "deploy"]


def test_a_list_that_is_overtaken_is_left_to_the_next_run(origin, tmp_path):
    """Before it is committed, or between that and the push."""
    work = tmp_path / "work"

    def overtake(_: Path) -> None:
        write(work, REPORT, report(body=f"改过{len(host.steps)}。"))
        push(work, "meanwhile")

    host = Host(origin, tmp_path, after={"看网址清单有没有变": overtake})
    assert host.run("publish.yml"), failed(host)
    assert "由下一次发布记下" in host.steps[-1].shown
    assert git(origin, "log", "-1", "--format=%s", "main") == "meanwhile"
    clone = tmp_path / "late"
    host.clone(clone, "main")
    commit = git(clone, "rev-parse", "HEAD")
    (clone / "content/urls.txt").write_text("/2022/09/29/a/\n")
    overtake(clone)
    done = subprocess.run(
        [".ci/addresses", "commit"], cwd=clone, env={**os.environ, "COMMIT": commit, "GIT_TOKEN": "t"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "由下一次发布记下" in done.stdout) == (0, True), done.stderr
    assert git(origin, "log", "-1", "--format=%s", "main") == "meanwhile"


def test_a_branch_that_takes_no_push_is_told(origin, tmp_path):
    hook = origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    host = Host(origin, tmp_path)
    assert not host.run("publish.yml")
    assert "网站已经发布，但网址清单写不进 main" in host.steps[-1].shown
    assert host.artifacts["github-pages"]


def test_a_pull_request_gets_annotations_a_summary_and_a_preview(origin, tmp_path):
    published = Host(origin, tmp_path)
    assert published.run("publish.yml"), failed(published)
    work = tmp_path / "work"
    write(
        work, REPORT.replace("-a", "-b"), report("学校召开另一次会议", status="draft", attendees="[石一鸣]")
    )
    push(work, "a draft")
    host = Host(origin, tmp_path, cache=published.cache)
    assert host.run("check.yml"), failed(host)
    assert f"::warning file={REPORT.replace('-a', '-b')},line=" in failed(host)
    assert "## 报道检查" in host.summary
    assert "| 新增 | 学校召开另一次会议 |" in host.summary
    assert (host.artifacts["网页预览"] / "2022/09/29/b/index.html").exists()
    write(work, REPORT, report(venue="报告厅 #1"))
    push(work, "a mistake")
    host = Host(origin, tmp_path)
    assert not host.run("check.yml")
    assert host.steps[-1].name == "检查"
    assert f"::error file={REPORT},line=4" in host.steps[-1].shown
    assert "| 错误 |" in host.summary
    assert host.artifacts == {}


def test_gitlab_checks_a_merge_request(origin, tmp_path):
    host = Host(origin, tmp_path)
    host.clone(tmp_path / "good", "main")
    done = host.gitlab("检查报道", tmp_path / "good")
    assert done.returncode == 0, done.stdout
    assert json.loads((tmp_path / "good/codequality.json").read_text("utf-8")) == []
    assert (tmp_path / "good/preview/2022/09/29/a/index.html").exists()
    write(tmp_path / "work", REPORT, report(venue="报告厅 #1"))
    push(tmp_path / "work", "a mistake")
    host.clone(tmp_path / "bad", "main")
    done = host.gitlab("检查报道", tmp_path / "bad")
    assert done.returncode == 1
    assert "错误 E206" in done.stdout
    assert [
        one["check_name"] for one in json.loads((tmp_path / "bad/codequality.json").read_text("utf-8"))
    ] == ["E206"]
    assert not (tmp_path / "bad/preview").exists()


def test_gitlab_publishes_and_keeps_the_list(origin, tmp_path):
    host = Host(origin, tmp_path)
    clone = tmp_path / "pages"
    host.clone(clone, "main")
    done = host.gitlab("pages", clone, CI_COMMIT_REF_PROTECTED="true")
    assert done.returncode == 0, done.stdout
    assert (clone / "public/2022/09/29/a/index.html.gz").exists()
    told = {"CI_PROJECT_URL": str(origin).removesuffix(".git"), "CI_DEFAULT_BRANCH": "main", "GIT_TOKEN": "t"}
    done = host.gitlab("网址清单", clone, COMMIT=git(clone, "rev-parse", "HEAD"), **told)
    assert done.returncode == 0, done.stdout
    assert "/2022/09/29/a/" in git(origin, "show", "main:content/urls.txt").splitlines()
    assert "[skip ci]" in git(origin, "log", "-1", "--format=%s", "main")


def test_gitlab_believes_no_cache_of_a_branch_that_is_not_protected(origin, tmp_path):
    host = Host(origin, tmp_path)
    for protected, kept in (("true", True), ("false", False)):
        clone = tmp_path / f"clone-{protected}"
        host.clone(clone, "main")
        (clone / ".cache").mkdir()
        (clone / ".cache/of-somebody").touch()
        done = host.gitlab("pages", clone, CI_COMMIT_REF_PROTECTED=protected)
        assert done.returncode == 0, done.stdout
        assert (clone / ".cache/of-somebody").exists() == kept


@pytest.mark.slow
def test_every_step_runs_in_a_fresh_clone_of_the_demo(tmp_path):
    """Nothing is stood in for but the actions: .venv is made from the lock, by pip."""
    origin = repository(tmp_path, demo=True)
    host = Host(origin, tmp_path, install=True)
    assert host.run("publish.yml"), failed(host)
    assert (host.artifacts["github-pages"] / "search" / "index.html").exists()
    checked = Host(origin, tmp_path, install=True, cache=host.cache)
    assert checked.run("check.yml"), failed(checked)
    assert files(checked.artifacts["网页预览"])
    clone = tmp_path / "gitlab"
    host.clone(clone, "main")
    done = host.gitlab(
        "pages", clone, CI_COMMIT_REF_PROTECTED="true", PIP_CACHE_DIR=str(clone / ".cache/pip")
    )
    assert done.returncode == 0, done.stdout
    for path, data in files(host.artifacts["github-pages"]).items():
        assert (clone / "public" / path).read_bytes() == data
