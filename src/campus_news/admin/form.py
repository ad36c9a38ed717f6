"""The fields of a report -> the fields of a form: Decap CMS's config.yml, and what our own format has to know.

All of it is made of `FrontMatter`: a field added there is in the form.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from campus_news import field, schema
from campus_news.config import Config
from campus_news.front import WORDS, FrontMatter, PersonFields
from campus_news.host import GITEA, GITHUB, GITLAB, Host
from campus_news.label import BODY, LABELS, STATUSES, Label
from campus_news.model import Period
from campus_news.roster import Leader, Roster

_TIME: Final = r"^\s*(上午|中午|下午|晚上|([01]?\d|2[0-3])[:：][0-5]\d)\s*$"
_BODY_AFTER: Final = "speakers"
_PHOTOS: Final = "/content/photos/{{filename}}"
"""Pictures of two reports must not meet in one folder: cameras give many the same name."""
_NAME: Final = '{{fields.date}}-{{slug | truncate(40, "-")}}'
"""A report's file. Not {{year}}-{{month}}-{{day}}: Decap takes those in UTC, in China the day before. {{slug}} is the title;
the longest name a file may have is 255 bytes, and a Han character is three."""
_PATH: Final = '{{date | truncate(4, "-")}}/{{slug}}'
"""Its folder, for the same reason by the first four characters of the date; a trailing hyphen goes."""
_COMMITS: Final = {
    "create": "新增{{collection}}：{{slug}}",
    "update": "修改{{collection}}：{{slug}}",
    "delete": "删除{{collection}}：{{slug}}",
    "uploadMedia": "上传：{{path}}",
    "deleteMedia": "删除：{{path}}",
}


def config(site: Config, host: Host, roster: Roster, day: dt.date) -> dict[str, Any]:
    """What Decap CMS is told: plain values, to be written as YAML. Who is in office on `day` is offered first."""
    return {
        "backend": _backend(host),
        "publish_mode": "editorial_workflow" if host.reviews else "simple",
        "locale": "zh_Hans",
        "site_url": site.url,
        "display_url": site.url,
        "show_preview_links": False,
        "editor": {"preview": False},
        "media_folder": "content/photos",
        "public_folder": "",
        "slug": {"encoding": "unicode", "sanitize_replacement": "-"},
        "collections": [_reports(host, roster, day)],
    }


def _backend(host: Host) -> dict[str, Any]:
    told: dict[str, Any] = {"name": host.backend, "repo": host.repo, "branch": host.branch}
    if host.base_url is not None:
        told["base_url"] = host.base_url
    if host.app_id is not None:
        told["app_id"] = host.app_id
    if host.backend == GITLAB:
        told["auth_type"] = "pkce"
    if (root := api(host)) is not None and host.backend != GITHUB:
        told["api_root"] = root
        if host.backend == GITLAB:
            told["graphql_api_root"] = root.removesuffix("v4") + "graphql"
    return told | {"commit_messages": _COMMITS}


def api(host: Host) -> str | None:
    """Where the form asks for files; None for Gitea without an address, which is told as a finding."""
    if host.backend == GITHUB:
        return "https://api.github.com"
    if host.backend == GITEA:
        return host.base_url and f"{host.base_url}/api/v1"
    return f"{host.base_url or 'https://gitlab.com'}/api/v4"


def policy(host: Host) -> str:
    """The Content-Security-Policy of the form: its scripts compile (eval) what they check the configuration by, its styles are
    put into the page, and it speaks with the host and nobody else."""
    root = urlsplit(api(host) or "")
    hosts = [f"{root.scheme}://{root.netloc}"]
    if host.backend == GITHUB:
        hosts.append("https://www.githubstatus.com")
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data: https:",
            "font-src 'self' data:",
            f"connect-src 'self' blob: data: {' '.join(hosts)}",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )


def _reports(host: Host, roster: Roster, day: dt.date) -> dict[str, Any]:
    """What editors may do with reports. None is deleted: its address has to stay, so it is withdrawn."""
    return {
        "name": "reports",
        "label": "会议报道",
        "label_singular": "报道",
        "description": "每次会议一篇。要撤下已发布的报道，把“状态”改成“撤回”，不要删除。",
        "folder": "content/reports",
        "create": True,
        "delete": False,
        "extension": "md",
        "format": "report",
        "identifier_field": "title",
        "slug": _NAME,
        "path": _PATH,
        "summary": "{{date}} {{title}}",
        "sortable_fields": ["date", "title"],
        "fields": list(_fields(host, people(roster, day))),
    }


_RECORDED: Final = "review"
"""What `approve` alone writes, with a digest of what was approved: the form hands it on as it is."""


def _fields(host: Host, everybody: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The fields of the form in their order; the body stands where an editor comes to write it."""
    for key, one in schema.fields(FrontMatter).items():
        if key == _RECORDED:
            continue
        told = _field(key, one, key, everybody)
        if key == "status":  # where nobody agrees before it is published, what is saved is published
            told["default"] = "published" if host.reviews else "draft"
        yield told
        if key == _BODY_AFTER:
            yield {"name": "body", "label": BODY.name, "hint": BODY.hint, "widget": "text"}


