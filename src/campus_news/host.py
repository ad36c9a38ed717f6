"""Where a school keeps its content online: what `admin` of site.yaml says, for the form that editors fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from campus_news import field
from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.lazy import lazy
from campus_news.schema import Shape, scalar

GITHUB: Final = "github"
GITLAB: Final = "gitlab"
GITEA: Final = "gitea"
_NAMES: Final = (GITHUB, GITLAB, GITEA)

_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_REPO = lazy(rf"{_PART}(?:/{_PART})+")
_BRANCH = lazy(r"[\w][\w.-]*(?:/[\w][\w.-]*)*")
_ADDRESS = lazy(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/?")
_APP = lazy(r"[\w-]{1,128}", re.ASCII)
_LONGEST: Final = 200

NO_HOST = Kind(
    "E260",
    Severity.ERROR,
    "“{value}”不认识：backend 可以是 github、gitlab、gitea",
    "'{value}' is no backend; it can be github, gitlab or gitea",
)
BAD_REPO = Kind(
    "E261",
    Severity.ERROR,
    "仓库“{value}”应写作 单位/仓库，如 shili-college/news，不写网址",
    "the repository '{value}' is written ORGANISATION/NAME, without an address",
)
BAD_BRANCH = Kind(
    "E262",
    Severity.ERROR,
    "“{value}”不能作分支的名称，一般写 main",
    "'{value}' cannot be the name of a branch; most often it is main",
)
BAD_HOST_URL = Kind(
    "E263",
    Severity.ERROR,
    "“{value}”应是以 https:// 开头的网址：登录要经过它，不能不加密",
    "'{value}' should be an address that begins with https://, since editors log in by it",
)
BAD_APP = Kind(
    "E265",
    Severity.ERROR,
    "“{value}”不是应用编号：它由字母、数字和连字符组成，在平台登记表单时给出；不要写成密钥",
    "'{value}' is no application ID, which has letters, digits and hyphens; it is not the secret",
)
HOST_LACKS = Kind(
    "E264",
    Severity.ERROR,
    "用 {backend} 还要在 admin 里写 {key}（{label}）",
    "with {backend}, admin needs {key} too",
)


@dataclass(frozen=True, slots=True)
class Host:
    """A host of git repositories. `base_url` has no slash at its end: GitHub's login service, or the host itself."""

    backend: str
    repo: str
    branch: str = "main"
    base_url: str | None = None
    app_id: str | None = None

    @property
    def reviews(self) -> bool:
        """Whether a report can wait there until somebody agrees (a pull request), as the form has it."""
        return self.backend in (GITHUB, GITLAB)


def _backend(text: str) -> str:
    if text.strip().lower() in _NAMES:
        return text.strip().lower()
    raise field.wrong(NO_HOST, value=text)


def _repo(text: str) -> str:
    if _REPO.fullmatch(text) and len(text) <= _LONGEST and ".." not in text and not text.endswith(".git"):
        return text
    meant = re.fullmatch(rf"https?://[^/]+/({_PART}/{_PART}?)(?:\.git)?/?", text)
    raise field.wrong(BAD_REPO, meant[1] if meant else None, value=text)


def _branch(text: str) -> str:
    if _BRANCH.fullmatch(text) and len(text) <= _LONGEST and ".." not in text and not text.endswith(".lock"):
        return text
    raise field.wrong(BAD_BRANCH, value=text)


def _address(text: str) -> str:
    if _ADDRESS.fullmatch(text) and len(text) <= _LONGEST and ".." not in text:
        return text.rstrip("/")
    raise field.wrong(BAD_HOST_URL, value=text)


def _app(text: str) -> str:
    if _APP.fullmatch(text):
        return text
    raise field.wrong(BAD_APP, value=text)


@dataclass(frozen=True, slots=True)
class HostFields(Shape):
    """What stands below `admin` in site.yaml."""

    backend: Annotated[str, scalar(_backend)]
    repo: Annotated[str, scalar(_repo)]
    branch: Annotated[str, scalar(_branch)] = "main"
    base_url: Annotated[str, scalar(_address)] | None = None
    app_id: Annotated[str, scalar(_app)] | None = None


LABELS: Final = {
    "backend": "代码托管平台",
    "repo": "仓库",
    "branch": "分支",
    "base_url": "平台的网址；用 GitHub 时是登录服务的网址",
    "app_id": "在平台登记这个表单时得到的应用编号",
}
_NEEDED: Final = {GITHUB: ("base_url",), GITLAB: ("app_id",), GITEA: ("base_url", "app_id")}


def lacking(host: Host, span: Span) -> Iterator[Diagnostic]:
    """What logging in there needs and `host` does not say."""
    for key in _NEEDED[host.backend]:
        if getattr(host, key) is None:
            yield finding(HOST_LACKS, span, backend=host.backend, key=key, label=LABELS[key])
