"""`Page` -> bytes, through the Jinja templates of the site, or of this project where the site has none."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from campus_news import digest, graph, qr, urls
from campus_news.asset import Assets
from campus_news.compiler import Compiled, FastEnvironment
from campus_news.config import Config
from campus_news.model import Picture
from campus_news.page import Page, View
from campus_news.template import BadTemplate
from campus_news.view import Brand, Emblem, Text

_WEEKDAYS = "一二三四五六日"


def brand(config: Config) -> Brand:
    """What every page says of the site."""
    art = config.artwork
    emblem = Emblem(urls.static(art.name), art.width, art.height) if art else None
    return Brand(config.name, config.school, config.url, config.owner, config.icp, config.timezone, emblem)


_NO_ASSETS: Final = Assets({}, {})


class Renderer:
    """The templates of `folders` (the first that has one wins) for one site, compiled ones kept in `cache`."""

    def __init__(
        self, folders: Sequence[Path], config: Config, cache: Path | None = None, assets: Assets = _NO_ASSETS
    ) -> None:
        self._brand = brand(config)
        key = digest.engine() + assets.digest() + config.url.encode()
        self._environment = FastEnvironment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(cache, key) if cache else None,
        )
        self._environment.filters.update(_filters(config, assets))

    def render(self, page: Page, view: View) -> bytes:
        """The page as UTF-8; raises `BadTemplate`."""
        if isinstance(view, Text):
            return view.text.encode("utf-8")
        try:
            template = self._environment.get_template(page.template)
            text = template.render(page=view, brand=self._brand, url=page.url, kind=page.kind)
        except TemplateSyntaxError as error:
            raise BadTemplate(f"{error.name}:{error.lineno}: {error.message}") from error
        except UnicodeDecodeError as error:
            raise BadTemplate(f"{page.template}：不是 UTF-8 编码，请另存为 UTF-8") from error
        except Exception as error:
            raise BadTemplate(f"{page.template}: {error}") from error
        return text.encode("utf-8")


def _filters(config: Config, assets: Assets) -> Mapping[str, Callable[..., str]]:
    """What templates have beside Jinja's own. They may know the site's `url` and the assets, nothing else: see `Compiled`."""
    base, site, static = config.base, config.url, urls.static("")

    def within(url: str) -> str:
        return (assets.url(url) if url.startswith(static) else url).removeprefix("/")

    return {
        "href": lambda url: base + within(url),
        "absolute": lambda url: urls.absolute(site, f"/{within(url)}"),
        "qr": qr.svg,
        "json": lambda value: Markup(graph.json(value)),
        "at": lambda picture, width: base + _at(picture, width).removeprefix("/"),
        "srcset": lambda picture: ", ".join(
            [f"{base}{urls.form(picture, width).removeprefix('/')} {width}w" for width in picture.widths]
        ),
        "day": _remembered(lambda date: f"{date.year}年{date.month}月{date.day}日"),
        "month": _remembered(lambda date: f"{date.year}年{date.month}月"),
        "weekday": _remembered(lambda date: f"星期{_WEEKDAYS[date.weekday()]}"),
        "iso": _remembered(_iso),
        "moment": _moment,
    }


def _at(picture: Picture, width: int) -> str:
    """The address of the narrowest form of a picture that is so wide, or of the widest."""
    return urls.form(picture, next((one for one in picture.widths if one >= width), picture.width))


def _remembered(say: Callable[[dt.date], str]) -> Callable[[dt.date], str]:
    """`say` for what is a date and nothing else: a site has few days, and says each of them on many pages."""
    known = functools.lru_cache(maxsize=None)(say)
    return lambda value: known(value) if type(value) is dt.date else say(value)


def _iso(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat()


def _moment(value: dt.datetime) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day} {value.hour:02}:{value.minute:02}" if (value.hour, value.minute) != (0, 0) else day
