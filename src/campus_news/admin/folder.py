"""The folder that holds the form: written as a whole, beside the site, which knows nothing of it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from campus_news.admin import form, vendor
from campus_news.config import Config
from campus_news.host import Host
from campus_news.outcome import CannotWrite, said

NAME: Final = "admin"
_OURS: Final = "config.yml"
_WORD: Final = re.compile(r"[a-z_]+")
_NO_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class NotOurs(Exception):
    """A folder of that name is there that this program did not write."""


def contents(site: Config, host: Host, told: Mapping[str, Any], cache: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the form by its name; `told` is its configuration. Raises `vendor.NotFetched`."""
    for package in vendor.PACKAGES:
        yield from vendor.files(vendor.fetched(cache, package), package)
    web = Path(__file__).parent / "web"
    for name in ("form.css", "report.js", "widget.js"):
        yield name, (web / name).read_bytes()
    yield "fields.js", form.format_fields().encode()
    yield _OURS, as_yaml(told).encode()
    page = (web / "index.html").read_text("utf-8")
    shown = page.format(policy=html.escape(form.policy(host)), name=html.escape(site.name))
    yield "index.html", shown.encode()


def as_yaml(told: Mapping[str, Any]) -> str:
    """Values as YAML that every version of YAML reads alike: all text is quoted but for plain words."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes every value where it stands."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        plain = _WORD.fullmatch(value) and value not in _NO_TEXT
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')

    Dumper.add_representer(str, text)
    written: str = yaml.dump(dict(told), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return "# 由 build.py admin 生成，不要手改：下次运行会重写。\n" + written


def write(out: Path, files: Iterator[tuple[str, bytes]]) -> int:
    """Puts the form into the folder `admin` of `out`, in place of an earlier one: how many files. Raises `CannotWrite`, `NotOurs`."""
    folder, aside = out / NAME, out / f".{NAME}"
    if folder.exists() and not (folder / _OURS).is_file():
        raise NotOurs(folder)
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        count = 0
        for name, data in files:
            (aside / name).write_bytes(data)
            count += 1
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)
    except OSError as error:
        raise CannotWrite(said(error, folder)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return count
