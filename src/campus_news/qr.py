"""An address as a QR code: the modules, and an inline picture of them.

A library draws one code in a millisecond, of which a site has thousands, and takes a tenth of a second to load, which every
edit would wait for. But of two codes of one size only the message differs, and what a byte of the message does to the modules
(its own eight, and those that correct errors in it) depends on nothing but its place: the code is the exclusive or (`^`) of
what its bytes do. So each byte's doing is found out once, as one large number, and a code is drawn in ten microseconds.

After ISO/IEC 18004:2015, of which sections are named below: byte mode, level M (15 % of a code may be lost), one mask.
Tests hold every size to what the library segno draws, and let a decoder read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from itertools import product
from operator import getitem, xor
from typing import Final, TypeAlias

Module: TypeAlias = tuple[int, int]
"""A row and a column, from 0."""

_MASK: Final = 0
"""The mask's number (7.8.2). Which one reads best differs little: addresses have no large patterns."""
# fmt: off
_CORRECTING: Final = (
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
)
_BLOCKS: Final = (
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
)
# fmt: on
"""For each version the words that correct each block, and the number of blocks, at level M (table 9)."""


def svg(address: str) -> str:
    """The code of `address` as an inline picture for HTML, with the margin of four modules that a reader needs.

    Raises ValueError for an address of more than 2,331 bytes.
    """
    form, words = _message(address.encode())
    wide = form.size + 8
    return (
        f'<svg viewBox="-4 -4 {wide} {wide}" role="img" aria-label="本页二维码" shape-rendering="crispEdges">'
        f'<path stroke="#000" d="{form.path(form.code(words))}"/></svg>'
    )


def rows(address: str) -> list[str]:
    """The code of `address` row by row, "1" for a dark module."""
    form, words = _message(address.encode())
    bits = f"{form.code(words):0{form.size * form.stride}b}"
    return [bits[at : at + form.size] for at in range(0, len(bits), form.stride)]