def _field(key: str, one: schema.Field, way: str, everybody: list[dict[str, str]]) -> dict[str, Any]:
    """One field of the form; `way` is its name among `LABELS`."""
    label = LABELS[way]
    told: dict[str, Any] = {"name": key, "label": label.name}
    if label.hint:
        told["hint"] = label.hint
    told["required"] = one.required
    mapped = schema.mapped(one.kind)
    if mapped is not None and issubclass(mapped.shape, PersonFields):
        return told | {"widget": "people", "columns": _columns(mapped.shape, way), "options": everybody}
    if mapped is None:
        return told | _widget(one.kind)
    inner = [
        _field(name, part, f"{way}.{name}", everybody) for name, part in schema.fields(mapped.shape).items()
    ]
    if not _many(one.kind):
        return told | {"widget": "object", "collapsed": way != "credits", "fields": inner}
    first = "{{fields." + inner[0]["name"] + "}}"
    return told | {"widget": "list", "label_singular": label.name, "summary": first, "fields": inner}


def _columns(shape: type[schema.Shape], way: str) -> list[dict[str, str]]:
    """What may be said of a person beside the name; `slug` comes with the name that is chosen."""
    labels: dict[str, Label] = {key: LABELS[f"{way}.{key}"] for key in schema.fields(shape)}
    return [
        {"name": key, "label": label.name, "hint": label.hint}
        for key, label in labels.items()
        if key not in ("name", "slug")
    ]


def _widget(kind: Any) -> dict[str, Any]:
    """How a value that is no mapping is filled in."""
    if _many(kind):
        return {"widget": "lines"}
    return dict(_WIDGETS.get(reader(kind), {"widget": "string"}))


def reader(kind: Any) -> object:
    """The function that reads a value of this type."""
    value = schema.value(kind)
    return value.parse or value.read


_WIDGETS: Final[dict[object, dict[str, Any]]] = {
    field.day: {
        "widget": "datetime",
        "format": "YYYY-MM-DD",
        "date_format": "YYYY-MM-DD",
        "time_format": False,
    },
    field.moment: {"widget": "datetime", "format": "YYYY-MM-DD HH:mm"},
    field.time: {
        "widget": "suggest",
        "options": [one.value for one in Period],
        "pattern": [_TIME, "，应是上午、中午、下午、晚上，或钟点如 14:30"],
    },
    field.status: {
        "widget": "select",
        "options": [{"label": said, "value": value} for value, said in STATUSES.items()],
    },
    field.number: {"widget": "number", "value_type": "int", "min": 0, "max": 9999},
    field.file_name: {
        "widget": "image",
        "choose_url": False,
        "media_folder": _PHOTOS,
        "public_folder": "",
    },
}


def _many(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def people(roster: Roster, day: dt.date) -> list[dict[str, str]]:
    """Everybody on the roster by whom a report may name somebody: those in office in the order of that day, then all others.

    `slug` only for those whose name does not tell who is meant; `said` is what is shown.
    """
    now = roster.in_office(day)
    others = [one for one in roster.leaders if one not in now]
    return [_person(one, roster, one.title_on(day)) for one in now] + [
        _person(one, roster, None) for one in others
    ]


def _person(leader: Leader, roster: Roster, title: str | None) -> dict[str, str]:
    told = {"name": leader.name, "said": title or "现无任职"}
    if sum(one.name == leader.name for one in roster.bearers[leader.name]) > 1:
        told["slug"] = leader.slug
    if title is not None:
        told["now"] = "1"
    return told


def format_fields() -> str:
    """The script that tells our format (report.js) what the fields are: which hold lists, and what a bare text in them stands for."""
    fields = json.dumps(_shapes(FrontMatter), ensure_ascii=True, indent=1)
    return f"window.CMS_MANUAL_INIT = true;\nwindow.REPORT_FIELDS = {fields};\n"


def _shapes(shape: type[schema.Shape]) -> dict[str, Any]:
    return {key: _shape(key, one.kind) for key, one in schema.fields(shape).items()}


def _shape(key: str, kind: Any) -> dict[str, Any]:
    mapped = schema.mapped(kind)
    if mapped is None:
        if _many(kind):
            return {"kind": "texts"}
        names: dict[object, str] = {
            field.day: "day",
            field.moment: "moment",
            field.number: "number",
            schema.lines: "joined",
        }
        return {"kind": names.get(reader(kind), "text")}
    inner = _shapes(mapped.shape)
    if not _many(kind):
        return {"kind": "map", "fields": inner}
    if key in WORDS.pairs:
        name, said = WORDS.pairs[key]
        return {"kind": "pairs", "key": name, "said": said, "fields": inner}
    return {"kind": "maps", "short": WORDS.lists[key], "fields": inner}
