"""`build.py admin`: the form is made of the fields and the roster, of programs that are what they were, and of nothing an attacker says."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from campus_news import config, roster, schema
from campus_news.admin import folder, form, vendor
from campus_news.front import FrontMatter
from campus_news.host import Host
from campus_news.label import LABELS, STATUSES
from campus_news.model import Status
from conftest import LEADERS, NOON, REPO, SITE, Place, report

GITEA = (
    "admin: {backend: gitea, repo: shili/news, base_url: https://git.example.edu.cn, app_id: campus-news}\n"
)
GITLAB = "admin:\n  backend: gitlab\n  repo: shili/office/news\n  branch: release/1\n  app_id: a1b2\n"
GITHUB = "admin: {backend: github, repo: shili/news, base_url: https://login.example.edu.cn/}\n"
ROSTER = roster.read("content/leaders.yaml", LEADERS.encode())[0]


def site(text: str) -> config.Config:
    read, findings = config.read("content/site.yaml", (SITE + text).encode())
    assert findings == []
    assert read is not None
    return read


def told(text: str, people: roster.Roster = ROSTER) -> dict[str, Any]:
    """The form's configuration for a site.yaml with these lines."""
    read = site(text)
    assert read.admin is not None
    return form.config(read, read.admin, people, NOON.date())


def ways(shape: type[schema.Shape], before: str = "") -> Iterator[str]:
    """Every field, by its way through the front matter."""
    for key, one in schema.fields(shape).items():
        yield before + key
        if mapped := schema.mapped(one.kind):
            yield from ways(mapped.shape, f"{before}{key}.")


def test_every_field_has_a_name_in_chinese():
    """A new field needs a line in `label.LABELS`: without it there is no form and no schema."""
    assert [way for way in ways(FrontMatter) if way not in LABELS] == []
    assert all(re.search("[\u4e00-\u9fff]", label.name) for label in LABELS.values())
    assert set(STATUSES) == set(Status)


def names(fields: list[dict[str, Any]], before: str = "") -> Iterator[str]:
    """Every field of the form, in the same way."""
    for one in fields:
        yield before + one["name"]
        yield from names(one.get("fields", []), f"{before}{one['name']}.")
        yield from (f"{before}{one['name']}.{column['name']}" for column in one.get("columns", []))


def test_every_field_is_in_the_form():
    """But for those of a person that come with the name chosen, and the review, which `approve` alone writes."""
    (collection,) = told(GITEA)["collections"]
    found = set(names(collection["fields"]))
    chosen = {
        way for way in ways(FrontMatter) if re.fullmatch(r"(host|attendees|speakers)\.(name|slug)", way)
    }
    recorded = {way for way in ways(FrontMatter) if way.partition(".")[0] == "review"}
    assert recorded
    assert found == set(ways(FrontMatter)) - chosen - recorded | {"body"}
    assert [one["name"] for one in collection["fields"] if one.get("required", True)] == [
        "title",
        "date",
        "body",
    ]


