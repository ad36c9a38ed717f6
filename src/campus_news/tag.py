"""Raw HTML in a report, reduced to bare tags before anything else sees it.

Of all that is typed as attributes only a link's address is kept, so that the cleaner can let our own pass. A `<` that
opens no tag we know is text: `<A级>` must not vanish.
"""

from __future__ import annotations

import re
from html import escape, unescape

from campus_news.lazy import lazy

BLOCK = "p|ul|ol|li|table|caption|thead|tbody|tfoot|tr|th|td|blockquote|h1|h2|h3|h4|h5|h6|hr|pre|dl|dt|dd"
_RUNNING = "br|strong|em|b|i|u|s|del|ins|mark|sub|sup|small|a|code|abbr"
GONE = (
    "script|style|iframe|object|embed|svg|math|video|audio|canvas|textarea|select|template|noscript|img|input"
)
WRAPPER = (
    "address|article|aside|bdi|bdo|big|body|button|center|cite|col|colgroup|details|dfn|div|fieldset|figcaption|"
    "figure|font|footer|form|head|header|html|kbd|label|legend|link|main|meta|nav|option|param|picture|q|samp|"
    "section|source|span|strike|summary|time|title|tt|var|wbr"
)
"""Names for patterns. `GONE` go with all that is in them, a `WRAPPER` goes alone."""

VOID = frozenset({"br", "hr", "img", "embed", "input"})
LOST = frozenset(GONE.split("|"))
KEPT = frozenset(f"{BLOCK}|{_RUNNING}".split("|")) - {"h1"}

TAG = rf"""(?i:<(/?)({BLOCK}|{_RUNNING}|{GONE}|{WRAPPER})(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>)"""
COMMENT = r"<!--(?:(?!<!--|-->).)*-->"
_HTML = lazy(rf"{TAG}|{COMMENT}|<", re.S)
_HREF = lazy(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def bare(html: str) -> str:
    """`html` with known tags bare of attributes, wrappers and comments gone, and every other `<` as text."""
    return _HTML.sub(_bare, html)


def _bare(tag: re.Match[str]) -> str:
    if not tag[2]:
        return "&lt;" if tag[0] == "<" else ""
    name = tag[2].lower().replace("h1", "h2")  # a page has one h1, its title
    if name not in KEPT | LOST:
        return ""
    if tag[1]:
        return f"</{name}>"
    if name == "a":
        href = _HREF.search(tag[3])
        return f'<a href="{escape(unescape(href[1] or href[2] or href[3] or ""))}">' if href else ""
    return f"<{name}></{name}>" if tag[3].endswith("/") and name not in VOID else f"<{name}>"
