"""A code host in small: runs what the workflows of .github/ and .gitlab-ci.yml say, step by step, in fresh clones.

Every `run` and `script` is executed as it stands, by the shell that the host takes. Of the actions only that is stood in for
on which we rely: that a checkout is a clone, that a cache comes back or does not, that artifacts go from job to job.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from conftest import REPO

WORKFLOWS = REPO / ".github" / "workflows"
Outputs = dict[str, str]


def parsed(file: Path) -> dict[str, Any]:
    """A workflow; its key `on`, which YAML 1.1 takes for a truth value, is left as that."""
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def git(folder: Path, *words: str) -> str:
    """What git prints, in `folder`, with no settings of this machine; raises if it fails."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=t", "-c", "user.email=t@example.edu.cn", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *words],
        cwd=folder,
        env={**os.environ, **nobody},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def repository(folder: Path, *, demo: bool = False) -> Path:
    """A bare repository with one commit on main: the project as it lies here, without tests, with the demo or no content."""
    work = folder / "work"
    listed = git(REPO, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    left_out = ("tests/", "bench/", "docs/", *(() if demo else ("content/",)))
    for name in listed:
        if name and not name.startswith(left_out) and (REPO / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPO / name, work / name)
    (work / "content" / "reports").mkdir(parents=True, exist_ok=True)
    git(work, "init", "-q", "-b", "main")
    bare = folder / "origin.git"
    git(folder, "clone", "-q", "--bare", str(work), str(bare))
    git(work, "remote", "add", "origin", str(bare))
    push(work, "first")
    return bare


def push(work: Path, subject: str) -> str:
    """Commits all there is in `work` onto what is there by now, and pushes it: the commit."""
    git(work, "add", "-A")
    git(work, "commit", "-q", "--allow-empty", "-m", subject)
    if git(work, "ls-remote", "origin", "main"):
        git(work, "pull", "-q", "--rebase", "origin", "main")
    git(work, "push", "-q", "origin", "HEAD:main")
    return git(work, "rev-parse", "HEAD")


@dataclass
class Step:
    """What came of a step."""

    name: str
    code: int
    shown: str


@dataclass
class Host:
    """Runs workflows on the repository `origin`; `install` lets steps really make .venv, else they find one."""

    origin: Path
    folder: Path
    install: bool = False
    after: Mapping[str, Callable[[Path], object]] = field(default_factory=dict)
    """By a step's name, what else happens to the clone after it."""

    branch: str = "main"
    cache: Path | None = None
    """What a cache gives back."""

    artifacts: dict[str, Path] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    """Jobs that were not skipped."""

    summary: str = ""
    outputs: dict[str, Outputs] = field(default_factory=dict)

    def run(self, name: str) -> bool:
        """Runs a workflow's jobs in order; whether all went well."""
        for job, what in parsed(WORKFLOWS / name)["jobs"].items():
            needs = {
                f"needs.{one}.outputs.{key}": value
                for one, outputs in self.outputs.items()
                for key, value in outputs.items()
            }
            known = {
                "github.ref": "refs/heads/main",
                "github.sha": "0" * 40,
                "github.token": "a token",
                **needs,
            }
            if "if" not in what or _holds(what["if"], known):
                self.ran.append(job)
                if not self._job(job, what, known):
                    return False
        return True

    def _job(self, name: str, job: Mapping[str, Any], known: dict[str, str]) -> bool:
        clone = self.folder / "repo"  # as on a host: always the same path, always new
        shutil.rmtree(clone, ignore_errors=True)
        saves = False
        for step in job["steps"]:
            if "if" in step and not _holds(step["if"], known):
                continue
            if "uses" in step:
                saves |= self._action(
                    step["uses"], {k: _put(str(v), known) for k, v in step.get("with", {}).items()}, clone
                )
                continue
            env = {key: _put(value, known) for key, value in step.get("env", {}).items()}
            done, outputs = self._shell(["bash", "-e"], step["run"], clone, env)
            known |= {f"steps.{step.get('id')}.outputs.{key}": value for key, value in outputs.items()}
            self.steps.append(Step(step["name"], done.returncode, done.stdout))
            if done.returncode:
                return False
            self.after.get(step["name"], lambda _: None)(clone)
        if saves:
            self.cache = self._kept(clone / ".cache")
        self.outputs[name] = {key: _put(value, known) for key, value in job.get("outputs", {}).items()}
        return True

    def _action(self, uses: str, how: Mapping[str, str], clone: Path) -> bool:
        """Stands in for an action; whether the job's cache is kept."""
        action = uses.partition("@")[0]
        if action == "actions/checkout":
            assert how["persist-credentials"] == "False"
            self.clone(clone, how.get("ref", self.branch))
        elif action in ("actions/cache", "actions/cache/restore"):
            assert how["path"] == ".cache"
            if self.cache:
                shutil.copytree(self.cache, clone / ".cache")
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            assert (clone / how["path"]).exists(), how["path"]
            self.artifacts[how.get("name", "github-pages")] = self._kept(clone / how["path"])
        elif action == "actions/download-artifact":
            shutil.copy(self.artifacts[how["name"]], clone / how["path"])
        else:
            assert action in ("actions/setup-python", "actions/deploy-pages"), action
        return action == "actions/cache"

    def _kept(self, what: Path) -> Path:
        """A copy that outlives the clone."""
        there = Path(tempfile.mkdtemp(dir=self.folder)) / what.name
        (shutil.copytree if what.is_dir() else shutil.copy)(what, there)
        return there

    def clone(self, there: Path, ref: str) -> None:
        """A fresh clone of `ref`; with a .venv that is ready, unless the steps are to make one."""
        git(self.folder, "clone", "-q", "--branch", ref, str(self.origin), str(there))
        if not self.install:
            python = there / ".venv" / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.write_text(f'#!/bin/sh\nPYTHONPATH="{there}/src" exec "{sys.executable}" "$@"\n')
            python.chmod(0o755)
            (there / ".venv" / "ready").touch()

    def gitlab(self, job: str, clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a job's script as GitLab's runner does."""
        lines = ["set -eo pipefail", *parsed(REPO / ".gitlab-ci.yml")[job]["script"]]
        return self._shell(["bash"], "\n".join(lines), clone, variables)[0]

    def _shell(
        self, shell: list[str], script: str, clone: Path, env: Mapping[str, str]
    ) -> tuple[subprocess.CompletedProcess[str], Outputs]:
        told, page = self.folder / "output", self.folder / "summary.md"
        told.write_text("")
        page.write_text("")
        kept = ("PATH", "HOME", *(name for name in os.environ if name.startswith("PIP_")))
        own = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "CI": "true", "GITHUB_OUTPUT": str(told), "GITHUB_STEP_SUMMARY": str(page),
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LANG": "C.UTF-8",
        }  # fmt: skip
        file = self.folder / "step.sh"
        file.write_text(script, "utf-8")
        done = subprocess.run(
            [*shell, str(file)],
            cwd=clone, env={**own, **env}, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        self.summary += page.read_text("utf-8")
        return done, dict(line.split("=", 1) for line in told.read_text("utf-8").splitlines())


def _put(text: str, known: Mapping[str, str]) -> str:
    """`text` with the values of its expressions; a KeyError for what we do not know of."""
    return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: known[found[1]], text)


def _holds(condition: str, known: Mapping[str, str]) -> bool:
    name, value = re.fullmatch(r"([\w.]+) == '([^']*)'", condition).groups()
    return known[name] == value


def uses() -> Iterator[tuple[str, str]]:
    """Every action, with its line."""
    for file in sorted(WORKFLOWS.iterdir()):
        for line in file.read_text("utf-8").splitlines():
            if found := re.search(r"uses: (\S+)", line):
                yield found[1], line.strip()


def runs() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every step with a script, with the job that it is in."""
    for file in sorted(WORKFLOWS.iterdir()):
        for name, job in parsed(file)["jobs"].items():
            yield from ((name, step) for step in job["steps"] if "run" in step)
