"""Text as words of an index in which every character is one word: then a phrase of them is what Ctrl-F would find.

Pagefind cuts text into words, drops punctuation and folds letters in its own way. So it only gets words that it leaves
alone: Han characters as they are, and for any other character a few Latin letters that say which one it is. The reader's
half, which asks and reads in the same words, is static/search.js.

Compared is what `fold` leaves of a character; what is shown stays: the case of the letters of a word tells which form of
the character was written (`A`, `Ａ`), and to Pagefind these are the same word.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final

from campus_news.lazy import lazy

END: Final = "z"
"""Ends a block: no phrase crosses it."""
_HAN: Final = range(0x3400, 0xA000)
_ASCII: Final = range(0x20, 0x7F)
_FULL_WIDTH: Final = 0xFEE0
"""How far the full-width form of an ASCII character is from it."""
_BASE: Final = 26
_MARK: Final = "z{}"
_UNSEEN: Final = lazy("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
"""Accents, soft hyphens, joiners and the like, which a browser's own search overlooks too."""


def fold(character: str) -> str:
    """What of a character is compared: compatible forms, cases and accents are alike. It may be none or several."""
    apart = unicodedata.normalize("NFKD", character)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", apart)).lower()


def words(lines: Iterable[str]) -> str:
    """The words of `lines`, parted by spaces; each line is a block."""
    known = _KNOWN
    found = []
    for line in lines:
        found += [known[character] for character in " ".join(line.split())]
        found.append(END)
    return " ".join([word for word in found if word])


def mark(kind: str, value: str) -> str:
    """A word that no text can hold, for everything of that `kind` and `value`: reports of one leader, say."""
    number = int.from_bytes(hashlib.sha256(f"{kind}:{value}".encode()).digest()[:8], "big")
    return _MARK.format(_letters(number, 14))


class _Known(dict[str, str]):
    """The words of each character, made when it is first met: a site has some thousands."""

    def __missing__(self, character: str) -> str:
        word = self[character] = _word(character)
        return word


_KNOWN: Final = _Known()


def _word(character: str) -> str:
    folded = fold(character)
    if len(folded) != 1:
        return " ".join(map(_word, folded))
    code = ord(folded)
    if code in _HAN:
        return folded
    if code not in _ASCII:
        return _letters(code, 5)
    return _cased(_letters(code - _ASCII.start, 2), character, folded)


def _cased(word: str, written: str, folded: str) -> str:
    """`word` with its case telling how the character was written."""
    upper = folded.upper()
    if written == upper != folded:
        return word.capitalize()
    if written == chr(ord(folded) + _FULL_WIDTH):
        return word.upper()
    return word[0] + word[1].upper() if written == chr(ord(upper) + _FULL_WIDTH) else word


def _letters(number: int, count: int) -> str:
    """A number in letters, the last one turning fastest."""
    letters = ""
    for _ in range(count):
        number, rest = divmod(number, _BASE)
        letters = chr(ord("a") + rest) + letters
    return letters
