"""Chinese text: the characters beside which a newline is no space."""

from __future__ import annotations

from typing import Final

from campus_news.lazy import lazy

CHARACTERS: Final = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
"""For patterns: radicals, ideographs, kana, and the punctuation and forms as wide as they."""
HAN: Final = lazy(f"[{CHARACTERS}]")
