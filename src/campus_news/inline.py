"""The marks within a line: Python-Markdown's, but for emphasis and tags.

Its rules for links and code are kept. Emphasis is ours: CommonMark's fails on `**重点:**一是`, and Python-Markdown's
takes the stars out of masked names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from markdown import Markdown
from markdown.inlinepatterns import (
    DoubleTagInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.util import ETX, STX

from campus_news.lazy import lazy
from campus_news.tag import COMMENT, TAG, bare

_CLOSING = r"、，。；：！？）】》」』”’,;:!?)"
_DIGIT_STARS = r"(?<=\d)\*+(?=\d)"
_STRONG_EM = r"(\*{3})(?![\s*])([^*]+)(?<!\s)\*{3}"
# Nothing opens before a closing sign, and a single star not inside a word: `王**、李**` and `张*明` are masked names.
_STRONG = rf"(\*\*)(?![\s*{_CLOSING}])(.+?)(?<![\s*])\*\*"
_EM = rf"(?<![^\W_])(?<!\*)(\*)(?![\s*{_CLOSING}])([^*]+)(?<!\s)\*(?![^\W_]|\*)"
BOLD = lazy(_STRONG, re.S)
_STRONG_LOW = r"(?<!\w)(__)(?![\s_])(.+?)(?<![\s_])__(?!\w)"
_EM_LOW = r"(?<!\w)(_)(?![\s_])([^_]+)(?<!\s)_(?!\w)"

SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": None,
    "link": "](",
    "image_link": "![",
    "image_reference": None,
    "short_reference": None,
    "short_image_ref": None,
    "autolink": "://",
    "automail": "@",
    "prose-0": "<",
    "prose-1": "*",
    "prose-2": "***",
    "prose-3": "**",
    "prose-4": "*",
    "prose-5": "__",
    "prose-6": "_",
    "entity": "&",
}
"""The inline rules in their order: what a text has to have, since no rule makes it, for the rule to do anything. The
rules without a sign do nothing in a body without addresses to refer to."""


def register(md: Markdown) -> None:
    """Put our rules in the place of the library's."""
    for name in ("linebreak", "em_strong", "html"):
        md.inlinePatterns.deregister(name)
    patterns: tuple[InlineProcessor, ...] = (
        _Html(rf"{TAG}|{COMMENT}", md),
        _Typed(_DIGIT_STARS, md),
        DoubleTagInlineProcessor(_STRONG_EM, "strong,em"),
        SimpleTagInlineProcessor(_STRONG, "strong"),
        SimpleTagInlineProcessor(_EM, "em"),
        SimpleTagInlineProcessor(_STRONG_LOW, "strong"),
        SimpleTagInlineProcessor(_EM_LOW, "em"),
    )
    for i, pattern in enumerate(patterns):
        md.inlinePatterns.register(pattern, f"prose-{i}", 90 - i)
    for rule in md.inlinePatterns:
        if not isinstance(rule, HtmlInlineProcessor):
            rule.unescape = partial(_whole, rule.unescape)  # type: ignore[method-assign]


def _whole(unescape: Callable[[str], str], text: str) -> str:
    """What goes into an attribute, without a placeholder: the library leaves those within others, as of code in a link."""
    while (plain := unescape(text)) != text:
        text = plain
    return text


class _Html(HtmlInlineProcessor):
    """A tag or a comment in running text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """A placeholder for the bare tag."""
        html = bare(self.backslash_unescape(self.unescape(m[0])))
        return self.md.htmlStash.store(html), m.start(), m.end()


class _Typed(InlineProcessor):
    """Stars that stay as typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """The stars, escaped."""
        return f"{STX}{ord('*')}{ETX}" * len(m[0]), m.start(), m.end()