@pytest.mark.parametrize(
    ("text", "backend", "mode"),
    [
        (
            GITEA,
            {
                "name": "gitea", "repo": "shili/news", "branch": "main", "base_url": "https://git.example.edu.cn",
                "app_id": "campus-news", "api_root": "https://git.example.edu.cn/api/v1",
            },
            "simple",
        ),
        (
            GITLAB,
            {
                "name": "gitlab", "repo": "shili/office/news", "branch": "release/1", "app_id": "a1b2",
                "auth_type": "pkce", "api_root": "https://gitlab.com/api/v4",
                "graphql_api_root": "https://gitlab.com/api/graphql",
            },
            "editorial_workflow",
        ),
        (
            GITHUB,
            {"name": "github", "repo": "shili/news", "branch": "main", "base_url": "https://login.example.edu.cn"},
            "editorial_workflow",
        ),
    ],
)  # fmt: skip
def test_the_host_of_site_yaml_is_where_the_form_writes(text, backend, mode):
    made = told(text)
    assert {key: value for key, value in made["backend"].items() if key != "commit_messages"} == backend
    assert made["publish_mode"] == mode
    status = next(one for one in made["collections"][0]["fields"] if one["name"] == "status")
    assert status["default"] == ("draft" if mode == "simple" else "published")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("admin: {backend: svn, repo: a/b}\n", "E260", "svn"),
        ("admin: {backend: github, repo: news, base_url: https://a.cn}\n", "E261", "news"),
        ("admin: {backend: github, repo: https://github.com/a/b.git, base_url: https://a.cn}\n", "E261", "https://github.com/a/b.git"),
        ("admin: {backend: github, repo: a/../../b, base_url: https://a.cn}\n", "E261", "a/../../b"),
        ("admin: {backend: github, repo: a/b, branch: -x, base_url: https://a.cn}\n", "E262", "-x"),
        ("admin: {backend: github, repo: a/b, branch: 'a b', base_url: https://a.cn}\n", "E262", "'a b'"),
        ("admin: {backend: github, repo: a/b, base_url: http://a.cn}\n", "E263", "http://a.cn"),
        ("admin: {backend: github, repo: a/b, base_url: 'https://a.cn/?x=<script>'}\n", "E263", "'https://a.cn/?x=<script>'"),
        ("admin: {backend: github, repo: a/b, base_url: \"https://a.cn; script-src *\"}\n", "E263", '"https://a.cn; script-src *"'),
        ("admin: {backend: github, repo: a/b, base_url: https://me:pw@a.cn}\n", "E263", "https://me:pw@a.cn"),
        ("admin: {backend: github, repo: a/b}\n", "E264", "github"),
        ("admin: {backend: gitea, repo: a/b, app_id: x}\n", "E264", "gitea"),
        ("admin: {backend: gitlab, repo: a/b}\n", "E264", "gitlab"),
        ("admin: {backend: gitlab, repo: a/b, app_id: 'x y'}\n", "E265", "'x y'"),
        ("admin: {backend: gitlab, app_id: x}\n", "E201", "admin"),
        ("admin: {backend: gitlab, repo: a/b, app_id: x, secret: y}\n", "E202", "secret"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_host_is_told_at_its_words(text, code, words):
    _, findings = config.read("content/site.yaml", (SITE + text).encode())
    assert [one.code for one in findings] == [code]
    assert findings[0].span.line == 4
    assert findings[0].span.words == words or code == "E201"
    assert "{" not in findings[0].message().replace("{{", "")


HOSTILE = [
    '李"伟: *a &b',
    "<script>alert(1)</script>",
    "{{fields.title}}",
    "!!python/object:os.system",
    "yes",
    "007",
    "- 甲\n- 乙",
    "\u2028'",
]


def test_names_of_the_roster_cannot_be_anything_but_names():
    """Whatever a stolen account has put into leaders.yaml: the reader of names refuses it, and what is dumped is one text."""
    leaders = tuple(replace(one, name=name) for one, name in zip(ROSTER.leaders * 2, HOSTILE, strict=False))
    people = roster.Roster.of(leaders)
    made = told(GITEA, people)
    assert yaml.safe_load(folder.as_yaml(made)) == made
    told_names = {
        one["name"]
        for field in made["collections"][0]["fields"]
        for one in field.get("options", [])
        if "said" in one
    }
    assert told_names == set(HOSTILE)


def test_people_in_office_come_first_in_their_order():
    offered = form.people(ROSTER, NOON.date())
    assert [(one["name"], one["said"], one.get("slug")) for one in offered] == [
        ("方致远", "校长", None),
        ("陈立言", "党委副书记", None),
        ("李伟", "副校长", "li-wei"),
        ("李伟", "纪委书记", "li-wei-2"),
        ("单国华", "现无任职", None),
    ]
    assert ["now" in one for one in offered] == [True] * 4 + [False]


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, place: Place) -> Place:
    """Two small archives in place of the real ones, fetched already."""
    made = []
    for package in vendor.PACKAGES:
        buffer = io.BytesIO()
        inside = [
            "package/dist/decap-cms.js",
            "package/dist/browser/js-yaml.umd.min.js",
            "package/../../evil.js",
            "package/dist/x.map",
        ]
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name in inside:
                data = f"// {name}".encode()
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        sha512 = base64.b64encode(hashlib.sha512(buffer.getvalue()).digest()).decode()
        made.append(replace(package, sha512=sha512))
        place.write(f".cache/admin/{package.archive}", buffer.getvalue())
    monkeypatch.setattr(vendor, "PACKAGES", tuple(made))
    place.write("content/site.yaml", SITE + GITEA)
    return place


OURS = {
    "config.yml",
    "decap-cms.js",
    "fields.js",
    "form.css",
    "index.html",
    "js-yaml.umd.min.js",
    "report.js",
    "widget.js",
}


def test_the_folder_holds_the_form_and_nothing_else(packages, cli):
    packages.write("public/admin/config.yml", "old")
    packages.write("public/admin/1.decap-cms.js", "of an older version")
    code, out, err = cli("admin", "--root", packages.root, "--now", "2026-03-01")
    assert (code, err) == (0, "")
    assert "8 个文件" in out
    assert {file.name for file in (packages.out / "admin").iterdir()} == OURS
    assert [file.name for file in packages.out.iterdir()] == ["admin"]
    before = packages.files()
    assert cli("admin", "--root", packages.root, "--now", "2026-03-01")[0] == 0
    assert packages.files() == before
    scripts = before["admin/fields.js"].decode()
    assert json.loads(scripts.partition("REPORT_FIELDS = ")[2].rstrip(";\n"))["waive"]["kind"] == "pairs"


def test_a_build_neither_removes_nor_lists_the_form(packages, cli):
    packages.write("content/reports/2022/2022-09-29-x.md", report())
    packages.build()
    assert cli("admin", "--root", packages.root)[0] == 0
    packages.write("content/reports/2022/2022-09-30-y.md", report(date="2022-09-30"))
    packages.build()
    packages.build(clean=True)
    files = packages.files()
    assert {f"admin/{name}" for name in OURS} <= set(files)
    assert not [
        name
        for name, data in files.items()
        if name.endswith((".xml", ".json", ".html")) and b"/admin" in data
    ]