def _message(data: bytes) -> tuple[_Form, bytes]:
    """The smallest form that holds `data`, and its words before those that correct them (7.4)."""
    for version in range(1, len(_BLOCKS) + 1):
        count = 8 if version < 10 else 16
        room = _room(version)
        if len(data) + 1 + count // 8 <= room:
            break
    else:
        raise ValueError(f"{len(data)} bytes are too many for a QR code")
    size = len(data)
    stream = (((4 << count | size) << 8 * size) | int.from_bytes(data, "big")) << 4
    words = stream.to_bytes(size + 1 + count // 8, "big")
    return _form(version), words + (b"\xec\x11" * room)[: room - len(words)]


@cache
def _modules(version: int) -> int:
    """How many modules are left for words when the patterns are drawn (table 1)."""
    count = (16 * version + 128) * version + 64
    if version > 1:
        across = version // 7 + 2
        count -= (25 * across - 10) * across - 55
    return count - 36 * (version > 6)


@cache
def _room(version: int) -> int:
    """How many words of a message there are."""
    return _modules(version) // 8 - _CORRECTING[version - 1] * _BLOCKS[version - 1]


class _Form:
    """What codes of one version share. A code is a number: its bits are the modules, row by row, rows filled up to bytes."""

    def __init__(self, version: int) -> None:
        self.size = 17 + 4 * version
        self.stride = -(-self.size // 8) * 8
        drawn = _patterns(version, self.size)
        free = [module for module in _zigzag(self.size) if module not in drawn]
        masked = (module for module in free if not sum(module) % 2)
        dark = (module for module, is_dark in drawn.items() if is_dark)
        self._blank = sum(map(self._bit, masked)) | sum(map(self._bit, dark))
        places = list(map(self._bit, free))
        words = [tuple(places[at : at + 8]) for at in range(0, len(places) - 7, 8)]
        self._bytes = [_Byte(*one) for one in _words(version, words)]
        self._lines = [f"M0 {row}.5" for row in range(self.size)]

    def _bit(self, module: Module) -> int:
        row, column = module
        return 1 << (self.size - row) * self.stride - column - 1

    def code(self, words: bytes) -> int:
        """The code of a message."""
        return reduce(xor, map(getitem, self._bytes, words), self._blank)

    def path(self, code: int) -> str:
        """The dark modules of a code as strokes, one line a row."""
        packed, across = code.to_bytes(self.size * self.stride // 8, "big"), self.stride // 8
        pieces = [""] * (self.size * (across + 1))
        pieces[:: across + 1] = self._lines
        strokes, last = _strokes()
        for i in range(across):
            table = strokes if i + 1 < across else last
            pieces[i + 1 :: across + 1] = map(table.__getitem__, packed[i::across])
        return "".join(pieces)


_form = cache(_Form)


class _Byte(dict[int, int]):
    """What each value of one byte of a message does to the modules, found out when it is first met.

    `own` are the modules of the byte's own word, from its highest bit on; `others` those of each word that corrects its block,
    and by which number the value is multiplied to get that word.
    """

    def __init__(self, own: tuple[int, ...], others: list[tuple[tuple[int, ...], int]]) -> None:
        super().__init__()
        self._own, self._others = own, others

    def __missing__(self, value: int) -> int:
        code = _set(self._own, value)
        for modules, factor in self._others:
            code |= _set(modules, _product(value, factor))
        self[value] = code
        return code


def _set(modules: tuple[int, ...], value: int) -> int:
    return sum([module for i, module in enumerate(modules) if value << i & 128])


def _words(
    version: int, words: list[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], list[tuple[tuple[int, ...], int]]]]:
    """For each byte of a message the modules of its word, and those of the words that correct it, with their factors.

    `words` are those of the whole code, in which blocks take turns (7.6).
    """
    blocks, correcting, room = _BLOCKS[version - 1], _CORRECTING[version - 1], _room(version)
    short, longer = divmod(room, blocks)
    remainders = _remainders(short + 1, correcting)
    for block in range(blocks):
        long = block >= blocks - longer
        mine = [words[room + i * blocks + block] for i in range(correcting)]
        for i in range(short + long):
            at = i * blocks + block - (blocks - longer) * (i == short)
            yield words[at], list(zip(mine, remainders[short + long - 1 - i], strict=True))


def _remainders(count: int, degree: int) -> list[list[int]]:
    """What is left of x^(degree), x^(degree + 1)… when divided by the polynomial that corrects, highest power first (7.5)."""
    divisor = [0] * (degree - 1) + [1]
    root = 1
    for _ in range(degree):
        divisor = [_product(one, root) ^ after for one, after in zip(divisor, [*divisor[1:], 0], strict=True)]
        root = _product(root, 2)
    found = [divisor]
    for _ in range(count - 1):
        last = found[-1]
        found.append(
            [after ^ _product(last[0], one) for after, one in zip([*last[1:], 0], divisor, strict=True)]
        )
    return found


@cache
def _powers() -> tuple[list[int], list[int]]:
    """The powers of two in the field of 256 numbers, twice over, and which power each number is."""
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value = value << 1 ^ 0x11D * (value >> 7)
    return powers * 2, [powers.index(number) if number else 0 for number in range(256)]


def _product(one: int, other: int) -> int:
    powers, exponents = _powers()
    return powers[exponents[one] + exponents[other]] if one and other else 0


def _zigzag(size: int) -> Iterator[Module]:
    """All modules in the order in which words fill them (7.7.3)."""
    for pair, right in enumerate([*range(size - 1, 6, -2), 5, 3, 1]):
        for row in range(size) if pair % 2 else reversed(range(size)):
            yield row, right
            yield row, right - 1


def _patterns(version: int, size: int) -> dict[Module, bool]:
    """The modules that have no part in words, and whether they are dark (6.3)."""
    drawn: dict[Module, bool] = {}
    for i in range(size):
        drawn[6, i] = drawn[i, 6] = i % 2 == 0
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _draw(drawn, size, row, column, 4, (2, 4))
    centres = _centres(version, size)
    for row, column in product(centres, repeat=2):
        if (row, column) not in ((6, 6), (6, centres[-1]), (centres[-1], 6)):
            _draw(drawn, size, row, column, 2, (1,))
    _tell(drawn, version, size)
    return drawn


def _draw(
    drawn: dict[Module, bool], size: int, row: int, column: int, reach: int, light: tuple[int, ...]
) -> None:
    """Squares around a centre; those at the distances `light` are light."""
    for i, j in product(range(-reach, reach + 1), repeat=2):
        if 0 <= row + i < size and 0 <= column + j < size:
            drawn[row + i, column + j] = max(abs(i), abs(j)) not in light


def _centres(version: int, size: int) -> list[int]:
    """The rows, and columns, in which alignment patterns stand (annex E)."""
    if version == 1:
        return []
    across = version // 7 + 2
    step = (version * 8 + across * 3 + 5) // (across * 4 - 4) * 2
    return [6, *sorted(size - 7 - i * step for i in range(across - 1))]


def _tell(drawn: dict[Module, bool], version: int, size: int) -> None:
    """The level, the mask and, of large codes, the version: what a reader reads first (7.9, 7.10)."""
    told = _checked(_MASK, 10, 0x537) ^ 0x5412  # the level M is 0
    corner = [(8, i) for i in (0, 1, 2, 3, 4, 5, 7, 8)] + [(i, 8) for i in (7, 5, 4, 3, 2, 1, 0)]
    sides = [(size - 1 - i, 8) for i in range(7)] + [(8, size - 8 + i) for i in range(8)]
    for places in (corner, sides):
        for i, module in enumerate(places):
            drawn[module] = bool(told >> 14 - i & 1)
    drawn[size - 8, 8] = True
    told = _checked(version, 12, 0x1F25)
    for i in range(18 if version > 6 else 0):
        row, column = i // 3, size - 11 + i % 3
        drawn[row, column] = drawn[column, row] = bool(told >> i & 1)


def _checked(value: int, size: int, divisor: int) -> int:
    """A number with the `size` bits of a BCH code behind it (annexes C and D)."""
    left = value << size
    while left >> size:
        left ^= divisor << left.bit_length() - divisor.bit_length()
    return value << size | left


@cache
def _strokes() -> tuple[list[str], list[str]]:
    """For every eight modules the strokes for the dark ones, which end where the next eight begin; and the same at a row's end."""
    found, last = [], []
    for value in range(256):
        runs = f"{value:08b}".replace("01", "0 1").replace("10", "1 0").split()
        found.append("".join([f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0" for run in runs]))
        last.append(found[-1] if value & 1 else found[-1].rpartition("m")[0])
    return found, last
