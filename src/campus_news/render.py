"""`Page` -> bytes, through the Jinja templates of the site, or of this project where the site has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError

from campus_news.config import Config
from campus_news.pages import Page, View
from campus_news.template import BadTemplate
from campus_news.view import Brand

_WEEKDAYS = "一二三四五六日"


def brand(config: Config) -> Brand:
    """What every page says of the site."""
    return Brand(config.name, config.school, config.url, config.owner, config.icp)


class Renderer:
    """The templates of `folders` (the first that has one wins) for one site."""

    def __init__(self, folders: Sequence[Path], config: Config) -> None:
        self._brand = brand(config)
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters.update(
            href=lambda url: config.base + url.removeprefix("/"),
            absolute=lambda url: config.url + url.removeprefix("/"),
            day=lambda date: f"{date.year}年{date.month}月{date.day}日",
            month=lambda date: f"{date.year}年{date.month}月",
            weekday=lambda date: f"星期{_WEEKDAYS[date.weekday()]}",
            iso=_iso,
            moment=_moment,
        )

    def render(self, page: Page, view: View) -> bytes:
        """The page as UTF-8; raises `BadTemplate`."""
        try:
            template = self._environment.get_template(page.template)
            text = template.render(page=view, brand=self._brand, url=page.url, kind=page.kind)
        except TemplateSyntaxError as error:
            raise BadTemplate(f"{error.name}:{error.lineno}: {error.message}") from error
        except Exception as error:
            raise BadTemplate(f"{page.template}: {error}") from error
        return text.encode("utf-8")


def _iso(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat()


def _moment(value: dt.datetime) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day} {value:%H:%M}" if (value.hour, value.minute) != (0, 0) else day
