"""An address within the site as editors type it, or paste it from a browser.

It becomes a folder or a file of the site, a line in files for servers, and part of a page: so what could mean anything
there (a host, a query, `..`, a character that no file may have) is refused here, once for all.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from campus_news.diagnostics import Kind, Severity
from campus_news.field import Wrong, wrong
from campus_news.lazy import lazy

BAD_ADDRESS = Kind(
    "E420",
    Severity.ERROR,
    "“{value}”不能作网址：{reason}",
    "'{value}' cannot be an address of the site",
)

LONGEST: Final = 250
"""Bytes: spelt with percents and together with where it leads, that still makes a line of `_redirects` (1,000 characters)."""
_FORBIDDEN: Final = '\\:*?"<>|#%\ufffd'
"""What means something in an address or to a server, or what Windows takes in no name of a file."""
_WHOLE = lazy(r"(?i)https?://[^/?#\s]+(/[^?#]*)?.*")
_PAGES: Final = (".html", ".htm")


def read(text: str) -> str:
    """The address that `text` means, from the site's own root, as itself (no percents): it ends with / or with .html.

    `/2022/09/29/x`, `/2022/09/29/x/` and `/2022/09/29/x/index.html` are one. Raises `Wrong`.
    """
    text = text.strip()
    try:
        return _meant(text)
    except _Refused as refused:
        raise wrong(BAD_ADDRESS, _right(text), value=text, reason=str(refused)) from None


def quoted(url: str) -> str:
    """An address with all but letters, digits and `/-_.~` spelt in percents: harmless in whatever stands around it."""
    return quote(url, safe="/-_.~")


class _Refused(Exception):
    """Why a text is no address."""


def _right(text: str) -> str | None:
    """What was meant, where that is plain: the address without its host, without its fragment, with its first slash."""
    whole = _WHOLE.fullmatch(text)
    meant = (whole[1] or "/") if whole else text.partition("#")[0]
    if not meant.startswith("/"):
        meant = f"/{meant}"
    try:
        return _meant(meant) if "?" not in text else None
    except (_Refused, Wrong):
        return None


def _meant(text: str) -> str:
    if _WHOLE.fullmatch(text):
        raise _Refused("只写域名后面、从 / 开始的部分")
    if not text.startswith("/"):
        raise _Refused("要从 / 写起")
    if "?" in text or "#" in text:
        raise _Refused("不能带 ? 或 # 和它后面的部分")
    url = unicodedata.normalize("NFC", _decoded(text))
    if not url.isprintable() or any(unicodedata.category(char) in ("Co", "Cn") for char in url):
        raise _Refused("里面有看不见的字符")
    odd = next((char for char in url if char in _FORBIDDEN), None)
    if odd is not None:
        raise _Refused(f"不能有“{odd}”")
    if len(url.encode()) > LONGEST:
        raise _Refused("太长了")
    return _whole(url)


def _decoded(text: str) -> str:
    """`text` without percents, which browsers put in place of Chinese."""
    try:
        return unquote_to_bytes(text).decode() if "%" in text else text
    except UnicodeDecodeError:
        raise _Refused("百分号后面的编码读不懂，请改写成汉字") from None


def _whole(url: str) -> str:
    """`url` with the slash that may be left out at its end."""
    *folders, last = url[1:].split("/")
    if last in ("index.html", "index.htm"):
        last = ""
    if not all(folders):
        raise _Refused("不能有连着的两个 /")
    names = [*folders, last] if last else folders
    if any(name.startswith((".", "_")) or name != name.strip() for name in names):
        raise _Refused("各段不能以点、下划线或空格开头")
    if any("." in name for name in folders):
        raise _Refused("中间各段不能有点")
    if "." in last and not last.endswith(_PAGES):
        raise _Refused("只能是以 / 或 .html、.htm 结尾的网页")
    return "/" + "".join(f"{name}/" for name in folders) + (last + "/" * ("." not in last) if last else "")