def test_a_folder_of_somebody_else_is_left_alone(packages, cli):
    packages.write("public/admin/report.html", "theirs")
    code, _, err = cli("admin", "--root", packages.root)
    assert code == 2
    assert "不是这个命令写的" in err
    assert packages.files() == {"admin/report.html": b"theirs"}


def test_the_page_has_no_script_within_and_a_policy(packages, cli):
    packages.write(
        "content/site.yaml",
        (SITE + GITEA).replace("示例新闻网", "'</title><script>alert(1)</script>{policy}'"),
    )
    assert cli("admin", "--root", packages.root)[0] == 0
    page = (packages.out / "admin" / "index.html").read_text("utf-8")
    assert "<script>" not in page
    assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) == [""] * 5
    assert not re.search(r"\son\w+=|javascript:", page)
    assert html.escape(form.policy(Host("gitea", "a/b", base_url="https://git.example.edu.cn"))) in page
    assert "{policy}" in page  # as the site is called


@pytest.mark.parametrize(
    ("host", "origins"),
    [
        (Host("github", "a/b"), "https://api.github.com https://www.githubstatus.com"),
        (Host("gitlab", "a/b"), "https://gitlab.com"),
        (
            Host("gitlab", "a/b", base_url="https://git.example.edu.cn:8443/lab"),
            "https://git.example.edu.cn:8443",
        ),
        (Host("gitea", "a/b", base_url="https://git.example.edu.cn"), "https://git.example.edu.cn"),
    ],
)
def test_the_form_may_speak_with_its_host_alone(host, origins):
    parts = dict(part.split(" ", 1) for part in form.policy(host).split("; "))
    assert parts["connect-src"] == f"'self' blob: data: {origins}"
    assert parts["script-src"] == "'self' 'unsafe-eval'"


@pytest.mark.parametrize("page", ["hosting.md", "hosting.zh-CN.md"])
def test_the_guides_tell_the_policy(page):
    text = (REPO / "docs" / page).read_text("utf-8")
    policy = form.policy(Host("gitea", "a/b", base_url="https://git.example.edu.cn"))
    assert policy + "; frame-ancestors 'self'" in text


def npm(folder: Path, script: str) -> str:
    """A folder for PATH with an npm that runs `script`."""
    file = folder / "bin" / "npm"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)
    return f"{file.parent}:/usr/bin:/bin"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "没有安装 npm"),
        ("echo 'npm ERR! network getaddrinfo' >&2; exit 1", "多半是没有联网（npm ERR! network getaddrinfo）"),
        ("exit 0", "npm 没有给出 decap-cms-3.16.3.tgz"),
        ('while [ "$1" != --pack-destination ]; do shift; done; echo evil > "$2/decap-cms-3.16.3.tgz"', "校验值与程序里记的不符"),
    ],
    ids=["no npm", "no network", "nothing", "another file"],
)  # fmt: skip
def test_what_cannot_be_fetched_is_one_line_and_nothing_is_written(
    place, cli, monkeypatch, tmp_path, script, said
):
    place.write("content/site.yaml", SITE + GITEA)
    place.write(".cache/admin/decap-cms-3.16.3.tgz", b"half of it")
    monkeypatch.setenv("PATH", npm(tmp_path, script) if script else str(tmp_path))
    if script == "exit 0":
        (place.root / ".cache/admin/decap-cms-3.16.3.tgz").unlink()
    code, out, err = cli("admin", "--root", place.root)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not place.out.exists() or not list(place.out.iterdir())


def test_npm_is_asked_for_one_version_and_runs_no_script_of_it(place, monkeypatch, tmp_path):
    log = tmp_path / "asked"
    monkeypatch.setenv("PATH", npm(tmp_path, f'echo "$@" > {log}; exit 1'))
    with pytest.raises(vendor.NotFetched):
        vendor.fetched(tmp_path / "cache", vendor.PACKAGES[0])
    assert log.read_text("utf-8").startswith("pack decap-cms@3.16.3 --ignore-scripts ")


def test_a_site_without_a_host_is_told_what_to_write(place, cli):
    code, _, err = cli("admin", "--root", place.root)
    assert code == 2
    example = err.partition("\n")[2]
    assert (
        config.read(
            "site.yaml", (SITE + re.sub("单位/仓库", "a/b", re.sub(r"在平台\S+", "x", example))).encode()
        )[1]
        == []
    )


def test_faults_of_the_files_are_findings(place, cli):
    place.write("content/site.yaml", SITE + "admin: {backend: svn, repo: a/b}\n")
    place.write("content/leaders.yaml", "- name: 方致远，陈立言\n  posts: {title: 校长, from: 2020-01-01}\n")
    code, _, err = cli("admin", "--root", place.root)
    assert code == 1
    assert "E260" in err
    assert "E214" in err
    assert not place.out.exists()
